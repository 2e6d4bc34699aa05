"""A docstring is put in, and nothing else changes."""

from __future__ import annotations

import ast

import pytest

from jupyter_codeintel.chat.commands.docstrings import (
    docstring_in,
    only_docstrings_differ,
    with_docstring,
)

PLAIN = "def f(a):\n    return a  # kept"
CASES = [
    (PLAIN, 'def f(a):\n    """Say it."""\n    return a  # kept'),
    ("def f(a): return a", 'def f(a):\n    """Say it."""\n    return a'),
    ('def f(a):\n    "old"\n    return a', 'def f(a):\n    """Say it."""\n    return a'),
    (
        'x = 1\n\n\ndef f(a):\n    """Old\n    one.\n    """\n\n    return a\n\n\nf(x)',
        'x = 1\n\n\ndef f(a):\n    """Say it."""\n\n    return a\n\n\nf(x)',
    ),
    ('def f(a): "old"; return a', 'def f(a):\n    """Say it."""\n    return a'),
    ('def f(a): "old"', 'def f(a):\n    """Say it."""'),
    (
        "class C:\n  def f(self):\n    # first\n    @cached\n    def g(): ...\n    return g",
        'class C:\n  def f(self):\n    # first\n    """Say it."""\n    @cached\n    def g(): ...\n'
        "    return g",
    ),
    ("s = 'äöü'; n = 1\ndef f(ä='ö'): return ä", None),
    ("async def f():\n\tawait g()", 'async def f():\n\t"""Say it."""\n\tawait g()'),
    ("class f:\n    x = 1", 'class f:\n    """Say it."""\n    x = 1'),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_the_code_stays_what_it_is(source: str, expected: str | None) -> None:
    changed = with_docstring(source, "f", "Say it.")

    assert changed is not None
    assert expected is None or changed == expected
    assert only_docstrings_differ(source, changed)
    found = [n for n in ast.walk(ast.parse(changed)) if getattr(n, "name", "") == "f"]
    assert isinstance(found[0], ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    assert ast.get_docstring(found[0]) == "Say it."


@pytest.mark.parametrize("source", ["%time f()\ndef f(): ...", "def g(): ...", "def f(:", ""])
def test_what_cannot_be_changed_safely_is_not(source: str) -> None:
    assert with_docstring(source, "f", "Say it.") is None


@pytest.mark.parametrize(
    "text",
    ['Ends with a "quote"', 'Has """three""" of them.', r"A \d regex", "One.\n\n    a : int\n",
     "Ends with a backslash \\"],
)  # fmt: skip
def test_any_text_can_be_a_docstring(text: str) -> None:
    changed = with_docstring("def f(a):\n    return a", "f", text)

    assert changed is not None
    compile(changed, "cell", "exec")
    assert only_docstrings_differ(PLAIN, changed)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PLAIN, 'def f(a):\n    """D."""\n    return a', True),
        (PLAIN, "def f(a):\n    return b", False),
        (PLAIN, "def f(a=1):\n    return a", False),
        (PLAIN, 'def f(a):\n    """D."""\n    "x"\n    return a', False),
        (PLAIN, "not python (", False),
    ],
)
def test_more_than_docstrings_is_seen(one: str, other: str, same: bool) -> None:
    assert only_docstrings_differ(one, other) is same


@pytest.mark.parametrize(
    "answer",
    [
        "Return it.",
        '```python\n"""Return it."""\n```',
        "```\nReturn it.\n```",
        'Here it is:\n\n```python\ndef f(a):\n    """Return it."""\n    return 0\n```\nGood luck.',
    ],
)
def test_the_docstring_is_found_in_an_answer(answer: str) -> None:
    assert docstring_in(answer, "f") == "Return it."


def test_an_answer_without_one_gives_none() -> None:
    answer = "```python\ndef f(a):\n    return a\n```"

    assert docstring_in(answer, "f") == ""
    assert with_docstring(PLAIN, "f", "") is None
