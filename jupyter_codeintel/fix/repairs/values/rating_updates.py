"""Ratings that go the wrong way: what was expected is taken away with the wrong sign."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_ELO = re.compile(r"(?<![a-z])(?:elo|ratings?|expected)(?![a-z])")
_EXPECTED = re.compile(r"expect|^e(?:_|$|\d|[ab]$)|^p_win|win_prob", re.IGNORECASE)
_SCORE = re.compile(r"score|result|actual|outcome|points|^s(?:_|$|\d|[ab]$)", re.IGNORECASE)
_RESULTS = (0, 0.5, 1)
_SAYS = "a rating grows with what was scored above what was expected"


async def ratings_by_results(case: Case) -> AsyncIterator[Repair]:
    """Yield ``rating + k * (score - expected)`` for a rating that is lessened by it."""
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    words = " ".join([*all_words(case), *(case.failure.source(cell) for cell in cells)]).lower()
    if not case.is_a("AssertionError") or not _ELO.search(words.replace("_", " ")):
        return
    found = [(cell, change) for cell in cells for change in _turned(case.code(cell))]
    if found and len({cell for cell, _ in found}) == 1:
        cell = found[0][0]
        changes = [change for _, change in found]
        yield repaired(cell, case.code(cell), changes, _SAYS, "rating_update")


def _turned(text: Code) -> Iterator[Change]:
    """Yield the changes of the signs before ``k * (score - expected)``."""
    for node in text.nodes(ast.AST):
        match node:
            case ast.BinOp(left=left, op=ast.Sub(), right=right) if _is_step(right):
                place = text.source.index("-", text.span(left)[1])
                yield (place, place + 1), "+"
            case ast.AugAssign(target=target, op=ast.Sub(), value=value) if _is_step(value):
                place = text.source.index("-=", text.span(target)[1])
                yield (place, place + 2), "+="
            case ast.BinOp(left=left, op=ast.Add(), right=right) if _is_step(right, turned=True):
                inner = next(_differences(right))
                yield text.span(inner.left), text.text(inner.right)
                yield text.span(inner.right), text.text(inner.left)


def _differences(node: ast.expr) -> Iterator[ast.BinOp]:
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            for part in (left, right):
                if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub):
                    yield part


def _is_step(node: ast.expr, *, turned: bool = False) -> bool:
    """Whether something is a factor times what was scored beyond what was expected."""
    for one in _differences(node):
        score, expected = (one.right, one.left) if turned else (one.left, one.right)
        return _is_score(score) and _is_expected(expected)
    return False


def _is_expected(node: ast.expr) -> bool:
    name = callee_of(node) or (node.id if isinstance(node, ast.Name) else "")
    return _EXPECTED.search(name) is not None


def _is_score(node: ast.expr) -> bool:
    is_name = isinstance(node, ast.Name) and _SCORE.search(node.id) is not None
    return is_name or literal(node) in _RESULTS
