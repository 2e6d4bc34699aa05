"""Typing notebooks against a browser that answers by rule, and the figures of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import pytest

from jupyter_codeintel.evaluation.browser import Browser, Reply
from jupyter_codeintel.evaluation.lab_server import EngineCounters
from jupyter_codeintel.evaluation.latency import Arrival, Key, Mode, Session, play_all
from jupyter_codeintel.evaluation.latency_report import as_json, quantile, render, summarize
from jupyter_codeintel.evaluation.replays import Replay, Step

REPLAY = Replay(
    "demo",
    {"a": "x = 1", "b": "y = 2"},
    [
        Step("a", text="\nprint(x)", accept=True),
        Step("b"),
        Step("a", text="\nz"),
        Step("b", text="0"),
        Step("b", after="y"),
    ],
)


class FakeLab:
    """Browser and counters in one: a request costs two tokens, a warm-up fifty."""

    def __init__(self, suggestion: str) -> None:
        self.suggestion = suggestion
        self.seen: list[str] = []
        self.cells: dict[str, str] = {}
        self.totals = dict.fromkeys(
            (
                "requests_total",
                "evaluated_tokens_total",
                "typing_requests_total",
                "typing_evaluated_tokens_total",
            ),
            0.0,
        )

    async def sync(self, document: str, cells: Mapping[str, str], order: list[str] | None) -> None:
        assert (order is not None) == (not self.cells)
        self.cells |= cells

    async def send(self, kind: str, /, **fields: object) -> None:
        if kind == "warm":
            self._count(50)

    async def complete(
        self, document: str, cell: str, prefix: str, suffix: str
    ) -> asyncio.Future[Reply]:
        self.seen.append(prefix)
        self._count(2)
        self.totals["typing_requests_total"] += 1
        self.totals["typing_evaluated_tokens_total"] += 2
        text = self.suggestion if prefix.endswith("p") else ""
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        reply.set_result(Reply(text, "model" if text else "none", None, 1.0, 1.5, 2.0))
        return reply

    def _count(self, tokens: int) -> None:
        self.totals["requests_total"] += 1
        self.totals["evaluated_tokens_total"] += tokens

    async def read(self) -> dict[str, float]:
        return dict(self.totals)

    async def idle(self) -> dict[str, float]:
        return dict(self.totals)


async def play(lab: FakeLab, mode: Mode) -> Session:
    return await play_all(cast("Browser", lab), cast("EngineCounters", lab), [REPLAY], mode)


async def test_a_slow_typist_waits_accepts_and_comes_back() -> None:
    lab = FakeLab("rint(")
    session = await play(lab, "slow")
    assert lab.cells == {"a": "x = 1\nprint(x)\nz", "b": "y = 20"}
    assert lab.seen[:3] == ["x = 1\n", "x = 1\np", "x = 1\nprint("]
    assert [key.kind for key in session.keys[:4]] == ["enter", "character", "accept", "character"]
    assert [(a.cell, a.visit, a.warm_tokens, a.first_key_tokens) for a in session.arrivals] == [
        ("a", "first", 50, 2),
        ("b", "first", 50, None),
        ("a", "again", 50, 2),
        ("b", "again after edits", 50, 2),
        ("b", "again elsewhere", 50, None),
    ]


async def test_what_was_not_wanted_is_typed_on() -> None:
    lab = FakeLab("ass")
    await play(lab, "slow")
    assert "x = 1\npr" in lab.seen
    assert lab.cells["a"] == "x = 1\nprint(x)\nz"


async def test_a_steady_typist_accepts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_codeintel.evaluation.latency.STEADY_PAUSE", 0.0)
    session = await play(FakeLab("rint("), "steady")
    assert {key.kind for key in session.keys} == {"enter", "character"}
    assert len(session.keys) == len("\nprint(x)") + len("\nz") + len("0")
    assert all(key.milliseconds == 1000 for key in session.keys)


def key(source: str, requests: int, evaluated: int) -> Key:
    milliseconds = {"model": 40.0, "none": 20.0}.get(source, 10.0)
    return Key("demo", "a", "character", source, milliseconds, requests, evaluated)


def test_only_keys_that_reach_the_model_count_for_its_tokens() -> None:
    keys = [key("cache", 0, 0)] * 6 + [key("model", 1, 1), key("model", 1, 3), key("none", 1, 2)]
    joined = key("model", 0, 0)
    arrivals = [Arrival("demo", "a", "first", 60, 2), Arrival("demo", "b", "again", 1, None)]
    figures: dict[str, Any] = summarize(Session("slow", [*keys, joined], arrivals))
    assert figures["reached_model"] == 3
    assert figures["share_without_model"] == 0.7
    assert figures["evaluated_tokens"] == {"n": 3, "median": 2, "p90": 3, "max": 3}
    assert figures["arrival_tokens"] == {"first": {"n": 1, "median": 62, "p90": 62, "max": 62}}
    assert figures["warm_up_tokens"]["again"]["median"] == 1
    assert figures["reply_ms_median"] == {
        "cache": 10,
        "model": 40,
        "none": 20,
        "model / cache": 4,
    }


def test_the_table_and_the_data_tell_all_sessions() -> None:
    session = Session("steady", [key("superseded", 0, 0), key("model", 0, 0)], [])
    assert "superseded 1, model 1" in render(session)
    data: Any = as_json([session])
    assert data["figures"]["steady"]["sources"] == {"superseded": 1, "model": 1}
    assert len(data["keys"]["steady"]) == 2


@pytest.mark.parametrize(
    ("values", "part", "expected"),
    [([5], 0.9, 5), (range(1, 11), 0.9, 9), (range(1, 12), 0.9, 10), ([3, 1, 2], 0.5, 2)],
)
def test_quantile(values: list[int], part: float, expected: int) -> None:
    assert quantile(values, part) == expected
