"""Assertions of a model, and their verdicts."""

from __future__ import annotations

import ast

import pytest

from jupyter_codeintel.chat.commands.assertions import checks_in, tried
from jupyter_codeintel.chat.commands.targets import target_definition
from jupyter_codeintel.chat.port import NoTrials
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


async def test_each_gets_a_verdict() -> None:
    found = await tried(checks_in(ANSWER, "tax"), TARGET, LocalTrials(), "k", ())

    assert [(one.source, one.verdict) for one in found] == [
        ("assert tax(100) == 20", "passed"),
        ("assert tax(100, 0) == 1", "failed"),
        ("assert tax('a', 'b')", "failed"),
        ("assert math.isclose(tax(1, 0.1), 0.1)", "passed"),
    ]
    assert found[1].detail == "the left side is 0"
    assert found[2].detail.startswith("TypeError: ")


async def test_the_function_is_tried_as_its_cell_has_it_now() -> None:
    trials = LocalTrials({"tax": None})
    found = await tried(checks_in("assert tax(10) == 2", "tax"), TARGET, trials, "k", ())

    assert found[0].verdict == "passed"
    assert trials.trials[0].cells[0] == TrialCell("function", TARGET.source)
    assert trials.state == {"tax": None}


async def test_an_import_of_what_there_is_not_does_no_harm() -> None:
    answer = "from solution import tax\nassert tax(10) == 2"
    (found,) = await tried(checks_in(answer, "tax"), TARGET, LocalTrials(), "k", ())

    assert found.verdict == "passed"


async def test_where_nothing_can_be_tried_nothing_is_known() -> None:
    (found,) = await tried(checks_in("assert tax(10) == 2", "tax"), TARGET, NoTrials(), "k", ())

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
