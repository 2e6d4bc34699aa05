"""Numbers that are written with more than digits."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_UNREADABLE = (
    re.compile(r"could not convert string to float: '(?P<text>.+)'"),
    re.compile(r"invalid literal for int\(\) with base 10: '(?P<text>.+)'"),
    re.compile(r'Unable to parse string "(?P<text>.+)" at position'),
)
_NUMBER = re.compile(r"[$€£]?\s*-?(?!0,)\d{1,3}(?:,\d{3})*(?:\.\d+)?\s*[+$€£]?")
_DECIMAL = re.compile(r"-?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
"""A number whose comma cannot be one of thousands."""
_SIGNS = "$€£,+ "


async def numbers_with_signs(case: Case) -> AsyncIterator[Repair]:
    """Yield the column without signs and separators, or with decimal points, before it is read."""
    found = [match for phrase in _UNREADABLE if (match := phrase.search(case.error.value))]
    text = found[0]["text"] if found else ""
    signs = "".join(sign for sign in _SIGNS if sign in text)
    if _DECIMAL.fullmatch(text.strip()):
        cleaned = '.str.replace(",", ".")'
        says = f'"{text}" has a decimal comma'
    elif signs and _NUMBER.fullmatch(text.strip()):
        cleaned = f'.str.replace(r"[{signs}]", "", regex=True)'
        says = f'"{text}" is no number until "{signs}" is taken away'
    else:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or not call.args:
                continue
            if call.func.attr == "astype":
                place = site.code.span(call.func.value)[1]
            elif call.func.attr == "to_numeric":
                place = site.code.span(call.args[0])[1]
            else:
                continue
            yield repaired(site.cell, site.code, [((place, place), cleaned)], says, "text_number")
