"""What the agent can do, and how the model writes it down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_codeintel.fix.prompting.answers import read_answer

ACTION_GRAMMAR = r"""root ::= "Thought: " text "\nAction: " action
action ::= edit | "run" | "submit" | "inspect " text | "search " text
edit ::= "edit " [0-9]+ "\n```python\n" line+ "```"
text ::= [^\n]+
line ::= ([^`\n] [^\n]*)? "\n"
"""

HELP = """Answer each time with one thought and one action:

Thought: why, in one line
Action: one of
edit N          then a ```python block with the whole new text of cell N
run             run the edited cells on a copy of the kernel
inspect EXPR    show the value of an expression
search TEXT     find lines of the notebook that contain a text
submit          hand in the edits when they run"""

_ANSWER = re.compile(
    r"(?:Thought:(?P<thought>[^\n]*)\n+)?\s*Action:\s*(?P<name>\w+)(?P<rest>.*)", re.DOTALL
)


@dataclass(frozen=True)
class EditCell:
    """Give a cell, by its number in the prompt, a new text."""

    number: int
    source: str


@dataclass(frozen=True)
class RunCells:
    """Run what was edited."""


@dataclass(frozen=True)
class Inspect:
    """Show the value of an expression."""

    expression: str


@dataclass(frozen=True)
class SearchText:
    """Find lines that contain a text."""

    text: str


@dataclass(frozen=True)
class Submit:
    """Hand in the edits."""


Action = EditCell | RunCells | Inspect | SearchText | Submit


class FormatError(Exception):
    """The answer is no action.

    Parameters
    ----------
    message : str
        What the model is told.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_action(answer: str) -> Action:
    """Return the action that an answer asks for.

    Raises
    ------
    FormatError
        There is none.
    """
    found = _ANSWER.search(answer)
    if found is None:
        message = f"That was no action. {HELP}"
        raise FormatError(message)
    rest = found["rest"].strip()
    match found["name"].lower():
        case "edit":
            return _edit(rest)
        case "run":
            return RunCells()
        case "submit":
            return Submit()
        case "inspect" if rest:
            return Inspect(rest.partition("\n")[0])
        case "search" if rest:
            return SearchText(rest.partition("\n")[0])
    message = f"There is no such action. {HELP}"
    raise FormatError(message)


def _edit(rest: str) -> EditCell:
    number, _, block = rest.partition("\n")
    source = read_answer(block)
    if not number.strip().isdigit() or source is None:
        message = "An edit needs the number of a cell and a ```python block with its whole text."
        raise FormatError(message)
    return EditCell(int(number), source)
