"""Rows that are divided by their own sums or lengths, of which each has one value only."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Span
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import prose_of

_BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes \((\d+),(\d+)\) \((\d+),\)"
)
_COLUMNS = re.compile(r"\b(?:columns?|features?)\b")
_OF_ROWS = {"1", "-1"}


async def shares_of_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x / x.sum(axis=1, keepdims=True)``, and the same for what a softmax takes away.

    Of means and deviations it is less sure that rows are meant; those are left to words.
    """
    match = _BROADCAST.search(case.error.value)
    if match is None or match[1] != match[3] or match[1] == match[2]:
        return
    for site in case.sites[:1]:
        told = "\n".join([*prose_of(case, site.cell), case.failure.goal]).lower()
        failing = [] if _COLUMNS.search(told) else _ends(site, site.nodes(ast.expr))
        if failing:
            # What a function does after that is of the same rows.
            within = list(site.code.nodes(ast.expr, site.inside)) if site.inside else []
            ends = dict.fromkeys((*failing, *_ends(site, within)))
            changes = [(end, ", keepdims=True") for end in ends]
            says = "there is one value for each row"
            yield repaired(site.cell, site.code, changes, says, "shares_of_rows")


def _ends(site: Site, nodes: list[ast.expr]) -> list[Span]:
    """Return where the reductions of rows end that these rows are taken together with."""
    scope = site.code.nodes(ast.Call, site.inside or site.statement)
    of_exponents = any(callee(call) == "exp" for call in scope)
    found: list[Span] = []
    for of, sign, call in _operations(site, nodes):
        if not isinstance(call, ast.Call) or not _is_of_rows(call, of):
            continue
        is_share = isinstance(sign, ast.Div) and callee(call) in ("norm", "sum")
        is_shift = isinstance(sign, ast.Sub) and callee(call) == "max" and of_exponents
        if is_share or is_shift:
            end = max(site.code.span(part)[1] for part in arguments_of(call))
            found.append((end, end))
    return found


def _operations(
    site: Site, nodes: list[ast.expr]
) -> Iterator[tuple[ast.expr, ast.operator, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.BinOp):
            yield node.left, node.op, node.right
    if isinstance(site.statement, ast.AugAssign):
        yield site.statement.target, site.statement.op, site.statement.value


def _is_of_rows(call: ast.Call, of: ast.expr) -> bool:
    """Whether a call reduces the rows of what stands before it to one value each."""
    words = {word.arg: ast.unparse(word.value) for word in call.keywords}
    owner = getattr(call.func, "value", call.func)
    given = [ast.unparse(part) for part in (owner, *call.args)]
    wanted = ast.unparse(of)
    if wanted not in given[:2]:
        return False
    positional = given[given.index(wanted) + 1 :]
    axes = [*positional, words["axis"]] if "axis" in words else positional
    return len(axes) == 1 and axes[0] in _OF_ROWS and set(words) <= {"axis", "ord"}
