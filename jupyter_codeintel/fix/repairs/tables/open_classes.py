"""Classes of values that end too early: a label without an edge, a value on the last edge."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.tables.kinds import frame_of
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import written

_CUT = "Bin labels must be one fewer than the number of bin edges"
_OPTIONS = frozenset({"bins", "labels", "right", "include_lowest", "ordered", "precision"})
_UP = r"(?:above|beyond|more than|older than|over|>=?|[≥>])"
_DOWN = r"(?:below|less than|under|up to|younger than|<=?|[≤<])"
_AND_UP = r"(?:\+|(?: years)?,? (?:and|or) (?:above|beyond|higher|more|older|over|up(?:wards)?))"


class _Listed(NamedTuple):
    """A list or tuple that is written in the notebook, and where."""

    site: Site
    node: ast.List | ast.Tuple
    values: list[object]


async def open_classes(case: Case) -> AsyncIterator[Repair]:
    """Yield an endless class where there is one label more than there are classes.

    Its place is where the values go on, or where words and labels say that a class is open.
    """
    if _CUT not in case.error.value:
        return
    for place, site in enumerate(case.sites[:1]):
        for call in site.nodes(ast.Call):
            edges = _edges(case, place, call)
            labels = _labels(case, place, call)
            if edges is None or len(edges.values) != len(labels) or len(labels) < 2:
                continue
            sides = await _sides(case, site, call, edges) or _told(case, edges, labels)
            if len(sides) == 1:
                text, numpy = edges.site.code, case.name_of("numpy")
                endless = f"{numpy}.inf" if numpy is not None else 'float("inf")'
                first, last = text.span(edges.node.elts[0])[0], text.span(edges.node.elts[-1])[1]
                change = ((last, last), f", {endless}") if sides == {"above"} else (
                    (first, first), f"-{endless}, ")  # fmt: skip
                says = "the values go on beyond the edges, and there is a label for them"
                yield repaired(edges.site.cell, text, [change], says, "open_class")
                return


def _edges(case: Case, place: int, call: ast.Call) -> _Listed | None:
    """Return the edges of classes that a call is given in a list of numbers."""
    given = {word.arg for word in call.keywords}
    edges = option(call, "bins", 1)
    if callee(call) != "cut" or not call.args or given - _OPTIONS or edges is None:
        return None
    return _listed(case, place, edges)


def _listed(case: Case, place: int, node: ast.expr) -> _Listed | None:
    """Return the list of numbers that an expression is, through names and ``np.array``."""
    place, node = handed(case, place, node)
    site = case.sites[place]
    bound = case.binding(site, node)
    if bound is not None:
        site, node = bound.site, bound.value
    if isinstance(node, ast.Call) and callee(node) == "array" and node.args:
        node = node.args[0]
    return _written_list(site, node)


def _written_list(site: Site, node: ast.expr) -> _Listed | None:
    values = literal(node)
    if not isinstance(node, ast.List | ast.Tuple) or not isinstance(values, list | tuple):
        return None
    return _Listed(site, node, list(values)) if values else None


def _labels(case: Case, place: int, call: ast.Call) -> list[str]:
    labels = option(call, "labels")
    found = _listed(case, place, labels) if labels is not None else None
    return [str(one) for one in found.values] if found is not None else []


async def _sides(case: Case, site: Site, call: ast.Call, edges: _Listed) -> set[str]:
    """Return at which ends values lie outside of the edges."""
    numbers = await _numbers(case, site, call.args[0])
    ends = [one for one in edges.values if isinstance(one, int | float)]
    if not numbers or len(ends) != len(edges.values):
        return set()
    is_right = literal(option(call, "right")) is not False
    has_lowest = literal(option(call, "include_lowest")) is True
    above = max(numbers) > ends[-1] or (not is_right and max(numbers) == ends[-1])
    below = min(numbers) < ends[0] or (is_right and not has_lowest and min(numbers) == ends[0])
    return {side for side, is_so in (("above", above), ("below", below)) if is_so}


def _told(case: Case, edges: _Listed, labels: list[str]) -> set[str]:
    """Return at which end the words or the label say that a class is open."""
    first, last = re.escape(str(edges.values[0])), re.escape(str(edges.values[-1]))
    says = {
        "above": rf"(?<![\w.]){_UP} ?{last}(?![\w.]*\d)|(?<![\w.]){last}{_AND_UP}",
        "below": rf"(?<![\w.]){_DOWN} ?{first}(?![\w.]*\d)",
    }
    ends = {"above": labels[-1], "below": labels[0]}
    return {
        side
        for side, pattern in says.items()
        if any(re.search(pattern, one.lower()) for one in [*all_words(case), ends[side]])
    }


async def _numbers(case: Case, site: Site, node: ast.expr) -> list[int | float]:
    """Return the numbers of a column or a list that are all written in the notebook."""
    part = await frame_of(case, 0, node)
    bound = case.binding(site, node)
    if part is None and bound is not None:
        part = await frame_of(case, 0, bound.value)
    values: object = None
    if part is not None and isinstance(part[0], ast.Name):
        values = written(case, site, part[0].id, part[1]).values
    elif bound is not None:
        value = bound.value
        if isinstance(value, ast.Call) and callee(value) in ("Series", "array") and value.args:
            value = value.args[0]
        values = literal(value)
    if not isinstance(values, list):
        return []
    numbers = [one for one in values if isinstance(one, int | float)]
    return numbers if len(numbers) == len(values) else []


async def edges_in_classes(case: Case) -> AsyncIterator[Repair]:
    """Yield classes with the value that lies on their outer edge, where a check misses it."""
    if not case.is_a("AssertionError") and "to integer" not in case.error.value:
        return
    calls = list(_cuts(case))
    for site, call in calls if len(calls) == 1 else ():
        edges = _edges_at(case, site, call)
        sides = await _sides(case, site, call, edges) if edges is not None else set()
        numbers = await _numbers(case, site, call.args[0]) if len(sides) == 1 else []
        last = edges.values[-1] if edges is not None else None
        says = "a value lies on the edge of the classes"
        if edges is None or not numbers or not isinstance(last, int | float):
            continue
        if sides == {"below"} and min(numbers) == edges.values[0]:
            change = with_option(site.code, call, "include_lowest", "True")
            yield repaired(site.cell, site.code, [change], says, "edge_in_class")
        elif sides == {"above"} and max(numbers) == last:
            is_whole = all(isinstance(one, int) for one in [*numbers, last])
            numpy = case.name_of("numpy")
            endless = f"{numpy}.inf" if numpy is not None else 'float("inf")'
            span = edges.site.code.span(edges.node.elts[-1])
            change = span, str(last + 1) if is_whole else endless
            yield repaired(edges.site.cell, edges.site.code, [change], says, "edge_in_class")


def _cuts(case: Case) -> Iterator[tuple[Site, ast.Call]]:
    """Yield where a notebook sorts values into classes."""
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else None
        for call in text.nodes(ast.Call) if text is not None else ():
            if callee(call) == "cut" and text is not None:
                yield Site(cell.id, text, call.lineno), call


def _edges_at(case: Case, site: Site, call: ast.Call) -> _Listed | None:
    edges = option(call, "bins", 1)
    if not call.args or {word.arg for word in call.keywords} - _OPTIONS or edges is None:
        return None
    bound = case.binding(site, edges)
    site, node = (bound.site, bound.value) if bound is not None else (site, edges)
    return _written_list(site, node)
