"""Bounds of indexes that let in the size itself, which is one too far."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import number_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_SIZES = ("height", "shape", "size", "width")
_SAYS = "the last index is one less than the size"
_Test = tuple[str, ast.expr, Change]
"""An index, what bounds it, and the change of the sign between them."""


async def bounds_of_indexes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``0 <= row < n`` for ``0 <= row <= n`` where an index is as large as ``n``."""
    for site in case.sites[:1] if case.is_a("IndexError") else ():
        used = _indexes(site)
        own = list(_tests(site.code, site.inside or site.code.tree))
        if _are_beyond(case, site, own, used):
            changes = [change for name, _, change in own if name in used]
            yield repaired(site.cell, site.code, changes, _SAYS, "bound_of_index")
            return
        for cell, text, function, given in _asked(case, site):
            tests = list(_tests(text, function))
            inner = {given[name] for name, _, _ in tests if name in given}
            told = [(given.get(name, ""), size, change) for name, size, change in tests]
            if inner & used and _are_beyond(case, site, told, used):
                changes = [change for _, _, change in tests]
                yield repaired(cell, text, changes, _SAYS, "bound_of_index")
                return


def _indexes(site: Site) -> set[str]:
    """Return the names that a statement takes items by."""
    return {
        inner.id
        for node in site.nodes(ast.Subscript)
        for inner in (node.slice, *getattr(node.slice, "elts", ()))
        if isinstance(inner, ast.Name)
    }


def _tests(text: Code, scope: ast.AST) -> Iterator[_Test]:
    """Yield the tests of a scope that let in 0 and the size."""
    for node in text.nodes(ast.expr, scope):
        match node:
            case ast.Compare(
                left=least, ops=[ast.LtE(), ast.LtE()], comparators=[ast.Name(id=name) as at, size]
            ) if literal(least) == 0 and _is_size(size):
                yield name, size, _sign(text, at, size, "<=", "<")
            case ast.BoolOp(op=op, values=values):
                for one in values:
                    is_last = isinstance(op, ast.And)
                    yield from _in_two(text, one, values, is_last=is_last)


def _in_two(text: Code, one: ast.expr, values: list[ast.expr], *, is_last: bool) -> Iterator[_Test]:
    """Yield ``i <= n`` beside ``i >= 0``, and ``i > n`` beside ``i < 0``."""
    match one:
        case ast.Compare(left=ast.Name(id=name) as left, ops=[op], comparators=[size]):
            least = (f"{name} >= 0", f"0 <= {name}") if is_last else (f"{name} < 0", f"0 > {name}")
            kind = ast.LtE if is_last else ast.Gt
            is_beside = any(ast.unparse(other) in least for other in values)
            if isinstance(op, kind) and is_beside and _is_size(size):
                old, new = ("<=", "<") if is_last else (">", ">=")
                yield name, size, _sign(text, left, size, old, new)


def _sign(text: Code, left: ast.expr, right: ast.expr, old: str, new: str) -> Change:
    start = text.source.index(old, text.span(left)[1], text.span(right)[0])
    return (start, start + len(old)), new


def _is_size(node: ast.expr) -> bool:
    match node:
        case ast.Name() | ast.Constant(value=int()):
            return True
        case ast.Attribute(attr=name) | ast.Subscript(value=ast.Attribute(attr=name)):
            return name in _SIZES
    return callee_of(node) == "len"


def _are_beyond(case: Case, site: Site, tests: list[_Test], used: set[str]) -> bool:
    """Whether an index that is used is as large as what bounds it."""
    for name, size, _ in tests:
        at = number_of(case.failure, site, name) if name in used else None
        match size:
            case ast.Name(id=other):
                most = number_of(case.failure, site, other)
            case ast.Constant(value=int(most)):
                pass
            case _:
                most = at  # it is a size by how it is written
        if at is not None and at == most:
            return True
    return False


def _asked(case: Case, site: Site) -> Iterator[tuple[str, Code, ast.FunctionDef, dict[str, str]]]:
    """Yield the functions that are asked at a site, with what their parameters are there."""
    calls = list(site.code.nodes(ast.Call, site.inside or site.code.tree))
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        for function in text.nodes(ast.FunctionDef):
            for call in calls:
                if callee(call) == function.name:
                    names = [one.arg for one in function.args.args]
                    shown = [ast.unparse(one) for one in call.args]
                    yield cell, text, function, dict(zip(names, shown, strict=False))
