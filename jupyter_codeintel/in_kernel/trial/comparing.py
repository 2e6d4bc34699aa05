"""What a trial did to the user's variables."""

from __future__ import annotations

from types import FunctionType, ModuleType
from typing import Any

from jupyter_codeintel.in_kernel.answering import hidden_names, user_ns
from jupyter_codeintel.in_kernel.describing import describe
from jupyter_codeintel.in_kernel.libraries import frame_manager
from jupyter_codeintel.in_kernel.reading import MISSING, forget, get, is_any, is_class, own_dict
from jupyter_codeintel.in_kernel.trial.columns import blank_columns, even_columns, uneven_columns
from jupyter_codeintel.in_kernel.trial.digesting import Budget, digest

_MOST_NAMES = 300
_MOST_PARTS = 10_000
_BEFORE = (64 << 20, 16 << 20, 0.3)
_AFTER = (128 << 20, 32 << 20, 1.0)
_NO_COLUMNS: dict[str, list[str]] = {"blank": [], "even": []}
_NUMBERS = (int, float, complex, bool, type(None))
_NEVER_CHANGED = (*_NUMBERS, str, bytes, range, FunctionType, ModuleType)


class Snapshot:
    """The user's variables before.

    Parameters
    ----------
    shell : InteractiveShell
        IPython's, in the child.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        forget()
        budget = Budget(*_BEFORE)
        self._before = {
            name: (value, _Mark(value, budget)) for name, value in self._variables().items()
        }
        self._blank = {column for value, _ in self._before.values()
                       for column in blank_columns(value)}  # fmt: skip
        self._uneven = {name: uneven_columns(value) for name, (value, _) in self._before.items()}

    def left(self) -> dict[str, dict[str, Any]]:
        """Return by name the fields of a `Left`."""
        forget()
        after = self._variables()
        budget = Budget(*_AFTER)
        found: dict[str, dict[str, Any]] = {}
        for name, value in after.items():
            how = self._how(name, value, budget)
            if how is not None:
                blank = [one for one in blank_columns(value) if one not in self._blank]
                even = even_columns(value, self._uneven.get(name, set()))
                told = {"how": how, "variable": describe(name, value), "blank": blank, "even": even}
                found[name] = dict(told, digest=digest(value, budget, numbered=False))
        for name in self._before:
            if name not in after:
                found[name] = {"how": "deleted", "variable": None, "digest": None, **_NO_COLUMNS}
        return dict(list(found.items())[:_MOST_NAMES])

    def _how(self, name: str, value: Any, budget: Budget) -> str | None:
        before, mark = self._before.get(name, (MISSING, None))
        if mark is None:
            return "new"
        if before is not value:
            return "rebound"
        return "changed" if mark.differs(value, budget) else None

    def _variables(self) -> dict[str, Any]:
        names = user_ns(self._shell)
        hidden = hidden_names(self._shell, names)
        wanted = [name for name in names if type(name) is str]
        return {name: get(names, name) for name in wanted if name[:1] != "_" and name not in hidden}


class _Mark:
    """By which a value that was changed in place is known: its digest or, failing that, its parts.

    Parameters
    ----------
    value : object
        As it is before.
    budget : Budget
        What may be read.
    """

    def __init__(self, value: Any, budget: Budget) -> None:
        self._may_change = _may_change(value)
        self._digest = digest(value, budget) if self._may_change else None
        self._parts = _parts(value) if self._may_change and self._digest is None else []

    def differs(self, value: Any, budget: Budget) -> bool:
        """Return whether the value is another one now, as far as that can be told."""
        if not self._may_change:
            return False
        if self._digest is not None:
            return digest(value, budget) not in (self._digest, None)
        parts = _parts(value)
        pairs = zip(parts, self._parts)
        return len(parts) != len(self._parts) or any(one is not other for one, other in pairs)


def _may_change(value: Any) -> bool:
    return not (is_any(type(value), _NEVER_CHANGED) or is_class(value))


def _parts(value: Any) -> list[Any]:
    """Return the objects that a value consists of, which stay alive with this list."""
    kind = type(value)
    manager = frame_manager(value)
    if manager is not None:
        return [*manager.axes, *(block.values for block in manager.blocks)]
    if is_any(kind, (list, tuple, set, frozenset)):
        return list(value)[:_MOST_PARTS]
    own = value if kind is dict else own_dict(value)
    if own is None:
        return []
    return [part for pair in list(own.items())[:_MOST_PARTS] for part in pair]
