"""A function takes a variable of the notebook, or an attribute, for a name of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

UNBOUND = re.compile(
    r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced before assignment"
)

_UNDEFINED = re.compile(r"name '(\w+)' is not defined")


async def attributes_without_self(case: Case) -> AsyncIterator[Repair]:
    """Yield ``self.x`` for ``x`` in a method, where other methods set it."""
    match = UNBOUND.search(case.error.value) or _UNDEFINED.search(case.error.value)
    name = match and next(group for group in match.groups() if group)
    for site in case.sites[:1] if name else ():
        method = site.inside
        if method is None or not method.args.args:
            continue
        own = method.args.args[0].arg
        owners = [node for node in site.code.nodes(ast.ClassDef) if method in node.body]
        if own != "self" or not any(sets_attribute(owner, own, name) for owner in owners):
            continue
        changes = [
            (site.code.span(node), f"{own}.{name}")
            for node in site.code.nodes(ast.Name, within=method)
            if node.id == name
        ]
        says = f'"{name}" belongs to the object: {own}.{name}'
        yield repaired(site.cell, site.code, changes, says, "attribute_without_self")


def sets_attribute(owner: ast.ClassDef, own: str, name: str | None) -> bool:
    """Whether a class gives its objects an attribute, in any of its methods."""
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == own
        for node in ast.walk(owner)
    )


async def undeclared_globals(case: Case) -> AsyncIterator[Repair]:
    """Yield ``global x`` in a function that changes a variable which a cell sets."""
    match = UNBOUND.search(case.error.value)
    name = match and (match[1] or match[2])
    flow, failing = case.failure.flow, case.failure.cell
    if not name or not flow.defining_cells([name], before=failing):
        return
    for site in case.sites[:1]:
        function = site.inside
        if function is None or not _is_updated(function, name) or _is_returned(function, name):
            continue
        place, indentation = _first_line(site.code, function)
        change = (place, place), f"global {name}\n{indentation}"
        says = f'the function changes "{name}" of the notebook, which it has to say'
        yield repaired(site.cell, site.code, [change], says, "undeclared_global")


def _is_updated(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    """Whether a function gives a name a new value that is made of its old one."""
    for node in ast.walk(function):
        if isinstance(node, ast.AugAssign):
            if isinstance(node.target, ast.Name) and node.target.id == name:
                return True
        elif isinstance(node, ast.Assign):
            targets = {t.id for t in node.targets if isinstance(t, ast.Name)}
            read = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
            if name in targets & read:
                return True
    return False


def _is_returned(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    """Whether a function gives a name back, which then may well be its own."""
    ends = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    return any(isinstance(end, ast.Name) and end.id == name for end in ends)


def _first_line(text: Code, function: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[int, str]:
    """Return where the body begins after its docstring, and its indentation."""
    body = function.body
    if len(body) > 1 and ast.get_docstring(function) is not None:
        body = body[1:]
    return text.span(body[0])[0], " " * body[0].col_offset
