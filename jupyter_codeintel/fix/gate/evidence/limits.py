"""Values that are kept within bounds, where the error or the person says so."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import callee, literal

_A_HAIR = 1e-6
"""What is added to or put in place of 0 at most."""
_OF_ZERO = re.compile(
    r"\bzeros?\b|math domain|singular|infinit|\b(?:positive|negative)\b", re.IGNORECASE
)

_OF_TYPES = {"uint8": (0, 255), "uint16": (0, 65535), "int8": (-128, 127), "int16": (-32768, 32767)}


def is_about_zero(evidence: Evidence) -> bool:
    """Whether an error goes away when a little is added to all values."""
    return "ZeroDivisionError" in evidence.errors or bool(_OF_ZERO.search(evidence.message))


def is_told_bound(node: ast.AST, evidence: Evidence) -> bool:
    """Whether the person says what comes out beyond a bound: "negative scores count as 0"."""
    bounds = [
        word.value for word in getattr(node, "keywords", ()) if word.arg in ("lower", "upper")
    ]
    return bool(bounds) and all(evidence.tells(literal(bound)) for bound in bounds)


def must_not_be_negative(evidence: Evidence) -> bool:
    """Whether what failed takes no negative values, or the person says that these are."""
    return "negative" in evidence.message or "negative" in evidence.comments


def keeps_from_zero(node: ast.AST, evidence: Evidence) -> bool:
    """Whether values of which a logarithm is taken are kept a hair above 0, as is common."""
    match node:
        case ast.Call(args=[_, ast.Constant(value=float(least)), *_]):
            return 0 < least <= _A_HAIR and "log" in evidence.message
    return False


def keeps_to_a_type(node: ast.AST) -> bool:
    """Whether values are cut to the limits of a type and given it: ``clip(…).astype("uint8")``.

    What has that type could hold no others.
    """
    match node:
        case ast.Call(func=ast.Attribute(attr="astype", value=value), args=[kind]):
            limits = _OF_TYPES.get(ast.unparse(kind).strip("'").rpartition(".")[2])
            calls = [part for part in ast.walk(value) if isinstance(part, ast.Call)]
            given = [part.args[-2:] for part in calls if callee(part) == "clip"]
            return limits is not None and limits in [tuple(map(literal, pair)) for pair in given]
    return False
