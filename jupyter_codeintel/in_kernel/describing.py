"""Describes one variable, as plain data ready to be sent."""

from __future__ import annotations

import re
from types import FunctionType, ModuleType
from typing import Any

from jupyter_codeintel.in_kernel import libraries
from jupyter_codeintel.in_kernel.reading import (
    class_dict,
    full_name,
    get,
    is_any,
    is_class,
    module_dict,
    module_of,
    own_dict,
    strings,
)
from jupyter_codeintel.in_kernel.signatures import class_signature, function_signature, literal

MOST_KEYS = 60
_MOST_ATTRIBUTES = 30
_MOST_VISITED = 1000
_LONGEST_NAME = 80
_LONGEST_VALUE = 60
_SIZED = (str, bytes, bytearray, list, tuple, set, frozenset, dict, range)
_SCALARS = (int, float, complex, bool, type(None), str)
# What such a name holds does not belong in a prompt.
_SECRET = re.compile(
    r"secret|token|passw|passphrase|credential|api_?key|private_?key", re.IGNORECASE
)


def describe(name: str, value: Any) -> dict[str, Any]:
    """Return the fields of a `Variable` that apply."""
    found: dict[str, Any] = {"name": name, "type": full_name(type(value))}
    kind = type(value)
    if is_any(kind, _SIZED) or is_any(kind, _SCALARS):
        _builtin(found, name, value)
    elif kind is FunctionType:
        found["signature"] = function_signature(value)
        found["module"] = _text(value.__module__)
    elif kind is ModuleType:
        names = module_dict(value) or {}
        found["module"] = _text(get(names, "__name__"))
    elif is_class(value):
        _class(found, value)
    else:
        known = libraries.describe(value, MOST_KEYS)
        if known is None:
            found["attributes"] = attributes_of(value)
        else:
            found.update(known)
            _leave_out_long_columns(found)
    return found


def _builtin(found: dict[str, Any], name: str, value: Any) -> None:
    kind = type(value)
    if is_any(kind, _SIZED):
        found["length"] = len(value)
    if is_any(kind, _SCALARS) and not _SECRET.search(name):
        text = literal(value, _LONGEST_VALUE)
        if text:
            found["value"] = text
    if kind is dict:
        names = string_keys(value, _MOST_VISITED)
        found["keys"] = names[:MOST_KEYS]
        found["all_keys"] = len(found["keys"]) == len(value)


def string_keys(value: dict[Any, Any], most: int) -> list[str]:
    """Return the exact strings among the first keys of an exact dict."""
    # ``list`` of a whole big dict would take long; a change under way ends the walk.
    names = []
    try:
        for place, key in enumerate(value):
            if place >= most:
                break
            if type(key) is str and len(key) <= _LONGEST_NAME:
                names.append(key)
    except RuntimeError:
        pass
    return names


def _class(found: dict[str, Any], cls: Any) -> None:
    found["module"] = module_of(cls)
    found["signature"] = class_signature(cls) or None
    if module_of(cls) == "__main__":
        found["attributes"] = _public(class_dict(cls))


def attributes_of(value: Any) -> list[str]:
    """Return public names of an instance, with those of its class if the user defined it."""
    own = own_dict(value)
    names = _public(own) if own is not None else []
    if module_of(type(value)) == "__main__":
        names += [name for name in _public(class_dict(type(value))) if name not in names]
    return names[:_MOST_ATTRIBUTES]


def _public(names: Any) -> list[str]:
    public = [name for name in strings(names) if name[:1] != "_" and len(name) <= _LONGEST_NAME]
    return public[:_MOST_ATTRIBUTES]


def _leave_out_long_columns(found: dict[str, Any]) -> None:
    columns = found.get("columns")
    if columns is None:
        return
    short = [column for column in columns if len(column[0]) <= _LONGEST_NAME]
    found["columns"] = short
    found["all_keys"] = found["all_keys"] and len(short) == len(columns)


def _text(value: Any) -> Any:
    return value if type(value) is str else None
