"""The files that one which does not exist may be meant to be."""

from __future__ import annotations

import os
from collections.abc import Iterator

_MOST = 200
_DEPTH = 3
_MOST_FOLDERS = 100


def near_files(path: str) -> list[str]:
    """Return the names in a path's folder, and like-named files below the working folder.

    Parameters
    ----------
    path : str
        Of no file.

    Returns
    -------
    list of str
        Relative to the working folder where ``path`` is.
    """
    folder, name = os.path.split(path)
    try:
        found = [os.path.join(folder, one) for one in sorted(os.listdir(folder or "."))]
    except OSError:
        found = []
    below = found if os.path.isabs(path) else [*found, *_namesakes(name)]
    return [one for one in dict.fromkeys(below) if "\n" not in one][:_MOST]


def _namesakes(name: str) -> Iterator[str]:
    """Yield the files of this name in the folders below, but for hidden ones."""
    for count, (folder, inner, names) in enumerate(os.walk(".")):
        depth = folder.count(os.sep)
        inner[:] = sorted(one for one in inner if not one.startswith(".") and depth < _DEPTH)
        if name in names:
            yield os.path.normpath(os.path.join(folder, name))
        if count >= _MOST_FOLDERS:
            return
