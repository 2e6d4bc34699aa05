"""Verdicts of what children tell, and of how they end without a word."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from jupyter_codeintel.in_kernel.trial.messages import Inbox
from jupyter_codeintel.in_kernel.trial.report import Report

CELLS = [{"id": name, "source": f"\n{name} = 1", "required": True} for name in "ab"]
ENDED = {"event": "ended", "left": {"x": {}}, "files": ["f"]}
ERROR = {"name": "ValueError", "value": "no"}
STACK = 'Current thread 0x1:\n  File "/lib.py", line 9 in f\n  File "b.py", line 1 in <module>\n'


def reported(*messages: dict[str, Any]) -> Report:
    report = Report(CELLS, {"wall_s": 10.0, "cpu_s": 5.0}, "fork")
    for message in messages:
        report.hear(message)
    return report


def ran(name: str, **more: Any) -> dict[str, Any]:
    run = {"id": name, "status": "failed" if more else "passed", "error": more and ERROR}
    return {"event": "ran", "run": run, "has_failed": bool(more), "denied": None, **more}


def compiled(name: str) -> dict[str, Any]:
    return {"event": "compiled", "name": name}


START = {"event": "started"}


def test_all_cells_ran() -> None:
    assert not reported(START, ran("a"), START, ran("b")).is_over
    report = reported(START, ran("a"), START, ran("b"), ENDED)
    assert report.is_over
    verdict = report.verdict(None, 0, "")
    assert (verdict["status"], verdict["tier"]) == ("passed", "fork")
    assert (verdict["left"], verdict["files"]) == ({"x": {}}, ["f"])
    assert [run["id"] for run in verdict["runs"]] == ["a", "b"]


def test_a_cell_failed() -> None:
    verdict = reported(START, ran("a", denied=None), ENDED).verdict(None, 0, "")
    assert (verdict["status"], verdict["reason"]) == ("failed", "ValueError: no")
    assert [run["status"] for run in verdict["runs"]] == ["failed", "not_run"]


def test_the_sandbox_stood_in_the_way() -> None:
    verdict = reported(START, ran("a", denied="no network"), ENDED).verdict(None, 0, "")
    assert (verdict["status"], verdict["reason"]) == ("inconclusive", "no network")
    assert verdict["error"] == ERROR


@pytest.mark.parametrize(
    ("event", "status", "reason"),
    [
        ({"event": "busy"}, "inconclusive", "a cell runs in the kernel"),
        ({"event": "uncontained", "reason": "why"}, "inconclusive", "not be contained: why"),
        ({"event": "internal", "reason": "why"}, "inconclusive", "the trial itself failed: why"),
        ({"event": "exhausted"}, "died", "no memory left"),
    ],
)
def test_nothing_came_of_it(event: dict[str, Any], status: str, reason: str) -> None:
    verdict = reported(event).verdict(None, 0, "")
    assert verdict["status"] == status
    assert reason in verdict["reason"]
    assert [run["status"] for run in verdict["runs"]] == ["not_run", "not_run"]


@pytest.mark.parametrize(
    ("stopped", "ending", "status", "reason"),
    [
        ("timeout", signal.SIGKILL, "timeout", "still running after 10 s, in line 2: b = 1"),
        ("deadlock", signal.SIGKILL, "deadlock", "all its threads wait for each other, in line 2"),
        (None, signal.SIGXCPU, "timeout", "after 5 s of processor time, in line 2"),
        (None, signal.SIGSEGV, "died", "ended by SIGSEGV, in line 2"),
        (None, 3 << 8, "died", "by itself, with exit code 3"),
        (None, None, "died", "the process ended"),
    ],
)
def test_it_was_cut_off(stopped: str, ending: int, status: str, reason: str) -> None:
    report = reported(START, compiled("a.py"), ran("a"), START, compiled("b.py"))
    verdict = report.verdict(stopped, ending, STACK)
    assert verdict["status"] == status
    assert reason in verdict["reason"]
    assert [run["status"] for run in verdict["runs"]] == ["passed", "failed"]


def test_messages_are_put_together() -> None:
    inbox = Inbox()
    assert inbox.read(b'{"a": ') == []
    assert inbox.read(b'1}\n{"b": 2}\n{"c"') == [{"a": 1}, {"b": 2}]
    assert inbox.read(b": 3}\n") == [{"c": 3}]
