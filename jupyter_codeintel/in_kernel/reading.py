"""Reads classes and objects without running code of their classes or metaclasses.

``getattr(value, name)`` may end in a ``__getattr__``, a property or a metaclass, and
``isinstance`` asks the object for ``__class__``. What stands here goes through the slots of
``type`` itself, which no class can override.
"""

from __future__ import annotations

import functools
import itertools
import operator
import sys
from collections.abc import Callable, Mapping
from types import FunctionType, GetSetDescriptorType, MemberDescriptorType, ModuleType
from typing import Any, TypeVar

MISSING: Any = object()

_T = TypeVar("_T")
_loaded: dict[tuple[str, str], Any] = {}
_caches: list[dict[Any, Any]] = [_loaded]

_MRO: Any = type.__dict__["__mro__"]
_CLASS_DICT: Any = vars(type)["__dict__"]
_MODULE: Any = type.__dict__["__module__"]
_QUALNAME: Any = type.__dict__["__qualname__"]
_DICT_OFFSET: Any = type.__dict__["__dictoffset__"]
_MODULE_DICT: Any = vars(ModuleType)["__dict__"]

# The descriptor that a class statement makes. Others may be anybody's C code: that of
# wrapt.ObjectProxy asks the wrapped object.
_DICT_DOC = "dictionary for instance variables"
_TRUSTED_DICTS = (vars(BaseException)["__dict__"], vars(FunctionType)["__dict__"])


def once_per_object(function: Callable[[Any], _T]) -> Callable[[Any], _T]:
    """Remember a function's results within one request, without hashing its argument."""
    known: dict[int, tuple[Any, _T]] = {}
    _caches.append(known)

    @functools.wraps(function)
    def remembering(value: Any) -> _T:
        found = known.get(id(value))
        if found is None:
            # With the object itself, so that no other gets its id.
            found = known[id(value)] = (value, function(value))
        return found[1]

    return remembering


def forget() -> None:
    """Forget what was remembered; kept, it would hold what a cell deletes."""
    for cache in _caches:
        cache.clear()


def mro(cls: type) -> tuple[type, ...]:
    """Return the classes in which an attribute of an instance of ``cls`` is looked up."""
    return _MRO.__get__(cls)  # type: ignore[no-any-return]


def class_dict(cls: type) -> Mapping[str, Any]:
    """Return what the class itself defines."""
    return _CLASS_DICT.__get__(cls)  # type: ignore[no-any-return]


def module_of(cls: type) -> str:
    """Return the name of the module that says to define the class, "" if it is no string.

    Where pandas 3 names the public module, the one that defines the class, as pandas 2 does.
    """
    try:
        found = _MODULE.__get__(cls)
    except AttributeError:
        return ""
    if type(found) is not str:
        return ""
    if found.startswith("pandas"):
        return _PANDAS.get((found, qualname(cls)), found)
    return found


def qualname(cls: type) -> str:
    """Return the class's qualified name, "" if it is no exact string."""
    found = _QUALNAME.__get__(cls)
    return found if type(found) is str else ""


_PANDAS = {
    ("pandas", "DataFrame"): "pandas.core.frame",
    ("pandas", "Series"): "pandas.core.series",
    ("pandas", "Index"): "pandas.core.indexes.base",
    ("pandas", "RangeIndex"): "pandas.core.indexes.range",
    ("pandas", "MultiIndex"): "pandas.core.indexes.multi",
    ("pandas", "DatetimeIndex"): "pandas.core.indexes.datetimes",
    ("pandas", "TimedeltaIndex"): "pandas.core.indexes.timedeltas",
    ("pandas", "PeriodIndex"): "pandas.core.indexes.period",
    ("pandas", "CategoricalIndex"): "pandas.core.indexes.category",
    ("pandas", "IntervalIndex"): "pandas.core.indexes.interval",
    ("pandas.api.typing", "DataFrameGroupBy"): "pandas.core.groupby.generic",
    ("pandas.api.typing", "SeriesGroupBy"): "pandas.core.groupby.generic",
    ("pandas.plotting", "PlotAccessor"): "pandas.plotting._core",
}


