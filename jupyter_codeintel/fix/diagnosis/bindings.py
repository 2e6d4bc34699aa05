"""Where a name got its value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.code import Code, code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.failure import Failure

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Binding:
    """An assignment of a value to one name.

    Parameters
    ----------
    cell : str
        Where.
    code : Code
        Its text.
    statement : Assign, AnnAssign or NamedExpr
        The assignment.
    value : expr
        What is assigned.
    """

    cell: str
    code: Code
    statement: ast.Assign | ast.AnnAssign | ast.NamedExpr
    value: ast.expr

    @property
    def site(self) -> Site:
        """Where it stands, so that the names in it can be looked up from there."""
        return Site(self.cell, self.code, self.statement.lineno)


def binding(failure: Failure, site: Site, name: str) -> Binding | None:
    """Return the assignment that a name at a site has its value from.

    None also where it is bound in another way: a parameter, a loop, an import.
    """
    function = site.inside
    if function is not None:
        if any(name == argument.arg for argument in site.code.nodes(ast.arg, function.args)):
            return None
        found = _last(site.cell, site.code, name, function, site.line)
        if found is not None:
            return found
    limit = site.line if function is None and site.cell == failure.cell else None
    found = _last(site.cell, site.code, name, None, limit)
    if found is not None and site.cell == failure.cell:
        return found
    cell = failure.flow.defining_cells([name], before=failure.cell).get(name)
    if cell is None or cell == failure.cell:
        return found
    return _last(cell, code(failure.source(cell)), name, None, None)


def made_before(failure: Failure, site: Site, name: str) -> Binding | None:
    """Return the last assignment to a name above a line that is in no function.

    Unlike `binding` it tells what a name stood for there, where it is set anew below.
    """
    cells = [*failure.flow.order(failure.cell), failure.cell]
    place = cells.index(site.cell) if site.cell in cells else -1
    for cell in reversed(cells[: place + 1]):
        before = site.line if cell == site.cell else None
        found = _last(cell, code(failure.source(cell)), name, None, before)
        if found is not None:
            return found
    return None


def _last(
    cell: str, text: Code, name: str, within: ast.AST | None, before: int | None
) -> Binding | None:
    found: Binding | None = None
    for statement in _assignments(within or text.tree):
        value = statement.value
        if value is None or (before is not None and statement.lineno >= before):
            continue
        if found is not None and statement.lineno < found.statement.lineno:
            continue
        if name in _targets(statement):
            found = Binding(cell, text, statement, value)
    return found


def _assignments(within: ast.AST) -> Iterator[ast.Assign | ast.AnnAssign | ast.NamedExpr]:
    """Yield the assignments of a scope, without those of the functions in it."""
    waiting = list(ast.iter_child_nodes(within))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)


def _targets(statement: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> set[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def names_in(node: ast.AST) -> dict[str, None]:
    """Return the names that an expression reads, those further out first."""
    return {
        found.id: None
        for found in ast.walk(node)
        if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Load)
    }


def root_name(node: ast.expr) -> str | None:
    """Return the name that a chain of attributes, subscripts and calls starts from."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        else:
            return None
    return node.id
