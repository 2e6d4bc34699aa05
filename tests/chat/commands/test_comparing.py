"""Two texts of a cell: equal results or not, and their times."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_codeintel.chat.commands.comparing import Versions, compared
from jupyter_codeintel.chat.port import NoTrials
from jupyter_codeintel.trial import TrialCell
from tests.chat.fake_trials import LocalTrials

LOOP = "total = 0\nfor i in range(n):\n    total += i"


def versions(before: str, after: str, **more: Any) -> Versions:
    return Versions("c1", before, after, needed=frozenset({"total", "x"}), **more)


async def test_equal_results_and_the_best_times() -> None:
    trials = LocalTrials({"n": 9}, took_ms={"for": 80.0, "sum": 2.0})
    result = await compared(versions(LOOP, "total = sum(range(n))"), trials, "k", 3)

    assert (result.equal, result.reasons) == (True, ())
    assert (result.before_ms, result.after_ms) == (80.0, 2.0)
    assert len(trials.trials) == 6
    assert trials.state == {"n": 9}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (LOOP, "total = n", "`total` differs"),
        ("total = 1", "y = 1", "`total` is left as it was"),
        ("total = 1", "total = 1\nn = 0", "`n` is changed"),
        ("print(1)", "print(2)", "the outputs differ"),
        ("total = 1", "total = 1 / 0", "the rewrite fails: ZeroDivisionError: division by zero"),
        ("n += 1", "pass", "`n` is left as it was"),
    ],
)
async def test_other_results_are_seen_and_not_timed(before: str, after: str, reason: str) -> None:
    trials = LocalTrials({"n": 9})
    result = await compared(versions(before, after), trials, "k", 3)

    assert (result.equal, result.reasons) == (False, (reason,))
    assert result.before_ms is None
    assert len(trials.trials) == 2


async def test_functions_are_compared_by_what_their_callers_get() -> None:
    before, after = "def f(a):\n    return a * 2", "def f(a):\n    return a + a"
    wrong = "def f(a):\n    return a ** 2"
    caller = (TrialCell("c2", "x = f(3)"),)

    same = await compared(versions(before, after, callers=caller), LocalTrials(), "k", 1)
    other = await compared(versions(before, wrong, callers=caller), LocalTrials(), "k", 1)
    alone = await compared(versions(before, wrong), LocalTrials(), "k", 1)

    assert same.equal is True
    assert (other.equal, other.reasons) == (False, ("`x` differs",))
    assert (alone.equal, alone.reasons) == (None, ("no cell that has run calls `f`",))


async def test_what_has_no_digest_is_not_known() -> None:
    result = await compared(versions("x = object()", "x = object( )"), LocalTrials(), "k", 1)

    assert (result.equal, result.reasons) == (None, ("`x` cannot be compared",))


async def test_a_cell_that_fails_itself_is_not_compared() -> None:
    result = await compared(versions("x = missing", "x = 1"), LocalTrials(), "k", 1)

    assert result.equal is None
    assert "the cell as it is could not be run: NameError" in result.reasons[0]


async def test_where_nothing_can_be_tried_nothing_is_known() -> None:
    result = await compared(versions("x = 1", "x = 2"), NoTrials(), "k", 1)

    assert result.equal is None
