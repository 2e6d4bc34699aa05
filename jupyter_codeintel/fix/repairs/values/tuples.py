"""A function's results are taken for one of them."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, missing_attribute


async def packed_results(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fig, ax = plt.subplots()`` where both were bound to one name."""
    missing = missing_attribute(case)
    if missing is None or missing[0] != "tuple":
        return
    for site in case.sites[:1]:
        for node in attributes_at(site, missing[1]):
            bound = case.binding(site, node.value)
            if bound is None or not isinstance(bound.statement, ast.Assign):
                continue
            value, target = bound.value, bound.statement.targets[0]
            if not isinstance(value, ast.Call) or not isinstance(target, ast.Name):
                continue
            if not bound.code.text(value.func).endswith("subplots"):
                continue
            pair = f"{target.id}, axes" if target.id.startswith("fig") else f"fig, {target.id}"
            changes = [(bound.code.span(target), pair)]
            says = "the call returns a figure and its axes"
            yield repaired(bound.cell, bound.code, changes, says, "packed_result")
