"""An answer as it comes: text in a terminal, Markdown that grows in a notebook."""

from __future__ import annotations

import re
import time
from typing import Protocol

from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from jupyter_codeintel.chat.events import Action, ChatEvent, Done, Sending, Text
from jupyter_codeintel.ipython.front_end import is_notebook

_SECONDS_BETWEEN = 0.1
"""Of a display's changes: a front end renders all of the text each time."""

_CODE = re.compile(
    r"^ {0,3}(`{3,})[^`\n]*\n.*?(?:^ {0,3}\1`*[ \t]*$|\Z)|(?<!`)`[^`\n]+`(?!`)",
    re.DOTALL | re.MULTILINE,
)


class AnswerView(Protocol):
    """Shows an answer."""

    def tell(self, event: ChatEvent) -> None:
        """Show an event."""
        ...

    def say(self, text: str) -> None:
        """Add a line of plain words."""
        ...

    def end(self) -> None:
        """Show what was not shown yet."""
        ...


class TextAnswer:
    """Prints the answer as it comes."""

    def __init__(self) -> None:
        self._at_start = True

    def tell(self, event: ChatEvent) -> None:
        """Show an event."""
        text = markdown_of(event)
        if text:
            print(text, end="", flush=True)
            self._at_start = text.endswith("\n")

    def say(self, text: str) -> None:
        """Add a line of plain words."""
        self.end()
        print(text)

    def end(self) -> None:
        """End the line."""
        if not self._at_start:
            print()
            self._at_start = True


class MarkdownAnswer:
    """Shows the answer in one display that changes."""

    def __init__(self) -> None:
        self._text = ""
        self._shown_at = 0.0
        self._handle = display(self._bundle(), raw=True, display_id=True)

    def tell(self, event: ChatEvent) -> None:
        """Show an event."""
        self._text += markdown_of(event)
        if time.monotonic() - self._shown_at > _SECONDS_BETWEEN:
            self.end()

    def say(self, text: str) -> None:
        """Add a line of plain words."""
        self._text += f"\n\n*{text}*"
        self.end()

    def end(self) -> None:
        """Show what was not shown yet."""
        self._shown_at = time.monotonic()
        if self._handle is not None:
            self._handle.update(self._bundle(), raw=True)

    def _bundle(self) -> dict[str, str]:
        return {"text/plain": self._text, "text/markdown": without_html(self._text)}


def answer_view(shell: InteractiveShell) -> AnswerView:
    """Return what shows an answer in a shell's front end."""
    return MarkdownAnswer() if is_notebook(shell) else TextAnswer()


def markdown_of(event: ChatEvent) -> str:
    """Return what an event adds to an answer."""
    if isinstance(event, Text):
        return event.delta
    if isinstance(event, Action):
        return "Run `%fix` to repair the cell that failed."
    if isinstance(event, Sending | Done):
        return ""
    return f"\n- {event.summary}"


def without_html(text: str) -> str:
    """Return Markdown whose HTML outside of code shows as text.

    Front ends render HTML in Markdown, and this text is a model's. What may be read as code or
    not is taken for text.
    """
    shown, end = [], 0
    for code in _CODE.finditer(text):
        shown += [_escaped(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*shown, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
