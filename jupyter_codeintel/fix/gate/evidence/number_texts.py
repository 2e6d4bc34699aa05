"""Texts that were to be read as numbers."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import literal

UNREAD = re.compile(
    r"(?:could not convert string to float|invalid literal for int\(\).*"
    r"|Invalid literal for Fraction): '(.{1,40})'"
)
ROUNDED = re.compile(r"\d\.\d*(?:0{9,}|9{9,})\d{1,2}\b")
"""A number with all its digits, as it is printed where it cannot be represented."""

_FOR_TEXT = re.compile(
    r"'float' object has no attribute '(\w+)'|got 'float'|type 'float'|float found"
    r"|got 'NoneType'|np\.nan is an invalid document"
)


def is_for_a_text(message: str) -> bool:
    """Whether a number is where texts are, as one is that is missing."""
    found = _FOR_TEXT.search(message)
    return found is not None and (found[1] is None or hasattr(str, found[1]))


def is_beside_digits(word: str, evidence: Evidence) -> bool:
    """Whether it is the unit in the text that could not be read as a number: ``"3.3V"``."""
    unread = UNREAD.search(evidence.message)
    beside = re.compile(rf"\d ?{re.escape(word)}")
    is_text = unread is not None or "'str'" in evidence.message
    is_there = is_text and any(map(beside.search, evidence.texts))
    is_there |= unread is not None and word in unread[1]
    return is_there and not re.search(r"\d", word)


def is_of_text(call: ast.AST, evidence: Evidence) -> bool:
    """Whether a call is given a variable that is a text."""
    for part in getattr(call, "args", []):
        if isinstance(part, ast.Subscript) and _is_written_as_text(literal(part.slice), evidence):
            return True
    live = evidence.failure.namespace.variables if evidence.failure.namespace else {}
    given = [part.id for part in getattr(call, "args", []) if isinstance(part, ast.Name)]
    return any(name in live and live[name].type == "str" for name in given)


def _is_written_as_text(key: object, evidence: Evidence) -> bool:
    """Whether the notebook has data in which a key's value is a number in quotes."""
    pair = re.compile(rf"[\"']{re.escape(str(key))}[\"']\s*:\s*[\"'][\d.]+[\"']")
    cells = evidence.failure.document.cells
    return any(pair.search(cell.source) for cell in cells if cell.type == "code")
