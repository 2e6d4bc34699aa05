"""Columns in which every value is missing, or every value is the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jupyter_codeintel.in_kernel.libraries import (
    columns_of,
    frame_manager,
    is_array,
    is_frame,
    is_series,
)
from jupyter_codeintel.in_kernel.reading import is_any, is_genuine, loaded

_FEWEST = 3
_HEAD = 1000
_PLAIN = (str, int, float, bool)


def blank_columns(value: Any) -> list[str]:
    """Return the names of columns without any value, as after a merge that matches nothing.

    Columns of floating-point numbers and of objects are looked at; most are told by their
    first value.

    Parameters
    ----------
    value : object
        Anything; what is no pandas frame has none.
    """
    is_missing = loaded("pandas", "isna")
    return [
        name
        for name, column in _columns(value)
        if column.dtype.kind in "fO"
        and len(column)
        and is_missing(column[:1]).all()
        and is_missing(column).all()
    ]


def uneven_columns(value: Any) -> set[tuple[str, int]]:
    """Return the names and numbers of rows of columns whose first values differ.

    Parameters
    ----------
    value : object
        Anything; a list, series or array of one dimension is a column without a name.
    """
    return {(name, len(column)) for name, column in _rows(value) if not _is_even(column[:_HEAD])}


def even_columns(value: Any, uneven: set[tuple[str, int]]) -> list[str]:
    """Return the names of columns in which all values are the same, of those that differed.

    Parameters
    ----------
    value : object
        As above.
    uneven : set of (str, int)
        What `uneven_columns` gave before.
    """
    return [
        name
        for name, column in _rows(value)
        if (name, len(column)) in uneven and _is_even(column[:_HEAD]) and _is_even(column)
    ]


def _rows(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield columns that are long enough to differ."""
    cls = type(value)
    columns = _columns(value)
    if is_any(cls, (list, tuple)) or (is_array(cls) and value.ndim == 1):
        columns = iter([("", value)])
    elif is_series(cls) and is_genuine(cls) and (manager := frame_manager(value)) is not None:
        # Other arrays than numpy's may be a user's own class.
        columns = (("", block.values) for block in manager.blocks if is_array(type(block.values)))
    for name, column in columns:
        if len(column) >= _FEWEST:
            yield name, column


def _columns(frame: Any) -> Iterator[tuple[str, Any]]:
    """Yield the columns of a pandas frame that numpy holds, by their names."""
    cls = type(frame)
    if not (is_frame(cls) and is_genuine(cls)):
        return
    manager, labels = frame_manager(frame), columns_of(frame)
    if manager is None or labels is None or len(labels.names) != len(manager.axes[0]):
        return
    for block in manager.blocks:
        if is_array(type(block.values)):
            for place, column in zip(block.mgr_locs, block.values):
                yield labels.names[place], column


def _is_even(column: Any) -> bool:
    first = column[0]
    if is_array(type(column)) and column.dtype.kind != "O":
        return column.dtype.kind in "biufmM" and bool((column == first).all())
    cls = type(first)
    return is_any(cls, _PLAIN) and all(type(one) is cls and one == first for one in column)
