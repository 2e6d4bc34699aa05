"""Columns of a melted table that are asked for by names which it was not given."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.fix.repairs.ways import option

_UNKNOWN = re.compile(
    r"Could not interpret (?:value|input) [`'](?P<name>[^`']+)[`']"
    r"|'DataFrame' object has no attribute '(?P<attribute>\w+)'"
)
_OF_KINDS = frozenset({"by", "col", "color", "columns", "groupby", "hue", "index", "row", "style"})
_OF_VALUES = frozenset({"values", "y"})
_WORKED_OUT = frozenset(
    {"agg", "count", "describe", "max", "mean", "median", "min", "quantile", "std", "sum", "var"}
)


async def names_of_melted(case: Case) -> AsyncIterator[Repair]:
    """Yield ``melt(..., var_name="device")`` where the melted table is asked for that column.

    A name is that of the kinds or of the values as it is used, or as the other has one already.
    """
    match = _UNKNOWN.search(case.error.value)
    told = [one for one in match.groups() if one] if match is not None else []
    missing = told or list(missing_keys(case.error))
    for site in case.sites[:1] if missing and not _is_elsewhere(case, missing[0]) else ():
        for bound, call in _melts(case, site):
            named = {
                role: name
                for role, name in _roles(case, site, call, missing[0])
                if option(call, role) is None
            }
            if missing[0] in named.values() and len(set(named.values())) == len(named):
                text = bound.code
                changes = [
                    with_option(text, call, role, quoted(text, name))
                    for role, name in sorted(named.items(), reverse=True)
                ]
                if len(changes) == 2:
                    changes = [(changes[0][0], changes[0][1] + changes[1][1])]
                says = f'the melted table gets the column "{missing[0]}" that is asked for'
                yield repaired(bound.cell, text, changes, says, "name_of_melted")
                return


def _is_elsewhere(case: Case, name: str) -> bool:
    """Whether another table has the column, from which it may have to be taken."""
    found = case.failure.namespace
    variables = found.variables.values() if found is not None else ()
    return any(name == column for one in variables for column, _ in one.columns)


def _melts(case: Case, site: Site) -> Iterator[tuple[Binding, ast.Call]]:
    """Yield the calls that melt a table which the failing statement uses."""
    names = {node.id: node for node in site.nodes(ast.Name) if isinstance(node.ctx, ast.Load)}
    for name in names.values():
        bound = case.binding(site, name)
        for call in bound.code.nodes(ast.Call, bound.value) if bound is not None else ():
            live = case.variable(_melted(call)) if callee(call) == "melt" else None
            if bound is not None and live is not None and live.columns:
                yield bound, call


def _melted(call: ast.Call) -> str:
    """Return the name of the table that is melted."""
    frame = option(call, "frame", 0)
    owner = root(call.func)
    return root(frame) if owner in ("pd", "pandas") and frame is not None else owner


def _roles(case: Case, site: Site, call: ast.Call, name: str) -> Iterator[tuple[str, str]]:
    """Yield the options that a missing name, and those used beside it, are given by."""
    ids = literal(option(call, "id_vars", _place(call)))
    known = {str(one) for one in ids} if isinstance(ids, list) else {str(ids)}
    other = {role: option(call, role) for role in ("var_name", "value_name")}
    known |= {str(literal(node)) for node in other.values() if node is not None}
    own = {"variable", "value"} & _texts(case)
    if own or meant(name, known) is not None or name in known:
        return
    free = [role for role, node in other.items() if node is None]
    if len(free) == 1:
        yield free[0], name
        return
    used = {one: role for one, role in _used(site.code) if one not in known}
    yield from ((role, one) for one, role in used.items())


def _place(call: ast.Call) -> int:
    return 1 if root(call.func) in ("pd", "pandas") else 0


def _texts(case: Case) -> set[str]:
    return {
        node.value
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Constant)
        if isinstance(node.value, str)
    }


def _used(text: Code) -> Iterator[tuple[str, str]]:
    """Yield the names of columns in a cell, and what is meant by them as they are used."""
    for call in text.nodes(ast.Call):
        given = [(word.arg or "", word.value) for word in call.keywords]
        if callee(call) == "groupby":
            given += [("groupby", one) for one in call.args[:1]]
        for role, node in given:
            found = literal(node)
            for name in found if isinstance(found, list) else [found]:
                if isinstance(name, str) and role in _OF_KINDS | _OF_VALUES:
                    yield name, "var_name" if role in _OF_KINDS else "value_name"
        match call.func:
            case ast.Attribute(
                value=ast.Subscript(slice=ast.Constant(value=str(name))), attr=method
            ) if method in _WORKED_OUT:
                yield name, "value_name"
