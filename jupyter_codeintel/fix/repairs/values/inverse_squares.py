"""Forces that fall off with the square of a distance, as vectors with one power too few."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_LAW = re.compile(
    r"\b(?:gravit\w*|newton\w*|kepler\w*|orbits?|planets?|satellites?|coulomb\w*"
    r"|inverse[- ]squares?|electrostatic\w*|n[- ]body)\b"
)
_KEPT = re.compile(r"energ|conserv|drift|momentum|period|radius|orbit|closed|bound")
_OTHER = re.compile(r"\b(?:two[- ]dimensional gravity|logarithmic|1/r\b|yukawa|softened|modified)")
_FUNCTION = re.compile(
    r"^(?:a|f|g)$|acc|force|field|grav|deriv|rhs|pull|attract|kepler|coulomb|ode"
)
_FACTORS = (ast.Mult, ast.Div)
_SAYS = "the vector itself has the length of the distance, so its cube divides"


async def inverse_squares(case: Case) -> AsyncIterator[Repair]:
    """Yield ``r / norm(r) ** 3`` for ``r / norm(r) ** 2`` where a law of forces is checked.

    Something that is to stay the same, or to come round, does not, and the words tell the law.
    """
    words = " ".join(" ".join(all_words(case)).lower().split())
    site = case.sites[0] if case.sites and case.is_a("AssertionError") else None
    if site is None or not _is_about_orbits(site) or _OTHER.search(words):
        return
    if not _LAW.search(words):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [
        (cell, changes)
        for cell in cells
        for function in case.code(cell).nodes(ast.FunctionDef)
        if _FUNCTION.search(function.name.lower())
        if (changes := list(_cubed(case.code(cell), function)))
    ]
    if len(found) == 1:
        cell, changes = found[0]
        yield repaired(cell, case.code(cell), changes, _SAYS, "inverse_square")


def _is_about_orbits(site: Site) -> bool:
    statement = site.statement
    return statement is not None and _KEPT.search(site.code.text(statement).lower()) is not None


def _cubed(text: Code, function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the changes of the squares that divide the vectors of a function."""
    inner = {
        id(part)
        for node in text.nodes(ast.BinOp, function)
        if isinstance(node.op, _FACTORS)
        for side in (node.left, node.right)
        for part in (side, getattr(side, "operand", side))
    }
    for node in text.nodes(ast.BinOp, function):
        if isinstance(node.op, _FACTORS) and id(node) not in inner:
            parts = list(_parts(node))
            above = {ast.unparse(one) for one, is_above in parts if is_above}
            below = [one for one, is_above in parts if not is_above]
            is_once = sum(bool(_distance(function, one) & above) for one in below) == 1
            for one in below if is_once else ():
                yield from _power(text, function, above, one)


def _parts(node: ast.expr, *, is_above: bool = True) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the factors of a product, and whether each stands above the line."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            yield from _parts(left, is_above=is_above)
            yield from _parts(right, is_above=is_above == isinstance(op, ast.Mult))
        case ast.UnaryOp(operand=inner):
            yield from _parts(inner, is_above=is_above)
        case _:
            yield node, is_above


def _distance(function: ast.FunctionDef, node: ast.expr) -> set[str]:
    """Return what a factor is the distance, or a power of the distance, of."""
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        node = _value(function, node.left)
    return _lengths(function, node) | _squares(_value(function, node))


def _power(
    text: Code, function: ast.FunctionDef, above: set[str], below: ast.expr
) -> Iterator[Change]:
    """Yield the change of a square of a distance whose own vector stands above it."""
    match below:
        case ast.BinOp(left=base, op=ast.Pow(), right=power) if literal(power) == 2:
            vector = _lengths(function, base)
            if vector & above:
                yield text.span(power), "3"
        case _:
            squares = _squares(_value(function, below))
            if len(squares) > 1 and squares & above:
                shown = text.text(below)
                is_name = isinstance(below, ast.Name)
                new = f"{shown} ** 1.5" if is_name else f"({shown}) ** 1.5"
                start, end = text.span(below)
                is_closed = text.source[start - 1 : start] + text.source[end : end + 1] == "()"
                place = (start - 1, end + 1) if is_closed and not is_name else (start, end)
                yield place, new


def _lengths(function: ast.FunctionDef, base: ast.expr) -> set[str]:
    """Return the vectors, or the parts of one, that a distance is the length of."""
    value = _value(function, base)
    match value:
        case ast.Call(args=[vector]) if callee_of(value) == "norm":
            return {ast.unparse(vector)}
        case ast.Call(args=[inner]) if callee_of(value) == "sqrt":
            return _squares(_value(function, inner)) | _dotted(_value(function, inner))
        case ast.Call(args=[*parts]) if callee_of(value) == "hypot":
            return {ast.unparse(one) for one in parts}
    return set()


def _value(function: ast.FunctionDef, node: ast.expr) -> ast.expr:
    """Return what the one assignment in a function gives a name."""
    if not isinstance(node, ast.Name):
        return node
    made = [one.value for one in ast.walk(function) if isinstance(one, ast.Assign)
            and any(ast.unparse(target) == node.id for target in one.targets)]  # fmt: skip
    return made[0] if len(made) == 1 else node


def _squares(node: ast.expr) -> set[str]:
    """Return the parts whose squares are added: ``{"x", "y"}`` of ``x**2 + y * y``."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            parts = [_squares(left), _squares(right)]
            return parts[0] | parts[1] if all(parts) else set()
        case ast.BinOp(left=base, op=ast.Pow(), right=power) if literal(power) == 2:
            return {ast.unparse(base)}
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return {ast.unparse(left)} if ast.dump(left) == ast.dump(right) else set()
    return set()


def _dotted(node: ast.expr) -> set[str]:
    """Return the vector of ``r @ r``, ``r.dot(r)`` or ``sum(r ** 2)``."""
    match node:
        case ast.BinOp(left=left, op=ast.MatMult()):
            return {ast.unparse(left)}
        case ast.Call(func=ast.Attribute(attr="dot"), args=[*_, vector]):
            return {ast.unparse(vector)}
        case ast.Call(func=ast.Attribute(value=ast.BinOp() as inner, attr="sum")):
            return _squares(inner)
        case ast.Call(args=[inner, *_]) if callee_of(node) == "sum":
            return _squares(inner)
    return set()
