"""Examples in docstrings."""

from __future__ import annotations

import ast

import pytest

from jupyter_codeintel.chat.commands.examples import documented

MANY = "\n".join(f">>> f({n})\n{n}" for n in range(20))


@pytest.mark.parametrize(
    ("docstring", "asserts"),
    [
        (">>> f(1)\n2\n>>> f([1, 2])\n[2, 3]", ["f(1) == 2", "f([1, 2]) == [2, 3]"]),
        (">>> f(1)\n2\n>>> f(1)\n2", ["f(1) == 2"]),
        (">>> f(1)\n>>> f(2) == 3", ["f(1) is None", "f(2) == 3"]),
        (">>> sorted(f('a'))\n['b']", ["sorted(f('a')) == ['b']"]),
        (">>> f(1)\nTraceback (most recent call last):\nValueError: no", []),
        (">>> f(1)\n<object at 0x1>", []),
        (">>> f(1)\n  2\n >>> f(2)\n3", []),
        (">>> g(1)\n2\n>>> x = f(1)", []),
        ("f(1) == 2", ["f(1) == 2"]),
        ("Like f(1) => 2. Or so.", ["f(1) == 2"]),
        ("* `f('a b', k=1) -> ['a', 'b']`", ["f('a b', k=1) == ['a', 'b']"]),
        ("f(1) ➞ True  # since one is", ["f(1) == True"]),
        ("f(1) returns None, f(2) should return 3", ["f(1) is None"]),
        ("f(f(1)) == {1: (2, 'x')}", ["f(f(1)) == {1: (2, 'x')}"]),
        ("f(word) == True", []),
        ("f(1) == unknown", []),
        ("f(1, == 2", []),
        ("Calls self.f(1) and offer(1) == 2.", []),
        ("", []),
    ],
)
def test_examples_become_assertions(docstring: str, asserts: list[str]) -> None:
    source = f"def f(x):\n    {docstring!r}\n    return x\n"

    assert [ast.unparse(node.test) for node in documented(source, "f")] == asserts


def test_not_too_many_are_taken() -> None:
    assert len(documented(f"def f(x):\n    {MANY!r}\n", "f")) == 8


@pytest.mark.parametrize("source", ["def f(x): return x", "def f(", "x = 1", "class f:\n    pass"])
def test_without_a_docstring_there_are_none(source: str) -> None:
    assert documented(source, "f") == []
