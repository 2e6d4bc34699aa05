"""Sparse tables that are asked as others are."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above
from jupyter_codeintel.fix.repairs.live_kinds import kind_at

_NO_LENGTH = re.compile(r"sparse (?:array|matrix) length is ambiguous")
_NO_PARTS = re.compile(r"'(coo|dia|bsr)_(?:matrix|array)' object is not subscriptable")


async def lengths_of_sparse(case: Case) -> AsyncIterator[Repair]:
    """Yield ``X.shape[0]`` for ``len(X)``."""
    if not _NO_LENGTH.search(case.error.value):
        return
    for site in case.sites[:1]:
        failing = [
            call
            for call in site.nodes(ast.Call)
            if ast.unparse(call.func) == "len" and isinstance(call.args[0], ast.Name)
        ]
        names = {ast.unparse(call.args[0]) for call in failing}
        if len(names) == 1:
            shown = names.pop()
            changes = [
                (site.code.span(call), f"{shown}.shape[0]")
                for call in site.code.nodes(ast.Call, site.inside)
                if ast.unparse(call) == f"len({shown})"
            ]
            says = f'"{shown}" has as many rows as its shape says'
            yield repaired(site.cell, site.code, changes, says, "length_of_sparse")


async def parts_of_sparse(case: Case) -> AsyncIterator[Repair]:
    """Yield a sparse table in the form whose parts can be taken."""
    match = _NO_PARTS.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            kind = kind_at(case, site, node.value)
            if not kind.startswith(match[1]) or not can_take_lines(site):
                continue
            shown = site.code.text(node.value)
            change = line_above(site, f"{shown} = {shown}.tocsr()")
            says = f'parts of "{shown}" can be taken of its rows'
            if site.inside is None:
                yield repaired(site.cell, site.code, [change], says, "parts_of_sparse")
            return
