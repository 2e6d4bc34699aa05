"""All that a notebook does to make a value, name by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import root
from jupyter_codeintel.fix.repairs.case import Case


class Step(NamedTuple):
    """A statement that sets, fills or defines something, and where it is."""

    cell: str
    code: Code
    statement: ast.stmt


def steps_to(case: Case, names: set[str]) -> list[Step]:
    """Return the statements that some values, and those they are made of, come from."""
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    every = [
        Step(cell, case.code(cell), statement)
        for cell in cells
        for statement in case.code(cell).nodes(ast.stmt)
    ]
    found: list[Step] = []
    known: set[str] = set()
    while names - known:
        name = (names - known).pop()
        known.add(name)
        for step in every:
            if name in made_by(step.statement) and step not in found:
                found.append(step)
                names = names | set(names_in(step.statement))
    return found


def made_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names of what a statement makes, or changes in place."""
    match statement:
        case ast.Assign(targets=targets):
            yield from (root(part) for target in targets for part in _parts(target))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            yield root(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            yield root(owner)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name


def _parts(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
