"""All that a strategy works with in one fix."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_codeintel.fix.asking import Author
from jupyter_codeintel.fix.attempts import Attempts
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.port import Kernels
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.fix.steps import Steps


@dataclass
class Workbench:
    """A failure, the means to repair it, and what was tried so far.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    suspects : tuple of Suspect
        The cells that may hold the bug, most likely first.
    settings : FixSettings
        Limits and sizes.
    attempts : Attempts
        Tries candidates.
    author : Author
        Writes candidates.
    kernels : Kernels
        Look at live objects.
    steps : Steps
        Numbers what the person is told.
    advice : list of str
        What no edit can repair.
    observed : str
        What was found out about the error, for prompts.
    """

    failure: Failure
    suspects: tuple[Suspect, ...]
    settings: FixSettings
    attempts: Attempts
    author: Author
    kernels: Kernels
    steps: Steps
    advice: list[str] = field(default_factory=list)
    observed: str = ""

    def name(self, cell: str) -> str:
        """Return how the person knows a cell: by its number, or its place."""
        index = self.failure.document.index(cell)
        if cell == self.failure.cell:
            return "the failing cell"
        if index is None:
            return "a cell"
        count = self.failure.document.cells[index].execution_count
        return f"cell [{count}]" if count is not None else f"the cell at place {index + 1}"
