"""Tables with older and newer rows of one thing, of which the words ask for those of now."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after, quoted
from jupyter_codeintel.fix.repairs.live_kinds import live_at
from jupyter_codeintel.fix.repairs.ways import argument, option
from jupyter_codeintel.fix.repairs.words import words_near

_TWICE = re.compile(r"[Mm]erge keys are not unique in (?P<left>left|right|either)")
_NOW = re.compile(
    r"\b(?:current(?:ly)?|latest|newest|most recent|up[- ]to[- ]date|today's"
    r"|(?:appl(?:y|ies)|are|as of|holds?|in force|is|of|right|valid) now)\b"
)
"""Not any "now": that may be what is done next."""
_FIRST = re.compile(r"\b(?:earliest|first|oldest|original|initial)\b|\bat (?:the|that) time\b")


async def newest_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``prices.sort_values("valid_from").drop_duplicates("product", keep="last")``.

    That is for a join by a key that may be there once, of a table with one column of dates.
    """
    match = _TWICE.search(case.error.value)
    for site in case.sites[:1] if match is not None and match["left"] == "right" else ():
        words = words_near(case, site)
        if not _NOW.search(words) or _FIRST.search(words):
            return
        for call in site.nodes(ast.Call):
            right = _right(call)
            if right is None or callee(call) != "merge":
                continue
            dates, key = _dates(case, site, right), _key(site, call)
            if len(dates) == 1 and key is not None:
                by = quoted(site.code, dates[0])
                last = f"keep={quoted(site.code, 'last')}"
                more = f".sort_values({by}).drop_duplicates({key}, {last})"
                says = f'the row with the newest "{dates[0]}" is the one of now'
                yield repaired(
                    site.cell, site.code, [after(site, right, more)], says, "newest_rows"
                )
                return


def _right(call: ast.Call) -> ast.expr | None:
    """Return the table that is joined to another one."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_function = (
        len(call.args) > 1 and isinstance(owner, ast.Name) and owner.id in ("pd", "pandas")
    )
    return argument(call, int(is_function), "right")


def _dates(case: Case, site: Site, table: ast.expr) -> list[str]:
    live = live_at(case, site, table)
    return [name for name, kind in live.columns if kind.startswith("datetime")] if live else []


def _key(site: Site, call: ast.Call) -> str | None:
    """Return the column that two tables are joined by, as it is written."""
    by = option(call, "right_on") or option(call, "on")
    if by is None or isinstance(literal(by), list | str):
        return site.code.text(by) if by is not None else None
    return None
