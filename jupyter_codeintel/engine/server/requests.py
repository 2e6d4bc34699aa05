"""From OpenAI's JSON to a `GenerationRequest`. Unknown fields are ignored."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_codeintel.engine.generation import (
    FimParts,
    GenerationRequest,
    Priority,
    Sampling,
)
from jupyter_codeintel.engine.server.fields import (
    bad_request,
    integer,
    number,
    optional,
    required,
    strings,
)

Body = Mapping[str, object]

COMPLETION_TOKENS = 64
CHAT_TOKENS = 1024
MAX_GENERATIONS = 8


def completion_request(body: Body) -> GenerationRequest:
    """Read the body of ``/v1/completions``."""
    prompt = _prompt(body)
    fim = isinstance(prompt, FimParts)
    return GenerationRequest(
        prompt=prompt,
        max_tokens=integer(body, "max_tokens", COMPLETION_TOKENS, low=0),
        stop=_stop(body),
        sampling=_sampling(body),
        priority=_priority(body, Priority.TYPING if fim else Priority.CHAT),
        n=integer(body, "n", 1, low=1, high=MAX_GENERATIONS),
        speculate=optional(body, "speculate", bool) or False,
    )


def chat_request(body: Body) -> GenerationRequest:
    """Read the body of ``/v1/chat/completions``."""
    limit = integer(body, "max_tokens", CHAT_TOKENS, low=0)
    return GenerationRequest(
        prompt=_messages(body),
        max_tokens=integer(body, "max_completion_tokens", limit, low=0),
        stop=_stop(body),
        sampling=_sampling(body),
        priority=_priority(body, Priority.CHAT),
        n=integer(body, "n", 1, low=1, high=MAX_GENERATIONS),
        speculate=optional(body, "speculate", bool) or False,
    )


def _prompt(body: Body) -> str | FimParts:
    fim = optional(body, "fim", dict)
    if fim is not None:
        if body.get("prompt") is not None:
            message = "send either prompt or fim"
            raise bad_request(message)
        return FimParts(
            prefix=required(fim, "prefix", str),
            suffix=optional(fim, "suffix", str) or "",
            typed=optional(fim, "typed", str) or "",
        )
    prompts = strings(body, "prompt")
    if len(prompts) != 1:
        message = "prompt must be one string"
        raise bad_request(message, hint="Send one request for each prompt.")
    suffix = optional(body, "suffix", str)
    if suffix is None:
        return prompts[0]
    # Anchored at the line start, so that the next keystroke of a plain OpenAI client only
    # appends too, and a word cut by the cursor is healed.
    above, newline, line = prompts[0].rpartition("\n")
    return FimParts(prefix=above + newline, suffix=suffix, typed=line)


def _messages(body: Body) -> tuple[Mapping[str, str], ...]:
    messages = required(body, "messages", list)
    if not messages:
        message = "messages is empty"
        raise bad_request(message)
    return tuple(_message(item, f"messages[{i}]") for i, item in enumerate(messages))


def _message(item: object, where: str) -> Mapping[str, str]:
    if not isinstance(item, dict):
        message = f"{where} must be an object with role and content"
        raise bad_request(message)
    role, content = item.get("role"), item.get("content")
    if isinstance(content, list):
        content = "".join(_text_part(part, where) for part in content)
    if not isinstance(role, str) or not isinstance(content, str):
        message = f"{where} must have a role and a content that are strings"
        raise bad_request(message)
    return {"role": role, "content": content}


def _text_part(part: object, where: str) -> str:
    if isinstance(part, dict) and part.get("type") == "text":
        return required(part, "text", str)
    message = f"{where} has a part that is not text"
    raise bad_request(message, hint="The model reads text only.")


def _stop(body: Body) -> tuple[str, ...]:
    stop = strings(body, "stop")
    if "" in stop:
        message = "an empty stop string would end every text"
        raise bad_request(message)
    return stop


def _priority(body: Body, default: Priority) -> Priority:
    name = optional(body, "priority", str)
    if name is None:
        return default
    try:
        return Priority[name.upper()]
    except KeyError:
        names = ", ".join(priority.name.lower() for priority in Priority)
        message = f"priority must be one of {names}"
        raise bad_request(message) from None


def _sampling(body: Body) -> Sampling:
    defaults = Sampling()
    grammar, schema = optional(body, "grammar", str), _schema(body)
    if grammar is not None and schema is not None:
        message = "send either grammar or response_format"
        raise bad_request(message)
    return Sampling(
        temperature=number(body, "temperature", defaults.temperature, low=0, high=5),
        top_p=number(body, "top_p", defaults.top_p, low=0, high=1),
        top_k=integer(body, "top_k", defaults.top_k, low=0),
        seed=integer(body, "seed", defaults.seed, low=-(2**63), high=2**63 - 1) % 2**32,
        grammar=grammar,
        json_schema=schema,
    )


def _schema(body: Body) -> Mapping[str, object] | None:
    wanted = optional(body, "response_format", dict)
    kind = "text" if wanted is None else wanted.get("type")
    if wanted is None or kind == "text":
        return None
    if kind == "json_object":
        return {"type": "object"}
    if kind == "json_schema":
        return required(required(wanted, "json_schema", dict), "schema", dict)
    message = "response_format must have the type text, json_object or json_schema"
    raise bad_request(message)
