"""Where a notebook's cells run: a copy of its folder, and what it takes from outside."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jupyter_codeintel.context.language import cell_language
from jupyter_codeintel.context.magics import masked
from jupyter_codeintel.errors import NotebookError


@contextmanager
def folder_copy(assets: Path, cwd: str) -> Iterator[Path]:
    """Give a copy of a notebook's folder: what its cells write does not stay.

    Raises
    ------
    NotebookError
        The folder is not among the assets.
    """
    with tempfile.TemporaryDirectory(prefix="codeintel-") as temporary:
        place = Path(temporary) / "notebook"
        if not cwd:
            place.mkdir()
        elif (assets / cwd).is_dir():
            shutil.copytree(assets / cwd, place, symlinks=True)
        else:
            message = f"The notebooks' folder {assets / cwd} does not exist"
            hint = "Name the folder of the suite's data with --assets."
            raise NotebookError(message, code="no_assets", hint=hint)
        yield place


def environment(assets: Path) -> Mapping[str, str]:
    """Return the environment variables of the process that runs the cells."""
    added = {
        "MPLBACKEND": "Agg",
        # Threads do not survive a fork.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONWARNINGS": "ignore",
    }
    seaborn = assets / "seaborn-data"
    if seaborn.is_dir():
        added["SEABORN_DATA"] = str(seaborn.resolve())  # else it asks the network
    return {**os.environ, **added}


def runnable(source: str) -> str:
    """Return what plain Python runs of a cell: IPython's own lines do nothing."""
    return masked(source)[0] if cell_language(source).is_python else ""
