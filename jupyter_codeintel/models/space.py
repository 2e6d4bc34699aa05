"""Room on the disk, asked for before it is used."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from jupyter_codeintel.errors import ModelError

# Left free for whatever else is being written meanwhile.
SPARE_BYTES = 200 << 20

HINT = "Free some space, or set JUPYTER_CODEINTEL_DATA_DIR to a folder on another disk."


def check_space(folder: Path, needed: int) -> None:
    """Check that this many bytes can be written to a folder.

    Raises
    ------
    ModelError
        With code ``no_space`` when they cannot.
    """
    needed += SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        message = (
            f"Not enough space in {folder}: {needed / 1e9:.1f} GB are needed, "
            f"{free / 1e9:.1f} GB are free."
        )
        raise ModelError(message, code="no_space", hint=HINT)


def is_full(error: OSError) -> bool:
    """Say whether a write failed for want of space."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT}


def disk_full(folder: Path) -> ModelError:
    """Return the error for a disk that filled up while it was written to."""
    message = f"The disk of {folder} is full; what was written so far is kept."
    return ModelError(message, code="no_space", hint=HINT)
