"""The attribute of what is at a place, looked up by Python's rules but without running code."""

from __future__ import annotations

from types import (
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)
from typing import TYPE_CHECKING, Any

from jupyter_codeintel.in_kernel import libraries
from jupyter_codeintel.in_kernel.modules import answered_names
from jupyter_codeintel.in_kernel.places import (
    Instance,
    Live,
    Method,
    Place,
    answered_labels,
    is_closed,
    is_grouped,
    overrides_lookup,
)
from jupyter_codeintel.in_kernel.reading import (
    MISSING,
    class_attribute,
    full_name,
    get,
    has_own_dict,
    is_any,
    is_class,
    is_genuine,
    loaded,
    module_dict,
    own_dict,
)
from jupyter_codeintel.in_kernel.returns import returned

if TYPE_CHECKING:
    from collections.abc import Callable

    Binder = Callable[[Any, Place, str], Place | None]


def attribute(place: Place, name: str) -> tuple[bool | None, Place | None]:
    """Return whether there is an attribute, and what is known of it."""
    if type(place) is Live:
        names = module_dict(place.value)
        if names is not None:
            return _of_module(place, names, name)
        if is_class(place.value):
            return _of_class(place.value, name)
    if type(place) is Method or overrides_lookup(place.cls):
        return None, None
    return _of_instance(place, name)


def _of_module(place: Live, names: dict[str, Any], name: str) -> tuple[bool | None, Place | None]:
    found = get(names, name)
    if overrides_lookup(place.cls):  # a lazy module may replace what it holds when asked
        return None, None
    if found is not MISSING:
        return True, Live(found)
    if class_attribute(place.cls, name) is not MISSING:
        return True, None
    answered = answered_names(place.value, names)
    return (None if answered is None or name in answered else False), None


def _of_class(cls: Any, name: str) -> tuple[bool | None, Place | None]:
    metaclass = type(cls)
    if overrides_lookup(metaclass):
        return None, None
    in_metaclass = class_attribute(metaclass, name)
    if in_metaclass is not MISSING and _is_data_descriptor(in_metaclass):
        return True, None
    members = class_attribute(cls, "_member_map_")  # of an enumeration
    member = get(members, name) if type(members) is dict else MISSING
    if member is not MISSING:
        return True, Live(member)
    found = class_attribute(cls, name)
    if found is not MISSING:
        return True, _from_class(found, cls)
    if in_metaclass is not MISSING:
        return True, None
    return (None if answered_labels(Instance(metaclass)) is None else False), None


def _from_class(found: Any, cls: Any) -> Place | None:
    kind = type(found)
    if kind is staticmethod:
        return Live(found.__func__)
    if kind is classmethod:
        return _method(found.__func__, Live(cls))
    if is_any(kind, _PLAIN) or class_attribute(kind, "__get__") is MISSING:
        return Live(found)
    return None


_PLAIN = (
    FunctionType,
    property,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)


def _of_instance(place: Place, name: str) -> tuple[bool | None, Place | None]:
    in_class = class_attribute(place.cls, name)
    if in_class is not MISSING and _is_data_descriptor(in_class):
        return True, _bound(in_class, place, name)
    own = own_dict(place.value) if type(place) is Live else None
    found = MISSING if own is None else get(own, name)
    if found is not MISSING:
        return True, Live(found)
    if in_class is not MISSING:
        return True, _bound(in_class, place, name)
    return _answered(place, name, is_known=own is not None or not has_own_dict(place.cls))


def _answered(place: Place, name: str, *, is_known: bool) -> tuple[bool | None, Place | None]:
    """Return what a ``__getattr__`` gives, and whether without one there is nothing."""
    labels = answered_labels(place)
    if labels is None:
        return None, None
    if name in labels.names:
        return True, column(place)
    is_closed_here = is_known if type(place) is Live else is_closed(place.cls)
    return (False if labels.complete and is_closed_here else None), None


def column(place: Place) -> Place | None:
    """Return one column of a frame or of a grouped frame."""
    if libraries.is_frame(place.cls):
        series = loaded("pandas.core.series", "Series")
        return None if series is MISSING else Instance(series, index=place.index)
    if libraries.is_polars_frame(place.cls):
        series = loaded("polars.series.series", "Series")
    elif is_grouped(place.cls):
        series = loaded("pandas.core.groupby.generic", "SeriesGroupBy")
    elif libraries.is_array(place.cls):
        series = place.cls
    else:
        series = MISSING
    return None if series is MISSING else Instance(series)


def _bound(found: Any, place: Place, name: str) -> Place | None:
    """Return what a class's attribute gives on an instance."""
    kind = type(found)
    bind = _BINDERS.get(full_name(kind)) if is_genuine(kind) or is_any(kind, _BUILTIN) else None
    if bind is not None:
        return bind(found, place, name)
    if is_any(kind, _PLAIN) or class_attribute(kind, "__get__") is MISSING:
        return Live(found)
    return None


def _bound_accessor(found: Any, place: Place, name: str) -> Place | None:
    accessor = get(own_dict(found) or {}, "_accessor")
    return Instance(accessor) if is_class(accessor) else None


def _bound_slot(found: Any, place: Place, name: str) -> Place | None:
    try:
        return Live(found.__get__(place.value)) if type(place) is Live else None
    except AttributeError:  # an empty slot
        return None


def _bound_computed(found: Any, place: Place, name: str) -> Place | None:
    # Computed in C. Of arrays it is known, others' may ask the object that they wrap.
    same = libraries.is_array(place.cls) and name in ("T", "real", "imag")
    return Instance(place.cls) if same else None


_BUILTIN = (FunctionType, MemberDescriptorType, GetSetDescriptorType)
_BINDERS: dict[str, Binder] = {
    "function": lambda found, place, name: Method(found, place),
    "staticmethod": lambda found, place, name: Live(found.__func__),
    "classmethod": lambda found, place, name: _method(found.__func__, Live(place.cls)),
    "property": lambda found, place, name: returned(found.fget, place),
    "functools.cached_property": lambda found, place, name: returned(
        get(own_dict(found) or {}, "func"), place
    ),
    "member_descriptor": _bound_slot,
    "getset_descriptor": _bound_computed,
    "pandas.core.accessor.CachedAccessor": _bound_accessor,
    "pandas.core.accessor.Accessor": _bound_accessor,
}


def _method(function: Any, owner: Place) -> Place | None:
    return Method(function, owner) if type(function) is FunctionType else None


def _is_data_descriptor(found: Any) -> bool:
    return any(
        class_attribute(type(found), name) is not MISSING for name in ("__set__", "__delete__")
    )
