"""Failing notebooks with candidates for their repair, in files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.candidate import Candidate


@dataclass(frozen=True)
class Case:
    """One candidate.

    Parameters
    ----------
    notebook, name : str
        Its notebook, and what it does.
    honest : bool
        Whether it is a repair; else it only makes the error go away.
    candidate : Candidate
        The new texts.
    """

    notebook: str
    name: str
    honest: bool
    candidate: Candidate

    @property
    def id(self) -> str:
        """How it is called in tests and reports."""
        return f"{self.notebook}, {'honest' if self.honest else 'cheat'}: {self.name}"


@dataclass(frozen=True)
class Notebook:
    """A failing notebook.

    Parameters
    ----------
    name : str
        Of its file.
    sources : tuple of str
        The texts of its code cells.
    fails : int
        The place of the cell that fails, from 0.
    goal : str
        What the person wants, in words.
    cases : tuple of Case
        The candidates.
    """

    name: str
    sources: tuple[str, ...]
    fails: int
    goal: str
    cases: tuple[Case, ...]


def read_notebooks(folder: Path) -> list[Notebook]:
    """Return the notebooks of a folder, by name.

    Raises
    ------
    CodeIntelError
        ``bad_suite``: a file cannot be read, or there is none.
    """
    found = [_read(path) for path in sorted(folder.glob("*.toml"))]
    if not found:
        raise _bad(f"There is no .toml file in {folder}")
    return found


def _read(path: Path) -> Notebook:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        sources = tuple(source.strip("\n") for source in data["cells"])
        cases = tuple(_cases(path.stem, len(sources), data))
        fails = int(data["fails"])
        if not 0 <= fails < len(sources):
            raise ValueError(f"there is no cell {fails} that could fail")
        return Notebook(path.stem, sources, fails, data.get("goal", ""), cases)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _bad(f"{path.name} cannot be read: {error}") from error


def _cases(notebook: str, cells: int, data: Mapping[str, Any]) -> Iterator[Case]:
    for kind in ("honest", "cheat"):
        for case in data.get(kind, ()):
            edits = {f"c{int(n)}": text.strip("\n") for n, text in case["edits"].items()}
            if not all(0 <= int(n) < cells for n in case["edits"]):
                raise ValueError(f"{case['name']!r} edits a cell that is not there")
            yield Case(notebook, case["name"], kind == "honest", Candidate(edits, "model"))


def _bad(message: str) -> CodeIntelError:
    return CodeIntelError(
        message,
        code="bad_suite",
        hint="Each file has cells, fails, and tables [[honest]] and [[cheat]] with name and edits.",
    )
