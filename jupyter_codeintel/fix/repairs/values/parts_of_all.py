"""Shares that are taken of the other part alone, and not of both parts together."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_SHARE = re.compile(
    r"\bprobabilit|\bproportion|\bfraction\b|\bshare\b|\bpercent|\b(?:accuracy|precision|recall)\b"
    r"|\bpositive predictive|\bposterior|\bbetween 0 and 1\b",
    re.IGNORECASE,
)
_PAIRS = (
    ("true", "false"), ("hits", "misses"), ("wins", "losses"), ("won", "lost"), ("yes", "no"),
    ("success", "failure"), ("successes", "failures"), ("passed", "failed"), ("heads", "tails"),
    ("correct", "wrong"), ("right", "wrong"), ("with", "without"), ("alive", "dead"),
    ("male", "female"), ("males", "females"), ("in", "out"), ("tp", "fp"), ("tp", "fn"),
)  # fmt: skip


async def parts_of_all(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a / (a + b)`` for ``a / b`` that is checked to be a share of both."""
    raised = isinstance(case.sites[0].statement, ast.Raise) if case.sites else False
    words = [case.error.value, *(ast.unparse(one.statement) for one in case.sites if one.statement)]
    if not (raised or case.is_a("AssertionError")) or not any(map(_SHARE.search, words)):
        return
    found = [
        (cell, case.code(cell), node)
        for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell)
        for node in _odds(case.code(cell))
    ]
    if len(found) == 1:
        cell, text, node = found[0]
        one, other = text.text(node.left), text.text(node.right)
        says = f'a share of both is taken of "{other}" alone'
        change = text.span(node.right), f"({one} + {other})"
        yield repaired(cell, text, [change], says, "part_of_all")


def _odds(text: Code) -> Iterator[ast.BinOp]:
    """Yield the quotients of two parts that make up a whole together."""
    for node in text.nodes(ast.BinOp):
        one, other = node.left, node.right
        if not isinstance(node.op, ast.Div) or not isinstance(one, ast.Name | ast.Attribute):
            continue
        if isinstance(other, ast.Name | ast.Attribute) and (
            _are_named_so(ast.unparse(one), ast.unparse(other)) or _are_weighted(text, one, other)
        ):
            yield node


def _are_named_so(one: str, other: str) -> bool:
    """Whether two names differ in words that are each other's opposite alone."""
    words, others = one.lower().split("_"), other.lower().split("_")
    pairs = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return len(words) == len(others) and len(pairs) == 1 and pairs[0] in _PAIRS


def _are_weighted(text: Code, one: ast.expr, other: ast.expr) -> bool:
    """Whether one part is that of a share, ``p * x``, and one of the rest, ``(1 - p) * y``."""
    for function in text.nodes(ast.FunctionDef):
        given = {
            node.targets[0].id: node.value
            for node in text.nodes(ast.Assign, function)
            if isinstance(node.targets[0], ast.Name)
        }
        first, second = (given.get(getattr(part, "id", "")) for part in (one, other))
        if first is None or second is None:
            continue
        factors = {ast.unparse(part) for part in _factors(first)}
        rest = {ast.unparse(part) for part in _factors(second)}
        if any(f"1 - {name}" in rest and name in factors for name in names_in(first)):
            return True
    return False


def _factors(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    return [node]
