"""Slash commands in what a person wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from jupyter_codeintel.errors import ChatError

Name = Literal["ask", "explain", "fix", "test", "doc", "optimize"]

COMMANDS: dict[Name, str] = {
    "ask": "Ask about the notebook; the same as without a command.",
    "explain": "Explain the selection, the error of the active cell, the cell, or what is named.",
    "fix": "Repair the cell that failed last, or the one that is named.",
    "test": "Write assertions for a function and try each on a copy of the kernel.",
    "doc": "Write a function's docstring; nothing else of its cell changes.",
    "optimize": "Rewrite the cell to be faster; results and times are compared on copies.",
}
"""By name, what they do, for completion and help."""

_COMMAND = re.compile(r"\s*/([a-z]+)(?=\s|\Z)\s*")


@dataclass(frozen=True)
class Command:
    """A command and what follows it."""

    name: Name
    rest: str


def parse_command(text: str) -> Command:
    """Return the command that a text begins with; without one it asks.

    Raises
    ------
    ChatError
        ``unknown_command``.
    """
    match = _COMMAND.match(text)
    if match is None:
        return Command("ask", text.strip())
    for name in get_args(Name):
        if name == match[1]:
            return Command(name, text[match.end() :].strip())
    message = f"There is no command /{match[1]}"
    hint = f"There are {', '.join(f'/{name}' for name in COMMANDS)}."
    raise ChatError(message, code="unknown_command", hint=hint)
