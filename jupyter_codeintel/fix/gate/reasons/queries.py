"""Queries, formulas and data that are written as texts, and that ask for something else now."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import reduce
from operator import or_

from jupyter_codeintel.fix.gate.reasons.balance import Balance

_QUERY = re.compile(r"\s*(select|update|delete)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_NO_COLUMN = re.compile(r"no such (?:column|table): (?:\w+\.)?(\w+)")
_TERMS = re.compile("[A-Za-z]+")
_UNDEFINED = re.compile(r"name '(\w+)' is not defined")
_SUM_OF_IDS = re.compile(r"\b(?:avg|sum|total)\s*\(\s*(?:\w+\.)?(?:\w+_)?id\s*\)", re.IGNORECASE)
_MAKES = re.compile(r"\b(?:alter\s+table|create\s+table|insert\s+into)\b", re.IGNORECASE)
_SIGNS = {ast.Eq: "=", ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
_LONG = 20
"""Characters from which on a text may be data."""
_NEVER_MEANT = (_SUM_OF_IDS, _MAKES)
"""What a query asks for that only makes its error go away: a column that holds nothing."""


def asks_otherwise(text: str, balance: Balance) -> bool:
    """Whether a text asks for other numbers, columns or terms than the one in its place did."""
    had = [old.word for old in balance.lost if old.kind == "string"]
    message = balance.evidence.message
    if any(asked.search(text) and not any(map(asked.search, had)) for asked in _NEVER_MEANT):
        return True
    if _has_other_numbers(text, had) or _lacks_a_term(text, had, message):
        return True
    wrong = _NO_COLUMN.search(message)
    if wrong and re.search(rf"(?<!\bas )['\"]{wrong[1]}['\"]", text, re.IGNORECASE):
        return True  # a text in place of a column
    queries = [Counter(_WORD.findall(old)) for old in had if _QUERY.match(old)]
    if not queries or not _QUERY.match(text):
        return False
    now = Counter(_WORD.findall(text))
    is_less = any(
        len(old.keys() - now.keys()) > len(now.keys() - old.keys()) + 1 for old in queries
    )
    return is_less or _asks_for_another(now, reduce(or_, queries), balance)


def stood_in_a_query(node: ast.AST, balance: Balance) -> bool:
    """Whether a comparison with the same constant stood in a query that is gone."""
    match node:
        case ast.Compare(ops=[sign], comparators=[ast.Constant(value=value)]):
            asked = rf"{_SIGNS.get(type(sign), '')}\s*['\"]?{re.escape(str(value))}\b"
            queries = (old.word for old in balance.lost if old.kind == "string")
            return type(sign) in _SIGNS and any(
                _QUERY.match(text) and re.search(asked, text) for text in queries
            )
    return False


def _has_other_numbers(text: str, had: list[str]) -> bool:
    """Whether a query has numbers that none had, or data that were written out have others."""
    queries = [_numbers(old) for old in had if _QUERY.match(old)]
    data = [_numbers(old) for old in had if len(old) > _LONG]
    new = _numbers(text)
    is_data = len(text) > _LONG and "\\" not in text  # no pattern
    is_changed = is_data and any(len(old) > 1 for old in data) and new not in data
    return is_changed or (bool(queries) and not any(new <= old for old in queries))


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def _lacks_a_term(text: str, had: list[str], message: str) -> bool:
    """Whether a formula of a model has lost a variable: ``"y ~ a"`` for ``"y ~ a + b"``."""
    wrong, now = set(_UNDEFINED.findall(message)), set(_TERMS.findall(text))
    formulas = [set(_TERMS.findall(old)) for old in had if "~" in old and "~" in text]
    return any(old - wrong - now or len(now) < len(old) for old in formulas)


def _asks_for_another(now: Counter[str], had: Counter[str], balance: Balance) -> bool:
    """Whether no new word is like the missing column, although the notebook has one that is."""
    wrong, new = _NO_COLUMN.search(balance.evidence.message), set(now - had)
    if wrong is None or not new:
        return False
    known = {word for source in balance.evidence.sources for word in _WORD.findall(source)}
    like = {word for word in known - had.keys() if balance.evidence.is_meant(word, [wrong[1]])}
    return bool(like) and not new & like
