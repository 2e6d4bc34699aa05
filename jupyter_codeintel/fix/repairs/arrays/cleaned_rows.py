"""Rows that are left out of one of two things that belong together: of ``X``, and not of ``y``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from itertools import permutations
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import made_before
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of, shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above
from jupyter_codeintel.fix.repairs.live_kinds import kind_at

_UNEQUAL = re.compile(
    r"inconsistent numbers of samples: \[(\d+), (\d+)\]"
    r"|must have same first dimension, but have shapes \((\d+),\) and \((\d+),\)"
    r"|x and y must (?:be|have) the same (?:length|size)|expected x and y to have same length"
    r"|endog and exog matrices are different sizes|The indices for endog and exog are not aligned"
    r"|array dimensions (?:except )?for the concatenation axis",
)
_CUTTING = ("drop_duplicates", "dropna", "query", "head", "nlargest", "nsmallest", "sample", "tail")
_KEEPING = ("astype", "clip", "copy", "fillna", "round", "sort_index", "sort_values")
_MISSING = ("drop_duplicates", "dropna")
_PANDAS = ("DataFrame", "Series")
_TESTS = ("isfinite", "isin", "isna", "isnan", "notna", "isnull", "notnull", "between",
          "logical_and", "logical_not", "logical_or")  # fmt: skip
_DEEPEST = 6
_SAYS = "what belongs together is of the same rows"


class _Source(NamedTuple):
    """The table that something is a part of, and what has left rows of it out."""

    table: str
    made: int
    cuts: tuple[str, ...]


async def rows_of_the_cleaned(case: Case) -> AsyncIterator[Repair]:
    """Yield ``y = y.loc[X.index]`` where rows with gaps are left out of ``X`` alone.

    So ``y = y[ok]`` of arrays. Both have to be of one table, or of as many values as the rows.
    """
    if not _UNEQUAL.search(case.error.value):
        return
    for site in case.sites if len(case.sites) < _DEEPEST else ():
        for call in site.nodes(ast.Call):
            for one, other in permutations(arguments_of(call), 2):
                changes = list(_changes(case, site, one, other))
                if changes:
                    yield repaired(site.cell, site.code, changes, _SAYS, "rows_of_the_cleaned")
                    return


def _changes(case: Case, site: Site, cut: ast.expr, whole: ast.expr) -> Iterator[Change]:
    """Yield what gives the whole one of two the rows of the one that is cut."""
    if not isinstance(cut, ast.Name) or case.path(site, cut) is None:
        return
    index = f"{cut.id}.index"
    first, second = _source(case, site, cut, 0), _source(case, site, whole, 0)
    if first is None or second is None:
        yield from _of_arrays(case, site, cut, whole)
    elif kind_at(case, site, cut) in _PANDAS and first[:2] == second[:2] and first.cuts:
        shown = site.code.text(whole)
        if not second.cuts:
            yield from _in_place(case, site, whole, f"{shown}.loc[{index}]")
        elif {*first.cuts, *second.cuts} <= {*_MISSING} and isinstance(whole, ast.Name):
            both = f"{cut.id}.loc[{index}.intersection({shown}.index)]"
            if _can_be_set(case, site, whole):
                yield line_above(site, f"{cut.id} = {both}", f"{shown} = {shown}.loc[{index}]")


def _in_place(case: Case, site: Site, whole: ast.expr, new: str) -> Iterator[Change]:
    """Yield the line that gives a name its rows; what has no name gets them where it is."""
    if not isinstance(whole, ast.Name):
        yield site.code.span(whole), new
    elif _can_be_set(case, site, whole):
        yield line_above(site, f"{whole.id} = {new}")


def _can_be_set(case: Case, site: Site, name: ast.Name) -> bool:
    """Whether a name can be set above a statement: in a loop that would be done again."""
    is_own = site.inside is None and case.path(site, name) is not None
    loops = [loop for loop in site.code.nodes(ast.For) if loop.lineno < site.line]
    return is_own and can_take_lines(site) and not any(site.line <= (one.end_lineno or 0)
                                                       for one in loops)  # fmt: skip


def _source(case: Case, site: Site, node: ast.expr, depth: int) -> _Source | None:
    """Return the table that something is a part of by its labels."""
    if depth > _DEEPEST:
        return None
    cuts: list[str] = []
    while not isinstance(node, ast.Name):
        step = _step(case, site, node)
        if step is None:
            return None
        node, cut = step
        cuts += [cut] if cut else []
    bound = made_before(case.failure, site, node.id)
    above = None
    if bound is not None:
        above = _source(case, bound.site, bound.value, depth + 1)
    if above is not None:
        return _Source(above.table, above.made, (*above.cuts, *cuts))
    is_frame = kind_at(case, site, node) == "DataFrame" or bound is not None
    made = id(bound.statement) if bound is not None else 0
    return _Source(node.id, made, tuple(cuts)) if is_frame else None


def _step(case: Case, site: Site, node: ast.expr) -> tuple[ast.expr, str] | None:
    """Return what is a part taken of, and what the taking is called if it leaves rows out."""
    found: tuple[ast.expr, str] | None = None
    match node:
        case ast.Subscript(value=ast.Attribute(value=of, attr="loc"), slice=ast.Tuple() as key):
            found = of, "" if isinstance(key.elts[0], ast.Slice) else "loc"
        case ast.Subscript(value=ast.Attribute(value=of, attr="loc" | "iloc" as way)):
            found = of, way
        case ast.Subscript(value=of, slice=key) if _are_columns(case, site, key):
            found = of, ""
        case ast.Subscript(value=of, slice=key) if _is_test(case, site, key):
            found = of, "rows"
        case ast.Attribute(value=ast.Name(id=table) as of, attr=column):
            live = case.variable(table)
            found = (of, "") if live is not None and column in dict(live.columns) else None
        case ast.Call(func=ast.Attribute(value=of, attr=name)) if name in (*_CUTTING, *_KEEPING):
            found = of, name if name in _CUTTING else ""
        case ast.Call(func=ast.Attribute(value=of, attr="drop")):
            are_columns = any(word.arg in ("columns", "axis") for word in node.keywords)
            found = of, "" if are_columns else "rows"
    return found


def _are_columns(case: Case, site: Site, key: ast.expr) -> bool:
    """Whether a key is a column, or a list of some, also by a name."""
    value = literal(key)
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str) or is_list or kind_at(case, site, key) in ("list", "str")


def _is_test(case: Case, site: Site, key: ast.expr, depth: int = 0) -> bool:
    """Whether an expression says of each row whether it is kept."""
    name = key.id if isinstance(key, ast.Name) and depth < _DEEPEST else ""
    bound = made_before(case.failure, site, name)
    if bound is not None:
        return _is_test(case, bound.site, bound.value, depth + 1)
    match key:
        case ast.UnaryOp(op=ast.Invert()) | ast.Compare():
            return True
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            return True
        case ast.Call():
            return callee(key) in (*_TESTS, "all", "any") and callee(key) != "any"
    return False


def _of_arrays(case: Case, site: Site, cut: ast.Name, whole: ast.expr) -> Iterator[Change]:
    """Yield ``y = y[ok]`` for values beside ``x[ok]``."""
    bound = made_before(case.failure, site, cut.id)
    if bound is None or not isinstance(whole, ast.Name) or not _can_be_set(case, site, whole):
        return
    match bound.value:
        case ast.Subscript(value=ast.Name(id=of), slice=key) if _is_test(case, bound.site, key):
            pass
        case _:
            return
    is_named = isinstance(key, ast.Name)
    if not is_named and of == cut.id:
        return  # then the rows that are kept cannot be told again
    own, full = (length_of(case.failure, site, one) for one in (cut.id, whole.id))
    kept = shape_of(case.failure, site, key.id if isinstance(key, ast.Name) else of)
    kinds = {kind_at(case, site, one) for one in (cut, whole)}
    if not kinds <= {"ndarray", "Series"} or None in (kept, own, full):
        return
    assert own is not None and kept is not None  # noqa: S101, PT018 - for the type checker
    if own < kept[0] == full:
        yield line_above(site, f"{whole.id} = {whole.id}[{bound.code.text(key)}]")
