"""Messages: schema, data, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.api.messages import (
    NO_REQUEST,
    Cancel,
    Close,
    MessageError,
    Status,
    Sync,
    Warm,
    completion_message,
    decode,
    failed_message,
    load_schema,
    status_message,
)
from jupyter_codeintel.completion.requests import CompletionRequest, Suggestion
from jupyter_codeintel.context.notebook import Cell, CellError
from jupyter_codeintel.engine.generation import Timings
from jupyter_codeintel.errors import RequestError

VALID = fastjsonschema.compile(load_schema())

COMPLETE = {
    "type": "complete",
    "id": 3,
    "document": "a.ipynb",
    "cell": "c",
    "prefix": "x",
    "suffix": "y",
    "trigger": "automatic",
    "multiline": "auto",
    "maxTokens": 64,
}
CELL = {
    "id": "c",
    "type": "code",
    "source": "x",
    "executionCount": 2,
    "error": {"name": "E", "value": "v"},
}
SYNC = {"type": "sync", "document": "a", "kind": "file", "language": "python", "kernel": None}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (COMPLETE, CompletionRequest(3, "a.ipynb", "c", "x", "y", "auto", 64, "automatic")),
        (SYNC, Sync("a", "file", "python", (), None, None)),
        (
            SYNC | {"cells": [CELL], "order": ["c", "d"], "kernel": "k"},
            Sync(
                "a",
                "file",
                "python",
                (Cell("c", "code", "x", 2, CellError("E", "v")),),
                ("c", "d"),
                "k",
            ),
        ),
        ({"type": "close", "document": "a"}, Close("a")),
        ({"type": "cancel", "id": 3}, Cancel(3)),
        (
            {"type": "warm", "document": "a", "cell": "c", "prefix": "x", "suffix": "y"},
            Warm(CompletionRequest(NO_REQUEST, "a", "c", "x", "y")),
        ),
    ],
)
def test_requests(message: Mapping[str, object], expected: object) -> None:
    VALID(message)

    assert decode(json.dumps(message)) == expected


@pytest.mark.parametrize(
    ("text", "request_id"),
    [
        ("", NO_REQUEST),
        ("[]", NO_REQUEST),
        ("null", NO_REQUEST),
        ('{"type": []}', NO_REQUEST),
        ('{"type": "completion", "id": 4}', 4),
        (json.dumps({**COMPLETE, "maxTokens": 0}), 3),
        (json.dumps({**COMPLETE, "prefix": None}), 3),
        (json.dumps({**COMPLETE, "extra": 1}), 3),
        (json.dumps({**COMPLETE, "id": True}), NO_REQUEST),
        (json.dumps({**SYNC, "cells": [{}]}), NO_REQUEST),
    ],
)
def test_what_is_no_message(text: str, request_id: int) -> None:
    with pytest.raises(MessageError) as caught:
        decode(text)

    assert caught.value.id == request_id
    VALID(failed_message(caught.value.id, caught.value))


@given(st.text() | st.binary())
def test_any_text_is_a_message_or_refused(text: str | bytes) -> None:
    with pytest.raises(MessageError):
        decode(text)


def test_replies_are_in_the_protocol() -> None:
    timings = Timings(10, 1, 9, 3, 0.5, None, 20.0)

    VALID(completion_message(1, Suggestion("x", done=True, source="model", timings=timings)))
    VALID(completion_message(1, Suggestion("x", done=False, source="cache")))
    VALID(failed_message(1, RequestError("no", code="no", hint="")))
    VALID(status_message(Status("ready", "model", None, 12.5)))
    VALID(status_message(Status("error", error={"code": "a", "message": "b", "hint": "c"})))
