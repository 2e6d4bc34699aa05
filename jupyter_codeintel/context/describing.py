"""A live variable in one line, for prompts."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_codeintel.namespace import Variable

_MOST_NAMES = 24
_LONGEST = 320


def describe(variable: Variable) -> str:
    """Return what is known of a variable; nothing for what its name says already.

    The names of columns and keys are quoted, as they are in the code that uses them.
    """
    text = _described(variable)
    if not text:
        return ""
    line = f"{variable.name}{text}"
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _described(variable: Variable) -> str:
    kind = variable.type.rpartition(".")[2]
    if variable.module not in (None, "__main__"):
        return ""  # a library's: the model knows it as well as it can
    if variable.signature is not None:
        return variable.signature
    if variable.value is not None:
        return f" = {variable.value}"
    text = f": {kind}{_size(variable)}"
    if variable.columns:
        names = _listed((name for name, _ in variable.columns), complete=variable.all_keys)
        text += f", columns [{names}]"
    elif variable.keys:
        text += f", keys [{_listed(variable.keys, complete=variable.all_keys)}]"
    elif variable.attributes:
        text += f" with {', '.join(variable.attributes[:_MOST_NAMES])}"
    return text


def _size(variable: Variable) -> str:
    if variable.shape and variable.columns:
        return f" with {variable.shape[0]} rows"
    shape = "" if variable.shape is None else f" {variable.shape}"
    length = "" if variable.length is None or shape else f" of {variable.length}"
    return f"{shape}{length}" + (f" {variable.dtype}" if variable.dtype else "")


def _listed(names: Iterable[str], *, complete: bool) -> str:
    shown = list(names)
    rest = "" if complete and len(shown) <= _MOST_NAMES else ", …"
    return ", ".join(map(repr, shown[:_MOST_NAMES])) + rest
