"""Which language a cell is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass

PYTHON_CELL_MAGICS = frozenset(
    {"time", "timeit", "capture", "prun", "memit", "mprun", "px", "debug", "wandb"}
)
"""Cell magics whose body is Python run in the kernel."""

_CELL_MAGIC = re.compile(r"\s*%%([A-Za-z_!][\w.]*)[^\n]*(?:\n|$)")
_NAMES = {
    "sh": "bash", "script": "bash", "system": "bash", "js": "javascript",
    "python3": "python", "ipython": "python",
}  # fmt: skip


@dataclass(frozen=True)
class CellLanguage:
    """A cell's language, and the cells that share its meaning.

    Parameters
    ----------
    name : str
        The language of the body.
    group : str
        Cells of one group see each other's text: ``""`` for what the kernel runs, the
        magic's name for cells that another program reads.
    body : int
        Where the body starts: after a magic's line, else 0.
    """

    name: str
    group: str = ""
    body: int = 0

    @property
    def is_python(self) -> bool:
        """Whether the body is Python."""
        return self.name == "python"


def cell_language(source: str, language: str = "python") -> CellLanguage:
    """Return the language of a code cell in a document of ``language``."""
    name = "python" if language.lower() in ("python", "ipython", "python3") else language.lower()
    magic = _CELL_MAGIC.match(source) if name == "python" else None
    if magic is None:
        return CellLanguage(name)
    if magic[1] in PYTHON_CELL_MAGICS:
        return CellLanguage(name, body=magic.end())
    return CellLanguage(_NAMES.get(magic[1], magic[1].lower()), magic[1], magic.end())
