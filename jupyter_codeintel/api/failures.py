"""Errors are told to the browser, which waits for a last message whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jupyter_codeintel.api.messages import Json, failed_message
from jupyter_codeintel.errors import CodeIntelError, EngineError

_log = logging.getLogger(__name__)


@contextmanager
def failures_told(request: int, what: str, send: Callable[[Json], None]) -> Iterator[None]:
    """Tell an error of the block instead of raising it.

    Parameters
    ----------
    request : int
        Whose last message it is.
    what : str
        What failed then: ``"The completion"``.
    send : callable
        Takes the message for the browser.
    """
    try:
        yield
    except CodeIntelError as error:
        send(failed_message(request, error))
    except Exception:  # see the module
        _log.exception("%s failed", what)
        message = f"{what} failed unexpectedly"
        unexpected = EngineError(message, code="internal", hint="The server's log tells more.")
        send(failed_message(request, unexpected))
