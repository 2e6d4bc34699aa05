"""The client's half of the HTTP interface: requests to JSON, events to chunks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from dataclasses import dataclass

from jupyter_codeintel.engine.connection import Connection
from jupyter_codeintel.engine.generation import (
    Chunk,
    FimParts,
    FinishReason,
    GenerationRequest,
    Timings,
)
from jupyter_codeintel.errors import EngineError, EngineUnavailable, RequestError

Json = Mapping[str, object]

REASONS: Mapping[str, FinishReason] = {
    "stop": "stop",
    "length": "length",
    "cancelled": "cancelled",
    "error": "error",
}


@dataclass(frozen=True)
class EngineHealth:
    """What ``/health`` tells.

    Parameters
    ----------
    status : str
        ``loading``, ``ready`` or ``error``.
    error : mapping, optional
        ``{"code", "message", "hint"}`` of a model that could not be loaded.
    """

    status: str
    busy: bool
    model_id: str
    model_path: str
    fim: bool
    chat: bool
    fim_reason: str | None
    n_ctx: int
    threads: int
    pid: int
    version: str
    error: Mapping[str, str] | None = None


def route(request: GenerationRequest) -> str:
    """Return the path that serves the request."""
    chat = isinstance(request.prompt, tuple)
    return "/v1/chat/completions" if chat else "/v1/completions"


def request_body(request: GenerationRequest, connection: Connection) -> dict[str, object]:
    """Return the JSON of a request; the fields of our own only for an engine of ours."""
    sampling = request.sampling
    body: dict[str, object] = {
        "stream": True,
        "max_tokens": request.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        **_prompt(request, ours=connection.ours),
    }
    if connection.model:
        body["model"] = connection.model
    if request.stop:
        body["stop"] = list(request.stop)
    if request.n != 1:
        body["n"] = request.n
    if sampling.json_schema is not None:
        schema = {"name": "answer", "schema": sampling.json_schema}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return body | (_own_fields(request) if connection.ours else _plain_fields(request))


def _prompt(request: GenerationRequest, *, ours: bool) -> dict[str, object]:
    prompt = request.prompt
    if isinstance(prompt, str):
        return {"prompt": prompt}
    if not isinstance(prompt, FimParts):
        return {"messages": [dict(message) for message in prompt]}
    if ours:
        parts = {"prefix": prompt.prefix, "suffix": prompt.suffix, "typed": prompt.typed}
        return {"fim": parts}
    return {"prompt": prompt.prefix + prompt.typed, "suffix": prompt.suffix}


def _own_fields(request: GenerationRequest) -> dict[str, object]:
    fields: dict[str, object] = {
        "priority": request.priority.name.lower(),
        "top_k": request.sampling.top_k,
        "speculate": request.speculate,
    }
    if request.sampling.grammar is not None:
        fields["grammar"] = request.sampling.grammar
    return fields


def _plain_fields(request: GenerationRequest) -> dict[str, object]:
    if request.sampling.grammar is not None:
        message = "this engine takes no grammar"
        raise RequestError(message, code="bad_grammar", hint="Use a JSON schema.")
    return {"stream_options": {"include_usage": True}}


async def events(data: AsyncIterable[bytes]) -> AsyncIterator[Json]:
    """Yield the JSON of server-sent events.

    Each is one line; splitting bytes keeps letters whole. The data is read to its end, not
    to ``[DONE]`` alone, or the connection could not be used again.
    """
    rest = b""
    async for piece in data:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            if not line.startswith(b"data:"):
                continue  # a comment, or the empty line after an event
            payload = line[5:].strip()
            if payload != b"[DONE]":
                yield json.loads(payload)


def read_chunks(event: Json) -> list[Chunk]:
    """Return the chunks of an event.

    Raises
    ------
    EngineError
        The event reports one.
    """
    if "error" in event:
        raise read_error(event, 500)
    timings = _timings(event)
    choices = event.get("choices")
    return [_chunk(choice, timings) for choice in choices] if isinstance(choices, list) else []


def _chunk(choice: Mapping[str, object], timings: Timings | None) -> Chunk:
    delta = choice.get("delta")
    text = delta.get("content") if isinstance(delta, dict) else choice.get("text")
    reason = choice.get("finish_reason")
    return Chunk(
        index=int(str(choice.get("index", 0))),
        text=text if isinstance(text, str) else "",
        finish_reason=REASONS.get(str(reason), "stop") if reason else None,
        timings=timings,
    )


def _timings(event: Json) -> Timings | None:
    data = event.get("timings")
    return Timings(**data) if isinstance(data, dict) else None


def read_error(body: object, status: int) -> EngineError:
    """Return the exception for an error's JSON."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        error = {"message": f"the engine answered with status {status}: {str(error or body)[:200]}"}
    kind = {
        "invalid_request_error": RequestError,
        "engine_unavailable": EngineUnavailable,
        "authentication_error": EngineUnavailable,
    }.get(str(error.get("type")), _kind_of(status))
    return kind(
        str(error.get("message")),
        code=str(error.get("code") or f"http_{status}"),
        hint=str(error.get("hint") or ""),
    )


def _kind_of(status: int) -> type[EngineError]:
    if status in (401, 403, 502, 503, 504):
        return EngineUnavailable
    return RequestError if 400 <= status < 500 else EngineError


def read_health(data: Json) -> EngineHealth:
    """Return what the body of ``/health`` says; missing fields are taken as unknown."""
    model, capabilities = _object(data, "model"), _object(data, "capabilities")
    reason = capabilities.get("fim_reason")
    error = _object(data, "error")
    return EngineHealth(
        status=str(data.get("status", "ready")),
        busy=bool(data.get("busy")),
        model_id=str(model.get("id", "")),
        model_path=str(model.get("path", "")),
        fim=bool(capabilities.get("fim")),
        chat=bool(capabilities.get("chat")),
        fim_reason=None if reason is None else str(reason),
        n_ctx=int(str(data.get("n_ctx", 0))),
        threads=int(str(data.get("threads", 0))),
        pid=int(str(data.get("pid", 0))),
        version=str(data.get("version", "")),
        error={key: str(value) for key, value in error.items()} or None,
    )


def _object(data: Json, name: str) -> Json:
    value = data.get(name)
    return value if isinstance(value, dict) else {}
