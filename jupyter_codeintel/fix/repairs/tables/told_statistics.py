"""Statistics of groups that are asked for, and that were not worked out with the others."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding, names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_STATISTICS = ("count", "first", "last", "max", "mean", "median", "min", "nunique", "size", "std",
               "sum", "var")  # fmt: skip
_FEWEST = 2


async def missing_statistics(case: Case) -> AsyncIterator[Repair]:
    """Yield ``agg(["min", "max", "mean"])`` for ``agg(["min", "max"])`` where the mean is used."""
    wanted = literal_key(case.error.value) if case.is_a("KeyError") else ""
    for site in case.sites[:1] if wanted in _STATISTICS else ():
        for name in names_in(site.statement) if site.statement is not None else ():
            bound = case.binding(site, ast.Name(name))
            several = _listed(bound) if bound is not None and _asks(site, name, wanted) else None
            if bound is None or several is None or not _has_columns(case, name, several):
                continue
            last = several.elts[-1]
            quote = bound.code.text(last)[0]
            end = bound.code.span(last)[1]
            says = f'the "{wanted}" is worked out with the other statistics'
            change = (end, end), f", {quote}{wanted}{quote}"
            yield repaired(bound.cell, bound.code, [change], says, "missing_statistic")
            return


def literal_key(shown: str) -> str:
    """Return the text that a key error is about; nothing where it is another thing."""
    return shown[1:-1] if shown[:1] in ("'", '"') and shown[:1] == shown[-1:] else ""


def _asks(site: Site, name: str, wanted: str) -> bool:
    """Whether a table's column is asked for: in brackets, or by the name that it is sorted by."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.Subscript(value=ast.Name(id=owner), slice=key) if owner == name:
                if wanted in (literal(key), *_several(key)):
                    return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))) if owner == name:
                parts = [*node.args, *(word.value for word in node.keywords)]
                if any(wanted in (literal(one), *_several(one)) for one in parts):
                    return True
    return False


def _several(node: ast.expr) -> list[object]:
    return [literal(one) for one in node.elts] if isinstance(node, ast.List) else []


def _listed(bound: Binding) -> ast.List | None:
    """Return the list of statistics of the one column of groups that a table is made of."""
    for call in bound.code.nodes(ast.Call, bound.value):
        if callee(call) in ("agg", "aggregate") and len(call.args) == 1 and not call.keywords:
            match call.args[0]:
                case ast.List(elts=elts) as several if len(elts) >= _FEWEST:
                    is_known = all(literal(one) in _STATISTICS for one in elts)
                    return several if is_known else None
    return None


def _has_columns(case: Case, name: str, several: ast.List) -> bool:
    """Whether a live table has the statistics for columns, and not some for each column."""
    live = case.variable(name)
    columns = [column for column, _ in live.columns] if live is not None else []
    return all(literal(one) in columns for one in several.elts)
