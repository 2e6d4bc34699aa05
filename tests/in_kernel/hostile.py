"""Objects that write down when any of their code runs."""

from __future__ import annotations

import functools
import types
import unittest.mock
import weakref
from typing import Any

import numpy as np
import pandas as pd

touched: list[str] = []

_INSTANCE_HOOKS = [
    "__getattribute__",
    "__getattr__",
    "__repr__",
    "__str__",
    "__len__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__hash__",
    "__bool__",
    "__iter__",
    "__next__",
    "__getitem__",
    "__contains__",
    "__call__",
    "__dir__",
    "__format__",
    "__index__",
    "__int__",
    "__float__",
    "__set_name__",
    "__array__",
    "__length_hint__",
    "__reversed__",
    "__instancecheck__",
]
_META_HOOKS = [
    "__getattribute__",
    "__getattr__",
    "__repr__",
    "__eq__",
    "__hash__",
    "__instancecheck__",
    "__subclasscheck__",
    "__dir__",
    "__len__",
    "__iter__",
    "__getitem__",
    "__contains__",
    "__bool__",
    "__or__",
]


def _hook(where: str) -> Any:
    def run(*arguments: Any, **options: Any) -> Any:
        touched.append(where)
        raise RuntimeError(where)

    return run


def _hooks(owner: str, names: list[str]) -> dict[str, Any]:
    return {name: _hook(f"{owner}.{name}") for name in names}


def _properties(owner: str, names: str) -> dict[str, Any]:
    return {name: property(_hook(f"{owner}.{name}")) for name in names.split()}


class Descriptor:
    """Any access through it is code of the user."""

    __get__ = _hook("Descriptor.__get__")
    __set__ = _hook("Descriptor.__set__")


class NonDataDescriptor:
    __get__ = _hook("NonDataDescriptor.__get__")


Everything: Any = type(
    "Everything",
    (),
    _hooks("Everything", _INSTANCE_HOOKS)
    | _properties("Everything", "__class__ __dict__ shape dtype columns name")
    | {"x": Descriptor(), "y": NonDataDescriptor()},
)

HostileMeta: Any = type(
    "HostileMeta",
    (type,),
    _hooks("HostileMeta", _META_HOOKS)
    | _properties("HostileMeta", "__mro__ __dict__ __bases__ __module__ __name__")
    | _properties("HostileMeta", "__class__ __dictoffset__ __doc__"),
)


class Name(str):
    """A string that compares and hashes by code of the user."""

    __slots__ = ()
    armed = False

    def __hash__(self) -> int:
        if Name.armed:
            touched.append("Name.__hash__")
        return str.__hash__(self)

    def __eq__(self, other: object) -> bool:
        if Name.armed:
            touched.append("Name.__eq__")
        return str.__eq__(self, str(other))

    def __radd__(self, other: str) -> str:
        touched.append("Name.__radd__")
        return other


class Properties:
    """Looks harmless; each attribute is computed."""

    def __init__(self) -> None:
        self.plain = 1

    @property
    def x(self) -> int:
        touched.append("Properties.x")
        return 1

    @functools.cached_property
    def append(self) -> int:
        touched.append("Properties.append")
        return 1

    def __getattr__(self, name: str) -> Any:
        touched.append("Properties.__getattr__")
        raise AttributeError(name)


class LazyModule(types.ModuleType):
    __getattr__ = _hook("LazyModule.__getattr__")
    __getattribute__ = _hook("LazyModule.__getattribute__")


class HostileArray(np.ndarray):
    armed = False
    shape = property(_hook("HostileArray.shape"))
    dtype = property(_hook("HostileArray.dtype"))
    __len__ = _hook("HostileArray.__len__")
    __getitem__ = _hook("HostileArray.__getitem__")
    __repr__ = _hook("HostileArray.__repr__")


def _frame() -> Any:
    hooks = _hooks("HostileFrame", ["__getattr__", "__len__", "__repr__", "__getitem__"])
    names = "columns index shape dtypes _constructor _info_axis T"
    cls: Any = type("HostileFrame", (pd.DataFrame,), hooks | _properties("HostileFrame", names))
    frame = cls.__new__(cls)
    source = pd.DataFrame({"a": [1], "b": ["x"]})
    for name, value in vars(source).items():
        object.__setattr__(frame, name, value)
    return frame


def _functions() -> dict[str, Any]:
    def function(a: Any = None) -> Any:
        """Carry hostile objects wherever a function may carry any."""
        return a

    function.__defaults__ = (Everything.__new__(Everything),)
    function.__annotations__ = {"return": Everything.__new__(Everything)}
    function.__module__ = Name("os")
    vars(function)["__wrapped__"] = Everything.__new__(Everything)
    named = lambda: None  # noqa: E731
    named.__name__ = named.__qualname__ = Name("named")
    named.__annotations__ = {Name("return"): "int", "return": Name("int")}
    return {"function": function, "named": named}


def _subclasses() -> dict[str, Any]:
    found: dict[str, Any] = {}
    contents: list[tuple[Any, Any]] = [(dict, {"k": 1}), (list, [1]), (set, {1})]
    contents += [(str, "text"), (tuple, (1,))]
    for base, content in contents:
        hooks = _hooks(base.__name__, ["__iter__", "__len__", "__getitem__", "__contains__"])
        hooks |= _hooks(base.__name__, ["keys", "items", "get", "__repr__", "__eq__", "copy"])
        cls: Any = type("Hostile" + base.__name__, (base,), hooks | {"__hash__": None})
        made = base.__new__(cls, content)
        if base in (dict, list, set):
            base.__init__(made, content)  # filled by the base's own code
        found["sub_" + base.__name__] = made
    return found


def hostile_namespace() -> dict[Any, Any]:
    """Return names of hostile objects; `touched` is empty then."""
    with_meta: Any = type.__call__(HostileMeta, "WithMeta", (), {})
    everything = Everything.__new__(Everything)
    strange_class: Any = type("Strange", (), {Name("x"): 1, "k": 2})
    strange = strange_class()
    vars(strange)[Name("plain")] = 1
    mock = unittest.mock.MagicMock()
    mock.side_effect = _hook("mock")
    array = np.zeros((2, 3)).view(HostileArray)
    renamed: Any = type("Renamed", (), {"x": 1})
    renamed.__qualname__ = renamed.__name__ = Name("Renamed")
    objects = np.empty(2, dtype=object)
    objects[0] = everything
    names: dict[Any, Any] = {
        "everything": everything,
        "In": object.__new__(with_meta),
        "class_of_everything": Everything,
        "with_meta": object.__new__(with_meta),
        "class_with_meta": with_meta,
        "metaclass": HostileMeta,
        "properties": Properties(),
        "strange": strange,
        "strange_class": strange_class,
        "lazy_module": LazyModule("lazy"),
        "array": array,
        "frame": _frame(),
        "renamed": renamed(),
        "renamed_class": renamed,
        "fields": np.zeros(1, dtype=[(Name("x"), "f8"), ("k", "f8")]),
        "objects": objects,
        "series": pd.Series(objects, dtype=object),
        "labelled": pd.DataFrame([[1, 2]], columns=pd.Index([Name("x"), "a"])),
        "in_list": [everything],
        "in_dict": {"k": everything, Name("x"): 1, 3: everything},
        "proxy": weakref.proxy(everything),
        "mock": mock,
        "partial": functools.partial(_hook("partial"), everything),
        "super_object": super(Properties, Properties()),
        "bound": types.MethodType(_hook("bound"), everything),
        Name("name"): 1,
        **_functions(),
        **_subclasses(),
    }
    Name.armed = True
    touched.clear()
    return names
