"""Rows and columns of frames that are looked up in a way that finds others."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.tables.kinds import frame_columns

_WITH_SLICE = re.compile(r"^\(.*slice\(|^'?\(slice\(|unhashable type: 'slice'", re.DOTALL)
_PAIR = re.compile(r"^\((?P<row>-?\d+), (?P<column>-?\d+|'.*'|\".*\")\)$")
_NO_PLACE = "Cannot index by location index with a non-integer key"
_DAY = re.compile(r"\d{4}(?:-\d\d?){0,2}(?:[ T]\d\d?(?::\d\d)*)?")


async def rows_and_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df.iloc[:, 0]`` for ``df[:, 0]``, ``df.loc[:, "a"]`` for ``df[:, "a"]``."""
    pair = _PAIR.match(case.error.value) if case.is_a("KeyError") else None
    is_sliced = case.is_a("InvalidIndexError", "TypeError") and _WITH_SLICE.search(case.error.value)
    if pair is None and not is_sliced:
        return
    for place, site in enumerate(case.sites):
        for node in site.nodes(ast.Subscript):
            if not isinstance(node.slice, ast.Tuple) or len(node.slice.elts) != 2:
                continue
            if getattr(node.value, "attr", "") in ("loc", "iloc", "at", "iat"):
                continue
            if case.is_a("InvalidIndexError") or await frame_columns(case, place, node.value):
                by = "loc" if _is_named(case.error.value, node.slice) else "iloc"
                end = site.code.span(node.value)[1]
                says = f'rows and columns together are looked up with "{by}"'
                yield repaired(
                    site.cell, site.code, [((end, end), f".{by}")], says, "rows_and_columns"
                )
                return


def _is_named(said: str, asked: ast.Tuple) -> bool:
    """Whether columns are asked for by their names, not by their places."""
    texts = (node for node in ast.walk(asked) if isinstance(node, ast.Constant))
    return "'" in said.strip("'") or any(isinstance(node.value, str) for node in texts)


async def columns_as_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"]`` for ``df.loc["a"]``, where no row has that name and a column has."""
    keys = missing_keys(case.error)
    if len(keys) != 1 and _NO_PLACE not in case.error.value:
        return
    for place, site in enumerate(case.sites):
        for node in site.nodes(ast.Subscript):
            match node:
                case ast.Subscript(
                    value=ast.Attribute(value=frame, attr="loc" | "iloc") as way,
                    slice=ast.Constant(value=str(key)),
                ):
                    is_meant = not keys or keys[0] == key
                case _:
                    continue
            if is_meant and key in await frame_columns(case, place, frame):
                change = (site.code.span(frame)[1], site.code.span(way)[1]), ""
                says = f'"{key}" is a column, and looked up among the rows'
                yield repaired(site.cell, site.code, [change], says, "column_as_row")
                return


async def days_as_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df.loc["2024-01"]`` for ``df["2024-01"]``, where no column is named by a day.

    Whether the index has days is seen when it is tried.
    """
    keys = missing_keys(case.error)
    if len(keys) != 1 or not _DAY.fullmatch(keys[0]):
        return
    for place, site in enumerate(case.sites):
        for node in _asking(site, keys[0]):
            columns = await frame_columns(case, place, node.value)
            if columns and not any(_DAY.fullmatch(column) for column in columns):
                end = site.code.span(node.value)[1]
                says = "days of the index are rows, which loc looks up"
                yield repaired(site.cell, site.code, [((end, end), ".loc")], says, "day_as_column")
                return


def _asking(site: Site, key: str) -> Iterator[ast.Subscript]:
    for node in site.nodes(ast.Subscript):
        is_way = getattr(node.value, "attr", "") in ("loc", "iloc", "at")
        if getattr(node.slice, "value", None) == key and not is_way:
            yield node
