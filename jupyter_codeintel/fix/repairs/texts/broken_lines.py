"""Texts that are read piece by piece, and have the ends of lines in them still."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after, can_take_lines, line_above, quoted

_BROKEN = re.compile(r"'(?:\w*\\n\w+|\w+\\n\w*)'")


async def joined_lines(case: Case) -> AsyncIterator[Repair]:
    """Yield a text in one piece, where a piece of it has the end of a line in it."""
    is_key = case.is_a("KeyError") and _BROKEN.fullmatch(case.error.value) is not None
    if not is_key or not any(_is_cut(case, site) for site in case.sites):
        return
    for site in case.sites[-1:]:
        for name in _texts(case, site):
            text = site.code
            bound = case.binding(site, ast.Name(name))
            text = bound.code if bound is not None else text
            joined = f".replace({quoted(text, chr(92) + 'n')}, {quoted(text, '')})"
            says = f'"{name}" has the ends of lines in it still'
            if bound is not None and isinstance(bound.value, ast.Call | ast.Name | ast.Subscript):
                changes = [after(bound.site, bound.value, joined)]
                yield repaired(bound.cell, bound.code, changes, says, "joined_lines")
            elif bound is None and can_take_lines(_whole(site)):
                changes = [line_above(_whole(site), f"{name} = {name}{joined}")]
                yield repaired(site.cell, site.code, changes, says, "joined_lines")
            return


def _whole(site: Site) -> Site:
    """Return the place of the statement of a cell that a line is in, above all loops."""
    around = [one for one in site.code.tree.body if one.lineno <= site.line]
    return Site(site.cell, site.code, around[-1].lineno if around else site.line)


def _is_cut(case: Case, site: Site) -> bool:
    """Whether pieces of a text are taken where the key is, or where its name is set."""
    nodes: list[ast.AST] = [*site.nodes(ast.Subscript)]
    for name in names_in(site.statement) if site.statement is not None else ():
        bound = case.binding(site, ast.Name(name))
        nodes += list(ast.walk(bound.value)) if bound is not None else []
    return any(isinstance(getattr(node, "slice", None), ast.Slice) for node in nodes)


def _texts(case: Case, site: Site) -> Iterator[str]:
    """Yield the live texts of several lines that a place uses."""
    names = dict.fromkeys(names_in(site.statement) if site.statement is not None else ())
    for name in tuple(names):
        bound = case.binding(site, ast.Name(name))
        names |= names_in(bound.value) if bound is not None else {}
    for name in names:
        live = case.variable(name)
        if live is not None and live.type == "str" and "\\n" in (live.value or ""):
            yield name
