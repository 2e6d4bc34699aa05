"""Cases that the person's own words set apart: "0.0 where nothing was viewed"."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.reading import is_literal, literal

LEFT_OUT = ("skip", "skipped", "skips", "skipping", "ignore", "ignored", "ignores", "ignoring",
             "leave out", "left out", "leaves out", "leaving out", "drop", "dropped", "drops",
             "exclude", "excluded", "excludes", "excluding", "omit", "omitted", "without",
)  # fmt: skip


def is_told_otherwise(node: ast.AST, evidence: Evidence) -> bool:
    """Whether the person's words say what comes out of a new condition: a value, or nothing."""
    match node:
        case ast.IfExp(body=first, orelse=second):
            values = [literal(way) for way in (first, second) if is_literal(way)]
        case ast.If(body=body, orelse=other):
            values = [
                literal(inner.value)
                for inner in [*body, *other]
                if isinstance(inner, ast.Return | ast.Assign) and is_literal(inner.value)
            ]
            if not values:
                return evidence.is_told(*LEFT_OUT)
        case ast.comprehension() | ast.Continue():
            return evidence.is_told(*LEFT_OUT)
        case _:
            return False
    return bool(values) and all(evidence.tells(value) for value in values)
