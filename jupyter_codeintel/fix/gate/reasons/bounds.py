"""Conditions that ask whether a place is there, before it is looked at."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import literal


def is_within_bounds(node: ast.AST, evidence: Evidence) -> bool:
    """Whether places beside others are looked at only if they are there: ``0 <= row < rows``."""
    places = {ast.unparse(part.comparators[0]) for part in ast.walk(node)
              if isinstance(part, ast.Compare) and len(part.ops) > 1
              and all(isinstance(op, ast.Lt | ast.LtE) for op in part.ops)
              and literal(part.left) == 0}  # fmt: skip
    looked_up = {ast.unparse(part.slice) for change in evidence.changes
                 for s in (*change.fresh, *change.raised) for part in s.parts()
                 if isinstance(part, ast.Subscript)}  # fmt: skip
    return "IndexError" in evidence.errors and bool(places) and places <= looked_up
