"""Areas of polygons whose last edge, back to the first corner, is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_CROSS = re.compile(r"(\w+) \* (\w+) - (\w+) \* (\w+)")
_AREA = re.compile(r"(?<![a-z])(?:areas?|shoelace|polygons?)(?![a-z])", re.IGNORECASE)
_SAYS = "the last corner is joined to the first one"


async def closed_outlines(case: Case) -> AsyncIterator[Repair]:
    """Yield ``zip(p, p[1:] + p[:1])`` for ``zip(p, p[1:])`` in the area of a polygon."""
    if not case.is_a("AssertionError"):
        return
    found = [
        (cell, changes)
        for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
        for changes in (*_outlines(case.code(cell)), *_outlines_by_place(case.code(cell)))
    ]
    if len(found) == 1:
        cell, changes = found[0]
        yield repaired(cell, case.code(cell), changes, _SAYS, "closed_outline")


def _outlines(text: Code) -> Iterator[list[Change]]:
    """Yield the changes of the loops in which the cross products of corners are summed."""
    loops = [(loop.iter, loop.target, ast.Module(loop.body, [])) for loop in text.nodes(ast.For)]
    for each in text.nodes(ast.expr):
        if isinstance(each, ast.GeneratorExp | ast.ListComp) and len(each.generators) == 1:
            loop = each.generators[0]
            loops.append((loop.iter, loop.target, ast.Module([ast.Expr(each.elt)], [])))
    for several, target, body in loops:
        if not any(_is_cross(node, target) for node in ast.walk(body)):
            continue
        changes = list(_closed(text, several))
        if changes:
            yield changes


def _is_cross(node: ast.AST, target: ast.expr) -> bool:
    """Whether an expression is ``x1 * y2 - x2 * y1`` of the two corners of a loop."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Sub):
        return False
    match = _CROSS.fullmatch(ast.unparse(node))
    names = [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]
    if match is None or len(names) != 4:
        return False
    a, b, c, d = match.groups()
    return {a, b, c, d} == set(names) and len({a, b, c, d}) == 4


def _closed(text: Code, several: ast.expr) -> Iterator[Change]:
    """Yield the changes of lists that begin with their second corner."""
    match several:
        case ast.Call(func=ast.Name(id="zip"), args=parts):
            whole = {ast.unparse(one) for one in parts}
            for one in parts:
                match one:
                    case ast.Subscript(
                        value=ast.Name(id=name), slice=ast.Slice(lower=first, upper=None, step=None)
                    ) if literal(first) == 1 and name in whole:
                        end = text.span(one)[1]
                        yield (end, end), f" + {name}[:1]"


def _outlines_by_place(text: Code) -> Iterator[list[Change]]:
    """Yield the changes of ``range(len(p) - 1)`` where a corner is taken with the next one."""
    for function in text.nodes(ast.FunctionDef):
        if not _AREA.search(function.name.replace("_", " ")):
            continue
        for loop in ast.walk(function):
            match loop:
                case (
                    ast.For(target=ast.Name(id=at), iter=several)
                    | ast.comprehension(target=ast.Name(id=at), iter=several)
                ):
                    within = loop if isinstance(loop, ast.For) else _whole(function, loop)
                    yield from _by_place(text, at, several, within)


def _whole(function: ast.FunctionDef, loop: ast.AST) -> ast.AST:
    """Return the expression that a comprehension's loop is a part of."""
    return next(
        (node for node in ast.walk(function) if loop in getattr(node, "generators", ())), loop
    )


def _by_place(text: Code, at: str, several: ast.expr, within: ast.AST) -> Iterator[list[Change]]:
    match several:
        case ast.Call(
            func=ast.Name(id="range"),
            args=[ast.BinOp(left=ast.Call(func=ast.Name(id="len")) as size, op=ast.Sub()) as end],
        ) if literal(end.right) == 1:
            nexts = [
                node.slice
                for node in ast.walk(within)
                if isinstance(node, ast.Subscript) and ast.unparse(node.slice) == f"{at} + 1"
            ]
            crosses = [node for node in ast.walk(within) if _is_product_less_product(node)]
            if nexts and len(crosses) == 1:
                shown = text.text(size)
                yield [(text.span(end), shown),
                       *((text.span(one), f"({at} + 1) % {shown}") for one in nexts)]  # fmt: skip


def _is_product_less_product(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(left=ast.BinOp(op=ast.Mult()), op=ast.Sub(), right=ast.BinOp(op=ast.Mult())):
            return True
    return False
