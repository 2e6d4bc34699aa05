"""Two tables with a column of who was measured, of which not all are in both."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import NamedTuple

from jupyter_codeintel.fix.repairs.arrays.keyed_values import Labels, labels_of
from jupyter_codeintel.fix.repairs.arrays.paired_samples import (
    Part,
    are_made,
    free_name,
    is_of_pairs,
    is_unequal,
    operands,
    overlap,
    part_of,
)
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.written import written

_WHO = re.compile(
    r"(?:.*_)?(?:animal|code|id|no|nr|number|participant|patient|person|plot|sample|student|subject)",
    re.IGNORECASE,
)


class _Measured(NamedTuple):
    """A column of a table, and the other columns of that."""

    part: Part
    frame: str
    column: str
    others: frozenset[str]


async def paired_by_who(case: Case) -> AsyncIterator[Repair]:
    """Yield the columns of two tables that are joined by who was measured."""
    for site in case.sites[:1] if is_unequal(case) else ():
        for node, *pair in operands(site.nodes(ast.expr)):
            found = [_measured(case, await part_of(case, site, one)) for one in pair]
            if found[0] is None or found[1] is None or not is_of_pairs(case, site, node, *pair):
                continue
            first, second = found[0], found[1]
            key = await _key(case, first, second)
            changes = _changes(case, first, second, key) if key is not None else []
            if changes:
                cell, text = first.part.site.cell, first.part.site.code
                says = f'"{first.frame}" and "{second.frame}" are joined by "{key}"'
                yield repaired(cell, text, changes, says, "paired_by_who")
            return


def _measured(case: Case, part: Part | None) -> _Measured | None:
    """Return the live table that a sample is a column of."""
    if part is None:
        return None
    match part.keyed.owner:
        case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str(column))):
            pass
        case ast.Attribute(value=ast.Name(id=frame), attr=column):
            pass
        case _:
            return None
    live = case.variable(frame)
    columns = {name for name, _ in live.columns} if live is not None else set()
    is_known = column in columns and live is not None and live.all_keys
    return _Measured(part, frame, column, frozenset(columns - {column})) if is_known else None


async def _key(case: Case, first: _Measured, second: _Measured) -> str | None:
    """Return the one column by which most rows of two tables are of the same."""
    for one in (first, second):
        labels = await labels_of(case, 0, one.part.site, one.part.keyed)
        if labels.keys or labels.column:
            return None
    names = (first.others & second.others) - {first.column, second.column}
    found = [name for name in names if _is_key(case, first, second, name)]
    return found[0] if len(found) == 1 else None


def _is_key(case: Case, first: _Measured, second: _Measured, name: str) -> bool:
    values = [written(case, one.part.site, one.frame, name).values for one in (first, second)]
    sizes = [case.variable(one.frame) for one in (first, second)]
    for own, live in zip(values, sizes, strict=True):
        is_all = live is not None and (live.shape is None or live.shape[0] == len(own))
        is_text = all(isinstance(value, str) for value in own)
        is_number = all(isinstance(value, int) for value in own) and _WHO.fullmatch(name)
        if not is_all or not (is_text or is_number) or len(set(own)) < len(own):
            return False
    return overlap(*(Labels(frozenset(own)) for own in values))


def _changes(case: Case, first: _Measured, second: _Measured, key: str) -> list[Change]:
    """Return the line above that joins the tables, and the columns of what is joined."""
    above = min((first.part.site, second.part.site), key=lambda site: site.line)
    text, statement, both = above.code, above.statement, free_name(case)
    is_one_place = first.part.site.cell == second.part.site.cell and above.inside is None
    if statement is None or both is None or first.frame == second.frame or not is_one_place:
        return []
    start, place = text.line_span(statement.lineno)[0], text.span(statement)[0]
    indentation = text.source[start:place]
    is_elif = text.source.startswith("elif", place)
    if indentation.strip() or is_elif or not are_made(case, above, first.part, second.part):
        return []
    quote = "'" if "'" in text.text(first.part.keyed.owner) else '"'
    given = [f"{second.frame}, on={quote}{key}{quote}"]
    shared = ({first.column, *first.others} & {second.column, *second.others}) - {key}
    if shared:
        ends = ", ".join(f"{quote}_{one.frame}{quote}" for one in (first, second))
        given.append(f"suffixes=({ends})")
    line = f"{indentation}{both} = {first.frame}.merge({', '.join(given)})\n"
    changes: list[Change] = [((start, start), line)]
    for one in (first, second):
        name = f"{one.column}_{one.frame}" if one.column in shared else one.column
        changes.append((text.span(one.part.keyed.owner), f"{both}[{quote}{name}{quote}]"))
    return changes
