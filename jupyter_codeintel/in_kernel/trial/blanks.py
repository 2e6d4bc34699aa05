"""Columns of a table in which every value is missing, as after a merge that matches nothing."""

from __future__ import annotations

from typing import Any

from jupyter_codeintel.in_kernel.libraries import columns_of, frame_manager, is_array, is_frame
from jupyter_codeintel.in_kernel.reading import is_genuine, loaded


def blank_columns(value: Any) -> list[str]:
    """Return the names of such columns; none for what is no pandas frame.

    Columns of floating-point numbers and of objects are looked at; most are told by their
    first value.

    Parameters
    ----------
    value : object
        Anything.
    """
    cls = type(value)
    if not (is_frame(cls) and is_genuine(cls)):
        return []
    manager, labels = frame_manager(value), columns_of(value)
    if manager is None or labels is None or len(labels.names) != len(manager.axes[0]):
        return []
    is_missing = loaded("pandas", "isna")
    return [
        labels.names[place]
        for block in manager.blocks
        if is_array(type(block.values)) and block.values.dtype.kind in "fO"
        for place, column in zip(block.mgr_locs, block.values)
        if len(column) and is_missing(column[:1]).all() and is_missing(column).all()
    ]
