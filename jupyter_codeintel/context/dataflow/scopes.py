"""Which binding a name refers to, and what is bound already at a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ScopeKind = Literal["cell", "function", "class", "comprehension"]
Bound = Literal["no", "cell", "local"]


@dataclass(eq=False)
class Scope:
    """Where names live.

    Parameters
    ----------
    kind : {'cell', 'function', 'class', 'comprehension'}
        What makes it.
    parent : Scope, optional
        The one around it; none around the cell.
    name : str
        Of the function or class.
    bound : dict of str to list of int
        Where names are bound in it.
    shared : set of str
        Names declared ``global``.
    outer : set of str
        Names declared ``nonlocal``.
    """

    kind: ScopeKind
    parent: Scope | None = None
    name: str = ""
    bound: dict[str, list[int]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)

    @property
    def deferred(self) -> bool:
        """Whether its code runs later than the text says: it is in a function."""
        scope: Scope | None = self
        while scope is not None:
            if scope.kind == "function":
                return True
            scope = scope.parent
        return False

    def add(self, name: str, position: int) -> None:
        """Note that ``name`` is bound here."""
        self.bound.setdefault(name, []).append(position)

    def is_local(self, name: str) -> bool:
        """Whether ``name``, read in this scope, belongs to a scope within the cell's."""
        scope, in_function = self, False
        while scope.parent is not None:
            if name in scope.shared:
                return False
            # A function does not see the names of the class that it stands in.
            if name in scope.bound and not (scope.kind == "class" and in_function):
                return True
            in_function = in_function or scope.kind == "function"
            scope = scope.parent
        return False


@dataclass(eq=False)
class _Branch:
    certain: set[str] = field(default_factory=set)
    left: bool = False


class Flow:
    """What is bound when the cell has run up to a place.

    A loop is taken to run at least once: it nearly always does, and a notebook's earlier
    cell seldom binds the same name for the case that it does not.
    """

    def __init__(self) -> None:
        self.possible: set[str] = set()
        self.changed: set[str] = set()
        self._open: list[_Branch] = [_Branch()]
        self._done: list[list[_Branch]] = []

    @property
    def certain(self) -> set[str]:
        """What is bound in every case."""
        return set().union(*(branch.certain for branch in self._open))

    @property
    def conditional(self) -> bool:
        """Whether the place is in one of several alternatives."""
        return bool(self._done)

    def is_certain(self, name: str) -> bool:
        """Whether ``name`` is bound in every case."""
        return any(name in branch.certain for branch in self._open)

    def bind(self, name: str) -> None:
        """Note a binding; the object that the name had before is out of sight."""
        self._open[-1].certain.add(name)
        self.possible.add(name)
        self.changed.discard(name)

    def unbind(self, name: str) -> None:
        """Note that ``name`` is bound no longer."""
        self.possible.discard(name)
        for branch in self._open:
            branch.certain.discard(name)

    def fork(self) -> None:
        """Begin the first of several alternatives."""
        self._done.append([])
        self._open.append(_Branch())

    def turn(self) -> None:
        """Begin the next alternative."""
        self._done[-1].append(self._open.pop())
        self._open.append(_Branch())

    def leave(self) -> None:
        """Note that the alternative ends here, by an exception or a jump."""
        self._open[-1].left = True

    def join(self, *, exhaustive: bool) -> None:
        """End the alternatives; ``exhaustive`` when one of them was taken for certain."""
        done = [*self._done.pop(), self._open.pop()]
        reached = [branch.certain for branch in done if not branch.left]
        if exhaustive and reached:
            self._open[-1].certain |= set.intersection(*reached)
