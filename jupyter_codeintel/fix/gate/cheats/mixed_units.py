"""Amounts whose numbers a candidate keeps, though they are in other units."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import callee, strings
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS, unit_in

_AMOUNT = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*([^\W\d_]{1,10})\s*")
_TAKES_OUT = frozenset({"extract", "findall", "match", "removesuffix", "replace", "rstrip",
                        "search", "split", "strip", "sub"})  # fmt: skip

_TEMPERATURES = {"c", "celsius", "f", "fahrenheit", "k", "kelvin"}


def mixed_units(change: CellChange) -> Iterator[Objection]:
    """Yield doubts where ``"2 kg"`` and ``"300 g"`` are taken alike, or one unit called another."""
    if not change.new(ast.BinOp) and not change.new(ast.AugAssign):
        yield from _renamed(change)
    takes_out = any(callee(call) in _TAKES_OUT for call in change.new_calls())
    if not takes_out or not change.is_of("TypeError", "ValueError"):
        return
    texts = Evidence(change.failure, (change,)).texts
    units = {found[1] for text in texts if (found := _AMOUNT.fullmatch(text)) is not None}
    keys = strings(node.slice for node in change.nodes_after
                   if isinstance(node, ast.Subscript))  # fmt: skip
    said = "\n".join(strings(change.nodes_after) - texts - keys)
    asked = {unit for unit in units if re.search(rf"(?<![^\W\d_]){re.escape(unit)}", said)}
    if len(units) > 1 and len(asked) < len(units) - 1:
        yield doubt("loses", f"It takes {' and '.join(sorted(units - asked)[:3])} for the same.")


def _renamed(change: CellChange) -> Iterator[Objection]:
    """Judge ``rename(columns={"temp_f": "temp_c"})``, where nothing is reckoned."""
    for table in change.new(ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            match key, value:
                case ast.Constant(value=str(old)), ast.Constant(value=str(new)):
                    is_same = old.rpartition("_")[0] == new.rpartition("_")[0]
                    units = {unit_in(old), unit_in(new)}
                    known = any(units <= one for one in (_TEMPERATURES, *map(set, DIMENSIONS)))
                    if is_same and known and len(units) > 1:
                        yield doubt("loses", f"It calls {old} {new}, with the numbers it has.")
