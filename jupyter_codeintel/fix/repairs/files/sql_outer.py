"""Queries that lose rows of an outer join again, by a condition on what was joined."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql_clauses import conditions, hidden
from jupyter_codeintel.fix.repairs.files.sql_reading import Query

_QUERY = re.compile(
    r"(?P<head>\bselect\b.*?\bfrom\b.*?)\bleft\s+(?:outer\s+)?join\s+(?P<table>\w+)"
    r"(?:\s+(?:as\s+)?(?!on\b)(?P<label>\w+))?\s+on\s+(?P<on>.*?)(?P<gap>\s+)where\b(?P<where>.*?)"
    r"(?P<rest>\s*(?:\bgroup\s+by\b|\border\s+by\b|\bhaving\b|\blimit\b|;|\Z).*)",
    re.IGNORECASE | re.DOTALL,
)
_NOTHING = re.compile(r"\bis\s+(?:not\s+)?null\b|\bcoalesce\b|\bifnull\b", re.IGNORECASE)


async def conditions_of_joins(case: Case) -> AsyncIterator[Repair]:
    """Yield ``LEFT JOIN b ON b.a_id = a.id AND b.open = 1`` for ``... WHERE b.open = 1``.

    Where a check misses rows: of those without a partner, the condition is never true.
    """
    failing = [site.statement for site in case.sites if site.statement is not None]
    is_check = case.is_a("AssertionError", "KeyError") or any(
        isinstance(one, ast.Raise) for one in failing
    )
    if not is_check:
        return
    found = [(query, new) for query in _queries(case) if (new := _moved(query)) is not None]
    if len(found) == 1:
        query, new = found[0]
        says = "the condition takes away the rows that have no partner"
        change = query.code.span(query.node), new
        yield repaired(query.cell, query.code, [change], says, "condition_of_join")


def _queries(case: Case) -> Iterator[Query]:
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for node in text.nodes(ast.Constant):
            if isinstance(node.value, str) and re.search(r"(?i)\bleft\b.*\bjoin\b", node.value):
                yield Query(cell, text, node)


def _moved(query: Query) -> str | None:
    """Return a query with its conditions on the joined table in the join; None if it has none."""

    def moved(piece: str) -> str:
        shown = hidden(piece)
        match = _QUERY.search(shown)
        is_plain = match is not None and len(re.findall(r"(?i)\bjoin\b|\bselect\b", shown)) == 2
        if match is None or not is_plain:
            return piece
        label = match["label"] or match["table"]
        start, end = match.span("where")
        pairs, between = conditions(piece[start:end].strip(), shown[start:end].strip())
        parts = [written for written, _ in pairs]
        own = [one for one in parts if _is_of(one, label)]
        rest = [one for one in parts if one not in own]
        if not own or any(re.search(rf"\b{label}\.", one) for one in rest):
            return piece
        word = "and" if re.search(r"\bwhere\b", piece) else "AND"
        on = f" {word} ".join([piece[match.start("on") : match.end("on")], *own])
        where = piece[match.end("gap") : start]
        tail = f"{match['gap']}{where} {between.join(rest)}" if rest else ""
        return piece[: match.start("on")] + on + tail + piece[end:]

    new = query.changed(moved)
    return new if new != query.shown else None


def _is_of(condition: str, label: str) -> bool:
    """Whether a condition compares a column of a table with what is written."""
    column = rf"{re.escape(label)}\.\w+"
    value = r"(?:[\d.]+|'[^']*'|\?|:\w+)"
    compared = rf"\s*{column}\s*(?:=|==|<>|!=|<=|>=|<|>)\s*{value}\s*"
    is_compared = re.fullmatch(compared, condition, re.IGNORECASE) is not None
    return is_compared and not _NOTHING.search(condition)
