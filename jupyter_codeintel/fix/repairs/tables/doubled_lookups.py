"""Tables to look something up in that have several rows for one key."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above, quoted
from jupyter_codeintel.fix.repairs.tables.lookups import Lookup, joined_before, looked_up, merged
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import free_name, written

_MERGED = re.compile(
    r"Merge keys are not unique in (?:(?P<side>left|right) dataset|either)"
    r".*not a (?P<kind>[\w-]+) merge"
)
_UNIQUE = re.compile(
    r"Reindexing only valid with uniquely valued Index|index must be unique for orient="
    r"|cannot reindex on an axis with duplicate labels"
)
_LOOKING_UP = ("map", "reindex", "to_dict")
_LATEST = re.compile(
    r"\b(?:current(?:ly)?|latest|newest|most recent(?:ly)?|last known|up[- ]to[- ]date)\b"
)
_EARLIEST = re.compile(r"\b(?:earliest|oldest|original(?:ly)?|very first)\b")
_OTHERWISE = re.compile(
    r"\b(?:at (?:that|the) time|as of (?:the|its|their)|each (?:order|sale)'s (?:date|day)"
    r"|on (?:the|its|that) (?:date|day)|valid (?:at|on|when)|back then)\b"
)
_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_YEARS = re.compile(r"(?:\w+_)?(?:edition|revision|season|version|year)")


async def doubled_lookups(case: Case) -> AsyncIterator[Repair]:
    """Yield each key once in a table to look up in: whole rows, or the latest as words say.

    Rows of one key that differ are left alone where no words say which of them counts.
    """
    for found in _lookups(case):
        changes = list(_once(case, found))
        if changes:
            says = f'"{found.name}" has several rows for one {" and ".join(found.key)}'
            yield repaired(found.site.cell, found.site.code, changes, says, "doubled_lookup")
            return


def _lookups(case: Case) -> Iterator[Lookup]:
    """Yield the tables that had each key to be there once."""
    match = _MERGED.search(case.error.value)
    for site in case.sites[:1]:
        if match is not None:
            is_left = match["kind"] == "one-to-many" and match["side"] == "left"
            for call in site.nodes(ast.Call):
                found = merged(case, site, call, "left" if is_left else "right")
                if found is not None and (is_left or match["side"] != "left"):
                    yield found[1]
        elif _UNIQUE.search(case.error.value):
            yield from _by_index(case, site)
        elif case.is_a("AssertionError", "ValueError"):
            yield from _multiplied(case, site)


def _by_index(case: Case, site: Site) -> Iterator[Lookup]:
    """Yield what values are looked up in by its index."""
    for call in site.nodes(ast.Call):
        if callee(call) not in _LOOKING_UP or not isinstance(call.func, ast.Attribute):
            continue
        node = call.args[0] if callee(call) == "map" and call.args else call.func.value
        found = looked_up(case, site, node)
        if found is not None and found.key:
            yield found


def _multiplied(case: Case, site: Site) -> Iterator[Lookup]:
    """Yield the table by which a check found more rows than there were."""
    for name, place, call in joined_before(case, site):
        found = merged(case, place, call)
        if found is None:
            continue
        before, after = case.variable(root(found[0])), case.variable(name)
        sizes = [one.shape[0] for one in (before, after) if one is not None and one.shape]
        if site.inside is not None or (len(sizes) == 2 and sizes[0] < sizes[1]):
            yield found[1]


def _once(case: Case, found: Lookup) -> Iterator[Change]:
    """Yield the changes that leave one row for each key."""
    rows, columns = found.rows(case), found.columns(case)
    places = [columns.index(one) for one in found.key if one in columns]
    keys = {tuple(row[place] for place in places) for row in rows}
    by = _told(case, found)
    is_doubled = len(set(rows)) == len(keys) < len(rows)
    if is_doubled or (not rows and by is None):
        end = found.site.code.span(found.part)[1]
        yield (end, end), ".drop_duplicates()"
    elif by is not None:
        yield from _of_each(case, found, *by)


def _of_each(case: Case, found: Lookup, column: str, keep: str) -> Iterator[Change]:
    """Yield the first or last row of each key, in the order of a column."""
    text, table = found.site.code, found.table
    names = [quoted(text, one) for one in found.key]
    key = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    more = (f".sort_values({quoted(text, column)})"
            f".drop_duplicates({key}, keep={quoted(text, keep)})")  # fmt: skip
    words = ("latest", "newest") if keep == "last" else ("earliest", "oldest")
    new = free_name(case, *words)
    if new is not None and can_take_lines(found.site):
        yield line_above(found.site, f"{new} = {table.id}{more}")
        yield text.span(table), new
    else:
        end = text.span(table)[1]
        yield (end, end), more


def _told(case: Case, found: Lookup) -> tuple[str, str] | None:
    """Return the column of times, and whether the words ask for its first or its last row."""
    live = case.variable(found.name)
    columns = live.columns if live is not None else ()
    times = [name for name, kind in columns if "datetime" in kind]
    times = times or [name for name, kind in columns if _is_iso(case, found, name, kind)]
    times = times or [name for name, kind in columns if _YEARS.fullmatch(name) and "int" in kind]
    topics = {
        re.sub(r"(?:(?<=s|x|h)e)?s$", "", word.lower())
        for name in (found.name, *(name for name, _ in columns if name not in found.key))
        for word in re.split(r"[\W\d_]+", name)
        if len(word) > 2
    }
    said = [part.lower() for text in all_words(case) for part in re.split(r"[.;\n]", text)]
    if len(times) != 1 or times[0] in found.key or any(_OTHERWISE.search(one) for one in said):
        return None
    said = [one for one in said if any(topic in one for topic in topics)]
    keep = [
        way
        for way, told in (("last", _LATEST), ("first", _EARLIEST))
        if any(told.search(one) for one in said)
    ]
    return (times[0], keep[0]) if len(keep) == 1 else None


def _is_iso(case: Case, found: Lookup, column: str, kind: str) -> bool:
    """Whether a column holds texts of dates whose order is the one of time."""
    if kind not in ("object", "str", "string"):
        return False
    values = written(case, found.home, found.name, column).values
    return bool(values) and all(isinstance(one, str) and _ISO.fullmatch(one) for one in values)
