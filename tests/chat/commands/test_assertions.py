"""Assertions of a model, and their verdicts."""

from __future__ import annotations

import ast

import pytest

from jupyter_codeintel.chat.commands.assertions import Trying, checks_in, checks_of
from jupyter_codeintel.chat.commands.targets import Target, target_definition
from jupyter_codeintel.chat.events import Assertion
from jupyter_codeintel.chat.port import NoTrials, Trials
from jupyter_codeintel.trial import TrialCell
from tests.chat.fake_trials import LocalTrials
from tests.chat.scenes import SALES, scene

ANSWER = """\
```python
import math
assert tax(100) == 20
assert tax(100) == 20
assert tax(100, 0) == 1
assert tax("a", "b")
assert math.isclose(tax(1, 0.1), 0.1)
assert other(3)
```
"""
TARGET = target_definition(scene(SALES, 3), "")


async def judged(
    answer: str, target: Target = TARGET, trials: Trials | None = None
) -> list[Assertion]:
    trying = Trying(target, trials or LocalTrials(), "k", ())
    return await trying.tried(checks_of(target, answer))


async def test_each_gets_a_verdict() -> None:
    found = await judged(ANSWER)

    assert [(one.source, one.verdict) for one in found] == [
        ("assert tax(100) == 20", "passed"),
        ("assert tax(100, 0) == 0", "differs"),
        ("assert tax('a', 'b')", "failed"),
        ("assert math.isclose(tax(1, 0.1), 0.1)", "passed"),
    ]
    assert found[1].detail == "this comes out; the model expected 1"
    assert found[2].detail.startswith("TypeError: ")


@pytest.mark.parametrize(
    ("assertion", "source", "verdict", "detail"),
    [
        ("assert not tax(1)", "assert tax(1) == 0.2", "differs", "False"),
        ("assert tax(0)", "assert tax(0) == 0.0", "differs", "True"),
        ("assert tax(1) is None", "assert tax(1) == 0.2", "differs", "None"),
        ("assert tax(1) > 1", "assert tax(1) > 1", "failed", "the left side is 0.2"),
        ("assert tax({1}, 1)", "assert tax({1}, 1)", "failed", "TypeError"),
        ("assert tax(10) == 3, 'a tax'", "assert tax(10) == 2.0", "differs", "3"),
    ],
)
async def test_where_a_model_expects_another_value_both_are_told(
    assertion: str, source: str, verdict: str, detail: str
) -> None:
    (found,) = await judged(assertion)

    assert (found.source, found.verdict) == (source, verdict)
    assert detail in found.detail


async def test_a_value_that_is_not_the_same_each_time_is_no_assertion() -> None:
    source = "def number(calls=[]):\n    calls.append(1)\n    return len(calls) + id(calls)"
    target = target_definition(scene([source], 1), "")
    (found,) = await judged("assert number() == 0", target)

    assert found.verdict == "failed"
    assert found.detail.startswith("the left side is ")


async def test_examples_of_the_docstring_come_first_and_count_as_they_are() -> None:
    source = '''def double(x):
    """Return twice as much.

    >>> double(2)
    4
    >>> double(3)
    7
    """
    return 2 * x'''
    target = target_definition(scene([source], 1), "")
    found = await judged("assert double(3) == 6\nassert double(0) == 0", target)

    assert [(one.source, one.verdict, one.detail) for one in found] == [
        ("assert double(2) == 4", "passed", "an example of the docstring"),
        (
            "assert double(3) == 7",
            "failed",
            "an example of the docstring; the left side is 6",
        ),
        ("assert double(0) == 0", "passed", ""),
    ]


async def test_the_function_is_tried_as_its_cell_has_it_now() -> None:
    trials = LocalTrials({"tax": None})
    (found,) = await judged("assert tax(10) == 2", trials=trials)

    assert found.verdict == "passed"
    assert trials.trials[0].cells[0] == TrialCell("function", TARGET.source)
    assert trials.state == {"tax": None}


async def test_an_import_of_what_there_is_not_does_no_harm() -> None:
    (found,) = await judged("from solution import tax\nassert tax(10) == 2")

    assert found.verdict == "passed"


async def test_where_nothing_can_be_tried_nothing_is_known() -> None:
    (found,) = await judged("assert tax(10) == 2", trials=NoTrials())

    assert (found.verdict, found.detail) == ("inconclusive", "nothing can be tried here")


@pytest.mark.parametrize(
    ("answer", "asserts"),
    [
        ("assert f(1) == 2\nassert f(2) == 3", 2),
        ("```python\ndef test_f():\n    x = 1\n    assert f(x)\n```", 1),
        ("```python\nassert f(1) == 2\nassert f(2) == [1,\n```", 1),
        ("I cannot.", 0),
        ("```python\nprint(f(1))\n```", 0),
    ],
)
def test_assertions_are_found_also_in_half_an_answer(answer: str, asserts: int) -> None:
    checks = checks_in(answer, "f")

    assert len(checks.asserts) == asserts
    assert all(isinstance(node, ast.Assert) for node in checks.asserts)


def test_what_would_act_is_not_part_of_the_setup() -> None:
    checks = checks_in("import os\nos.remove('x')\nx = 1\nassert f(x)", "f")

    assert checks.setup == ("import os", "x = 1")
