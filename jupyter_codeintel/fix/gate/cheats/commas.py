"""Commas in numbers: what a candidate takes them for, and what the data show that they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, strings, tree_of_most

_NUMBER = re.compile(r"\D{0,4}?(\d+(?:,\d+)+(?:\.\d+)?)\D{0,4}")
_QUOTED = re.compile(r"'([^']*)'")
_GROUP = 3
"""Digits between the commas of thousands."""


def commas(change: CellChange) -> Iterator[Objection]:
    """Yield doubts where a decimal comma is taken out, or one of thousands made decimal."""
    takes = set(_takes(change))
    if not takes:
        return
    numbers = list(_numbers(change))
    decimal = [number for number in numbers if _is_decimal(number)]
    if "part" in takes and numbers:
        yield doubt("commas", f"It reads only a part of {numbers[0]}.")
    if "thousands" in takes and decimal:
        yield doubt("commas", f"The comma in {decimal[0]} is a decimal one.")
    elif "decimal" in takes and numbers and not decimal:
        yield doubt("commas", f"The comma in {numbers[0]} is one of thousands.")


def _takes(change: CellChange) -> Iterator[str]:
    for call in change.new(ast.Call):
        if callee(call) in ("replace", "sub") and [literal(a) for a in call.args[:1]] == [","]:
            given = literal(call.args[1]) if len(call.args) > 1 else None
            yield {"": "thousands", ".": "decimal"}.get(str(given), "")
        if callee(call) in ("int", "float") and any(map(_is_a_part, call.args)):
            yield "part"
        for word in call.keywords:
            if word.arg in ("decimal", "thousands") and literal(word.value) == ",":
                yield word.arg


def _is_a_part(node: ast.expr) -> bool:
    """Whether it is what stands on one side of a comma: ``text.split(",")[0]``."""
    match node:
        case ast.Subscript(value=ast.Call(args=[sign]) as call, slice=ast.Constant()):
            return callee(call) in ("split", "partition") and literal(sign) == ","
    return False


def _numbers(change: CellChange) -> Iterator[str]:
    """Yield the numbers with commas among the texts of the notebook and the error's message."""
    texts = _QUOTED.findall(change.failure.error.value)
    for cell in change.failure.document.cells:
        if cell.type == "code":
            texts += strings(ast.walk(tree_of_most(cell.source)[0]))
    for text in texts:
        # In a table the comma may stand between the columns.
        separated = re.split(r"[;|\t\n]", text) if re.search(r"[;|\t]", text) else [text]
        found = (_NUMBER.fullmatch(field.strip()) for field in separated)
        yield from (match[1] for match in found if match)


def _is_decimal(number: str) -> bool:
    is_group = len(number.split(",")[1]) == _GROUP and not number.startswith("0,")
    return number.count(",") == 1 and "." not in number and not is_group
