"""Values that are kept within bounds, where the error or the person says so."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import literal

_A_HAIR = 1e-6
"""What is added to or put in place of 0 at most."""


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
