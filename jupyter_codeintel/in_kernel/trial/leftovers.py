"""Scratch folders of kernels that were ended in the middle of a trial."""

from __future__ import annotations

import os
import shutil
import tempfile

from jupyter_codeintel.in_kernel.trial.containment import PREFIX


def remove_leftovers() -> None:
    """Remove the scratch folders of processes that are gone."""
    folder = tempfile.gettempdir()
    for name in os.listdir(folder):
        owner = name[len(PREFIX) :].partition("-")[0]
        if name.startswith(PREFIX) and owner.isdigit() and not _is_alive(int(owner)):
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
