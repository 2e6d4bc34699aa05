"""The part of a cell that a model is asked to correct: of a long one, what the error came from."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_codeintel.fix.diagnosis.code import code
from jupyter_codeintel.fix.diagnosis.sites import sites
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.prompting.docstrings import with_docstrings, without_docstrings

LONGEST = 40
"""Lines; a model that writes ten lines in five seconds must not repeat a hundred."""

_ALIKE = 60
"""Characters by which a goal is known to be a docstring."""


@dataclass(frozen=True)
class Part:
    """Some lines of a cell.

    Parameters
    ----------
    cell : str
        The cell.
    above, text, below : str
        Its source in three pieces, of which the middle one is to be corrected.
    docstrings : mapping of str to str
        By function, long docstrings that were taken out of it.
    """

    cell: str
    above: str
    text: str
    below: str
    docstrings: Mapping[str, str] = field(default_factory=dict)

    def corrected(self, text: str) -> str:
        """Return the whole cell with the part written anew."""
        end = "\n" if self.below else ""
        text = with_docstrings(text.rstrip(), self.docstrings)
        return f"{self.above}{text}{end}{self.below}"

    def told(self, goal: str) -> str:
        """Return the docstrings for a prompt, but for those that the goal tells."""
        words = " ".join(goal.split())
        return "\n".join(
            f"Docstring of {name}, which stays:\n{text.rstrip()}"
            for name, text in self.docstrings.items()
            if " ".join(text.strip("\"' \n").split())[:_ALIKE] not in words
        )


def part_to_correct(failure: Failure, cell: str) -> Part:
    """Return a cell's part that an error came through, the whole cell where it is short."""
    part = _part(failure, cell)
    text, docstrings = without_docstrings(part.text)
    return replace(part, text=text, docstrings=docstrings)


def _part(failure: Failure, cell: str) -> Part:
    source = failure.source(cell)
    lines = source.splitlines(keepends=True)
    line = next((site.line for site in sites(failure) if site.cell == cell), None)
    if len(lines) <= LONGEST or line is None:
        return Part(cell, "", source, "")
    for statement in code(source).tree.body:
        first = min((d.lineno for d in getattr(statement, "decorator_list", [])), default=0)
        start, end = first or statement.lineno, statement.end_lineno or statement.lineno
        if start <= line <= end:
            above, text, below = lines[: start - 1], lines[start - 1 : end], lines[end:]
            return Part(cell, "".join(above), textwrap.dedent("".join(text)), "".join(below))
    return Part(cell, "", source, "")
