"""Labels among the columns that an estimator learns from, and that it is not asked with."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.learning.estimators import ASKS, FITS
from jupyter_codeintel.fix.repairs.learning.splits import split_of

_MISSING = re.compile(r"yet now missing:\n((?:- [^\n]*\n?)+)")
_UNSEEN = "unseen at fit time"
_Table = tuple[str, Code, ast.expr]


async def labels_left_in(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fit(t.drop(columns="kind"), t["kind"])`` for ``fit(t, t["kind"])``.

    Where the column to be predicted is the only one that is missing when it is asked.
    """
    match = _MISSING.search(case.error.value)
    missing = [line[2:] for line in match[1].splitlines()] if match is not None else []
    if len(missing) != 1 or _UNSEEN in case.error.value:
        return
    for site in case.sites:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in ASKS:
                continue
            found = list(_with_labels(case, site, call.func.value, missing[0]))
            if len({cell for cell, *_ in found}) != 1:
                continue
            cell, text, _ = found[0]
            column = quoted(text, missing[0])
            changes = [
                ((text.span(table)[1],) * 2, f".drop(columns={column})") for *_, table in found
            ]
            says = f'"{missing[0]}" is what is to be predicted, and no column to learn from'
            yield repaired(cell, text, changes, says, "label_left_in")
            return


def _with_labels(case: Case, site: Site, owner: ast.expr, label: str) -> Iterator[_Table]:
    """Yield the tables with their labels that an estimator is fitted on."""
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), site.cell)):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            is_fit = isinstance(call.func, ast.Attribute) and call.func.attr in FITS
            if not is_fit or len(call.args) < 2:
                continue
            assert isinstance(call.func, ast.Attribute)  # noqa: S101 - for the type checker
            if ast.unparse(call.func.value) == ast.unparse(owner):
                here = Site(cell, text, call.lineno)
                yield from _table(case, here, call.args[0], call.args[1], label)


def _table(
    case: Case, site: Site, table: ast.expr, labels: ast.expr, label: str
) -> Iterator[_Table]:
    """Yield where a table is given, if the labels beside it are a column of the same one."""
    if not isinstance(table, ast.Name):
        return
    if _is_column(case, site, labels, table.id, label):
        yield site.cell, site.code, table
        return
    split = split_of(case, site, table)
    if split is None:
        return
    cell, text, _, given = split
    above = Site(cell, text, given.lineno)
    bound = case.binding(above, given)
    whole = bound.value if bound is not None else None
    others = [
        node
        for call in text.nodes(ast.Call)
        if callee(call) == "train_test_split" and given in call.args
        for node in call.args
        if node is not given
    ]
    for other in others if isinstance(given, ast.Name) else ():
        if _is_column(case, above, other, getattr(given, "id", ""), label):
            yield cell, text, given
        elif bound is not None and isinstance(whole, ast.Name):
            is_it = _is_column(case, above, other, whole.id, label)
            yield from [(bound.cell, bound.code, whole)] if is_it else []


def _is_column(case: Case, site: Site, node: ast.expr, table: str, label: str) -> bool:
    """Whether an expression is the column of a table, also by a name."""
    bound = case.binding(site, node)
    match bound.value if bound is not None else node:
        case ast.Subscript(value=ast.Name(id=of), slice=ast.Constant(value=name)):
            return (of, name) == (table, label)
        case ast.Attribute(value=ast.Name(id=of), attr=name):
            return (of, name) == (table, label)
    return False
