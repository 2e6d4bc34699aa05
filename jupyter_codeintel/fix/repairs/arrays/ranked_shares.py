"""Coefficients of inequality, whose formula is of values in their order."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_RANKED = re.compile(r"(?<![a-z])(?:gini|lorenz)(?![a-z])")
_ARRAYS = ("np", "numpy")
_SORTING = ("sort", "sorted", "sort_values", "argsort", "rankdata", "rank")
_SAYS = "the formula is of values in their order, the smallest first"


async def ranks_of_sorted(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(rank * np.sort(x)).sum()`` for ``(rank * x).sum()`` where a check fails."""
    if not case.is_a("AssertionError"):
        return
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    sources = " ".join(case.failure.source(cell) for cell in cells)
    words = " ".join([*all_words(case), sources]).lower().replace("_", " ")
    if not _RANKED.search(words) or any(f"{one}(" in sources for one in _SORTING):
        return
    found = [
        (cell, change)
        for cell in cells
        for scope in (*case.code(cell).nodes(ast.FunctionDef), case.code(cell).tree)
        for change in _changes(case, cell, scope)
    ]
    if len(set(found)) == 1:
        cell, change = found[0]
        yield repaired(cell, case.code(cell), [change], _SAYS, "ranked_share")


def _changes(case: Case, cell: str, scope: ast.AST) -> Iterator[Change]:
    """Yield the changes of values that are multiplied by ranks, or summed up one by one."""
    text = case.code(cell)
    ranks = _ranks(scope)
    for node in text.nodes(ast.expr, scope):
        match node:
            case ast.BinOp(left=one, op=ast.Mult(), right=other):
                pairs = ((one, other), (other, one))
                for rank, values in pairs:
                    is_rank = _is_rank(rank) or ast.unparse(rank) in ranks
                    if is_rank and isinstance(values, ast.Name):
                        yield _sorted(case, text, values)
            case ast.Call(args=[ast.Name() as values]) if callee_of(node) == "cumsum":
                if root(node) in _ARRAYS:
                    yield _sorted(case, text, values)


def _ranks(scope: ast.AST) -> set[str]:
    """Return the names for the numbers from one on."""
    return {
        ast.unparse(node.targets[0])
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and _is_rank(node.value)
    }


def _is_rank(node: ast.expr) -> bool:
    names = {callee_of(one) for one in ast.walk(node)}
    return "arange" in names and not names - {"", "arange", "len"}


def _sorted(case: Case, text: Code, values: ast.Name) -> Change:
    module = case.name_of("numpy") or "np"
    return text.span(values), f"{module}.sort({values.id})"
