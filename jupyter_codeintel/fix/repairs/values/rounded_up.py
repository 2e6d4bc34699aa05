"""Counts that are rounded down where all has to find its place, or not too much is taken."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_ENOUGH = (ast.GtE, ast.Lt)


async def rounded_up(case: Case) -> AsyncIterator[Repair]:
    """Yield ``boxes = -(-eggs // 6)`` for ``eggs // 6`` where a check finds ``boxes * 6 < eggs``.

    And ``Fraction(1, ceil(1 / x))`` for the largest unit fraction that is not above ``x``.
    """
    raised = bool(case.sites) and isinstance(case.sites[0].statement, ast.Raise)
    if not case.is_a("AssertionError") and not raised:
        return
    found = [*_of_checks(case), *_of_units(case)]
    if len(found) == 1:
        cell, text, change = found[0]
        says = "what is left needs one more; it is to be rounded up"
        yield repaired(cell, text, [change], says, "rounded_up")


def _of_checks(case: Case) -> Iterator[tuple[str, Code, Change]]:
    """Yield the counts of a check that they hold enough, which are rounded down."""
    for site in case.sites[:1]:
        for node in _tests(site):
            match node:
                case ast.Compare(
                    left=ast.BinOp(left=one, op=ast.Mult(), right=other), ops=[op],
                    comparators=[whole],
                ) if isinstance(op, _ENOUGH):  # fmt: skip
                    pass
                case _:
                    continue
            for count, size in ((one, other), (other, one)):
                bound = case.binding(site, count)
                if bound is None:
                    continue
                change = _up(bound.code, bound.value, ast.unparse(whole), ast.unparse(size))
                if change is not None:
                    yield bound.cell, bound.code, change


def _tests(site: Site) -> Iterator[ast.Compare]:
    """Yield what a failing check compares, also that of the ``if`` above what is raised."""
    if isinstance(site.statement, ast.Assert):
        yield from site.nodes(ast.Compare)
    for node in site.code.nodes(ast.If):
        if site.statement in node.body:
            yield from site.code.nodes(ast.Compare, node.test)


def _up(text: Code, value: ast.expr, whole: str, size: str) -> Change | None:
    """Return the change that rounds a quotient of two things up."""
    start, end = text.span(value)
    match value:
        case ast.BinOp(left=one, op=ast.FloorDiv(), right=other):
            new: Change = (start, end), f"-(-{text.text(one)} // {text.text(other)})"
            is_plain = isinstance(one, ast.Name | ast.Constant | ast.Call | ast.Subscript)
        case ast.Call(
            func=ast.Attribute(attr="floor") as func,
            args=[ast.BinOp(left=one, op=ast.Div(), right=other)],
        ):
            last = text.span(func)[1]
            new, is_plain = ((last - len("floor"), last), "ceil"), True
        case ast.Call(
            func=ast.Name(id="int"), args=[ast.BinOp(left=one, op=ast.Div(), right=other)]
        ):
            new = (start, end), f"int(-(-{text.text(one)} // {text.text(other)}))"
            is_plain = isinstance(one, ast.Name | ast.Constant | ast.Call | ast.Subscript)
        case _:
            return None
    is_it = (ast.unparse(one), ast.unparse(other)) == (whole, size)
    return new if is_it and is_plain else None


def _of_units(case: Case) -> Iterator[tuple[str, Code, Change]]:
    """Yield the fractions with 1 above that are the next larger one."""
    fraction = case.name_of("fractions.Fraction") or "Fraction"
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            lower = call.args[1] if len(call.args) == 2 else None
            if callee(call) != fraction or literal(call.args[0]) != 1 or lower is None:
                continue
            match lower:
                case ast.Call(
                    func=ast.Attribute(attr="floor") as func,
                    args=[ast.BinOp(left=ast.Constant(value=1), op=ast.Div())],
                ) if callee_of(lower) == "floor":
                    end = text.span(func)[1]
                    yield cell, text, ((end - len("floor"), end), "ceil")
