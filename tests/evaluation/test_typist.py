"""Keys as JupyterLab's editor takes them."""

from __future__ import annotations

import pytest

from jupyter_codeintel.evaluation.typist import Editor, Typist


def press(editor: Editor, keys: str) -> None:
    for key in keys:
        if key == "\n":
            editor.enter()
        else:
            editor.type(key)


@pytest.mark.parametrize(
    ("keys", "prefix", "suffix"),
    [
        ("f(", "f(", ")"),
        ("f()", "f()", ""),
        ("f([", "f([", "])"),
        ("f([1]", "f([1]", ")"),
        ("x['", "x['", "']"),
        ("x['a']", "x['a']", ""),
        ("don't", "don't", ""),
        ("f'", "f'", "'"),
        ('f"{x}"', 'f"{x}"', ""),
        ('"""', '"""', ""),
    ],
)
def test_the_editor_closes_brackets_and_quotes(keys: str, prefix: str, suffix: str) -> None:
    editor = Editor("", 0)
    press(editor, keys)
    assert (editor.prefix, editor.suffix) == (prefix, suffix)


def test_nothing_is_closed_before_a_word() -> None:
    editor = Editor("value", 0)
    press(editor, "(")
    assert editor.source == "(value"


def test_what_stood_there_before_is_not_passed_over() -> None:
    editor = Editor("f(x)", 3)
    press(editor, ")")
    assert editor.source == "f(x))"


@pytest.mark.parametrize(
    ("keys", "prefix", "suffix"),
    [
        ("if x:\n", "if x:\n    ", ""),
        ("if x:\ny\n", "if x:\n    y\n    ", ""),
        ("if x:\n\n", "if x:\n\n    ", ""),
        ("f(\n", "f(\n    ", "\n)"),
    ],
)
def test_enter_indents(keys: str, prefix: str, suffix: str) -> None:
    editor = Editor("", 0)
    press(editor, keys)
    assert (editor.prefix, editor.suffix) == (prefix, suffix)


def test_a_typist_corrects_the_indentation() -> None:
    text = "def f(x):\n    return [\n        x,\n    ]\n\n\nf(1)"
    typist = Typist(Editor("", 0), text)
    kinds = []
    while not typist.done:
        kinds.append(typist.press())
    assert typist.editor.source == text
    assert kinds.count("backspace") == 1
    assert kinds.count("move") == 1
    assert kinds.count("enter") == 5


def test_only_a_suggestion_that_says_the_same_is_accepted() -> None:
    typist = Typist(Editor("", 0), "print(total)")
    typist.press()
    assert not typist.accept("ass")
    assert not typist.accept("ri")
    assert typist.accept("rint(")
    assert (typist.editor.source, typist.remaining) == ("print(", "total)")
    assert typist.accept("total)")
    assert typist.done
