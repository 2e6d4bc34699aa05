"""Tables whose columns are not those that an estimator was fitted on."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import Binding, names_in, root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, strings
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.estimators import ASKS, FITS
from jupyter_codeintel.namespace import Variable

_OTHER_NAMES = "The feature names should match those that were passed during fit"
_OTHER_COUNT = re.compile(r"X has (\d+) features?, but \w+ is expecting (\d+) features?")
_MISSING = re.compile(r"yet now missing:\n((?:- [^\n]*\n?)+)")
_UNSEEN = re.compile(r"unseen at fit time:\n((?:- [^\n]*\n?)+)")
_DUMMIES = "get_dummies"
_DEEPEST = 3


class _Learned(NamedTuple):
    """The columns of the table that an estimator was fitted on, as they are written."""

    shown: str
    table: Variable | None


async def columns_as_learned(case: Case) -> AsyncIterator[Repair]:
    """Yield a table with the columns, and in the order, that an estimator has learned."""
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in ASKS:
                continue
            owner = call.func.value
            if not call.args or not isinstance(owner, ast.Name):
                continue
            learned = _learned(case, site, owner)
            missing = _missing(case, learned.table, call.args[0]) if learned is not None else None
            if learned is None or missing is None:
                continue
            if missing:
                for repair in _filled(case, site, call.args[0], learned, missing):
                    yield repair
            else:
                changes = list(_chosen(site, call, learned))
                says = f'"{owner.id}" takes the columns that it was fitted on, in their order'
                yield repaired(site.cell, site.code, changes, says, "columns_as_learned")


def _learned(case: Case, site: Site, owner: ast.Name) -> _Learned | None:
    """Return the columns of the last table that an estimator was fitted on."""
    table = _fitted_on(case, site, owner)
    match table:
        case None:
            return None
        case ast.Subscript(slice=ast.List() | ast.Name() as names):
            return _Learned(ast.unparse(names).replace("'", '"'), None)
        case ast.Name(id=name):
            live = case.variable(name)
            unseen = _listed(_UNSEEN, case.error.value)
            if live is not None and unseen.isdisjoint(dict(live.columns)) and live.columns:
                return _Learned(f"{name}.columns", live)
    return _Learned(f"{owner.id}.feature_names_in_", None)


def _fitted_on(case: Case, site: Site, owner: ast.Name) -> ast.expr | None:
    earlier = reversed(case.failure.flow.order(before=case.failure.cell))
    for cell in dict.fromkeys((site.cell, *earlier)):
        found = [
            call
            for call in case.code(cell).nodes(ast.Call)
            if callee(call) in FITS
            and root_name(call) == owner.id
            and call.args
            and (cell != site.cell or call.lineno < site.line)
        ]
        if found:
            return max(found, key=lambda call: call.lineno).args[0]
    bound = case.binding(site, owner)
    if bound is not None and callee_of(bound.value) in FITS:
        return next(iter(getattr(bound.value, "args", ())), None)
    return None


def _missing(case: Case, learned: Variable | None, table: ast.expr) -> set[str] | None:
    """Return the columns that a table lacks, None where it is not known which it has."""
    if _OTHER_NAMES in case.error.value:
        return _listed(_MISSING, case.error.value)
    match = _OTHER_COUNT.search(case.error.value)
    given = case.variable(table.id) if isinstance(table, ast.Name) else None
    if match is None or learned is None or given is None:
        return None
    names, wanted = dict(given.columns), dict(learned.columns)
    are_those = (len(names), len(wanted)) == (int(match[1]), int(match[2]))
    return wanted.keys() - names.keys() if are_those else None


def _listed(pattern: re.Pattern[str], message: str) -> set[str]:
    found = pattern.search(message)
    lines = found[1].splitlines() if found is not None else []
    return {line.removeprefix("- ") for line in lines} - {"..."}


def _chosen(site: Site, call: ast.Call, learned: _Learned) -> Iterator[Change]:
    """Yield the learned columns of a table, wherever the same estimator is given it from here."""
    table, text = ast.unparse(call.args[0]), site.code
    for other in text.nodes(ast.Call, site.inside):
        is_same = ast.unparse(other.func).partition(".")[0] == root_name(call)
        if not is_same or other.lineno < call.lineno or callee(other) not in ASKS:
            continue
        for node in other.args[:1]:
            if ast.unparse(node) != table:
                continue
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List):
                yield text.span(node.slice), learned.shown
            else:
                yield (text.span(node)[1],) * 2, f"[{learned.shown}]"


def _filled(
    case: Case, site: Site, table: ast.expr, learned: _Learned, missing: set[str]
) -> Iterator[Repair]:
    """Yield a table of dummies with 0 in the columns of values that do not occur in it."""
    if learned.table is None or not _are_dummies(case, site, table, learned.table, missing):
        return
    says = f'"{site.code.text(table)}" lacks columns of values that do not occur in it'
    reindexed = f".reindex(columns={learned.shown}, fill_value=0)"
    bound = case.binding(site, table)
    if bound is None and isinstance(table, ast.Name):
        return
    if bound is None:
        end = site.code.span(table)[1]
        yield repaired(site.cell, site.code, [((end, end), reindexed)], says, "dummy_columns")
    elif _makes_dummies(bound.value) and _is_set_before(case, bound, learned.table.name):
        end = bound.code.span(bound.value)[1]
        yield repaired(bound.cell, bound.code, [((end, end), reindexed)], says, "dummy_columns")
    elif site.statement is not None:
        start, shown = site.code.span(site.statement)[0], site.code.text(table)
        indentation = " " * site.statement.col_offset
        change = (start, start), f"{shown} = {shown}{reindexed}\n{indentation}"
        yield repaired(site.cell, site.code, [change], says, "dummy_columns")


def _are_dummies(
    case: Case, site: Site, table: ast.expr, learned: Variable, missing: set[str]
) -> bool:
    """Whether the columns that a table of dummies lacks are such of another table of dummies."""
    sources = _sources(case, site, table)
    cells = case.failure.flow.slice([learned.name], before=case.failure.cell)
    texts = [site.code, *(case.code(cell) for cell in cells)]
    made = [call for text in texts for call in text.nodes(ast.Call) if callee(call) == _DUMMIES]
    if sources is None or not made:
        return False
    given = case.variable(table.id) if isinstance(table, ast.Name) else None
    left = dict(given.columns) if given is not None else {}
    if any(name.startswith(f"{column}_") for name in missing for column in left):
        return False  # the values are there, under one name
    kinds = dict(learned.columns)
    frames = [live for name in sources if (live := case.variable(name)) is not None]
    before = sources | {column for live in frames for column, _ in live.columns}
    return all(
        kinds.get(name) in ("bool", "uint8")
        or any(name.startswith(f"{column}_") for column in before)
        for name in missing
    )


def _sources(case: Case, site: Site, node: ast.expr, depth: int = 0) -> set[str] | None:
    """Return the names and texts that dummies are made of, None where a table is none of them."""
    for call in ast.walk(node):
        if callee_of(call) == _DUMMIES:
            return names_in(call).keys() | strings(ast.walk(call))
    for name in names_in(node) if depth < _DEEPEST else ():
        bound = case.binding(site, ast.Name(name))
        if bound is not None:
            above = bound.site
            found = _sources(case, above, bound.value, depth + 1)
            if found is not None:
                return found
    return None


def _makes_dummies(value: ast.expr) -> bool:
    """Whether a value is what a call of ``get_dummies`` gives, or is made of it in one go."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        if callee(value) == _DUMMIES:
            return True
        value = value.func.value
    return callee_of(value) == _DUMMIES


def _is_set_before(case: Case, bound: Binding, name: str) -> bool:
    """Whether a name has its value when another is bound."""
    order = case.failure.flow.order(before=case.failure.cell)
    first = order.index(bound.cell) if bound.cell in order else len(order)
    earlier: list[tuple[Code, int | None]] = [(case.code(cell), None) for cell in order[:first]]
    return any(
        isinstance(node.ctx, ast.Store) and node.id == name and (line is None or node.lineno < line)
        for text, line in [*earlier, (bound.code, bound.statement.lineno)]
        for node in text.nodes(ast.Name)
    )
