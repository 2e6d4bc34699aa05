"""Columns of a query that its table has with their unit: ``amount_cents`` for ``amount``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from fractions import Fraction

from jupyter_codeintel.fix.knowledge.units import DIMENSIONS
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql import HUNDREDTHS, known_as
from jupyter_codeintel.fix.repairs.files.sql_reading import (
    Query,
    aliases,
    columns_of,
    queries,
    tables,
)
from jupyter_codeintel.fix.repairs.words import told_near

_MISSING = re.compile(r"no such column: (?:(?P<of>\w+)\.)?(?P<name>\w+)\s*$")
_WHOLE = re.compile(
    r"\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|francs?)(?![a-z])|[€£]|\$\d"
    r"|_(?:eur|euros?|usd|gbp)\b",
    re.IGNORECASE,
)
_OF_CENTS = re.compile(r"\b(?:cents|pence)\b", re.IGNORECASE)
_MEASURES = r"\b(?:avg|max|min|sum|total)\s*\((?P<of>[^()]*)\)"
_WRITTEN_OUT = {"km": "kilomet(?:re|er)s?", "m": "met(?:re|er)s?", "kg": "kilograms?",
                "g": "grams?", "h": "hours?", "min": "minutes?", "s": "seconds?",
                "t": "tonnes?", "l": "lit(?:re|er)s?", "d": "days?"}  # fmt: skip


async def sql_columns_with_units(case: Case) -> AsyncIterator[Repair]:
    """Yield ``SUM(amount_cents) / 100.0`` where a table has cents and euros are asked for."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("OperationalError", "DatabaseError"):
        return
    of, wrong = match["of"], match["name"]
    query, made = next(queries(case, wrong), None), tables(case)
    if query is None:
        return
    known = [of] if of else sorted(set(aliases(query).values()))
    columns = {column for name in known for column in columns_of(query, made, name)}
    found = [column for column in columns if column.lower().startswith(f"{wrong.lower()}_")]
    unit = found[0][len(wrong) + 1 :].lower() if len(found) == 1 else ""
    factor = _factor(case, query, unit)
    if factor is None:
        return
    old, new = (f"{of}.{wrong}", f"{of}.{found[0]}") if of else (wrong, found[0])
    text = _measured(query, old, new, factor)
    if text != query.shown:
        says = f'the table has "{found[0]}", which is in {unit}'
        yield repaired(query.cell, query.code, [(query.code.span(query.node), text)], says,
                       "sql_unit")  # fmt: skip


def _factor(case: Case, query: Query, unit: str) -> str | None:
    """Return what makes the unit asked for of a column's; None where nothing tells."""
    texts = _words(case, query)
    if unit in HUNDREDTHS:
        if any(map(_WHOLE.search, texts)):
            return " / 100.0"
        return "" if any(map(_OF_CENTS.search, texts)) else None
    known = next((one for one in DIMENSIONS if unit in one), None)
    if known is None:
        return None
    asked = {known[one] for one in known if any(_is_asked(text, one) for text in texts)}
    if not asked:
        is_open = any(_is_named(text, one) for one in known if known[one] != known[unit]
                      for text in texts)  # fmt: skip
        return None if is_open else ""
    ratio = asked.pop() / known[unit]
    return _written(ratio) if not asked else None


def _written(ratio: Fraction) -> str | None:
    if ratio == 1:
        return ""
    if ratio.denominator == 1:
        return f" / {ratio.numerator}.0"
    return f" * {ratio.denominator}" if ratio.numerator == 1 else None


def _is_asked(text: str, unit: str) -> bool:
    """Whether a text says that something is in a unit: ``in km``, ``(km)``, ``total_km``."""
    forms = "|".join(filter(None, (re.escape(unit), _WRITTEN_OUT.get(unit))))
    return re.search(rf"(?:\b(?:in|as) |\(|_|\}}\s?)(?:{forms})(?![\w(])", text) is not None


def _is_named(text: str, unit: str) -> bool:
    """Whether a text has a unit in whole words, which may be the one that is meant."""
    forms = "|".join(filter(None, (unit if len(unit) > 3 else "", _WRITTEN_OUT.get(unit))))
    return bool(forms) and re.search(rf"\b(?:{forms})\b", text, re.IGNORECASE) is not None


def _words(case: Case, query: Query) -> list[str]:
    """Return what is said about a query, what is printed of it, and its columns' names."""
    site = next((one for one in case.sites if one.cell == query.cell), case.sites[0])
    texts = list(told_near(case, site))
    for cell in dict.fromkeys((query.cell, case.failure.cell)):
        text = case.code(cell)
        texts += [text.text(node) for node in text.nodes(ast.JoinedStr)]
        texts += [str(node.value) for node in text.nodes(ast.Constant)
                  if isinstance(node.value, str) and node is not query.node]  # fmt: skip
    texts += re.findall(r"\bas\s+(\w+)", query.shown, re.IGNORECASE)
    return texts


def _measured(query: Query, old: str, new: str, factor: str) -> str:
    """Return a query with another column, the same one where it is not plain how to."""
    name = old.rpartition(".")[2]
    bare = rf"(?<![\w.:@$'\"]){re.escape(old)}(?![\w'\"])(?!\s*[.(])"
    mixed = rf"\([^()]*{bare}[^()]*[-+/][^()]*\)|/\s*{bare}"
    as_name = re.search(rf"\bas\s+{name}\b", query.shown, re.IGNORECASE) is not None

    def inner(found: re.Match[str]) -> str:
        own = re.sub(bare, new, found[0], flags=re.IGNORECASE)
        return own if own == found[0] else f"{own}{factor}"

    def changed(piece: str) -> str:
        body, word, last = _apart(piece)
        if factor and re.search(mixed, body, re.IGNORECASE):
            return piece
        body = re.sub(_MEASURES, inner, body, flags=re.IGNORECASE)
        body = re.sub(rf"(\bcount\s*\(\s*(?:distinct\s+)?){bare}", rf"\g<1>{new}", body,
                      flags=re.IGNORECASE)  # fmt: skip
        plain = rf"(?<!\bas\s){bare}"
        is_column = re.search(
            rf"(?:\bselect\s+|,\s*){bare}(?=\s*(?:,|\bfrom\b))", body, re.IGNORECASE
        )
        body = re.sub(plain, f"{new}{factor}", body, flags=re.IGNORECASE)
        if is_column and factor:
            body = known_as(body, f"{new}{factor}", name)
        return body + word + (last if as_name else re.sub(bare, new, last, flags=re.IGNORECASE))

    return query.changed(changed)


def _apart(piece: str) -> tuple[str, str, str]:
    """Return a text before and after the words that put rows in groups or in an order."""
    match = re.search(r"\b(?:group|order)\s+by\b", piece, re.IGNORECASE)
    if match is None:
        return piece, "", ""
    return piece[: match.start()], match[0], piece[match.end() :]
