"""Panels that are counted from one, by a loop that counts from nought."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_FROM_ONE = re.compile(r"num must be an integer with 1 <= num <= \d+, not 0$")


async def panels_from_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``plt.subplot(2, 3, i + 1)`` where ``i`` begins with nought."""
    if not _FROM_ONE.search(case.error.value):
        return
    for site in case.sites[:1]:
        failing = [node for call in site.nodes(ast.Call) for node in _place(call)]
        for node in failing[:1]:
            if not _counts_from_nought(site, node.id):
                continue
            changes = [
                (site.code.span(one), f"{one.id} + 1")
                for call in site.code.nodes(ast.Call, site.inside)
                for one in _place(call)
                if one.id == node.id
            ]
            says = "panels are counted from 1"
            yield repaired(site.cell, site.code, changes, says, "panel_from_one")


def _place(call: ast.Call) -> list[ast.Name]:
    """Return the name by which a panel is chosen."""
    if callee(call) in ("add_subplot", "subplot") and len(call.args) == 3:
        return [call.args[2]] if isinstance(call.args[2], ast.Name) else []
    return []


def _counts_from_nought(site: Site, name: str) -> bool:
    """Whether a loop counts with a name, and begins with nought."""
    for loop in site.code.nodes(ast.For, site.inside):
        counter = loop.target
        if callee_of(loop.iter) == "enumerate" and isinstance(counter, ast.Tuple):
            counter = counter.elts[0]
        elif callee_of(loop.iter) != "range":
            continue
        if isinstance(counter, ast.Name) and counter.id == name:
            return True
    return False
