"""Objects that only the thread that made them may use: in the child there is another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jupyter_codeintel.in_kernel.reading import MISSING, loaded


def adopt_connections(values: Iterable[Any], previous: int, present: int) -> None:
    """Let connections of sqlite believe that the thread that runs now has made them.

    Parameters
    ----------
    values : iterable
        The user's variables.
    previous : int
        The identifier of the thread that ran cells in the parent.
    present : int
        That of the one in the child.
    """
    cls = loaded("sqlite3", "Connection")
    if cls is MISSING:
        return
    import ctypes  # noqa: PLC0415 - only here: Python may have been built without

    for value in values:
        if type(value) is cls:
            # It keeps the identifier where Python code cannot reach it.
            words = ctypes.c_ulong * (cls.__basicsize__ // ctypes.sizeof(ctypes.c_ulong))
            fields = words.from_address(id(value))
            for place in range(2, len(fields)):  # after the reference count and the type
                if fields[place] == previous:
                    fields[place] = present
