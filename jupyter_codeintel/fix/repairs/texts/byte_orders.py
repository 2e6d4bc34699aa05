"""Formats of bytes without an order, to which Python adds bytes that are not there."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_NEEDS = re.compile(
    r"(?P<each>iterative )?unpack(?:ing)? requires a buffer of (?:a multiple of )?"
    r"(?P<size>\d+) bytes"
)
_TOLD_LENGTH = re.compile(r"^(?:bytes|bytearray|memoryview) of length (\d+)")
_USING = ("Struct", "calcsize", "iter_unpack", "pack", "pack_into", "unpack", "unpack_from")
_PACKING = ("Struct", "pack", "pack_into")
_ORDERS = "@=<>!"
_BIG = re.compile(r"\b(?:big[ -]endian|network (?:byte )?order)\b")


async def formats_without_order(case: Case) -> AsyncIterator[Repair]:
    """Yield the byte order without which a format is padded, where the data have no padding."""
    match = _NEEDS.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for cell, text, node in _formats(case, site):
            shape, needed = str(node.value), int(match["size"])
            is_padded = _size(shape) == needed != _size(f"<{shape}")
            if shape[:1] in _ORDERS or not is_padded:
                continue
            order = _order(case, site, shape, is_each=match["each"] is not None)
            if order is None:
                continue
            same = [one for one in _used(text) if one.value == shape] or [node]
            quotes = [text.span(one)[0] + len(_opening(text.text(one))) for one in same]
            changes = [((start, start), order) for start in quotes]
            says = f'without "{order}", "{shape}" has bytes in between that the data have not'
            yield repaired(cell, text, changes, says, "byte_order")


def _formats(case: Case, site: Site) -> Iterator[tuple[str, Code, ast.Constant]]:
    """Yield the formats that a failing statement reads bytes by."""
    for call in site.nodes(ast.Call):
        given = call.args[:1]
        if callee(call) not in ("iter_unpack", "unpack"):
            continue
        cell, text = site.cell, site.code
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        bound = case.binding(site, owner) if owner is not None else None
        if bound is not None and isinstance(bound.value, ast.Call):
            cell, text, given = bound.cell, bound.code, bound.value.args[:1]
        named = case.binding(site, given[0]) if given else None
        if named is not None:
            cell, text, given = named.cell, named.code, [named.value]
        for node in given:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield cell, text, node


def _order(case: Case, site: Site, shape: str, *, is_each: bool) -> str | None:
    """Return the order of the bytes, as they were packed or as their number says."""
    packed = {
        str(node.value)[0]
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in _used(case.code(cell.id), _PACKING)
        if node.value != shape
        and str(node.value)[1:] == shape
        and str(node.value)[0] in _ORDERS[1:]
    }
    if packed:
        return packed.pop() if len(packed) == 1 else None
    size, tight = _length(case, site), _size(f"<{shape}")
    if not size or not tight or (size % tight if is_each else size != tight):
        return None
    return ">" if _BIG.search(" ".join(told_near(case, site)).lower()) else "<"


def _used(text: Code, functions: tuple[str, ...] = _USING) -> Iterator[ast.Constant]:
    """Yield the formats that are written in a cell."""
    for call in text.nodes(ast.Call):
        node = call.args[0] if call.args and callee(call) in functions else None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def _length(case: Case, site: Site) -> int | None:
    """Return how many bytes are read, if that is known."""
    for call in site.nodes(ast.Call):
        if callee(call) in ("iter_unpack", "unpack") and call.args:
            return _bytes(case, site, call.args[-1])
    return None


def _bytes(case: Case, site: Site, node: ast.expr) -> int | None:
    match node:
        case ast.Name(id=name):
            told = told_of(case.failure, site, name)
            live = case.variable(name) if case.path(site, node) is not None else None
            found = _TOLD_LENGTH.search(told) if told is not None else None
            if found is not None:
                return int(found[1])
            return live.length if live is not None and told is None else None
        case ast.Call(func=ast.Attribute(attr="read"), args=[ast.Constant(value=int() as size)]):
            return size
        case ast.Constant(value=bytes() as data):
            return len(data)
        case ast.Subscript(slice=ast.Slice(lower=lower, upper=upper, step=None)):
            return _between(lower, upper)
    return None


def _between(lower: ast.expr | None, upper: ast.expr | None) -> int | None:
    """Return how long a slice is that is written ``i:i + 10`` or with numbers alone."""
    match lower, upper:
        case ((None | ast.Constant(value=0)), ast.Constant(value=int() as end)):
            return end
        case ast.Constant(value=int() as start), ast.Constant(value=int() as end):
            return end - start
        case ast.expr(), ast.BinOp(
            left=left, op=ast.Add(), right=ast.Constant(value=int() as size)
        ):
            return size if ast.dump(left) == ast.dump(lower) else None
    return None


def _size(shape: str) -> int | None:
    try:
        return struct.calcsize(shape)
    except struct.error:
        return None


def _opening(shown: str) -> str:
    """Return what is before the text of a literal: its quotes, and the letters before them."""
    found = re.match(r"[a-zA-Z]*(?:'''|\"\"\"|'|\")", shown)
    return found[0] if found is not None else ""
