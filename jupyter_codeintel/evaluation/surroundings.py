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
    """Give a copy of a notebook's folder, so that what its cells write does not stay.

    A notebook whose folder is not among the assets gets an empty one.

    Raises
    ------
    NotebookError
        A folder is named, and there are no assets at all.
    """
    if cwd and not assets.is_dir():
        message = f"The folder of the notebooks' data, {assets}, does not exist"
        hint = "Name it with --assets."
        raise NotebookError(message, code="no_assets", hint=hint)
    with tempfile.TemporaryDirectory(prefix="codeintel-") as temporary:
        place = Path(temporary) / "notebook"
        if cwd and (assets / cwd).is_dir():
            shutil.copytree(assets / cwd, place, symlinks=True)
        else:
            place.mkdir()
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
    return {**os.environ, **added, **seaborn_data(assets)}


def seaborn_data(assets: Path) -> Mapping[str, str]:
    """Return where seaborn finds its data sets without asking the network."""
    folder = assets / "seaborn-data"
    return {"SEABORN_DATA": str(folder.resolve())} if folder.is_dir() else {}


def runnable(source: str) -> str:
    """Return what plain Python runs of a cell: IPython's own lines do nothing."""
    return masked(source)[0] if cell_language(source).is_python else ""
