"""A repair that may be the right one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Origin = Literal["rule", "model"]


@dataclass(frozen=True)
class Candidate:
    """New texts for cells.

    Parameters
    ----------
    edits : mapping of str to str
        By cell id, the new source of each cell that is changed. Empty when only cells are to
        be run again.
    origin : {'rule', 'model'}
        Who proposed it.
    says : str
        What it does, in a few plain words for the person: ``"pirce" is a misspelling of
        "price"``.
    kind : str
        The rule's or the prompt's name, for statistics.
    rerun : tuple of str
        Cells that have to run first because they never ran, or ran with another text.
    """

    edits: Mapping[str, str]
    origin: Origin
    says: str = ""
    kind: str = ""
    rerun: tuple[str, ...] = field(default=())

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What two candidates have in common that do the same."""
        return tuple(sorted((cell, text.rstrip()) for cell, text in self.edits.items()))
