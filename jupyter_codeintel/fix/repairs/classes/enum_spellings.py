"""Values of an enumeration that data write in other letters, with blanks, or in short."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.classes.enums import enumeration
from jupyter_codeintel.fix.repairs.looped_values import values_at

_NO_VALUE = re.compile(r"^(?P<value>'.*') is not a valid (?:\w+\.)*(?P<name>\w+)$", re.DOTALL)
_WAYS = ("strip()", "lower()", "upper()", "title()", "strip().lower()", "strip().upper()",
         "strip().title()")  # fmt: skip
_SHORTEST = 3


async def enum_spellings(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Priority(p.lower())`` for data of which all are values in other letters.

    Those that only begin as one value does are looked up: ``{"med": "medium"}``.
    """
    match = _NO_VALUE.match(case.error.value) if case.is_a("ValueError") else None
    found = enumeration(case, match["name"]) if match is not None else None
    values = [one for one in found.values.values() if isinstance(one, str)] if found else []
    if match is None or found is None or len(values) < len(found.values) or len(values) < 2:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != found.node.name or len(call.args) != 1:
                continue
            change = _spelled(case, site, call.args[0], values)
            # A name of a member is asked for in another way.
            if change is not None and match["value"].strip("'") not in found.values:
                says = "the values are the same but for their letters"
                yield repaired(site.cell, site.code, [change], says, "enum_spelling")


def _spelled(case: Case, site: Site, given: ast.expr, values: list[str]) -> Change | None:
    """Return the change of what is asked for into the letters of the values."""
    texts = [one for one in values_at(case, site, given) if isinstance(one, str)]
    if not texts or not isinstance(given, ast.Name):
        return None
    for way in _WAYS:
        made = {text: _as(way, text) for text in texts}
        if any(_as(way, one) != one for one in values):
            continue
        strays = {one for one in made.values() if one not in values}
        short = {one: _whole(one, values) for one in sorted(strays)}
        if None in short.values():
            continue
        name = f"{given.id}.{way}" if any(made[one] != one for one in texts) else given.id
        shown = ", ".join(f'"{one}": "{whole}"' for one, whole in short.items())
        new = f"{{{shown}}}.get({name}, {name})" if shown else name
        return site.code.span(given), new
    return None


def _as(way: str, text: str) -> str:
    for name in re.findall(r"\w+", way):
        text = str(getattr(text, name)())
    return text


def _whole(short: str, values: list[str]) -> str | None:
    """Return the one value that begins as a text does."""
    found = [one for one in values if one.startswith(short.rstrip("."))]
    return found[0] if len(found) == 1 and len(short.rstrip(".")) >= _SHORTEST else None
