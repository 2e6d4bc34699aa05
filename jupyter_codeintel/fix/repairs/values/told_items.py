"""Items of lists and sets, and orders of dicts, that the words of a person name."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.live_kinds import kind_of
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.namespace import Path

_BY_KEY = "list indices must be integers or slices, not str"
_OF_SETS = re.compile(r"'(?:frozen)?set' object is not subscriptable")
_OF_DICTS = re.compile(r"'[<>]' not supported between instances of 'dict' and 'dict'")
_FIRST = re.compile(r"\bfirst\b")
_LAST = re.compile(r"\blast\b")
_IN_ORDER = re.compile(r"\b(?:sorted|in (?:ascending )?order|ascending)\b")
_ORDERING = ("max", "min", "sort", "sorted")


async def told_entries(case: Case) -> AsyncIterator[Repair]:
    """Yield ``users[0]["name"]`` for ``users["name"]`` where the words ask for the first one."""
    if _BY_KEY not in case.error.value:
        return
    for site in case.sites[:1]:
        words = _words(case, site)
        places = [place for said, place in ((_FIRST, "0"), (_LAST, "-1")) if said.search(words)]
        for node in site.nodes(ast.Subscript):
            path, key = case.path(site, node.value), getattr(node.slice, "value", None)
            if path is None or not isinstance(key, str) or len(places) != 1:
                continue
            entry = await case.resolve(Path(path.root, (*path.steps, ("key", 0))))
            if entry.type == "dict" and key in entry.keys.names:
                end = site.code.span(node.value)[1]
                says = f'the words ask for one of "{site.code.text(node.value)}", a list'
                change = (end, end), f"[{places[0]}]"
                yield repaired(site.cell, site.code, [change], says, "told_entry")


async def told_places_of_sets(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sorted(numbers)[0]`` for ``numbers[0]`` of a set that the words put in order."""
    if not _OF_SETS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            is_set = await kind_of(case, site, node.value) in ("set", "frozenset")
            if is_set and _IN_ORDER.search(_words(case, site)):
                says = "a set has no order; the words ask for a sorted one"
                change = site.code.span(node.value), f"sorted({site.code.text(node.value)})"
                yield repaired(site.cell, site.code, [change], says, "told_place_of_set")


async def told_keys_of_orders(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sorted(people, key=lambda p: p["age"])`` where the words say by what."""
    if not _OF_DICTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            values = owner if callee_of(call) == "sort" else next(iter(call.args), None)
            if callee_of(call) not in _ORDERING or not isinstance(values, ast.Name):
                continue
            key = await _told_key(case, site, values)
            if key is None or any(word.arg == "key" for word in call.keywords):
                continue
            one = values.id[0].lower()
            change = with_option(site.code, call, "key", f'lambda {one}: {one}["{key}"]')
            says = f'dicts have no order; the words ask for that of "{key}"'
            yield repaired(site.cell, site.code, [change], says, "told_order")


async def _told_key(case: Case, site: Site, values: ast.Name) -> str | None:
    """Return the one key of some dicts by which the words put them in order."""
    path = case.path(site, values)
    if path is None:
        return None
    entry = await case.resolve(Path(path.root, (*path.steps, ("key", 0))))
    words = _words(case, site)
    found = [
        key
        for key in entry.keys.names
        if re.search(rf"\bby (?:\w+ )?{re.escape(key.lower())}\b", words)
    ]
    return found[0] if len(found) == 1 and entry.type == "dict" else None


def _words(case: Case, site: Site) -> str:
    return " ".join(told_near(case, site)).lower()
