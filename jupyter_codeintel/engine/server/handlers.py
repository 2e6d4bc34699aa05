"""The routes that generate nothing, and what all routes share: the token and the errors."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from tornado import web

from jupyter_codeintel.engine.server.host import EngineHost
from jupyter_codeintel.engine.server.metrics import EngineMetrics
from jupyter_codeintel.engine.server.replies import envelope, status_of
from jupyter_codeintel.errors import EngineError, RequestError


@dataclass(frozen=True)
class Service:
    """What the handlers work with.

    Parameters
    ----------
    host : EngineHost
        Where the engine is.
    token : str
        What every request must bring.
    end : callable
        Ends the process.
    """

    host: EngineHost
    token: str
    metrics: EngineMetrics
    end: Callable[[], None]


class EngineHandler(web.RequestHandler):
    """Checks the token, and reports errors in OpenAI's envelope."""

    service: Service

    def initialize(self, service: Service) -> None:
        """Take what the application was made with."""
        self.service = service

    def prepare(self) -> None:
        """Refuse a request without the token."""
        given = self.request.headers.get("Authorization", "")
        expected = f"Bearer {self.service.token}"
        if not hmac.compare_digest(given.encode(), expected.encode()):
            hint = "Send the token of the engine's discovery file as a bearer token."
            error = EngineError("the token is missing or wrong", code="unauthorized", hint=hint)
            self.set_header("WWW-Authenticate", "Bearer")
            self.fail(error, HTTPStatus.UNAUTHORIZED)

    def fail(self, error: Exception, status: int | None = None) -> None:
        """Answer with an error."""
        status = status or status_of(error)
        self.set_status(status)
        self.answer(envelope(error, status))

    def answer(self, body: dict[str, object]) -> None:
        """Answer with JSON."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body))

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Give tornado's own errors the same envelope."""
        message = f"{self.request.method} {self.request.path}: {self._reason}"
        self.fail(RequestError(message, code=f"http_{status_code}"), status_code)

    def on_finish(self) -> None:
        """Count the request."""
        self.service.metrics.count(self.get_status())


class UnknownHandler(EngineHandler):
    """Answers 404, and only to those who have the token."""

    def prepare(self) -> None:
        """Refuse."""
        super().prepare()
        if not self._finished:
            raise web.HTTPError(404)


class HealthHandler(EngineHandler):
    """Tells how the engine is; always at once."""

    def get(self) -> None:
        """Answer the state."""
        self.answer(self.service.host.health())


class ModelsHandler(EngineHandler):
    """Lists the one model."""

    def get(self) -> None:
        """Answer in OpenAI's shape."""
        model: dict[str, object] = {
            "id": self.service.host.model_name,
            "object": "model",
            "created": int(time.time()),
            "owned_by": "local",
        }
        self.answer({"object": "list", "data": [model] if self.service.host.ready else []})


class MetricsHandler(EngineHandler):
    """Prometheus text."""

    def get(self) -> None:
        """Answer the metrics."""
        text, content_type = self.service.metrics.text()
        self.set_header("Content-Type", content_type)
        self.finish(text)


class ShutdownHandler(EngineHandler):
    """Ends the process."""

    def post(self) -> None:
        """Answer, then end."""
        self.answer({"status": "ending"})
        self.service.end()
