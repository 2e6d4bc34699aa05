"""The names of a module, and those that its ``__getattr__`` may answer."""

from __future__ import annotations

import sys
from types import CodeType, FunctionType, ModuleType
from typing import Any

from jupyter_codeintel.in_kernel.reading import MISSING, get, is_any, strings

# Their ``__getattr__`` answers only names that are written in it or in the collections that
# it refers to.
_KNOWN = ("numpy", "polars", "scipy", "sklearn")
_COLLECTIONS = (dict, frozenset, list, set, tuple)


def answered_names(module: Any, names: dict[str, Any]) -> set[str] | None:
    """Return the names that a module may answer besides those it has, None if unknown.

    Parameters
    ----------
    module : object
        The module.
    names : dict
        What it has.
    """
    if type(module) is not ModuleType:
        return None
    function = get(names, "__getattr__")
    if function is MISSING:
        return set()
    name = get(names, "__name__")
    known = type(name) is str and name in _KNOWN and sys.modules.get(name) is module
    if not known or type(function) is not FunctionType:
        return None
    code = function.__code__
    found = _constants(code.co_consts)
    for one in code.co_names:
        found.update(_collected(get(names, one)))
    return found


def _constants(values: Any) -> set[str]:
    found: set[str] = set()
    for value in values:
        if type(value) is str:
            found.add(value)
        elif is_any(type(value), (tuple, frozenset)):
            found |= _constants(value)
        elif type(value) is CodeType:
            found |= _constants(value.co_consts)
    return found


def _collected(value: Any) -> list[str]:
    return strings(value) if is_any(type(value), _COLLECTIONS) else []
