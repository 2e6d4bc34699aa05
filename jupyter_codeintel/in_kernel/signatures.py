"""Signatures as text, from code objects alone."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from jupyter_codeintel.in_kernel.reading import MISSING, class_attribute, get, is_any, own_dict

LONGEST = 160
_LONGEST_DEFAULT = 24
_VARARGS, _VARKEYWORDS = 0x04, 0x08


def literal(value: Any, longest: int) -> str:
    """Return the literal of an exact scalar or short string, "" for all else."""
    kind = type(value)
    if kind is int:
        text = repr(value) if value.bit_length() <= 128 else ""
    elif kind is str:
        text = repr(value) if len(value) <= longest else ""
    elif is_any(kind, (bool, float, complex, type(None))):
        text = repr(value)
    else:
        text = ""
    return text if len(text) <= longest + 2 else ""


def function_signature(function: FunctionType, *, bound: bool = False) -> str:
    """Return ``(path, sep=',')``.

    Parameters
    ----------
    function : function
        A plain Python function; one that only passes its arguments on to the function it
        wraps is described by that.
    bound : bool
        Leave out the first parameter.
    """
    function = unwrapped(function)
    code = function.__code__
    names = code.co_varnames
    positional, keywords = code.co_argcount, code.co_kwonlyargcount
    defaults = function.__defaults__ or ()
    parts = _with_defaults(list(names[:positional]), list(defaults))
    if bound and parts:
        del parts[0]
    after = positional + keywords
    if code.co_flags & _VARARGS:
        parts.append("*" + names[after])
        after += 1
    elif keywords:
        parts.append("*")
    given = function.__kwdefaults__
    for name in names[positional : positional + keywords]:
        default = get(given, name) if type(given) is dict else MISSING
        parts.append(name if default is MISSING else _assigned(name, default))
    if code.co_flags & _VARKEYWORDS:
        parts.append("**" + names[after])
    text = "(" + ", ".join(parts) + ")"
    return text if len(text) <= LONGEST else text[: LONGEST - 4] + "...)"


def class_signature(cls: type) -> str:
    """Return the signature of calling a class, "" where its constructor is not Python."""
    for name in ("__init__", "__new__"):
        found = class_attribute(cls, name)
        if type(found) is staticmethod:
            found = found.__func__
        if type(found) is FunctionType:
            return function_signature(found, bound=True)
    return ""


def unwrapped(function: FunctionType) -> FunctionType:
    """Return what a wrapper made by ``functools.wraps`` wraps, if that is a function."""
    for _ in range(8):
        own = own_dict(function)
        inner = MISSING if own is None else get(own, "__wrapped__")
        if type(inner) is not FunctionType:
            break
        function = inner
    return function


def _with_defaults(names: list[str], defaults: list[Any]) -> list[str]:
    first = len(names) - len(defaults)
    return [
        name if place < first else _assigned(name, defaults[place - first])
        for place, name in enumerate(names)
    ]


def _assigned(name: str, default: Any) -> str:
    return name + "=" + (literal(default, _LONGEST_DEFAULT) or "...")
