"""Which assertions notice which mistakes."""

from __future__ import annotations

import pytest

from jupyter_codeintel.evaluation.written_tests import catching
from jupyter_codeintel.evaluation.written_tests.catching import Caught, caught

RIGHT = "def f(a):\n    return a * 2"
WRONG = [
    "def f(a):\n    return a + 2",
    "def f(a):\n    return a * 3",
    "def f(a):\n    raise OSError",
]


def test_each_is_run_with_each() -> None:
    found = caught(RIGHT, WRONG, [], ["assert f(2) == 4", "assert f(0) == 0", "assert f(1) == 9"])

    assert found == [
        Caught(holds=True, mutants=(1, 2)),
        Caught(holds=True, mutants=(0, 2)),
        Caught(holds=False, mutants=(0, 1, 2)),
    ]


def test_what_an_answer_does_before_is_done_before() -> None:
    setup = ["import no_such_module", "two = 2", "import math"]
    (found,) = caught(RIGHT, WRONG[:1], setup, ["assert math.isclose(f(two), 2 * two)"])

    assert found == Caught(holds=True, mutants=())


def test_one_that_changes_the_function_spoils_no_other() -> None:
    found = caught(RIGHT, [], [], ["assert f.__setattr__('x', 1) is None", "assert vars(f) == {}"])

    assert [one.holds for one in found] == [True, True]


def test_a_mutant_that_does_not_end_is_noticed() -> None:
    (found,) = caught(RIGHT, ["def f(a):\n    while True: pass"], [], ["assert f(2) == 4"])

    assert found == Caught(holds=True, mutants=(0,))


@pytest.mark.parametrize("act", ["import os; os._exit(3)", "import time; time.sleep(60)"])
def test_nothing_is_known_of_assertions_that_end_the_run(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching, "TIME_LIMIT", 0.5)
    monkeypatch.setattr(catching, "_SECONDS_EACH", 60.0)
    found = caught(RIGHT, WRONG, [act], ["assert f(2) == 4"])

    assert found == [Caught(holds=False, mutants=())]
