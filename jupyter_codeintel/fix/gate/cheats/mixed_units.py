"""Amounts of several units, of which a candidate keeps the numbers alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import callee, strings

_AMOUNT = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*([^\W\d_]{1,10})\s*")
_TAKES_OUT = frozenset({"extract", "findall", "match", "removesuffix", "replace", "rstrip",
                        "search", "split", "strip", "sub"})  # fmt: skip


def mixed_units(change: CellChange) -> Iterator[Objection]:
    """Yield a doubt where numbers are taken out of ``"2 kg"`` and ``"300 g"`` alike."""
    takes_out = any(callee(call) in _TAKES_OUT for call in change.new_calls())
    if not takes_out or not change.is_of("TypeError", "ValueError"):
        return
    texts = Evidence(change.failure, (change,)).texts
    units = {found[1] for text in texts if (found := _AMOUNT.fullmatch(text)) is not None}
    keys = strings(node.slice for node in ast.walk(change.tree_after)
                   if isinstance(node, ast.Subscript))  # fmt: skip
    said = "\n".join(strings(ast.walk(change.tree_after)) - texts - keys)
    asked = {unit for unit in units if re.search(rf"(?<![^\W\d_]){re.escape(unit)}", said)}
    if len(units) > 1 and len(asked) < len(units) - 1:
        yield doubt("loses", f"It takes {' and '.join(sorted(units - asked)[:3])} for the same.")
