"""What a call gives, as far as annotations of plain functions tell."""

from __future__ import annotations

import builtins
import sys
from types import FunctionType
from typing import Any, TypeVar

from jupyter_codeintel.in_kernel.places import Instance, Live, Method, Place, owner_class
from jupyter_codeintel.in_kernel.reading import (
    MISSING,
    defining,
    get,
    is_class,
    loaded,
    module_dict,
    module_of,
    qualname,
)
from jupyter_codeintel.in_kernel.signatures import unwrapped

_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200
_CONTAINERS = ("dict", "frozenset", "list", "set", "tuple")
# Methods of frames that give a frame with the same columns.
_SAME_COLUMNS = frozenset(
    (
        "copy",
        "head",
        "tail",
        "sample",
        "query",
        "dropna",
        "drop_duplicates",
        "sort_values",
        "sort_index",
        "fillna",
        "ffill",
        "bfill",
        "astype",
        "nlargest",
        "nsmallest",
        "where",
        "mask",
        "round",
        "clip",
        "groupby",
    )
)
# These functions of numpy carry no annotation, and give plain arrays.
_ARRAY_MAKERS = frozenset(
    (
        "array",
        "asarray",
        "arange",
        "linspace",
        "logspace",
        "geomspace",
        "zeros",
        "ones",
        "empty",
        "full",
        "eye",
        "identity",
        "concatenate",
        "stack",
        "vstack",
        "hstack",
    )
)

_found_in_packages: dict[tuple[str, str], type] = {}


def returned(function: Any, owner: Place | None) -> Instance | None:
    """Return what calling a function gives, None where that is not known.

    Parameters
    ----------
    function : object
        Of any kind; only plain functions carry annotations.
    owner : Place, optional
        What it is bound to.
    """
    if type(function) is not FunctionType:
        return None
    for one in (function, unwrapped(function)):
        if one.__code__.co_flags & (_GENERATOR | _COROUTINE | _ASYNC_GENERATOR):
            return None
    hints = _annotations(function)
    hint = MISSING if hints is None else get(hints, "return")
    cls = MISSING if hints is None else _class_of(hint, function, hints, owner)
    if cls is MISSING or cls is object or module_of(cls) in ("typing", "collections.abc"):
        return None
    if owner is not None and unwrapped(function).__code__.co_name in _SAME_COLUMNS:
        return Instance(cls, owner.columns, owner.index)
    return Instance(cls)


def made_array(function: Any) -> Instance | None:
    """Return an array for those functions of numpy that always make one."""
    numpy = module_dict(sys.modules.get("numpy"))
    if numpy is None or not any(get(numpy, name) is function for name in _ARRAY_MAKERS):
        return None
    return Instance(get(numpy, "ndarray"))


def called_class(cls: Any) -> Instance | None:
    """Return an instance of a class, unless its metaclass decides what a call gives."""
    return Instance(cls) if defining(type(cls), "__call__")[0] is type else None


def _annotations(function: FunctionType) -> Any:
    # Since Python 3.14 reading them may compute them, which runs the user's code; those of
    # modules with the future import are stored as text.
    if getattr(function, "__annotate__", None) is not None:
        return None
    hints = function.__annotations__
    return hints if type(hints) is dict else None


def _class_of(hint: Any, function: FunctionType, hints: Any, owner: Place | None) -> Any:
    if is_class(hint):
        return hint
    if type(hint) is str:
        return _class_named(_single(hint), function, hints, owner)
    if hint is not MISSING and any(
        hint is loaded(module, "Self") for module in ("typing", "typing_extensions")
    ):
        return owner_class(owner)
    return MISSING


def _single(hint: str) -> str:
    """Return the one class that a hint names besides None, "" if there are several."""
    options = [option.strip().strip("'\"") for option in hint.split("|")]
    named = [option for option in options if option not in ("", "None")]
    name = named[0] if len(named) == 1 else ""
    if name.startswith("Optional[") and name.endswith("]"):
        name = name[len("Optional[") : -1]
    base = name.partition("[")[0]
    return base if base == name or base in _CONTAINERS else ""


def _class_named(name: str, function: FunctionType, hints: Any, owner: Place | None) -> Any:
    if name in ("", "Self"):
        return owner_class(owner) if name else MISSING
    found = _named(name, function)
    if type(found) is TypeVar:
        # ``def head(self: T) -> T`` is the older spelling of Self.
        parameters = function.__code__.co_varnames[: function.__code__.co_argcount]
        first = get(hints, parameters[0]) if parameters else MISSING
        return owner_class(owner) if type(first) is str and first == name else MISSING
    return found if is_class(found) else MISSING


def _named(name: str, function: FunctionType) -> Any:
    module = function.__module__
    if type(module) is not str:
        return MISSING
    parts = name.split(".")
    found = loaded(module, parts[0])
    if found is MISSING:
        found = get(vars(builtins), parts[0])
    if found is MISSING and len(parts) == 1:
        return _in_package(module.partition(".")[0], name)
    for part in parts[1:]:
        names = module_dict(found)
        found = MISSING if names is None else get(names, part)
    return found


def _in_package(package: str, name: str) -> Any:
    """Return a class of a package that a module imports for type checkers only."""
    known = _found_in_packages.get((package, name))
    if known is not None:
        return known
    if package == "__main__":
        return MISSING
    for module in [one for one in list(sys.modules) if type(one) is str]:
        if module.partition(".")[0] == package:
            found = loaded(module, name)
            if is_class(found) and module_of(found) == module and qualname(found) == name:
                _found_in_packages[package, name] = found
                return found
    return MISSING


def result_of_call(place: Place) -> tuple[bool | None, Place | None]:
    """Return whether what is at a place can be called, and what that gives."""
    if type(place) is Method:
        return True, returned(place.function, place.owner)
    if type(place) is not Live:
        return None, None
    value = place.value
    if is_class(value):
        return True, called_class(value)
    if type(value) is FunctionType:
        return True, returned(value, None) or made_array(value)
    array = made_array(value)
    return (None if array is None else True), array
