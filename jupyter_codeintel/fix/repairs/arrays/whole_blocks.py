"""Arrays that are taken apart into whole blocks, with a rest that fills none."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.live_sizes import number_of, shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, targets
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near

_RESHAPE = re.compile(r"cannot reshape array of size (\d+) into shape \(")
_WHOLE = re.compile(
    r"\b(?:complete|entire|full|whole) (?:\w+ )?(?:batch(?:es)?|blocks?|bins?|chunks?|columns?"
    r"|cycles?|days?|epochs?|frames?|groups?|hours?|lines?|minutes?|months?|packets?|periods?|rows?"
    r"|segments?|shifts?|tiles?|weeks?|windows?|years?)\b"
)
_OTHERWISE = re.compile(r"\bpad(?:ded|ding|s)?\b|\bfill(?:ed|ing|s)?\b|\boverlap")
_ARRAYS = ("array", "asarray")


class _Reshape(NamedTuple):
    """A call that gives an array another shape."""

    owner: ast.expr
    sizes: list[ast.expr]


async def whole_blocks(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x[:n * k].reshape(n, k)`` for ``x.reshape(n, k)`` with ``n = len(x) // k``."""
    match = _RESHAPE.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        assert match is not None  # noqa: S101 - there is a site only then
        words = words_near(case, site)
        for call in site.nodes(ast.Call) if not _OTHERWISE.search(words) else ():
            one = _reshape(case, site, call)
            shape = _shape(case, site, one.owner, int(match[1])) if one is not None else ()
            if one is None or not shape:
                continue
            cut = _cut(case, site, one, shape, is_told=bool(_WHOLE.search(words)))
            if cut:
                end = site.code.span(one.owner)[1]
                change: Change = (end, end), f"[{cut}]"
                says = "what is left over fills no whole block"
                yield repaired(site.cell, site.code, [change], says, "whole_blocks")
                return


def _reshape(case: Case, site: Site, call: ast.Call) -> _Reshape | None:
    """Return the array and the sizes of ``x.reshape(n, k)``, ``np.reshape(x, (n, k))``."""
    if not isinstance(call.func, ast.Attribute) or callee(call) != "reshape" or call.keywords:
        return None
    owner, given = call.func.value, list(call.args)
    if isinstance(owner, ast.Name) and case.target(site, owner.id) == "numpy":
        if len(given) != 2:
            return None
        owner, given = given[0], given[1:]
    if len(given) == 1 and isinstance(given[0], ast.Tuple | ast.List):
        given = given[0].elts
    is_plain = isinstance(owner, ast.Name | ast.Attribute | ast.Call | ast.Subscript)
    return _Reshape(owner, given) if len(given) > 1 and is_plain else None


def _shape(case: Case, site: Site, owner: ast.expr, size: int) -> tuple[int, ...]:
    """Return the shape of an array; that of a column is as long as the error tells."""
    match owner:
        case ast.Name(id=name):
            return shape_of(case.failure, site, name) or ()
        case ast.Attribute(value=of, attr="values"):
            return (size,) if _is_column(case, site, of) else ()
        case ast.Call(func=ast.Attribute(value=of, attr="to_numpy"), args=[]):
            return (size,) if _is_column(case, site, of) else ()
        case ast.Call(args=[ast.Name(id=name)]) if callee(owner) in _ARRAYS:
            live = case.variable(name)
            return (size,) if live is not None and live.length == size else ()
    return ()


def _is_column(case: Case, site: Site, node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return len(shape_of(case.failure, site, node.id) or ()) == 1
    return isinstance(node, ast.Subscript) and isinstance(literal(node.slice), str)


def _cut(case: Case, site: Site, one: _Reshape, shape: tuple[int, ...], *, is_told: bool) -> str:
    """Return what is taken of each axis, if each is cut into blocks or is left as it is."""
    parts: list[str] = []
    numbers = [_number(case, site, size) for size in one.sizes]
    at = 0
    for axis, length in enumerate(shape):
        size, block = [*numbers[at : at + 2], None, None][:2]
        if size == length:
            parts.append(":")
            at += 1
            continue
        if not block or size not in (-1, length // block) or length < block:
            return ""
        rest = length % block
        # A rest of one is rather one too many above, where the words do not tell of whole ones.
        is_sure = is_told or (rest != 1 and _is_floored(case, site, *one.sizes[at : at + 2]))
        if rest and not is_sure:
            return ""
        parts.append(_whole(site, one, at, axis, is_open=size == -1) if rest else ":")
        at += 2
    while parts and parts[-1] == ":":
        parts.pop()
    return ", ".join(parts) if at == len(one.sizes) and "" not in parts else ""


def _number(case: Case, site: Site, node: ast.expr) -> int | None:
    """Return the whole number of a size, as far as it is known."""
    if isinstance(node, ast.Name):
        return number_of(case.failure, site, node.id)
    match node:
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            whole, by = _length(case, site, left), _number(case, site, right)
            return whole // by if whole is not None and by else None
    value = literal(node)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _length(case: Case, site: Site, node: ast.expr) -> int | None:
    """Return the number of ``len(x)``, ``x.size``, ``x.shape[0]`` and of a name."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            shape = shape_of(case.failure, site, name)
            live = case.variable(name)
            return shape[0] if shape else live.length if live is not None else None
        case ast.Attribute(value=ast.Name(id=name), attr="size"):
            shape = shape_of(case.failure, site, name) or ()
            return shape[0] if len(shape) == 1 else None
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="shape"), slice=at):
            shape, place = shape_of(case.failure, site, name) or (), literal(at)
            return shape[place] if isinstance(place, int) and -1 <= place < len(shape) else None
    return _number(case, site, node)


def _is_floored(case: Case, site: Site, count: ast.expr, block: ast.expr) -> bool:
    """Whether a count is worked out as that of the blocks that fit."""
    found = [count]
    if isinstance(count, ast.Name):
        found = [value for cell in _cells(case, site) for value in _set(case, cell, count.id)]
    return bool(found) and all(
        isinstance(one, ast.BinOp) and isinstance(one.op, ast.FloorDiv)
        and ast.unparse(one.right) == ast.unparse(block)
        for one in found
    )  # fmt: skip


def _cells(case: Case, site: Site) -> dict[str, None]:
    return dict.fromkeys((*case.failure.flow.order(case.failure.cell), site.cell))


def _set(case: Case, cell: str, name: str) -> Iterator[ast.expr]:
    """Yield what a name is set to in a cell, also beside others."""
    for node in case.code(cell).nodes(ast.Assign):
        names = [getattr(one, "id", "") for one in targets(node)]
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        if name in names:
            yield values[names.index(name)] if len(values) == len(names) else node.value


def _whole(site: Site, one: _Reshape, at: int, axis: int, *, is_open: bool) -> str:
    """Return the slice of the whole blocks; nothing where it cannot be written simply."""
    count, block = (site.code.text(size) for size in one.sizes[at : at + 2])
    if isinstance(one.sizes[at + 1], ast.BinOp):
        return ""
    if not is_open:
        return f":{count} * {block}"
    owner = one.owner.id if isinstance(one.owner, ast.Name) else ""
    length = f"{owner}.shape[{axis}]" if axis else f"len({owner})"
    return f":{length} // {block} * {block}" if owner else ""
