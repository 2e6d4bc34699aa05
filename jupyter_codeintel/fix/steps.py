"""The steps of a fix as the person sees them, numbered."""

from __future__ import annotations

from dataclasses import replace

from jupyter_codeintel.fix.events import Phase, Step


class Steps:
    """Numbers steps; each is told when it begins and when it ends."""

    def __init__(self) -> None:
        self._number = 0

    def begin(self, phase: Phase, text: str) -> Step:
        """Return a new step that is under way."""
        self._number += 1
        return Step(self._number, phase, text)


def done(step: Step, text: str = "", detail: str = "") -> Step:
    """Return a step that went well."""
    return replace(step, state="done", text=text or step.text, detail=detail)


def failed(step: Step, text: str = "", detail: str = "") -> Step:
    """Return a step that led to nothing."""
    return replace(step, state="failed", text=text or step.text, detail=detail)
