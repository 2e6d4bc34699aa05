"""From chunks to OpenAI's JSON."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from jupyter_codeintel.engine.generation import Chunk, Timings
from jupyter_codeintel.errors import CodeIntelError, EngineUnavailable, RequestError

Json = dict[str, object]

CANNOT = frozenset({"no_fim", "no_chat_template"})
"""Errors of a right request to a model that cannot do it."""


def status_of(error: Exception) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, RequestError):
        return 409 if error.code in CANNOT else 400
    return 503 if isinstance(error, EngineUnavailable) else 500


def envelope(error: Exception, status: int | None = None) -> Json:
    """Return OpenAI's error object."""
    types = {401: "authentication_error", 503: "engine_unavailable", 500: "engine_error"}
    kind = types.get(status or status_of(error), "invalid_request_error")
    if isinstance(error, CodeIntelError):
        return {"error": {**error.as_dict(), "type": kind}}
    message = f"the engine failed: {error!r}"
    hint = "Its log tells more; send the request again."
    return {"error": {"message": message, "type": kind, "code": "internal", "hint": hint}}


def usage(timings: Timings) -> Json:
    """Return OpenAI's token counts."""
    return {
        "prompt_tokens": timings.prompt_tokens,
        "completion_tokens": timings.generated_tokens,
        "total_tokens": timings.prompt_tokens + timings.generated_tokens,
    }


def total(timings: Iterable[Timings]) -> Timings:
    """Return the timings of generations that share a prompt, which counts once."""
    each = list(timings)
    first = [one.ttft_ms for one in each if one.ttft_ms is not None]
    return Timings(
        prompt_tokens=max(one.prompt_tokens for one in each),
        evaluated_tokens=sum(one.evaluated_tokens for one in each),
        reused_tokens=min(one.reused_tokens for one in each),
        generated_tokens=sum(one.generated_tokens for one in each),
        queued_ms=min(one.queued_ms for one in each),
        ttft_ms=min(first, default=None),
        total_ms=max(one.total_ms for one in each),
    )


class ReplyFormat:
    """The shapes of one reply, in either of OpenAI's dialects.

    Parameters
    ----------
    model : str
        The model's id.
    chat : bool
        Whether the request was a chat.
    """

    def __init__(self, model: str, *, chat: bool) -> None:
        self._chat = chat
        self._name = "chat.completion" if chat else "text_completion"
        prefix = "chatcmpl" if chat else "cmpl"
        self._head: Json = {
            "id": f"{prefix}-{uuid.uuid4().hex}",
            "created": int(time.time()),
            "model": model,
        }

    def chunk(self, chunk: Chunk, timings: Timings) -> Json:
        """Return a piece of a stream, with the timings so far."""
        choice: Json = {"index": chunk.index, "finish_reason": chunk.finish_reason}
        if self._chat:
            choice["delta"] = {"role": "assistant", "content": chunk.text} if chunk.text else {}
        else:
            choice["text"] = chunk.text
        suffix = ".chunk" if self._chat else ""
        return {**self._head, "object": self._name + suffix, "choices": [choice]} | _counts(timings)

    def whole(self, chunks: Sequence[Chunk], timings: Timings) -> Json:
        """Return the reply of a request that was not streamed."""
        texts: dict[int, str] = {}
        reasons: dict[int, str | None] = {}
        for chunk in chunks:
            texts[chunk.index] = texts.get(chunk.index, "") + chunk.text
            reasons[chunk.index] = chunk.finish_reason or reasons.get(chunk.index)
        choices = [self._choice(index, texts[index], reasons[index]) for index in sorted(texts)]
        return {**self._head, "object": self._name, "choices": choices} | _counts(timings)

    def _choice(self, index: int, text: str, reason: str | None) -> Json:
        choice: Json = {"index": index, "finish_reason": reason, "logprobs": None}
        if self._chat:
            return choice | {"message": {"role": "assistant", "content": text}}
        return choice | {"text": text}


def _counts(timings: Timings) -> Json:
    return {"usage": usage(timings), "timings": asdict(timings)}
