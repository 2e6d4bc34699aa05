"""Columns for every level of a factor that are written out, beside an intercept."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.base_levels import adds_ones, is_of_ones
from jupyter_codeintel.fix.repairs.learning.base_uses import (
    below_of,
    is_named,
    is_placed,
    result_of,
)
from jupyter_codeintel.fix.repairs.learning.base_words import (
    design,
    is_dependent,
    neutral,
    told_base,
)
from jupyter_codeintel.fix.repairs.learning.made_from import Step, steps_to


class _Columns(NamedTuple):
    """Columns that are written side by side, and the level that some of them tell of."""

    step: Step
    node: ast.List | ast.Tuple | ast.Dict
    levels: dict[int, str]


async def written_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield a matrix without the column of the level that the others are compared with.

    So ``[np.ones(n), kind == "B"]`` for ``[np.ones(n), kind == "A", kind == "B"]``.
    """
    if not is_dependent(case):
        return
    for site in case.sites[:1]:
        steps = steps_to(case, design(case, site))
        found = {one.node: one for step in steps for one in _columns(case, step)}
        if len(found) != 1:
            continue
        (columns,) = found.values()
        levels = columns.levels
        base = told_base(case, site, levels.values()) or neutral(levels.values())
        has_ones = any(map(_is_one, _parts(columns.node))) or any(map(adds_ones, steps))
        if base is None or not has_ones:
            continue
        at = next(place for place, level in levels.items() if level == base)
        if not _are_left_alone(case, columns, at):
            continue
        says = f'the others are compared with "{base}", which the intercept stands for'
        change = _without(columns, at)
        yield repaired(columns.step.cell, columns.step.code, [change], says, "written_levels")


def _columns(case: Case, step: Step) -> Iterator[_Columns]:
    """Yield columns side by side of which two or more are of levels of the same factor."""
    for node in step.code.nodes(ast.expr, step.statement):
        if not isinstance(node, ast.List | ast.Tuple | ast.Dict):
            continue
        site = Site(step.cell, step.code, node.lineno)
        told = {at: _level(case, site, part) for at, part in enumerate(_parts(node))}
        found = {at: one for at, one in told.items() if one is not None}
        levels = {at: level for at, (_, level) in found.items()}
        if len({factor for factor, _ in found.values()}) == 1 < len(set(levels.values())):
            yield _Columns(step, node, levels)


def _parts(node: ast.List | ast.Tuple | ast.Dict) -> list[ast.expr]:
    return node.values if isinstance(node, ast.Dict) else node.elts


def _level(case: Case, site: Site, node: ast.expr) -> tuple[str, str] | None:
    """Return the factor and the level that a column is 1 for: of ``(kind == "A").astype(int)``."""
    bound = case.binding(site, node)
    node = bound.value if bound is not None else node
    match node:
        case ast.Compare(left=factor, ops=[ast.Eq()], comparators=[ast.Constant(value=str(level))]):
            return ast.unparse(factor), level
        case ast.Call(func=ast.Attribute(value=inner, attr="astype" | "to_numpy")):
            return _level(case, site, inner)
        case ast.Call(args=[inner, *rest]) if callee(node) in ("array", "asarray", "float", "int"):
            return _level(case, site, inner) if not rest or callee(node) == "array" else None
        case (
            ast.Call(func=ast.Attribute(attr="where"), args=[inner, one, zero])
            | ast.IfExp(test=inner, body=one, orelse=zero)
        ):
            return _level(case, site, inner) if (literal(one), literal(zero)) == (1, 0) else None
        case ast.ListComp(elt=inner, generators=[ast.comprehension(iter=several, ifs=[])]):
            found = _level(case, site, inner)
            return (ast.unparse(several), found[1]) if found is not None else None
    return None


def _is_one(node: ast.expr) -> bool:
    return literal(node) == 1 or any(
        is_of_ones(one) for one in ast.walk(node) if isinstance(one, ast.expr)
    )


def _are_left_alone(case: Case, columns: _Columns, at: int) -> bool:
    """Whether nothing names or takes a result whose place will be another one."""
    result, below, count = result_of(case), below_of(case), len(_parts(columns.node))
    kept = {*range(at), *range(at + 1 - count, 0)}
    if columns.step.cell in below and _is_counted(case, below, count):
        return False
    level = {columns.levels[at]}
    step = columns.step
    bound = [
        case.binding(Site(step.cell, step.code, columns.node.lineno), name)
        for name in ast.walk(columns.node)
        if isinstance(name, ast.Name)
    ]
    own = [one.value for one in bound if one is not None]
    return not is_named(case, below, level, columns.node, *own) and not any(
        is_placed(case.code(cell), result, kept) for cell in below
    )


def _is_counted(case: Case, below: list[str], count: int) -> bool:
    """Whether the results are taken apart, or zipped with as many names as columns."""
    return any(
        isinstance(node, ast.Tuple | ast.List)
        and len(node.elts) == count
        and (isinstance(node.ctx, ast.Store) or all(isinstance(literal(e), str) for e in node.elts))
        for cell in below
        for node in case.code(cell).nodes(ast.expr)
    )


def _without(columns: _Columns, at: int) -> Change:
    """Return the change that leaves one of the columns out, with its comma."""
    text, parts = columns.step.code, _parts(columns.node)
    keys = columns.node.keys if isinstance(columns.node, ast.Dict) else parts
    firsts = [key if key is not None else part for key, part in zip(keys, parts, strict=True)]
    if at:
        # A list's part may be in brackets of its own, so it goes up to where the next one starts.
        end = text.span(columns.node)[1]
        last = text.span(parts[at])[1]
        if at + 1 < len(parts):
            return (text.span(firsts[at])[0], text.span(firsts[at + 1])[0]), ""
        return (text.span(parts[at - 1])[1], min(last, end)), ""
    return (text.span(firsts[0])[0], text.span(firsts[1])[0]), ""
