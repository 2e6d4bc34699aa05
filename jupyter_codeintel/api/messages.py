"""The websocket's messages: checked against the schema, then plain data.

The schema is also what the TypeScript types are generated from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

import fastjsonschema

from jupyter_codeintel.api.chat_messages import CHAT_READERS, ChatMessage
from jupyter_codeintel.api.fix_messages import FIX_READERS, FixMessage
from jupyter_codeintel.api.model_messages import MODEL_READERS, ModelMessage
from jupyter_codeintel.api.timings import timings_json
from jupyter_codeintel.completion.requests import CompletionRequest, Suggestion
from jupyter_codeintel.context.notebook import Cell, CellError, DocumentKind
from jupyter_codeintel.errors import CodeIntelError, RequestError

Json = Mapping[str, Any]
EngineState = Literal["stopped", "starting", "loading", "ready", "busy", "error"]

NO_REQUEST = -1
"""The ``id`` of a failure that belongs to no request."""


@dataclass(frozen=True)
class Sync:
    """What changed in a document."""

    document: str
    kind: DocumentKind
    language: str
    cells: tuple[Cell, ...]
    order: tuple[str, ...] | None
    kernel: str | None


@dataclass(frozen=True)
class Close:
    """Forget a document."""

    document: str


@dataclass(frozen=True)
class Cancel:
    """A completion is no longer wanted."""

    id: int


@dataclass(frozen=True)
class Warm:
    """A completion here is likely soon."""

    request: CompletionRequest


@dataclass(frozen=True)
class Status:
    """The engine's state as it is told to people."""

    engine: EngineState
    model: str | None = None
    error: Mapping[str, str] | None = None
    latency_ms: float | None = None


Message = Sync | Close | Cancel | Warm | CompletionRequest | FixMessage | ChatMessage | ModelMessage


class MessageError(RequestError):
    """A message that is not in the protocol; ``id`` is its request's, if it had one."""

    def __init__(self, message: str, request: int = NO_REQUEST) -> None:
        hint = "The page and the server may be of different versions: reload the page."
        super().__init__(message, code="bad_message", hint=hint)
        self.id = request


def load_schema() -> dict[str, Any]:
    """Return the schema of all messages."""
    text = files("jupyter_codeintel.api").joinpath("schemas/messages.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _compile() -> dict[str, Callable[[object], object]]:
    """One validator for each type: faster than trying all, and it says what is wrong."""
    definitions = load_schema()["definitions"]
    names = [option["$ref"].rpartition("/")[2] for option in definitions["request"]["oneOf"]]
    return {
        name: fastjsonschema.compile({**definitions[name], "definitions": definitions})
        for name in names
    }


_VALIDATORS = _compile()


def decode(text: str | bytes) -> Message:
    """Return the message in ``text``.

    Raises
    ------
    MessageError
        It is not one.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        message = "A message is not JSON"
        raise MessageError(message) from error
    kind = data.get("type") if isinstance(data, dict) else None
    validate = _VALIDATORS.get(kind) if isinstance(kind, str) else None
    if validate is None:
        message = f"Unknown type of message: {str(kind)[:50]}"
        raise MessageError(message, _request_id(data))
    try:
        validate(data)
    except fastjsonschema.JsonSchemaValueException as error:
        message = f"A message of type {kind} is not valid: {error.message[:200]}"
        raise MessageError(message, _request_id(data)) from error
    return _READERS[data["type"]](data)


def _request_id(data: object) -> int:
    request = data.get("id") if isinstance(data, dict) else None
    valid = isinstance(request, int) and not isinstance(request, bool)
    return request if valid and request is not None else NO_REQUEST


def _sync(data: Json) -> Sync:
    order = data.get("order")
    return Sync(
        data["document"],
        data["kind"],
        data["language"],
        tuple(_cell(cell) for cell in data.get("cells", ())),
        None if order is None else tuple(order),
        data["kernel"],
    )


def _cell(data: Json) -> Cell:
    error = data["error"]
    return Cell(
        id=data["id"],
        type=data["type"],
        source=data["source"],
        execution_count=data["executionCount"],
        error=None if error is None else CellError(**error),
    )


def _complete(data: Json) -> CompletionRequest:
    return CompletionRequest(
        id=int(data["id"]),
        document=data["document"],
        cell=data["cell"],
        prefix=data["prefix"],
        suffix=data["suffix"],
        multiline=data["multiline"],
        max_tokens=int(data["maxTokens"]),
        trigger=data["trigger"],
    )


def _warm(data: Json) -> Warm:
    return Warm(
        CompletionRequest(
            NO_REQUEST, data["document"], data["cell"], data["prefix"], data["suffix"]
        )
    )


_READERS: Mapping[str, Callable[[Json], Message]] = {
    "sync": _sync,
    "close": lambda data: Close(data["document"]),
    "complete": _complete,
    "cancel": lambda data: Cancel(int(data["id"])),
    "warm": _warm,
    **FIX_READERS,
    **CHAT_READERS,
    **MODEL_READERS,
}


def completion_message(request: int, suggestion: Suggestion) -> Json:
    """Return the message that carries a suggestion."""
    return {
        "type": "completion",
        "id": request,
        "text": suggestion.text,
        "alternatives": list(suggestion.alternatives),
        "done": suggestion.done,
        "source": suggestion.source,
        "timings": timings_json(suggestion.timings),
    }


def failed_message(request: int, error: CodeIntelError) -> Json:
    """Return the message that tells an error."""
    return {"type": "failed", "id": request, "error": error.as_dict()}


def status_message(status: Status) -> Json:
    """Return the message that tells how the engine is."""
    return {
        "type": "status",
        "engine": status.engine,
        "model": status.model,
        "latencyMs": status.latency_ms,
        "error": None if status.error is None else dict(status.error),
    }
