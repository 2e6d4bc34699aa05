"""A fix as it is shown while it goes on: text in a terminal, a display in a notebook."""

from __future__ import annotations

import sys
from html import escape
from typing import Protocol

from IPython.display import display

from jupyter_codeintel.fix.events import Ended, Event, Proposal, Step
from jupyter_codeintel.ipython.fix_text import BADGES, diff, ended_lines, proposal_lines, step_lines

_ERASE = "\r\x1b[K"
_COLOURS = {
    "+": "color: var(--jp-success-color1, #2e7d32)",
    "-": "color: var(--jp-error-color1, #c62828)",
}


class FixView(Protocol):
    """Shows what happens."""

    def tell(self, event: Event) -> None:
        """Show an event."""
        ...

    def say(self, text: str) -> None:
        """Add a line of plain words."""
        ...


class TextView:
    """Prints. Where somebody looks, a step that goes on stands in the last line meanwhile."""

    def __init__(self) -> None:
        self._erase = _ERASE if sys.stdout.isatty() else ""

    def tell(self, event: Event) -> None:
        """Show an event."""
        if isinstance(event, Step):
            self._step(event)
        elif isinstance(event, Proposal):
            self._print(proposal_lines(event))
        else:
            self._print(ended_lines(event))

    def say(self, text: str) -> None:
        """Add a line of plain words."""
        self._print([text])

    def _step(self, step: Step) -> None:
        if step.state != "running":
            self._print(step_lines(step))
        elif self._erase:
            print(f"{self._erase}  {step.text}", end="", flush=True)

    def _print(self, lines: list[str]) -> None:
        for line in lines:
            print(f"{self._erase}{line}", flush=True)


class FixPage:
    """A fix as HTML, and as text for front ends without."""

    def __init__(self) -> None:
        self._steps: dict[int, Step] = {}
        self._ending: Proposal | Ended | None = None
        self._said: list[str] = []

    def tell(self, event: Event) -> None:
        """Take an event."""
        if isinstance(event, Step):
            self._steps[event.number] = event
        else:
            self._ending = event

    def say(self, text: str) -> None:
        """Take a line of plain words."""
        self._said.append(text)

    def text(self) -> str:
        """Return it as text."""
        lines = [line for step in self._steps.values() for line in step_lines(step)]
        if isinstance(self._ending, Proposal):
            lines += proposal_lines(self._ending)
        elif self._ending is not None:
            lines += ended_lines(self._ending)
        return "\n".join([*lines, *self._said])

    def html(self) -> str:
        """Return it as HTML; nothing in it but our tags is not escaped."""
        parts = [self._steps_html()]
        if isinstance(self._ending, Proposal):
            parts.append(_proposal_html(self._ending))
        elif self._ending is not None:
            parts += [f"<p>{escape(line)}</p>" for line in ended_lines(self._ending)]
        parts += [f"<p>{escape(line)}</p>" for line in self._said]
        return "".join(parts)

    def _steps_html(self) -> str:
        is_open = " open" if self._ending is None else ""
        # A step may have been under way when the time was over.
        signs = {"running": "…" if is_open else "·", "done": "✓", "failed": "✗"}
        lines = [
            f"<li>{signs[step.state]} {escape(step.text)}"
            + (f" <small>{escape(step.detail)}</small>" if step.state == "failed" else "")
            + "</li>"
            for step in self._steps.values()
        ]
        count = len(lines)
        style = "list-style: none; padding-left: 1em; margin: 0"
        return (
            f"<details{is_open}><summary>{count} step{'' if count == 1 else 's'}</summary>"
            f'<ul style="{style}">{"".join(lines)}</ul></details>'
        )


class NotebookView:
    """Shows a fix in one display that changes."""

    def __init__(self) -> None:
        self._page = FixPage()
        self._handle = display(self._bundle(), raw=True, display_id=True)

    def tell(self, event: Event) -> None:
        """Show an event."""
        self._page.tell(event)
        self._update()

    def say(self, text: str) -> None:
        """Add a line of plain words."""
        self._page.say(text)
        self._update()

    def _update(self) -> None:
        if self._handle is not None:
            self._handle.update(self._bundle(), raw=True)

    def _bundle(self) -> dict[str, str]:
        return {"text/plain": self._page.text(), "text/html": self._page.html()}


def _proposal_html(proposal: Proposal) -> str:
    lines = [line for edit in proposal.edits for line in diff(edit)]
    shown = "\n".join(
        f'<span style="{_COLOURS.get(one[:1], "")}">{escape(one)}</span>' for one in lines
    )
    reasons = [*proposal.evidence.reasons, *(f"writes {one}" for one in proposal.evidence.files)]
    points = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return (
        f"<pre>{shown}</pre><p><b>{escape(BADGES[proposal.badge])}</b>: "
        f"{escape(proposal.says)}</p><ul>{points}</ul>"
    )
