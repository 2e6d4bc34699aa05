"""Means and sums of an array's rows, taken together with the array itself."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable

from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of, told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import targets
from jupyter_codeintel.fix.repairs.arrays.row_words import is_of_rows
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import prose_of

_BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes \((\d+),(\d+)\) \((\d+),\)"
)
_ARRAY = "numpy.ndarray"
_REDUCING = ("max", "mean", "median", "min", "std", "sum", "var")
_VERBS = (
    r"(?:cent(?:er|re)|demean|divide|normali[sz]e|rescale|scale|standardi[sz]e|subtract"
    r"|cent(?:er|r)ing|demeaning|dividing|normali[sz]ing|rescaling|scaling|standardi[sz]ing)"
)
_RESULTS = r"(?:averages?|max|maxim(?:um|a)|means?|medians?|min|minim(?:um|a)|std|sums?|totals?)"
_DATA = r"(?! (?:is|are|holds?|contains?|stands?|has|have|per|for)\b| ?[=:])"
"""What follows where words tell what the rows of the data are, not what to do with them."""


def _meant(words: str) -> re.Pattern[str]:
    """Return how it is said that something is done with each row, or with each column."""
    return re.compile(
        rf"\b(?:each|every|per|by|within|along|of (?:the|a|its|all)) {words}\b{_DATA}"
        rf"|\b(?:each|every|per) (?:\w+ ){{1,3}}\({words}\)"
        rf"|\b{_VERBS} (?:all |the |its )?{words}\b"
        rf"|\b{words}'?(?: own)? {_RESULTS}\b|\b{words}[- ]?wise\b"
    )


_ROWS = _meant("rows?(?:'s)?")
_COLUMNS = _meant("(?:columns?|features?)(?:'s)?")
_OF_NAMES = (
    {"row", "rows", "rowwise"},
    {"column", "columns", "col", "cols", "feature", "features"},
)


async def reductions_of_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``keepdims=True`` where rows are meant, and the other axis where columns are.

    Which of them is meant is left to the person's own words; without any, nothing is proposed.
    """
    match = _BROADCAST.search(case.error.value)
    numpy = case.name_of("numpy")
    if match is None:
        return
    shape = int(match[1]), int(match[2])
    if int(match[3]) != shape[0] or shape[0] == shape[1]:
        return
    for site in case.sites[:1]:
        of_rows = are_rows_meant(case, [site.cell], targets_of(site), shape)
        if of_rows is None:
            continue
        for name in reckoned_with(site):
            if not is_array(case, site, name) or shape_of(case.failure, site, name) != shape:
                continue
            changes = [
                _changed(site, call, axis, of_rows=of_rows)
                for call in site.nodes(ast.Call)
                if (axis := axis_of_columns(call, name, numpy)) is not None
            ]
            if changes:
                meant = "row" if of_rows else "column"
                says = f'there is one value for each {meant} of "{name}"'
                yield repaired(site.cell, site.code, changes, says, "reduction_of_rows")


def are_rows_meant(
    case: Case, cells: Iterable[str], names: Iterable[str], shape: tuple[int, int]
) -> bool | None:
    """Return whether rows are meant rather than columns; None where neither is told, or both.

    Parameters
    ----------
    case : Case
        A failure.
    cells : iterable of str
        Whose comments tell it.
    names : iterable of str
        Of what is made of the rows, or of the columns.
    shape : tuple of (int, int)
        Of the table.
    """
    said = [text for cell in dict.fromkeys(cells) for text in prose_of(case, cell)]
    told = " ".join("\n".join([*said, case.failure.goal]).lower().split())
    words = {word for name in names for word in re.findall(r"[a-z]+", name.lower())}
    rows = bool(_ROWS.search(told)) or not words.isdisjoint(_OF_NAMES[0])
    columns = bool(_COLUMNS.search(told)) or not words.isdisjoint(_OF_NAMES[1])
    if rows == columns:
        return None if rows else is_of_rows(case, cells, shape, names)
    return rows


def targets_of(site: Site) -> list[str]:
    """Return the names, as they are written, that a statement sets."""
    return [ast.unparse(one) for one in targets(site.statement)] if site.statement else []


def is_array(case: Case, site: Site, name: str) -> bool:
    """Whether a name stands for an array at a place."""
    told, live = told_of(case.failure, site, name), case.variable(name)
    return "ndarray" in told if told is not None else live is not None and live.type == _ARRAY


def reckoned_with(site: Site) -> dict[str, None]:
    """Return the names that stand at a side of an operation in a statement."""
    found: list[ast.expr] = []
    for operation in site.nodes(ast.BinOp):
        found += [operation.left, operation.right]
    if isinstance(site.statement, ast.AugAssign):
        found.append(site.statement.target)
    return {node.id: None for node in found if isinstance(node, ast.Name)}


def axis_of_columns(call: ast.Call, name: str, numpy: str | None) -> ast.expr | None:
    """Return the axis of a reduction of an array, where it is that of the columns."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _REDUCING:
        return None
    if any(word.arg in ("keepdims", None) for word in call.keywords):
        return None
    owner, given = call.func.value, list(call.args)
    if isinstance(owner, ast.Name) and owner.id == numpy and given:
        owner = given.pop(0)
    if not isinstance(owner, ast.Name) or owner.id != name or len(given) > 1:
        return None
    axes = [*given, *(word.value for word in call.keywords if word.arg == "axis")]
    if len(axes) != 1 or ast.unparse(axes[0]) not in ("1", "-1"):
        return None
    return axes[0]


def _changed(site: Site, call: ast.Call, axis: ast.expr, *, of_rows: bool) -> Change:
    if not of_rows:
        return site.code.span(axis), "0"
    parts = [*call.args, *(word.value for word in call.keywords)]
    end = max(site.code.span(part)[1] for part in parts)
    return (end, end), ", keepdims=True"
