"""A person at a keyboard: text typed character by character, as JupyterLab's editor takes it.

The editor closes brackets and quotes by itself, lets the typed closer pass over the one it
has put there, indents after Enter and spreads brackets over lines.
"""

from __future__ import annotations

import re
from typing import Literal

KeyKind = Literal["character", "enter", "indent", "backspace", "accept", "move"]

INDENT = 4
WORTH_A_TAB = 3
"""Shorter suggestions are typed sooner than read."""

PAIRS = {"(": ")", "[": "]", "{": "}", '"': '"', "'": "'"}
QUOTES = "\"'"
_STRING_PREFIX = re.compile(r"(?:^|\W)(?:[rbuf]|[bf]r|r[bf])$", re.IGNORECASE)


class Editor:
    """A cell's text with a cursor.

    Parameters
    ----------
    source : str
        The text.
    cursor : int
        Where the cursor stands.
    """

    def __init__(self, source: str, cursor: int) -> None:
        self.prefix = source[:cursor]
        self.suffix = source[cursor:]
        self.pending = ""
        """What the editor put after the cursor by itself: the start of ``suffix``."""

    @property
    def source(self) -> str:
        """The whole text."""
        return self.prefix + self.suffix

    def insert(self, text: str) -> None:
        """Put text before the cursor, as it is."""
        self.prefix += text

    def type(self, character: str) -> None:
        """Press a key that writes something."""
        if self.pending.startswith(character):
            self.skip(1)
            return
        closer = PAIRS.get(character, "") if self._closes(character) else ""
        self.prefix += character
        self.suffix = closer + self.suffix
        self.pending = closer + self.pending

    def _closes(self, character: str) -> bool:
        following = self.suffix[:1]
        if following and not following.isspace() and following not in ")]}:;":
            return bool(self.pending)
        if character not in QUOTES:
            return True
        before = self.prefix[-1:]
        return not (before.isalnum() or before in ("_", character)) or bool(
            _STRING_PREFIX.search(self.prefix)
        )

    def skip(self, count: int) -> None:
        """Step over what the editor has put after the cursor."""
        self.prefix += self.suffix[:count]
        self.suffix = self.suffix[count:]
        self.pending = self.pending[count:]

    def enter(self) -> None:
        """Begin a new line, indented; a bracket closed by the editor goes to one of its own."""
        blank = self.prefix[self.prefix.rfind("\n") + 1 :]
        indent = " " * self._next_indent()
        opener, closer = self.prefix[-1:], self.pending[:1]
        if blank.isspace():
            self.prefix = self.prefix[: -len(blank)]
        self.prefix += "\n" + indent
        if closer and PAIRS.get(opener) == closer and opener not in QUOTES:
            outer = "\n" + indent[INDENT:]
            self.suffix = outer + self.suffix
            self.pending = outer + self.pending

    def _next_indent(self) -> int:
        lines = [line for line in self.prefix.split("\n") if line.strip()]
        last = lines[-1] if lines else ""
        base = len(last) - len(last.lstrip(" "))
        return base + INDENT if last.rstrip().endswith((":", "(", "[", "{")) else base

    def backspace(self) -> None:
        """Remove a level of indentation."""
        line = self.prefix[self.prefix.rfind("\n") + 1 :]
        self.prefix = self.prefix[: -((len(line) - 1) % INDENT + 1)]

    def indent(self) -> None:
        """Add a level of indentation."""
        self.prefix += " " * INDENT


class Typist:
    """Types a text into an editor, one key at a time.

    Parameters
    ----------
    editor : Editor
        Where.
    text : str
        What to write at the cursor, the closers of its brackets included.
    """

    def __init__(self, editor: Editor, text: str) -> None:
        self.editor = editor
        self._goal = editor.prefix + text

    @property
    def done(self) -> bool:
        """Whether everything is written."""
        return self.editor.prefix == self._goal

    @property
    def remaining(self) -> str:
        """What is still to be written; nothing while the indentation is wrong."""
        written = self.editor.prefix
        return self._goal[len(written) :] if self._goal.startswith(written) else ""

    def press(self) -> KeyKind:
        """Press the next key."""
        editor = self.editor
        start = editor.prefix.rfind("\n") + 1
        blank = not editor.prefix[start:].strip()
        if blank and self._goal.startswith("\n", start):
            editor.enter()  # which leaves the line empty
            return "enter"
        if not self.remaining:
            editor.backspace()
            return "backspace"
        if editor.pending.startswith("\n") and self.remaining.startswith(editor.pending):
            editor.skip(len(editor.pending))
            return "move"
        if blank and self.remaining.startswith(" " * INDENT):
            editor.indent()
            return "indent"
        character = self.remaining[0]
        if character == "\n":
            editor.enter()
            return "enter"
        editor.type(character)
        return "character"

    def accept(self, suggestion: str) -> bool:
        """Take a suggestion that says what would be typed anyway; return whether it did."""
        if len(suggestion) < WORTH_A_TAB or not self.remaining.startswith(suggestion):
            return False
        self.editor.insert(suggestion)
        return True
