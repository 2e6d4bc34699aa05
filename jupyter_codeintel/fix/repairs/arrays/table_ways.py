"""What is done with tables and lists, done with an array that knows it otherwise."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, missing_attribute

_USUAL = "5"
"""How many rows of a table are shown where it is not said."""


async def ways_of_tables(case: Case) -> AsyncIterator[Repair]:
    """Yield an array's own way: ``a[:5]`` for ``a.head()``, ``a`` for ``a.values``."""
    missing = missing_attribute(case)
    if missing is None or missing[0] != "ndarray":
        return
    for site in case.sites[:1]:
        nodes = attributes_at(site, missing[1])[:1]
        if not nodes:
            continue
        alike = [
            one
            for one in site.code.nodes(ast.Attribute, site.inside)
            if one.attr == missing[1]
            and one.lineno >= nodes[0].lineno
            and ast.unparse(one.value) == ast.unparse(nodes[0].value)
        ]
        changes = [change for one in alike for change in _changed(case, site, one)]
        if changes:
            says = f'an array has no "{missing[1]}" as tables and lists have'
            yield repaired(site.cell, site.code, changes, says, "way_of_table")


def _changed(case: Case, site: Site, node: ast.Attribute) -> Iterator[Change]:
    owner, end = site.code.text(node.value), site.code.span(node)[1]
    call = next((one for one in site.code.nodes(ast.Call) if one.func is node), None)
    match node.attr, call:
        case ("values" | "iloc", None):
            yield (site.code.span(node.value)[1], end), ""
        case ("to_numpy", ast.Call(args=[], keywords=[])):
            yield site.code.span(call), owner
        case ("head" | "tail", ast.Call(args=[] | [ast.Constant() | ast.Name()], keywords=[])):
            count = site.code.text(call.args[0]) if call.args else _USUAL
            part = f":{count}" if node.attr == "head" else f"-{count}:"
            yield site.code.span(call), f"{owner}[{part}]"
        case ("value_counts", ast.Call()):
            if pandas := case.name_of("pandas"):
                yield site.code.span(node.value), f"{pandas}.Series({owner})"
        case ("append", ast.Call(args=[added], keywords=[])):
            yield from _appended(case, site, node, call, added)


def _appended(
    case: Case, site: Site, node: ast.Attribute, call: ast.Call, added: ast.expr
) -> Iterator[Change]:
    """Yield the new array for one that cannot be added to."""
    numpy, owner = case.name_of("numpy"), site.code.text(node.value)
    shape = shape_of(case.failure, site, owner)
    is_row = isinstance(added, ast.List | ast.Tuple)
    if numpy is None or not isinstance(node.value, ast.Name | ast.Attribute):
        return
    for statement in site.code.nodes(ast.Expr):
        if statement.value is call and shape is not None and len(shape) == 1 and not is_row:
            shown = site.code.text(added)
            yield site.code.span(call), f"{owner} = {numpy}.append({owner}, {shown})"
