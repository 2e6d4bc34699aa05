"""Dates, times and durations that a candidate writes or takes apart in another way."""

from __future__ import annotations

import ast
import re
from datetime import datetime

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import callee, strings
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

_OF_FORMATS = re.compile("time|format|convert")
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")
_OF_DATES = {"year": (":4", "0:4", "0"), "month": ("5:7", "1"), "day": ("8:10", "8:", "2"),
             "hour": (":2", "0:2", "0"), "minute": ("3:5", "3:", "1")}  # fmt: skip
"""Where the parts of a date or time as ISO 8601 writes it stand."""


def is_part_of_date(part: ast.AST, balance: Balance) -> bool:
    """Whether it cuts out of ``"2024-03-01"`` what was asked of a date, or is its place in it."""
    asked = {word for word, cut in _OF_DATES.items() if ast.unparse(part) in cut}
    is_date = any(_DATE.match(text) for text in balance.evidence.texts)
    return is_date and balance.is_of("AttributeError") and bool(asked & balance.lost_words)


def is_date_format(word: str, evidence: Evidence) -> bool:
    """Whether it says how dates are written, day and month as the person names them."""
    day, month = (evidence.told.find(name) for name in ("day", "month"))
    first, second = word.find("%d"), word.find("%m")
    is_told = min(day, month, first, second) >= 0
    if is_told and (day < month) != (first < second) and not word.startswith("%Y"):
        return False
    fits = any(_is_written_so(text, word) for text in evidence.texts)
    return fits or _OF_FORMATS.search(evidence.message) is not None


def is_of_iso_dates(balance: Balance) -> bool:
    """Whether a form was asked for that dates do not have, and they are as ISO 8601 has them."""
    is_other = "time data" in balance.evidence.message
    return is_other and any(_is_written_so(text, "%Y-%m-%d") for text in balance.evidence.texts)


def is_latest(item: Item, balance: Balance) -> bool:
    """Whether rows are sorted by their dates, and the first or last one of each key is kept."""
    dated = balance.evidence.columns_of("datetime")
    for node in item.above:
        match node:
            case ast.Call(ast.Attribute(ast.Call() as ordered, "drop_duplicates")):
                columns = strings(ordered.args) if callee(ordered) == "sort_values" else frozenset()
                undated = (c for c in columns - dated if not _holds_dates(c, balance.evidence))
                return bool(columns) and not any(undated)
    return False


def _holds_dates(column: str, evidence: Evidence) -> bool:
    """Whether the notebook writes dates as ISO 8601 has them into a column."""
    written = re.compile(rf"[\"']{re.escape(column)}[\"']\s*:\s*\[?\s*[\"']\d{{4}}-\d\d-\d\d")
    return any(map(written.search, evidence.sources))


def _is_written_so(text: str, form: str) -> bool:
    """Whether a text is a date of a form."""
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 - it is not kept
    except (ValueError, re.error):
        return False
    return True
