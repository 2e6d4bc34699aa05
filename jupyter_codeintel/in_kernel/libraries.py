"""Arrays and frames of the libraries that are known: read through their own storage.

Only what is stored is read: nothing that fills a cache of the object, since a cell may be
changing it in another thread, and nothing that a subclass may override.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jupyter_codeintel.in_kernel.reading import (
    MISSING,
    class_dict,
    get,
    is_genuine,
    is_kind,
    loaded,
    module_of,
    mro,
    once_per_object,
    own_dict,
    qualname,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Describer = Callable[[Any, int], dict[str, Any]]

MOST_LABELS = 1000
"""Labels that are looked at, at most."""

_MOST_PLACED = 2000  # in wider frames the dtypes are left out: each column costs a step


class Labels(NamedTuple):
    """The string labels of an axis.

    Parameters
    ----------
    names : list of str
        Those found.
    complete : bool
        Whether no other string is a label.
    is_strict : bool
        Whether a string that is no label raises when it is looked up; with dates it may
        be parsed, with several levels it may name one.
    """

    names: list[str]
    complete: bool
    is_strict: bool = True


def describe(value: Any, limit: int) -> dict[str, Any] | None:
    """Return fields of a `Variable` for an object of a known library, None for others."""
    read = _describer(type(value))
    return None if read is None else read(value, limit)


@once_per_object
def _describer(cls: type) -> Describer | None:
    for base in mro(cls):
        exact, read = _DESCRIBERS.get(module_of(base) + "." + qualname(base), (True, None))
        if read is not None and is_genuine(base) and (base is cls or not exact):
            return read
    return None


def frame_manager(value: Any) -> Any:
    """Return the storage of a pandas frame or series or of a subclass, None for others."""
    own = own_dict(value)
    manager = MISSING if own is None else get(own, "_mgr")
    known = module_of(type(manager)) == "pandas.core.internals.managers"
    return manager if known and is_genuine(type(manager)) else None


@once_per_object
def is_frame(cls: type) -> bool:
    """Return whether instances are pandas frames."""
    return _is_library(cls, "pandas.core.frame", "DataFrame")


def is_series(cls: type) -> bool:
    """Return whether instances are pandas series."""
    return _is_library(cls, "pandas.core.series", "Series")


@once_per_object
def is_array(cls: type) -> bool:
    """Return whether instances are numpy arrays."""
    return _is_library(cls, "numpy", "ndarray")


def _is_library(cls: type, module: str, name: str) -> bool:
    known = loaded(module, name)
    return known is not MISSING and is_kind(cls, known)


def columns_of(value: Any) -> Labels | None:
    """Return the columns of a pandas or polars frame, the fields of a structured array."""
    cls = type(value)
    if is_frame(cls):
        manager = frame_manager(value)
        return None if manager is None else labels(manager.axes[0])
    if is_polars_frame(cls):
        names = value.columns
        return Labels(names[:MOST_LABELS], len(names) <= MOST_LABELS)
    if is_array(cls):
        fields = _array_field("dtype", value).names
        if fields is None:
            return None
        return Labels([name for name in fields if type(name) is str], complete=True)
    return None


def index_of(value: Any) -> Labels | None:
    """Return the row labels of a pandas frame or series."""
    manager = frame_manager(value)
    return None if manager is None else labels(manager.axes[-1])


def labels(axis: Any) -> Labels:
    """Return the string labels of a pandas index."""
    cls = type(axis)
    if not (module_of(cls).startswith("pandas.core.indexes.") and is_genuine(cls)):
        return Labels([], complete=False, is_strict=False)
    kind = qualname(cls)
    if kind not in ("Index", "CategoricalIndex"):
        return Labels([], kind != "MultiIndex", kind == "RangeIndex")
    count = len(axis)
    values = axis[:MOST_LABELS].tolist()
    return Labels([label for label in values if type(label) is str], count <= MOST_LABELS)


@once_per_object
def is_polars_frame(cls: type) -> bool:
    """Return whether instances are eager frames of polars."""
    return loaded("polars.dataframe.frame", "DataFrame") is cls


def _frame(value: Any, limit: int) -> dict[str, Any]:
    manager = frame_manager(value)
    if manager is None:
        return {}
    axis, rows = manager.axes[0], manager.axes[-1]
    width = _length(axis)
    found: dict[str, Any] = {"shape": [_length(rows), width]}
    names = axis[:limit].tolist() if labels(axis).names else []
    dtypes = _placed_dtypes(manager, limit) if width <= _MOST_PLACED else {}
    columns = [
        [name, dtypes.get(place, "")] for place, name in enumerate(names) if type(name) is str
    ]
    return _with_columns(found, columns, width)


def _length(axis: Any) -> int:
    cls = type(axis)
    known = module_of(cls).startswith("pandas.core.indexes.") and is_genuine(cls)
    return len(axis) if known else -1


def _placed_dtypes(manager: Any, limit: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in manager.blocks:
        text = _values_dtype(block.values)
        for place in block.mgr_locs:
            if place < limit:
                found[place] = text
    return found


def _is_pandas(cls: type) -> bool:
    return module_of(cls).partition(".")[0] == "pandas" and is_genuine(cls)


def _values_dtype(values: Any) -> str:
    if is_array(type(values)):
        return dtype_text(_array_field("dtype", values))
    cls = type(values)
    if _is_pandas(cls):
        return dtype_text(values.dtype)
    return ""


@once_per_object
def dtype_text(dtype: Any) -> str:
    """Return a dtype's name, "" for one whose ``str`` may be the user's code."""
    cls = type(dtype)
    if is_kind(cls, loaded("numpy", "dtype")):
        return str(dtype)
    if not _is_pandas(cls):
        return ""
    name = qualname(cls)
    if name == "DatetimeTZDtype":  # the name of a zone may be computed
        return f"datetime64[{dtype.unit}, tz]"
    if name == "SparseDtype":  # shows its fill value, which may be any object
        return "Sparse"
    return str(dtype)


def _with_columns(found: dict[str, Any], columns: list[list[str]], width: int) -> dict[str, Any]:
    found["columns"] = columns
    found["all_keys"] = len(columns) == width
    return found


def _series(value: Any, limit: int) -> dict[str, Any]:
    manager = frame_manager(value)
    if manager is None:
        return {}
    rows = _length(manager.axes[0])
    return {"shape": [rows], "dtype": _values_dtype(manager.blocks[0].values)}


def _index(value: Any, limit: int) -> dict[str, Any]:
    count = _length(value)
    return {"length": count} if count >= 0 else {}


def _array_field(name: str, value: Any) -> Any:
    return class_dict(loaded("numpy", "ndarray"))[name].__get__(value)


def _array(value: Any, limit: int) -> dict[str, Any]:
    dtype = _array_field("dtype", value)
    fields = dtype.names
    found: dict[str, Any] = {"shape": list(_array_field("shape", value))}
    if fields is None:
        found["dtype"] = dtype_text(dtype)
        return found
    columns = [
        [name, dtype_text(dtype[place])]
        for place, name in enumerate(fields[:limit])
        if type(name) is str
    ]
    found["dtype"] = "structured"
    return _with_columns(found, columns, len(fields))


def _scalar(value: Any, limit: int) -> dict[str, Any]:
    return {"dtype": qualname(type(value))}


def _polars_frame(value: Any, limit: int) -> dict[str, Any]:
    names, dtypes = value.columns, value.dtypes
    columns = [[names[place], str(dtypes[place])] for place in range(min(limit, len(names)))]
    return _with_columns({"shape": list(value.shape)}, columns, len(names))


def _polars_series(value: Any, limit: int) -> dict[str, Any]:
    return {"shape": [value.len()], "dtype": str(value.dtype)}


def _tensor(value: Any, limit: int) -> dict[str, Any]:
    return {"shape": [int(size) for size in value.shape], "dtype": str(value.dtype)}


def _arrow_table(value: Any, limit: int) -> dict[str, Any]:
    schema = value.schema
    width = len(schema)
    fields = [schema.field(place) for place in range(min(limit, width))]
    columns = [[field.name, str(field.type)] for field in fields]
    return _with_columns({"shape": [value.num_rows, width]}, columns, width)


# Whether the class must be exactly this one, or a subclass may be read the same way.
_DESCRIBERS: dict[str, tuple[bool, Describer]] = {
    "pandas.core.frame.DataFrame": (False, _frame),
    "pandas.core.series.Series": (False, _series),
    "pandas.core.indexes.base.Index": (False, _index),
    "numpy.ndarray": (False, _array),
    "numpy.generic": (False, _scalar),
    "polars.dataframe.frame.DataFrame": (True, _polars_frame),
    "polars.series.series.Series": (True, _polars_series),
    "torch.Tensor": (True, _tensor),
    "pyarrow.lib.Table": (True, _arrow_table),
}
