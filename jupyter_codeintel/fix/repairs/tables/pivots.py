"""Tables whose cells have several values each, which the person's words say how to join."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.words import told_near

_DUPLICATES = "Index contains duplicate entries, cannot reshape"
_JOINED = {
    "sum": r"in (?:\w+ )?parts|parts? (?:\w+ )?belong together"
    r"|totals?|totall?ed|sums?|summed|add(?:ed|ing)?(?: \w+){0,3} (?:up|together)|altogether",
    "mean": r"means?|averages?|averaged|avg",
    "count": r"counts?|counted|number of|how many|how often",
    "max": r"max(?:imum)?|highest|largest|biggest|peak",
    "min": r"min(?:imum)?|lowest|smallest",
    "median": r"medians?",
    "last": r"latest|most recent|last (?:value|entry|reading|one)",
}
_WORDS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _JOINED.items()}
_DONE = (
    r"bought|caught|collected|consumed|delivered|donated|driven|drunk|eaten|earned|fallen|given"
    r"|harvested|made|mined|ordered|paid|picked|produced|pumped|ridden|run|scored|sent|shipped"
    r"|sold|spent|used|walked|worked"
)
_AMOUNT = re.compile(
    rf"\b(?P<what>[a-z]+s|energy|kg|kilo|km|kwh|milk|money|rain|water) (?:{_DONE})\b",
    re.IGNORECASE,
)
"""Of a thing that is done more than once, there is as much as all the times together."""
_NO_AMOUNT = frozenset(
    {"grades", "has", "is", "levels", "marks", "prices", "ranks", "rates", "ratings", "scores",
     "shares", "speeds", "temperatures", "times", "values", "was"}
)  # fmt: skip


_COUNTS = ("count", "last")
"""Words of what counts tell no number of it, and the last one is told by its date."""
_LABELS = re.compile(r"cannot reindex (?:on an axis with duplicate labels|from a duplicate axis)")


async def joined_labels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``t.groupby("day")["n"].sum()`` for ``t.set_index("day")["n"]`` with days twice."""
    if not _LABELS.search(case.error.value):
        return
    for site in case.sites[:1]:
        bound = [case.binding(site, node) for node in site.nodes(ast.Name)]
        made = {id(one.value): one for one in bound if one is not None and _indexed(one.value)}
        if len(made) == 1:
            one = next(iter(made.values()))
            how = _told(case, one.site, *_COUNTS) or _told(case, site, *_COUNTS)
            if how is not None:
                changes = list(_grouped(one.site, one.value, how))
                says = f"labels are there several times, and the words ask for their {how}"
                yield repaired(one.cell, one.code, changes, says, "joined_duplicates")


async def joined_duplicates(case: Case) -> AsyncIterator[Repair]:
    """Yield the pivot that joins the values of a cell in the way that the words near it say."""
    if _DUPLICATES not in case.error.value:
        return
    for site in case.sites[:1]:
        how = _told(case, site)
        for call in site.nodes(ast.Call) if how is not None else ():
            ways = (_pivoted(site, call, how), _unstacked(case, site, call, how))
            for changes in map(list, ways):
                if changes:
                    says = f"several values fall into one cell, and the words ask for their {how}"
                    yield repaired(site.cell, site.code, changes, says, "joined_duplicates")


def _told(case: Case, site: Site, *other: str) -> str | None:
    """Return the function that the nearest words with one name; None if they name two.

    Words of an amount ask for its sum, also those of the number of what is counted in a column.
    """
    said = told_near(case, site)
    amounts = [one["what"].lower() for text in said for one in _AMOUNT.finditer(text)]
    is_amount = bool(set(amounts) - _NO_AMOUNT)
    for text in said:
        found = [name for name, one in _WORDS.items() if one.search(text) and name not in other]
        if found == ["count"] and is_amount:
            counted = {str(literal(option(call, "values"))) for call in site.nodes(ast.Call)}
            return "sum" if counted & set(amounts) else None
        if found:
            return found[0] if len(found) == 1 else None
    return "sum" if is_amount else None


def _pivoted(site: Site, call: ast.Call, how: str | None) -> Iterator[Change]:
    """Yield the changes of ``pivot`` into ``pivot_table``."""
    function = call.func
    given = {word.arg for word in call.keywords}
    if isinstance(function, ast.Attribute) and function.attr == "pivot" and "values" in given:
        end = site.code.span(function)[1]
        yield (end - len("pivot"), end), "pivot_table"
        last = max(site.code.span(word)[1] for word in call.keywords)
        yield (last, last), f', aggfunc="{how}"'


def _unstacked(case: Case, site: Site, call: ast.Call, how: str | None) -> Iterator[Change]:
    """Yield the changes of ``set_index(a)[b].unstack()`` into ``groupby(a)[b].sum().unstack()``."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "unstack":
        return
    column = call.func.value
    bound = case.binding(site, column)
    if bound is not None and bound.cell == site.cell:
        column = bound.value
    yield from _grouped(site, column, how)


def _indexed(column: ast.expr) -> ast.Attribute | None:
    """Return what gives a column the labels of another one."""
    match column:
        case ast.Subscript(
            value=ast.Call(func=ast.Attribute(attr="set_index") as indexed, args=[_], keywords=[])
        ):
            return indexed
    return None


def _grouped(site: Site, column: ast.expr, how: str | None) -> Iterator[Change]:
    indexed = _indexed(column)
    if indexed is not None:
        end = site.code.span(indexed)[1]
        yield (end - len("set_index"), end), "groupby"
        place = site.code.span(column)[1]
        yield (place, place), f".{how}()"
