"""Follows a path step by step, and lists what there is where it ends."""

from __future__ import annotations

from typing import Any

from jupyter_codeintel.in_kernel.attributes import attribute, column
from jupyter_codeintel.in_kernel.describing import string_keys
from jupyter_codeintel.in_kernel.libraries import Labels
from jupyter_codeintel.in_kernel.modules import answered_names
from jupyter_codeintel.in_kernel.places import (
    Instance,
    Live,
    Method,
    Place,
    answered_labels,
    grouped_columns,
    is_closed,
    is_grouped,
)
from jupyter_codeintel.in_kernel.reading import (
    MISSING,
    class_attribute,
    class_dict,
    full_name,
    has_own_dict,
    is_any,
    is_class,
    is_kind,
    module_dict,
    mro,
    own_dict,
    strings,
)
from jupyter_codeintel.in_kernel.returns import result_of_call

MOST_NAMES = 2000
_MOST_KEYS = 1000
_MOST_ITEMS = 5000


def follow(root: Any, steps: list[Any]) -> dict[str, Any]:
    """Return the fields of a `Resolution`.

    Parameters
    ----------
    root : object
        What the path's first name means, ``MISSING`` if nothing.
    steps : list of (str, str or int or None)
        What follows it.
    """
    if root is MISSING:
        return unresolved(exists=False, failed=-1)
    place: Place = Live(root)
    for number, (kind, what) in enumerate(steps):
        exists, following = _step(place, kind, what)
        if exists is not True:
            return _listed(place, exists, number)
        if following is None:
            is_last = number + 1 == len(steps)
            return unresolved(exists=True) if is_last else unresolved(failed=number + 1)
        place = following
    return _listed(place, exists=True, failed=None)


def unresolved(*, exists: bool | None = None, failed: int | None = None) -> dict[str, Any]:
    """Return a resolution without any names."""
    return {
        "exists": exists,
        "failed": failed,
        "type": None,
        "names": [],
        "names_complete": False,
        "keys": [],
        "keys_complete": False,
    }


def _step(place: Place, kind: str, what: Any) -> tuple[bool | None, Place | None]:
    if kind == "attr":
        return attribute(place, what)
    if kind == "key":
        return _item(place, what)
    return result_of_call(place)


def _item(place: Place, key: Any) -> tuple[bool | None, Place | None]:
    if type(place) is Live:
        value = place.value
        if is_any(place.cls, (list, tuple)) and type(key) is int:
            inside = -len(value) <= key < len(value)
            return (True, Live(value[key])) if inside else (False, None)
        items = _items(value)
        if items is not None:
            found = items.get(key, MISSING)
            return (False, None) if found is MISSING else (True, Live(found))
    labels = _labels(place)
    if labels is None or type(key) is not str:
        return None, None
    if key in labels.names:
        return True, column(place)
    return (False if labels.complete and labels.is_strict else None), None


def _items(value: Any) -> dict[Any, Any] | None:
    """Return the items with constant keys of a dict whose subscript is dict's own."""
    cls = type(value)
    if not is_kind(cls, dict) or dict.__len__(value) > _MOST_ITEMS:
        return None
    plain = class_attribute(cls, "__getitem__") is class_dict(dict)["__getitem__"]
    if not plain or class_attribute(cls, "__missing__") is not MISSING:
        return None
    # A view of dict's own walks past an ``__iter__`` or ``keys`` of a subclass.
    return {key: item for key, item in list(dict.items(value)) if is_any(type(key), (str, int))}


def _labels(place: Place) -> Labels | None:
    return grouped_columns(place) if is_grouped(place.cls) else place.columns


def _listed(place: Place, exists: bool | None, failed: int | None) -> dict[str, Any]:
    found = unresolved(exists=exists, failed=failed)
    found["type"] = full_name(place.cls)
    names, complete = _names(place)
    found["names"] = sorted(names)[:MOST_NAMES]
    found["names_complete"] = complete and len(names) <= MOST_NAMES
    keys, complete = _keys(place)
    found["keys"] = keys[:_MOST_KEYS]
    found["keys_complete"] = complete and len(keys) <= _MOST_KEYS
    return found


def _keys(place: Place) -> tuple[list[str], bool]:
    items = _items(place.value) if type(place) is Live else None
    if items is not None:
        return strings(items), True
    if type(place) is Live and place.cls is dict:
        return string_keys(place.value, _MOST_KEYS), False
    labels = _labels(place)
    return ([], False) if labels is None else (labels.names, labels.complete and labels.is_strict)


def _names(place: Place) -> tuple[set[str], bool]:
    if type(place) is Method:
        return set(), False
    names = _class_names(place.cls)
    if type(place) is Live:
        in_module = module_dict(place.value)
        if in_module is not None:
            answered = answered_names(place.value, in_module)
            return names | set(strings(in_module)) | (answered or set()), answered is not None
        if is_class(place.value):
            return names | _class_names(place.value), _is_plain_metaclass(place.cls)
    labels = answered_labels(place)
    if labels is not None:
        names |= set(labels.names)
    if type(place) is Live:
        own = own_dict(place.value)
        names |= set(strings(own or {}))
        closed = own is not None or not has_own_dict(place.cls)
    else:
        closed = is_closed(place.cls)
    return names, closed and labels is not None and labels.complete


def _is_plain_metaclass(metaclass: type) -> bool:
    return answered_labels(Instance(metaclass)) is not None


def _class_names(cls: type) -> set[str]:
    names: set[str] = set()
    for base in mro(cls):
        names.update(strings(class_dict(base)))
    return names
