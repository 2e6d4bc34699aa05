"""Commands, and what they are about."""

from __future__ import annotations

import pytest

from jupyter_codeintel.chat.commands.blocks import code_in
from jupyter_codeintel.chat.commands.parsing import Command, parse_command
from jupyter_codeintel.chat.commands.prompts import question_of
from jupyter_codeintel.chat.commands.targets import target_cell, target_definition
from jupyter_codeintel.context.notebook import CellError
from jupyter_codeintel.errors import ChatError
from tests.chat.scenes import SALES, cell, scene


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("What is df?", Command("ask", "What is df?")),
        ("/ask What?\nAnd why?", Command("ask", "What?\nAnd why?")),
        (" /test tax ", Command("test", "tax")),
        ("/fix", Command("fix", "")),
        ("/home/user is a folder", Command("ask", "/home/user is a folder")),
        ("1 /test", Command("ask", "1 /test")),
    ],
)
def test_a_command_stands_at_the_beginning(text: str, command: Command) -> None:
    assert parse_command(text) == command


def test_an_unknown_command_is_told() -> None:
    with pytest.raises(ChatError) as caught:
        parse_command("/delete all")
    assert caught.value.code == "unknown_command"
    assert "/optimize" in caught.value.hint


TWO = 'def one():\n    """Done."""\n\ndef two(): ...'


@pytest.mark.parametrize(
    ("rest", "active", "name"),
    [("", 3, "tax"), ("tax", 5, "tax"), ("@tax please", 5, "tax"), ("@cell:3", 5, "tax"),
     ("`tax()`", 1, "tax"), ("", 6, "two"), ("one", 6, "one")],
)  # fmt: skip
def test_the_function_that_is_meant(rest: str, active: int, name: str) -> None:
    target = target_definition(scene([*SALES, TWO], active), rest)

    assert target.name == name
    assert target.source.startswith(f"def {name}(")


def test_without_a_function_or_cell_there_is_no_target() -> None:
    markdown = cell(2, "# Words", kind="markdown")
    for notebook in (scene(["x = 1", markdown]), scene(["x = 1", markdown], 2)):
        with pytest.raises(ChatError) as caught:
            target_cell(notebook, "")
        assert caught.value.code == "no_target"
    with pytest.raises(ChatError) as caught:
        target_definition(scene(["x = 1"], 1), "missing")
    assert caught.value.code == "no_target"


def test_explain_takes_what_is_there() -> None:
    failed = cell(1, "1/0", error=CellError("ZeroDivisionError", ""))
    explain = Command("explain", "")

    assert "@cell" in question_of(explain, scene(["x = 1"], 1))
    assert "@selection" in question_of(explain, scene(["x = 1"], 1, selection="x"))
    assert "@error" in question_of(explain, scene([failed], 1))
    assert "@df" in question_of(Command("explain", "@df"), scene([failed], 1))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("```python\nx = 1\n```", "x = 1"),
        ("Text\n```\na\n\nb\n```\nmore\n```\nc\n```", "a\n\nb"),
        ("````md\n```\nx\n```\n````", "```\nx\n```"),
        ("```python\nx = 1", "x = 1"),
        ("x = 1\n", "x = 1"),
    ],
)
def test_the_first_block_is_the_code(answer: str, code: str) -> None:
    assert code_in(answer) == code
