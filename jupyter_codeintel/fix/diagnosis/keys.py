"""The columns and keys that an error is about."""

from __future__ import annotations

import ast
import re
from collections import Counter

from jupyter_codeintel.fix.diagnosis.code import code
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.trial import Raised

_PHRASES = (
    re.compile(r"^(?P<listed>\[.*\]) not (?:in index|found in axis)", re.DOTALL),
    re.compile(r"^(?:Label|Column)\(s\) (?P<listed>\[.*\]) do not exist"),
    re.compile(r"^None of \[Index\((?P<listed>\[.*?\])", re.DOTALL),
    re.compile(r"^Columns? not found: (?P<plain>.*)", re.DOTALL),
    re.compile(r"^Could not interpret (?:value|input) [`'](?P<plain>[^`']*)[`']"),
    re.compile(r"^Index (?P<plain>\S+) invalid"),
    re.compile(r"^Index (?P<listed>\[.*\]) invalid"),
    re.compile(r"^Value of '\w+' is not the name of a column.*received: (?P<plain>.*)", re.DOTALL),
    re.compile(r"^Missing column provided to 'parse_dates': '(?P<plain>.*)'"),
    re.compile(r"^Usecols do not match columns.*(?P<listed>\[.*\])", re.DOTALL),
)
_NAMED = ("KeyError", "ValueError", "UndefinedVariableError")
_UNDEFINED = re.compile(r"name '(?P<plain>[^']+)' is not defined")


def missing_keys(error: Raised) -> tuple[str, ...]:
    """Return the columns or keys that an error says are missing."""
    if error.name not in _NAMED and "KeyError" not in error.names:
        return ()
    if error.name == "UndefinedVariableError":
        match = _UNDEFINED.search(error.value)
        return (match["plain"],) if match else ()
    quoted = _literal(error.value)  # a KeyError shows its message as a literal
    said = quoted[0] if quoted else error.value
    for phrase in _PHRASES:
        if match := phrase.search(said):
            groups = match.groupdict()
            if listed := groups.get("listed"):
                return _literal(listed)
            plain = groups["plain"].strip("\n")
            return _literal(f"[{plain}]") or (plain,)
    if error.name == "ValueError":
        return ()
    return _literal(error.attributes.get("key", "")) or _literal(error.value)


def used_keys(failure: Failure) -> Counter[str]:
    """Return in how many cells each string stands that may be a column or key."""
    return Counter(
        text
        for cell in failure.document.cells
        if cell.type == "code"
        for text in {
            node.value
            for node in code(cell.source).nodes(ast.Constant)
            if isinstance(node.value, str)
        }
    )


def _literal(text: str) -> tuple[str, ...]:
    """Return the strings that a literal stands for, none if it is anything else."""
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ()
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(one for one in values if isinstance(one, str))
