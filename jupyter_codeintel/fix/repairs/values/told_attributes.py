"""Objects of a notebook's class that are put in an order by what the words name."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import told_near

_ORDERED = re.compile(r"'[<>]' not supported between instances of '(?P<of>\w+)' and '(?P=of)'")
_ORDERING = ("max", "min", "sort", "sorted")
_DOWN = re.compile(
    r"\b(?:descending|decreasing|reverse|(?:highest|largest|newest|oldest|biggest|most) first)\b"
)


async def told_attributes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sorted(people, key=lambda p: p.age)`` where the words say by what."""
    match = _ORDERED.search(case.error.value)
    if match is None:
        return
    names = list(dict.fromkeys(_attributes(case, match["of"])))
    for site in case.sites[:1]:
        words = " ".join(told_near(case, site)).lower()
        told = sorted((place, name) for name in names if (place := _told(words, name)) is not None)
        is_clear = len(told) == 1 or re.search(r"\b(?:then|ties|tied)\b", words) is not None
        calls = [one for one in site.nodes(ast.Call) if callee_of(one) in _ORDERING]
        if not told or not is_clear or len(calls) != 1 or _DOWN.search(words):
            continue
        (call,) = calls
        if call.keywords or len(call.args) > 1:
            continue
        one = match["of"][0].lower()
        keys = [_key(case, site, one, name) for _, name in told]
        shown = f"({', '.join(keys)})" if len(keys) > 1 else keys[0]
        change = with_option(site.code, call, "key", f"lambda {one}: {shown}")
        says = f'the words ask for the order of "{told[0][1]}"'
        yield repaired(site.cell, site.code, [change], says, "told_order")


def _told(words: str, name: str) -> int | None:
    """Return where the words ask for the order of an attribute."""
    shown = re.escape(name.lower()).replace("_", "[ _]")
    match = re.search(rf"\b(?:by|then) (?:their |its |the )?{shown}\b", words)
    return match.start() if match is not None else None


def _attributes(case: Case, name: str) -> Iterator[str]:
    """Yield the attributes of objects of a class of the notebook."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.ClassDef) if cell.type == "code" else ():
            for one in ast.walk(node) if node.name == name else ():
                match one:
                    case ast.AnnAssign(target=ast.Name(id=field)):
                        yield field
                    case ast.Attribute(value=ast.Name(id="self"), attr=attr, ctx=ast.Store()):
                        yield attr


def _key(case: Case, site: Site, one: str, name: str) -> str:
    """Return an attribute, or its place in the order that the notebook has of its values."""
    for order in (f"{name}s", f"{name}_order", f"{name}s_order"):
        for written in (order, order.upper()):
            bound = case.binding(site, ast.Name(written, ast.Load()))
            values = literal(bound.value) if bound is not None else None
            if isinstance(values, str | list | tuple) and list(values) != sorted(values, key=str):
                return f"{written}.index({one}.{name})"
    return f"{one}.{name}"
