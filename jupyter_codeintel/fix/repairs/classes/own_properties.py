"""Properties that keep their value under their own name, and so ask for themselves."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_KINDS = ("setter", "deleter", "getter")


async def values_of_properties(case: Case) -> AsyncIterator[Repair]:
    """Yield ``self._size`` for ``self.size`` within the property ``size`` itself."""
    if not case.is_a("RecursionError"):
        return
    for site in case.sites[:1]:
        function = site.inside
        owner = _owner(site.code, function)
        if function is None or owner is None or not _is_property(function):
            continue
        name = function.name
        methods = [one for one in owner.body if isinstance(one, ast.FunctionDef)]
        own = [one for one in methods if one.name == name and _is_property(one)]
        asked = [node for one in own for node in _asked(one, name)]
        kept = _place(owner, name)
        if any(node.lineno == site.line for node in asked):
            changes = [(site.code.span(node), f"self.{kept}") for node in asked]
            says = f'the property "{name}" asks for itself; its value is kept in "{kept}"'
            yield repaired(site.cell, site.code, changes, says, "value_of_property")


def _owner(text: Code, function: ast.AST | None) -> ast.ClassDef | None:
    return next((one for one in text.nodes(ast.ClassDef) if function in one.body), None)


def _is_property(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a method is what a property reads, sets or deletes."""
    for one in function.decorator_list:
        match one:
            case ast.Name(id="property"):
                return True
            case ast.Attribute(value=ast.Name(id=name), attr=kind) if name == function.name:
                return kind in _KINDS
    return False


def _asked(function: ast.FunctionDef, name: str) -> list[ast.Attribute]:
    """Return where a method asks for an attribute of its own object."""
    return [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) == ("self", name)
    ]


def _place(owner: ast.ClassDef, name: str) -> str:
    """Return the attribute that a class has for a property's value, or is to have."""
    used = {node.attr for node in ast.walk(owner) if isinstance(node, ast.Attribute)}
    return next((one for one in (f"_{name}", f"__{name}") if one in used), f"_{name}")
