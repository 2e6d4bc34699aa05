"""The routes."""

from __future__ import annotations

from collections.abc import Callable

from tornado import web

from jupyter_codeintel.engine.server.generating import ChatHandler, CompletionsHandler
from jupyter_codeintel.engine.server.handlers import (
    HealthHandler,
    MetricsHandler,
    ModelsHandler,
    Service,
    ShutdownHandler,
    UnknownHandler,
)
from jupyter_codeintel.engine.server.host import EngineHost
from jupyter_codeintel.engine.server.metrics import EngineMetrics

ROUTES = {
    "/health": HealthHandler,
    "/metrics": MetricsHandler,
    "/shutdown": ShutdownHandler,
    "/v1/models": ModelsHandler,
    "/v1/completions": CompletionsHandler,
    "/v1/chat/completions": ChatHandler,
}


def make_app(host: EngineHost, token: str, end: Callable[[], None]) -> web.Application:
    """Return the application that serves ``host``.

    Parameters
    ----------
    token : str
        What every request must bring.
    end : callable
        Ends the process.
    """
    service = {"service": Service(host, token, EngineMetrics(host), end)}
    return web.Application(
        [(path, handler, service) for path, handler in ROUTES.items()],
        default_handler_class=UnknownHandler,
        default_handler_args=service,
        log_function=lambda handler: None,
    )
