"""What is needed at least, that a linear program is given as the most there may be."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_at
from jupyter_codeintel.fix.repairs.ways import argument

_TURNED = ("ndarray", "int", "float", "Series", "DataFrame")
_MADE = ("array", "asarray", "vstack")
_SAYS = "what is needed at least is the most of the other sign"


class _Least(NamedTuple):
    """What is multiplied with the amounts, and what the result has to be at least."""

    row: str
    least: str


async def negative_for_least(case: Case) -> AsyncIterator[Repair]:
    """Yield ``A_ub=[-protein], b_ub=[-need]`` if ``protein @ x >= need`` is what is checked."""
    if not case.is_a("AssertionError"):
        return
    wanted = [one for site in case.sites[:1] for one in _asked(site.statement)]
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    for cell in cells if wanted else ():
        every = [
            one for node in case.code(case.failure.cell).nodes(ast.Assert) for one in _asked(node)
        ]
        for call in case.code(cell).nodes(ast.Call):
            if callee(call) == "linprog":
                site = Site(cell, case.code(cell), call.lineno)
                changes = list(_changes(case, site, call, [*wanted, *every]))
                if any(one in wanted for one, _ in changes):
                    pieces = [piece for _, several in changes for piece in several]
                    yield repaired(cell, site.code, pieces, _SAYS, "negative_for_least")
                    return


def _asked(statement: ast.stmt | None) -> Iterator[_Least]:
    """Yield what an assertion wants to be at least something: ``(a @ x >= b - 1e-6).all()``."""
    if not isinstance(statement, ast.Assert):
        return
    for node in ast.walk(statement.test):
        match node:
            case ast.Compare(left=made, ops=[ast.GtE() | ast.Gt()], comparators=[least]):
                pass
            case ast.Compare(left=least, ops=[ast.LtE() | ast.Lt()], comparators=[made]):
                pass
            case _:
                continue
        for row in _rows(made):
            for bare in (least, *([least.left] if isinstance(least, ast.BinOp) else ())):
                yield _Least(ast.unparse(row), ast.unparse(bare))


def _rows(node: ast.expr) -> list[ast.expr]:
    """Return what may be multiplied with the amounts in a sum."""
    match node:
        case ast.BinOp(left=made, op=ast.Add()):
            return _rows(made)
        case ast.Call(func=ast.Attribute(attr="sum", value=ast.BinOp() as made)):
            return [made.left, made.right]
        case ast.Call(args=[ast.BinOp(left=left, op=ast.Mult(), right=right)]):
            return [left, right] if callee(node) == "sum" else []
        case (
            ast.BinOp(left=left, op=ast.MatMult(), right=right)
            | ast.Call(func=ast.Attribute(attr="dot" | "inner" | "matmul"), args=[left, right])
            | ast.Call(func=ast.Attribute(attr="dot", value=left), args=[right])
        ):
            return [left, right]
    return []


def _changes(
    case: Case, site: Site, call: ast.Call, asked: list[_Least]
) -> Iterator[tuple[_Least, list[Change]]]:
    """Yield the signs of the rows and limits that are checked to be at least so much."""
    table, most = argument(call, 1, "A_ub"), argument(call, 2, "b_ub")
    if table is None or most is None:
        return
    rows, limits = _parts(table), _parts(most)
    if len(rows) != len(limits):
        return
    for row, limit in zip(rows, limits, strict=True):
        found = _Least(ast.unparse(row), ast.unparse(limit))
        can_turn = all(_can_turn(case, site, one) for one in (row, limit))
        if found in asked and can_turn:
            yield found, [_negative(site.code, row), _negative(site.code, limit)]


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.Call) and callee(node) in _MADE and node.args:
        return _parts(node.args[0])
    return node.elts if isinstance(node, ast.List | ast.Tuple) else [node]


def _can_turn(case: Case, site: Site, node: ast.expr) -> bool:
    is_number = isinstance(literal(node), int | float)
    return is_number or kind_at(case, site, node) in _TURNED


def _negative(text: Code, node: ast.expr) -> Change:
    start = text.span(node)[0]
    return (start, start), "-"