@once_per_object
def full_name(cls: type) -> str:
    """Return module and qualified name; builtins without their module."""
    module = module_of(cls)
    return qualname(cls) if module in ("", "builtins") else module + "." + qualname(cls)


def has_own_dict(cls: type) -> bool:
    """Return whether instances may have attributes that the class does not name."""
    return bool(_DICT_OFFSET.__get__(cls) != 0)


def is_any(cls: type, classes: tuple[type, ...]) -> bool:
    """Return whether the class is one of those; ``in`` would ask its metaclass for ``==``."""
    return any(one is cls for one in classes)


def is_class(value: Any) -> bool:
    """Return whether the value is a class, whatever its metaclass says."""
    return is_kind(type(value), type)


def is_kind(cls: type, base: type) -> bool:
    """Return whether ``base`` is among the classes of ``cls``, by identity."""
    return any(one is base for one in mro(cls))


def get(mapping: Mapping[str, Any], name: str) -> Any:
    """Look a name up, ``MISSING`` if absent.

    A key that is no exact string may bring its own ``__eq__``: with such keys present the
    mapping is walked instead.
    """
    return mapping.get(name, MISSING) if _has_plain_keys(mapping) else _walk(mapping, name)


def _has_plain_keys(mapping: Mapping[Any, Any]) -> bool:
    # All in C: modules have hundreds of names.
    return all(map(operator.is_, map(type, mapping), itertools.repeat(str)))


def _walk(mapping: Mapping[str, Any], name: str) -> Any:
    for key, value in list(mapping.items()):
        if type(key) is str and key == name:
            return value
    return MISSING


def strings(mapping: Mapping[Any, Any]) -> list[str]:
    """Return the keys that are exact strings."""
    # One call makes the list, so that another thread cannot change the mapping in between.
    return [key for key in list(mapping) if type(key) is str]


def class_attribute(cls: type, name: str) -> Any:
    """Return what the class or its bases define under the name, ``MISSING`` if nothing."""
    for base in mro(cls):
        found = get(class_dict(base), name)
        if found is not MISSING:
            return found
    return MISSING


def defining(cls: type, name: str) -> list[type]:
    """Return the classes among the bases that define the name, nearest first."""
    return [base for base in mro(cls) if get(class_dict(base), name) is not MISSING]


def module_dict(module: Any) -> dict[str, Any] | None:
    """Return a module's names, None for what is no module."""
    if not is_kind(type(module), ModuleType):
        return None
    names = _MODULE_DICT.__get__(module)
    return names if type(names) is dict else None


def own_dict(value: Any) -> dict[str, Any] | None:
    """Return an instance's own attributes, None where they cannot be read safely."""
    descriptor = _dict_descriptor(type(value))
    if descriptor is None:
        return None
    try:
        own = descriptor.__get__(value)
    except Exception:
        # An instance that was never initialised, or of another class than it says: it is
        # described without attributes.
        return None
    return own if type(own) is dict else None


@once_per_object
def _dict_descriptor(cls: type) -> Any:
    found = [get(class_dict(base), "__dict__") for base in mro(cls)]
    found = [descriptor for descriptor in found if descriptor is not MISSING]
    return found[0] if found and all(map(_is_trusted, found)) else None


def _is_trusted(descriptor: Any) -> bool:
    if type(descriptor) is MemberDescriptorType:
        return True
    if type(descriptor) is not GetSetDescriptorType:
        return False
    doc = descriptor.__doc__
    return (doc is not None and doc.startswith(_DICT_DOC)) or any(
        descriptor is trusted for trusted in _TRUSTED_DICTS
    )


def loaded(module: str, name: str) -> Any:
    """Return a name of a module that is loaded already, ``MISSING`` otherwise."""
    found = _loaded.get((module, name), _loaded)
    if found is _loaded:
        names = module_dict(sys.modules.get(module))
        found = _loaded[module, name] = MISSING if names is None else get(names, name)
    return found


@once_per_object
def is_genuine(cls: type) -> bool:
    """Return whether the module that a class names really has it under its name.

    A class may write any ``__module__`` into itself.
    """
    return loaded(module_of(cls), qualname(cls)) is cls
