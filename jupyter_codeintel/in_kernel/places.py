"""Where a path leads: an object at hand, or what is known of one that is not."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from jupyter_codeintel.in_kernel import libraries
from jupyter_codeintel.in_kernel.libraries import Labels
from jupyter_codeintel.in_kernel.reading import (
    MISSING,
    defining,
    full_name,
    get,
    is_class,
    is_genuine,
    own_dict,
    strings,
)

# Besides the builtins: what is written in C shows its lookup as a method, although it is
# Python's own.
_PLAIN_LOOKUP = frozenset(
    (
        "module",
        "builtin_function_or_method",
        "mappingproxy",
        "types.SimpleNamespace",
        "collections.defaultdict",
        "collections.deque",
        "functools.partial",
    )
)

# Instances of these have no public attributes but those of their class and, for some, labels.
_CLOSED = frozenset(
    (
        "bool",
        "bytes",
        "complex",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "range",
        "set",
        "str",
        "tuple",
        "numpy.ndarray",
        "pandas.core.frame.DataFrame",
        "pandas.core.series.Series",
        "pandas.core.strings.accessor.StringMethods",
        "pandas.core.indexes.accessors.CombinedDatetimelikeProperties",
        "pandas.core.arrays.categorical.CategoricalAccessor",
        "pandas.core.indexing._LocIndexer",
        "pandas.core.indexing._iLocIndexer",
        "pandas.core.indexing._AtIndexer",
        "pandas.core.indexing._iAtIndexer",
        "polars.dataframe.frame.DataFrame",
        "polars.series.series.Series",
        "polars.lazyframe.frame.LazyFrame",
        "polars.expr.expr.Expr",
        "pandas.plotting._core.PlotAccessor",
    )
)


class Place:
    """Where a path leads.

    Parameters
    ----------
    cls : type
        The class of what is there.
    columns, index : Labels, optional
        Of a frame or series, where known.
    """

    def __init__(
        self, cls: type, columns: Labels | None = None, index: Labels | None = None
    ) -> None:
        self.cls = cls
        self.columns = columns
        self.index = index


class Live(Place):
    """An object that is at hand."""

    def __init__(self, value: Any) -> None:
        super().__init__(type(value), libraries.columns_of(value), libraries.index_of(value))
        self.value = value


class Instance(Place):
    """Some instance of a class, as a call or a column would give."""


class Method(Place):
    """A function bound to an object or class."""

    def __init__(self, function: FunctionType, owner: Place) -> None:
        super().__init__(FunctionType)
        self.function = function
        self.owner = owner


def owner_class(place: Place | None) -> Any:
    """Return what ``Self`` means in a method of what is at a place."""
    if place is None or type(place) is Method:
        return MISSING
    if type(place) is Live and is_class(place.value):
        return place.value
    return place.cls


def overrides_lookup(cls: type) -> bool:
    """Return whether attributes of instances are looked up by other rules than Python's."""
    for base in defining(cls, "__getattribute__"):
        name = full_name(base)
        known = name in _PLAIN_LOOKUP or ("." not in name and is_genuine(base))
        return not known or base is super
    return False


def answered_labels(place: Place) -> Labels | None:
    """Return the names that a ``__getattr__`` answers, None where that is not known.

    Without any ``__getattr__`` there are none.
    """
    if overrides_lookup(place.cls):
        return None
    kinds = {
        full_name(base) if is_genuine(base) else "" for base in defining(place.cls, "__getattr__")
    }
    # Those of polars only tell what became of names that were removed.
    kinds = {kind for kind in kinds if not kind.startswith("polars.")}
    if not kinds:
        return Labels([], complete=True)
    answer = _ANSWERING.get(kinds.pop())
    return None if answer is None or kinds else answer(place)


def _axis_labels(place: Place) -> Labels | None:
    return place.columns if libraries.is_frame(place.cls) else place.index


def grouped_columns(place: Place) -> Labels | None:
    """Return the columns of the frame that a pandas group-by groups."""
    if type(place) is not Live:
        return place.columns
    own = own_dict(place.value)
    frame = MISSING if own is None else get(own, "obj")
    return None if frame is MISSING else libraries.columns_of(frame)


def is_grouped(cls: type) -> bool:
    """Return whether instances are pandas group-bys of a frame."""
    return full_name(cls) == "pandas.core.groupby.generic.DataFrameGroupBy" and is_genuine(cls)


def _registered(place: Place) -> Labels | None:
    own = own_dict(place.value) if type(place) is Live else None
    if own is None:
        return None
    names: list[str] = []
    for registry in ("_parameters", "_buffers", "_modules"):
        found = get(own, registry)
        if type(found) is not dict:
            return None
        names += strings(found)
    return Labels(names, complete=True)


def _nothing(place: Place) -> Labels | None:
    return Labels([], complete=True)


# Whose ``__getattr__`` answers what. That of enumerations, gone in Python 3.12, answers the
# members, which are looked up anyway.
_ANSWERING = {
    "pandas.core.generic.NDFrame": _axis_labels,
    "pandas.core.groupby.groupby.GroupBy": grouped_columns,
    "torch.nn.modules.module.Module": _registered,
    "enum.EnumMeta": _nothing,
    "enum.EnumType": _nothing,
}


def is_closed(cls: type) -> bool:
    """Return whether all attributes of instances not at hand are known from the class."""
    name = full_name(cls)
    return name in _CLOSED and is_genuine(cls)
