"""Functions and their mutants."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from jupyter_codeintel.evaluation.infilling_items import Item
from jupyter_codeintel.evaluation.written_tests.functions import Function, choose_functions
from jupyter_codeintel.evaluation.written_tests.mutants import mutants
from tests.evaluation.test_infilling_items import ITEM

SOURCE = f"{ITEM.prompt}{ITEM.middle}{ITEM.suffix}".strip()


def item(problem: int, line: int) -> Item:
    return replace(ITEM, task_id=f"SingleLineInfilling/HumanEval/{problem}/L{line}")


def test_the_items_of_a_problem_make_one_function() -> None:
    found = choose_functions([item(3, 0), item(3, 1)], 10, 0)

    assert found == [Function("HumanEval/3", "total", SOURCE)]


def test_more_functions_begin_with_the_same_ones() -> None:
    items = [item(number, 0) for number in range(20)]
    few, more = choose_functions(items, 5, 1), choose_functions(items, 12, 1)

    assert more[:5] == few
    assert few != choose_functions(items, 5, 2)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("while a < 3: a += 1", ["while a <= 3: a += 1", "while a < 4: a += 1",
                                 "while a < 3: a -= 1", "while a < 3: a += 2"]),
        ("return a * 2", ["return None", "return a + 2", "return a * 3"]),
        ("if a and not b: pass", ["if a or not b: pass", "if a and b: pass"]),
        ("if a: pass", ["if not a: pass"]),
        ("b = True", ["b = False"]),
        ("b = a in 'text'", ["b = a not in 'text'"]),
        ("b = a[0] == 1.5", ["b = a[0] != 1.5", "b = a[1] == 1.5", "b = a[0] == 2.5"]),
        ("return", []),
    ],
)  # fmt: skip
def test_a_mutant_has_one_mistake(body: str, wrong: list[str]) -> None:
    found = mutants(f"x = 1 + 1\ndef f(a, b=2):\n    {body}", "f", 50, 0)

    expected = [ast.unparse(ast.parse(f"x = 1 + 1\ndef f(a, b=2):\n    {one}")) for one in wrong]
    assert sorted(found) == sorted(expected)


def test_of_many_mutants_some_are_chosen() -> None:
    source = "def f(a):\n" + "\n".join(f"    a += {number}" for number in range(30))
    some = mutants(source, "f", 10, 0)

    assert len(set(some)) == 10
    assert some == mutants(source, "f", 10, 0)
    assert some != mutants(source, "f", 10, 1)
