"""Accessors of columns that are taken of one value, or of a frame with one column."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import (
    OF_COLUMNS,
    attributes_at,
    missing_attribute,
)

_OF_ONE = {
    "str": ("str",),
    "dt": ("Timestamp", "Timedelta", "datetime.date", "datetime.datetime", "date", "datetime",
           "datetime.timedelta", "timedelta", "NaTType"),
}  # fmt: skip
_OTHERWISE = {"contains": "{1} in {0}", "len": "len({0})", "get": "{0}[{1}]"}
_CALLED = ("date", "time")
_NONE = ("cat", "extract", "extractall", "fullmatch", "match", "pad", "repeat", "wrap")


async def accessors_of_values(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x.lower()`` for ``x.str.lower()``, where ``x`` is one text; dates likewise."""
    missing = missing_attribute(case)
    if missing is None or missing[0] not in _OF_ONE.get(missing[1], ()):
        return
    for site in case.sites[:1]:
        changes: list[Change] = []
        for node in attributes_at(site, missing[1]):
            change = _plain(site.code, node)
            if change is None:
                return
            changes.append(change)
        changes = [one for one in changes if not any(_holds(other, one) for other in changes)]
        if changes:
            says = f'one value has no ".{missing[1]}", as a column has'
            yield repaired(site.cell, site.code, changes, says, "accessor_of_value")


def _plain(text: Code, node: ast.Attribute) -> Change | None:
    """Return the change that takes a method of the value itself; None where it has none."""
    after = next((one for one in text.nodes(ast.Attribute) if one.value is node), None)
    call = next((one for one in text.nodes(ast.Call) if one.func is after), None)
    if after is None or after.attr in _NONE:
        is_item = any(one.value is node for one in text.nodes(ast.Subscript))
        return ((_dot(text, node), text.span(node)[1]), "") if is_item else None
    if call is not None and after.attr in _OTHERWISE:
        of = text.source[text.span(node)[0] : _dot(text, node)]
        parts = [of, *map(text.text, call.args)]
        if call.keywords or len(parts) != 1 + (after.attr != "len"):
            return None
        return text.span(call), _OTHERWISE[after.attr].format(*parts)
    if call is not None and any(word.arg in ("regex", "expand", "na") for word in call.keywords):
        return None
    if after.attr in _CALLED and call is None:
        return (_dot(text, node), text.span(after)[1]), f".{after.attr}()"
    return (_dot(text, node), text.span(node)[1]), ""


def _dot(text: Code, node: ast.Attribute) -> int:
    """Return where the dot before an attribute stands."""
    return text.source.rindex(".", 0, text.span(node)[1] - len(node.attr))


def _holds(other: Change, one: Change) -> bool:
    return other is not one and other[0][0] <= one[0][0] and one[0][1] <= other[0][1]


async def columns_as_frames(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"].unique()`` for ``df[["a"]].unique()``, which a frame has not."""
    missing = missing_attribute(case)
    if missing is None or missing[0] != "DataFrame" or missing[1] not in OF_COLUMNS:
        return
    for site in case.sites[:1]:
        for node in attributes_at(site, missing[1]):
            for cell, text, frame in _frames(case, site, node.value):
                change = text.span(frame.slice), text.text(_only(frame))
                says = "single brackets take a column, double ones a frame"
                yield repaired(cell, text, [change], says, "column_as_frame")
                return


def _frames(case: Case, site: Site, node: ast.expr) -> Iterator[tuple[str, Code, ast.Subscript]]:
    """Yield where a frame of one column is taken, that something is taken of."""
    name = root_name(node)
    bound = case.binding(site, ast.Name(name, ast.Load())) if name is not None else None
    places = [(site.cell, site.code, node)]
    if bound is not None:
        places.append((bound.cell, bound.code, bound.value))
    for cell, text, made in places:
        inner: ast.expr = made
        while isinstance(inner, ast.Attribute | ast.Call | ast.Subscript):
            if isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.List):
                if len(inner.slice.elts) == 1:
                    yield cell, text, inner
                break
            inner = inner.func if isinstance(inner, ast.Call) else inner.value


def _only(frame: ast.Subscript) -> ast.expr:
    assert isinstance(frame.slice, ast.List)  # noqa: S101 - as it was found
    return frame.slice.elts[0]
