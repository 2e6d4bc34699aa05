"""Pictures of bytes that are made lighter or darker, so that their numbers begin anew."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.origins import Origin, origin
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_ORDERS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)
_SIGNS = (ast.Add, ast.Sub, ast.Mult)
_BYTES = ("uint8", "ubyte")


class _Sum(NamedTuple):
    """What is reckoned with bytes, and where; and whether it is made bytes, or held, afterwards."""

    cell: str
    code: Code
    node: ast.BinOp
    is_made: bool
    is_held: bool


async def held_within_bytes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.clip(image.astype(int) + 80, 0, 255).astype(np.uint8)`` for ``image + 80``.

    Where a check finds that a picture has become darker, or lighter, of two that are of bytes.
    """
    module = case.name_of("numpy")
    if not case.is_a("AssertionError") or module is None:
        return
    found = dict.fromkeys(_sums(case))
    if len(found) != 1:
        return
    cell, text, node, is_made, is_held = next(iter(found))
    image = node.left
    if not isinstance(image, ast.Name | ast.Subscript):
        return
    other = _plain(text, node.right)
    sign = text.source[text.span(image)[1] : text.span(node.right)[0]].strip()
    kind = "float" if is_made else "int"
    new = f"{module}.clip({text.text(image)}.astype({kind}) {sign} {other}, 0, 255)"
    says = "a byte that is above 255 begins anew at 0; it is held at 255"
    if is_held:
        new = f"{text.text(image)}.astype(int) {sign} {other}"
    elif not is_made:
        new = f"{new}.astype({module}.uint8)"
    change = text.span(node), new
    yield repaired(cell, text, [change], says, "held_within_bytes")


def _sums(case: Case) -> Iterator[_Sum]:
    """Yield what one of two pictures of bytes that a check puts in an order is worked out by."""
    for site in case.sites[:1]:
        for node in site.nodes(ast.Compare):
            sides = [node.left, *node.comparators]
            names = [side.id for side in sides if isinstance(side, ast.Name)]
            live = [case.variable(name) for name in names]
            are_bytes = [one is not None and one.dtype == "uint8" for one in live]
            if len(names) != 2 or not all(are_bytes) or not isinstance(node.ops[0], _ORDERS):
                continue
            for side in sides:
                made = origin(case.failure, site, side)
                value = made.value
                match value:
                    case ast.Call(func=ast.Attribute(value=inner, attr="astype"), args=[kind]):
                        is_byte = ast.unparse(kind).strip("'").rpartition(".")[2] in _BYTES
                        value = inner if is_byte else value
                held = _before_held(case, made, value)
                is_made, is_held = value is not made.value, held is not None
                made, value = (held, held.value) if held is not None else (made, value)
                if isinstance(value, ast.BinOp) and isinstance(value.op, _SIGNS):
                    is_other = made.function is not None or {*names_in(value)} & {*names}
                    if is_other and not made.in_place:
                        yield _Sum(made.cell, made.code, value, is_made, is_held)


def _before_held(case: Case, made: Origin, value: ast.expr) -> Origin | None:
    """Return what is held between 0 and 255 only when it has begun anew already."""
    match value:
        case ast.Call(
            func=ast.Attribute(attr="clip"),
            args=[of, ast.Constant(value=0), ast.Constant(value=255)],
        ) if value is not made.value:
            return origin(case.failure, made, of)
    return None


def _plain(text: Code, node: ast.expr) -> str:
    """Return a number without what makes it a byte."""
    if isinstance(node, ast.Call) and callee_of(node) in _BYTES and len(node.args) == 1:
        return text.text(node.args[0])
    return text.text(node) if isinstance(node, ast.Name | ast.Constant) else f"({text.text(node)})"
