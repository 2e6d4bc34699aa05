"""Amounts that flow from one part of a system to another, and leave it at another rate."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_KEPT = re.compile(r"\bsum\b|\btotal|conserv|balance|\bmass\b|population", re.IGNORECASE)
_MOST = 60
_FEWEST = 2
_Leaves = tuple[ast.expr, ...]
_SAYS = "what leaves one part arrives in another one at the same rate"


class _Term(NamedTuple):
    """A product in a sum: its sign, what multiplies it and what divides it, and whose it is."""

    sign: int
    above: _Leaves
    below: _Leaves
    of: str

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return how it is compared with others."""
        above, below = (tuple(sorted(map(ast.unparse, one))) for one in (self.above, self.below))
        return above, below


async def balanced_flows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``dI = new - gamma * I`` for ``new - beta * I`` where ``dR`` is ``gamma * I``.

    A check tells that the sum stays as it is, and one rate alone is not in balance.
    """
    site = case.sites[0] if case.sites and case.is_a("AssertionError") else None
    statement = site.statement if site is not None else None
    if site is None or statement is None or not _KEPT.search(site.code.text(statement)):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = {
        (cell, change)
        for cell in cells
        for function in (*case.code(cell).nodes(ast.FunctionDef), case.code(cell).tree)
        if (change := _changed(case.code(cell), function)) is not None
    }
    if len(found) == 1:
        cell, change = found.pop()
        yield repaired(cell, case.code(cell), [change], _SAYS, "balanced_flow")


def _changed(text: Code, scope: ast.AST) -> Change | None:
    """Return the change of the one factor by which the flows of a scope are out of balance."""
    made = {
        node.targets[0].id: node.value
        for node in text.nodes(ast.Assign, scope)
        if isinstance(node.targets[0], ast.Name)
    }
    for sums in _systems(text, scope, made):
        terms = [one for of, node in sums.items() for one in _terms(node, made, of)]
        terms = [one for one in terms if one.key != ((one.of,), ())]
        left, gone = _uncancelled(terms)
        if len(left) == _FEWEST and len(terms) <= _MOST and gone:
            change = _mended(text, left, gone)
            if change is not None:
                return change
    return None


def _systems(
    text: Code, scope: ast.AST, made: dict[str, ast.expr]
) -> Iterator[dict[str, ast.expr]]:
    """Yield what is worked out together: new amounts in one statement, or changes ``dS, dI``."""
    for node in text.nodes(ast.stmt, scope):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                if len(names) == len(values) > 1:
                    yield dict(zip(map(ast.unparse, names), values, strict=True))
            case ast.Return(value=ast.List(elts=values) | ast.Tuple(elts=values)):
                if len(values) > 1:
                    yield {f"{place}": one for place, one in enumerate(values)}
    changes = {
        name: value
        for name, value in made.items()
        if re.fullmatch(r"d(?:[A-Z]\w*|[a-z](?:_?dt)?)", name)
    }
    if len(changes) > 1:
        yield changes


def _terms(node: ast.expr, made: dict[str, ast.expr], of: str, deepest: int = 3) -> list[_Term]:
    """Return a sum as products of what cannot be taken apart any more."""
    found = [_Term(1, (node,), (), of)]
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            first, second = (_terms(one, made, of, deepest) for one in (left, right))
            found = [*first, *(_times(second, -1) if isinstance(op, ast.Sub) else second)]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = _times(_terms(inner, made, of, deepest), -1)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            first, second = (_terms(one, made, of, deepest) for one in (left, right))
            pairs = [(a, b) for a in first for b in second][:_MOST]
            found = [_Term(a.sign * b.sign, a.above + b.above, a.below + b.below, of)
                     for a, b in pairs]  # fmt: skip
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            found = [one._replace(below=(*one.below, right))
                     for one in _terms(left, made, of, deepest)]  # fmt: skip
        case ast.Name(id=name) if deepest and _is_flow(made.get(name)):
            found = _terms(made[name], made, of, deepest - 1)
    return found


def _times(terms: list[_Term], sign: int) -> list[_Term]:
    return [one._replace(sign=sign * one.sign) for one in terms]


def _is_flow(value: ast.expr | None) -> bool:
    return isinstance(value, ast.BinOp | ast.UnaryOp)


def _uncancelled(terms: list[_Term]) -> tuple[list[_Term], list[_Term]]:
    """Return the products that are in no balance, and those that are."""
    total: Counter[object] = Counter()
    for one in terms:
        total[one.key] += one.sign
    return [one for one in terms if total[one.key]], [one for one in terms if not total[one.key]]


def _mended(text: Code, left: list[_Term], gone: list[_Term]) -> Change | None:
    """Return the change of the one name that stands for another one in two products."""
    one, other = left
    if one.sign == other.sign or one.key[1] != other.key[1]:
        return None
    first, second = (
        [leaf for leaf in a.above if ast.unparse(leaf) not in b.key[0]]
        for a, b in ((one, other), (other, one))
    )
    if len(first) != 1 or len(second) != 1 or len(one.above) != len(other.above):
        return None
    known = {name for term in gone for name in term.key[0]}
    slips = [
        (wrong, right)
        for wrong, right in ((first[0], second[0]), (second[0], first[0]))
        if ast.unparse(wrong) in known and ast.unparse(right) not in known
    ]
    if len(slips) != 1 or not isinstance(slips[0][0], ast.Name):
        return None
    return text.span(slips[0][0]), ast.unparse(slips[0][1])
