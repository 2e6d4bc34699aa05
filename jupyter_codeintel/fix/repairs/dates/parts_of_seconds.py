"""Times with parts of seconds, read in a format that has none."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.dates.date_parts import texts_read
from jupyter_codeintel.fix.repairs.ways import argument

_REST = re.compile(r"unconverted data remains: (\.\d{1,6})$")
_PART = ".microsecond"


async def parts_of_seconds(case: Case) -> AsyncIterator[Repair]:
    """Yield ``strptime(t, "%M:%S.%f")``, and the parts where the seconds are taken of a time."""
    match = _REST.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        for call in site.nodes(ast.Call):
            given = argument(call, 1, "format")
            if callee(call) != "strptime" or given is None:
                continue
            bound = case.binding(site, given)
            form = literal(bound.value if bound is not None else given)
            if not isinstance(form, str) or not form.endswith("%S") or texts_read(case, form):
                continue
            changes = _in_format(site, bound, given)
            more = list(_seconds(site, call))
            if changes and len(more) == len(_taken(case)):
                says = "the times have parts of seconds"
                changes += more
                yield repaired(site.cell, site.code, changes, says, "parts_of_seconds")
            return


def _in_format(site: Site, bound: Binding | None, given: ast.expr) -> list[Change]:
    """Return the change of a format that is written in the failing cell."""
    node = given if bound is None else bound.value
    if bound is not None and bound.cell != site.cell:
        return []
    end = site.code.span(node)[1] - 1
    return [((end, end), ".%f")]


def _taken(case: Case) -> list[ast.Attribute]:
    """Return where the seconds of a time are taken in a notebook, whatever it is called."""
    found = []
    for cell in case.failure.document.cells:
        text = case.code(cell.id)
        if cell.type == "code" and _PART not in cell.source:
            found += [node for node in text.nodes(ast.Attribute) if node.attr == "second"]
    return found


def _seconds(site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield the seconds of a time together with their parts."""
    statement, text = site.statement, site.code
    names = [ast.unparse(one) for one in getattr(statement, "targets", [])]
    is_set = isinstance(statement, ast.Assign) and statement.value is call
    added = [node.right for node in text.nodes(ast.BinOp) if isinstance(node.op, ast.Add)]
    plain = [*added, *(word.value for word in text.nodes(ast.keyword))]
    plain += [one.value for one in text.nodes(ast.Return) if one.value is not None]
    for node in text.nodes(ast.Attribute, site.inside):
        if node.attr == "second" and is_set and ast.unparse(node.value) in names:
            of = text.text(node.value)
            shown = f"{of}.second + {of}{_PART} / 1e6"
            yield text.span(node), shown if node in plain else f"({shown})"
