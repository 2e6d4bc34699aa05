"""Divisors of two factors of which the second one multiplies, for want of brackets."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair

_OMEGA = re.compile(r"^(?:omega\w*|w0?|ang(?:ular)?_?(?:freq\w*|velocity))$", re.IGNORECASE)
_FREQUENCY = re.compile(r"^(?:f0?|freq\w*|hz|\w+_hz)$", re.IGNORECASE)
_SAYS = "both factors divide, so they stand in brackets"


async def unbracketed_divisors(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(-b + sqrt(d)) / (2 * a)`` for ``(-b + sqrt(d)) / 2 * a``.

    And ``omega / (2 * pi)`` as a frequency: formulas that are the same wherever they stand.
    """
    if not case.is_a("AssertionError"):
        return
    edits: dict[str, str] = {}
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        changes = [*_of_roots(text), *_of_frequencies(text)]
        if changes:
            edits[cell] = text.replaced(*dict.fromkeys(changes))
    if edits:
        yield Candidate(edits, "rule", _SAYS, "unbracketed_divisor")


def _of_roots(text: Code) -> Iterator[Change]:
    """Yield the changes of the roots of a quadratic, whose discriminant is seen."""
    firsts = {ast.unparse(one) for node in text.nodes(ast.BinOp) for one in _first(node)}
    for node, above, two, factor in _halves(text):
        has_root = any(
            (isinstance(one, ast.Call) and callee(one) in ("sqrt", "csqrt")) or _is_half_power(one)
            for one in ast.walk(above)
        )
        is_sum = isinstance(above, ast.BinOp) and isinstance(above.op, ast.Add | ast.Sub)
        has_minus = any(isinstance(one, ast.USub) for one in ast.walk(above))
        if has_root and is_sum and has_minus and ast.unparse(factor) in firsts:
            yield _bracketed(text, node, two)


def _first(node: ast.BinOp) -> Iterator[ast.expr]:
    """Yield the ``a`` of ``b ** 2 - 4 * a * c``."""
    match node:
        case ast.BinOp(
            left=ast.BinOp(op=ast.Pow() | ast.Mult()),
            op=ast.Sub(),
            right=ast.BinOp(
                left=ast.BinOp(left=ast.Constant(value=4), op=ast.Mult(), right=first),
                op=ast.Mult(),
            ),
        ):
            yield first


def _is_half_power(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Pow)
        and literal(node.right) == 1 / 2
    )


def _of_frequencies(text: Code) -> Iterator[Change]:
    """Yield the changes of frequencies that are worked out of angular ones."""
    for statement in text.nodes(ast.Assign):
        names = [one.id for one in statement.targets if isinstance(one, ast.Name)]
        for node, above, two, factor in _halves(text, statement):
            is_pi = ast.unparse(factor).rpartition(".")[2] == "pi"
            is_omega = isinstance(above, ast.Name) and _OMEGA.match(above.id) is not None
            if is_pi and is_omega and any(map(_FREQUENCY.match, names)):
                yield _bracketed(text, node, two)


def _halves(
    text: Code, within: ast.AST | None = None
) -> Iterator[tuple[ast.BinOp, ast.expr, ast.expr, ast.expr]]:
    """Yield ``above / 2 * factor``, with its parts."""
    for node in text.nodes(ast.BinOp, within):
        match node:
            case ast.BinOp(
                left=ast.BinOp(left=above, op=ast.Div(), right=ast.Constant(value=2) as two),
                op=ast.Mult(),
                right=factor,
            ):
                yield node, above, two, factor


def _bracketed(text: Code, node: ast.BinOp, two: ast.expr) -> Change:
    start, end = text.span(two)[0], text.span(node)[1]
    return (start, end), f"({text.source[start:end]})"
