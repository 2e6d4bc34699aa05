"""What is drawn from at random, or put in another order, and has no places."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import told_near

_DRAWING = ("choice", "choices")
_UNPLACED = ("dict", "set", "frozenset", "dict_keys", "dict_values", "dict_items")
_TOO_FEW = re.compile(
    r"Sample larger than population|Cannot take a larger sample than population", re.IGNORECASE
)
_AGAIN = re.compile(
    r"\bwith[ -]replacement|\bbootstrap|\bput(?:ting)? (?:it |them )?back\b|\breplaced after"
    r"|\bmay (?:repeat|be drawn (?:again|twice|more than once))|\brepetitions? allowed"
)
_AGAIN_NOT = re.compile(r"(?:without|no) (?:replacement|repetition|putting)|not? bootstrap")


async def drawn_again(case: Case) -> AsyncIterator[Repair]:
    """Yield ``random.choices(data, k=20)`` for ``sample`` where the words put things back."""
    if not case.is_a("ValueError") or not _TOO_FEW.search(case.error.value):
        return
    for site in case.sites[:1]:
        names = {node.id for node in site.code.nodes(ast.Name, site.statement)}
        told = " ".join([*told_near(case, site), *names]).lower().replace("`", "")
        if not _AGAIN.search(told) or _AGAIN_NOT.search(told):
            continue
        for call in site.nodes(ast.Call):
            changes = _with_replacement(case, site, call)
            if changes:
                says = "it is drawn with replacement, as the words say"
                yield repaired(site.cell, site.code, changes, says, "drawn_again")


def _with_replacement(case: Case, site: Site, call: ast.Call) -> list[Change]:
    """Return the changes of a call that draws each thing once at most."""
    name, given = callee(call), {word.arg: word for word in call.keywords}
    if not isinstance(call.func, ast.Attribute) or name not in ("choice", "sample"):
        return []
    is_random = case.target(site, ast.unparse(call.func.value)) == "random"
    if not is_random:
        return [with_option(site.code, call, "replace", "True")] if len(call.args) < 3 else []
    if set(given) - {"k"} or len(call.args) + len(given) != 2:
        return []
    end = site.code.span(call.func)[1]
    changes: list[Change] = [((end - len("sample"), end), "choices")]
    if len(call.args) == 2:
        start = site.code.span(call.args[1])[0]
        changes.append(((start, start), "k="))
    return changes


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
