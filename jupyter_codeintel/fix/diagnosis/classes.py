"""The classes that a notebook defines, and what they are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.code import Code, code
from jupyter_codeintel.fix.failure import Failure

Method = ast.FunctionDef | ast.AsyncFunctionDef

_DEEPEST = 8
_PLAIN = ("ABC", "Generic", "Protocol", "object")
"""Bases that give their objects nothing."""


@dataclass(frozen=True)
class Owner:
    """A class of the notebook.

    Parameters
    ----------
    cell : str
        Where it is defined.
    code : Code
        The cell's text.
    node : ClassDef
        The definition.
    """

    cell: str
    code: Code
    node: ast.ClassDef

    def method(self, name: str) -> Method | None:
        """Return the method of a name that the class itself defines."""
        found = [one for one in self.methods if one.name == name]
        return found[-1] if found else None

    @property
    def methods(self) -> list[Method]:
        """The methods that the class itself defines."""
        return [node for node in self.node.body if isinstance(node, Method)]


def class_named(failure: Failure, name: str) -> Owner | None:
    """Return the class of a name as the failing cell sees it."""
    defined = failure.flow.definitions(before=failure.cell).get(name)
    for cell in (failure.cell, *([defined[0]] if defined is not None else [])):
        text = code(failure.source(cell))
        found = [node for node in text.nodes(ast.ClassDef) if node.name == name]
        if found:
            return Owner(cell, text, found[-1])
    return None


def line_of_bases(failure: Failure, name: str) -> Iterator[Owner]:
    """Yield a class and those above it, as far as the notebook defines them and each has one."""
    for _ in range(_DEEPEST):
        found = class_named(failure, name)
        if found is None:
            return
        yield found
        names = [_base(base) for base in found.node.bases]
        above = [one for one in names if one not in _PLAIN]
        if len(above) != 1:
            return
        name = above[0]


def _base(node: ast.expr) -> str:
    """Return the name of a base: ``ABC`` of ``abc.ABC``, ``Generic`` of ``Generic[T]``."""
    node = node.value if isinstance(node, ast.Subscript) else node
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr in _PLAIN else ""
    return node.id if isinstance(node, ast.Name) else ""


def attributes_set(within: ast.AST, own: str = "self") -> frozenset[str]:
    """Return the attributes that statements give an object, without those they only add to."""
    updated = {id(node.target) for node in ast.walk(within) if isinstance(node, ast.AugAssign)}
    return frozenset(
        node.attr
        for node in ast.walk(within)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == own
        and id(node) not in updated
    )
