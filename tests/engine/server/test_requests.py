"""Reading request bodies."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_codeintel.engine.generation import FimParts, GenerationRequest, Priority, Sampling
from jupyter_codeintel.engine.server.fields import parse_body
from jupyter_codeintel.engine.server.requests import chat_request, completion_request
from jupyter_codeintel.errors import RequestError

MESSAGES = [{"role": "user", "content": "hi"}]


def test_defaults() -> None:
    assert completion_request({"prompt": "x"}) == GenerationRequest("x")


def test_fim_is_typing_unless_said_otherwise() -> None:
    fim = {"prefix": "a", "suffix": "b", "typed": "c"}
    request = completion_request({"fim": fim})
    assert request.prompt == FimParts("a", "b", "c")
    assert request.priority is Priority.TYPING
    assert completion_request({"fim": fim, "priority": "warm"}).priority is Priority.WARM


@pytest.mark.parametrize(
    ("prompt", "parts"),
    [
        ("a\nb\nc", FimParts("a\nb\n", "s", "c")),
        ("c", FimParts("", "s", "c")),
        ("a\n", FimParts("a\n", "s", "")),
    ],
)
def test_a_suffix_makes_fim_anchored_at_the_line(prompt: str, parts: FimParts) -> None:
    assert completion_request({"prompt": prompt, "suffix": "s"}).prompt == parts


def test_all_fields() -> None:
    request = completion_request(
        {
            "prompt": ["x"],
            "max_tokens": 0,
            "stop": "end",
            "temperature": 1,
            "top_p": 0.5,
            "top_k": 3,
            "seed": -1,
            "n": 2,
            "priority": "fix",
            "speculate": True,
            "grammar": "root ::= [a-z]",
            "logprobs": None,
        }
    )
    assert request == GenerationRequest(
        prompt="x",
        max_tokens=0,
        stop=("end",),
        sampling=Sampling(1.0, 0.5, 3, 2**32 - 1, "root ::= [a-z]"),
        priority=Priority.FIX,
        n=2,
        speculate=True,
    )


def test_response_formats() -> None:
    schema = {"type": "integer"}
    given = {"type": "json_schema", "json_schema": {"name": "n", "schema": schema}}
    request = chat_request({"messages": MESSAGES, "response_format": given})
    assert request.sampling.json_schema == schema
    request = chat_request({"messages": MESSAGES, "response_format": {"type": "json_object"}})
    assert request.sampling.json_schema == {"type": "object"}
    request = chat_request({"messages": MESSAGES, "response_format": {"type": "text"}})
    assert request.sampling.json_schema is None


def test_chat() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    body = {"messages": [{"role": "user", "content": parts}], "max_completion_tokens": 5}
    request = chat_request(body)
    assert request.prompt == ({"role": "user", "content": "ab"},)
    assert request.max_tokens == 5
    assert request.priority is Priority.CHAT


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "prompt"),
        ({"prompt": 1}, "prompt"),
        ({"prompt": [1, 2]}, "prompt"),
        ({"prompt": ["a", "b"]}, "prompt"),
        ({"prompt": "x", "fim": {"prefix": "a"}}, "fim"),
        ({"fim": "x"}, "fim"),
        ({"fim": {}}, "prefix"),
        ({"fim": {"prefix": "", "typed": 1}}, "typed"),
        ({"prompt": "x", "suffix": 1}, "suffix"),
        ({"prompt": "x", "max_tokens": -1}, "max_tokens"),
        ({"prompt": "x", "max_tokens": True}, "max_tokens"),
        ({"prompt": "x", "max_tokens": 1.5}, "max_tokens"),
        ({"prompt": "x", "stop": 1}, "stop"),
        ({"prompt": "x", "stop": ["a", ""]}, "stop"),
        ({"prompt": "x", "temperature": "hot"}, "temperature"),
        ({"prompt": "x", "temperature": float("nan")}, "temperature"),
        ({"prompt": "x", "temperature": True}, "temperature"),
        ({"prompt": "x", "top_p": 2}, "top_p"),
        ({"prompt": "x", "n": 0}, "n must"),
        ({"prompt": "x", "n": 100}, "n must"),
        ({"prompt": "x", "seed": "a"}, "seed"),
        ({"prompt": "x", "priority": "now"}, "priority"),
        ({"prompt": "x", "speculate": 1}, "speculate"),
        ({"prompt": "x", "grammar": 1}, "grammar"),
        ({"prompt": "x", "response_format": {"type": "xml"}}, "response_format"),
        ({"prompt": "x", "response_format": {"type": "json_schema"}}, "json_schema"),
        (
            {"prompt": "x", "grammar": "g", "response_format": {"type": "json_object"}},
            "grammar",
        ),
    ],
)
def test_wrong_completion_bodies_name_the_field(body: dict[str, Any], named: str) -> None:
    with pytest.raises(RequestError, match=named) as caught:
        completion_request(body)
    assert caught.value.code == "bad_request"


@pytest.mark.parametrize(
    "messages",
    [
        None,
        [],
        "hi",
        ["hi"],
        [{"role": "user"}],
        [{"role": 1, "content": "x"}],
        [{"role": "user", "content": [{"type": "image_url"}]}],
        [{"role": "user", "content": [{"type": "text"}]}],
    ],
)
def test_wrong_messages(messages: object) -> None:
    with pytest.raises(RequestError):
        chat_request({"messages": messages})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff"])
def test_bodies_that_are_no_object(body: bytes) -> None:
    with pytest.raises(RequestError):
        parse_body(body)
