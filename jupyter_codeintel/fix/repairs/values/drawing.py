"""What is drawn from at random, or put in another order, and has no places."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_DRAWING = ("choice", "choices")
_UNPLACED = ("dict", "set", "frozenset", "dict_keys", "dict_values", "dict_items")


async def drawn_from_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield ``random.choice(list(names))`` for a set or a dict, and ``sorted`` for ``sample``."""
    is_sampled = "Population must be a sequence" in case.error.value
    if not is_sampled and not case.is_a("KeyError", "TypeError"):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            name = callee(call)
            if name not in (("sample",) if is_sampled else _DRAWING) or not call.args:
                continue
            drawn = call.args[0]
            shown = site.code.text(drawn)
            is_unplaced = is_sampled or _has_no_places(case, site.code.text(drawn), drawn)
            if is_unplaced and callee_of(drawn) not in ("list", "sorted", "tuple"):
                new = f"{'sorted' if is_sampled else 'list'}({shown})"
                says = f'"{name}" draws from what has places'
                change = site.code.span(drawn), new
                yield repaired(site.cell, site.code, [change], says, "drawn_from_list")


def _has_no_places(case: Case, shown: str, drawn: ast.expr) -> bool:
    live = case.variable(shown) if isinstance(drawn, ast.Name) else None
    if live is not None and live.type not in _UNPLACED:
        return False
    signs = (f"'{kind}' object is not subscriptable" for kind in _UNPLACED)
    if any(sign in case.error.value for sign in signs):
        return True
    is_place = case.error.value.strip().isdecimal()
    return live is not None and live.type == "dict" and is_place


async def ranges_in_another_order(case: Case) -> AsyncIterator[Repair]:
    """Yield ``list(range(10))`` where the numbers of a range are to be shuffled."""
    if "'range' object does not support item assignment" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            drawn = call.args[0] if callee(call) == "shuffle" and call.args else None
            bound = case.binding(site, drawn) if drawn is not None else None
            if bound is not None and callee_of(bound.value) == "range":
                new = f"list({bound.code.text(bound.value)})"
                says = "the numbers of a range stand in their order; those of a list may not"
                change = bound.code.span(bound.value), new
                yield repaired(bound.cell, bound.code, [change], says, "range_as_list")
