"""Numbered files whose numbers are filled up with zeros, or are not."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_NUMBER = re.compile(r"\d+")
_OF_WIDTH = re.compile(r"0\d+d?")
_FIELD = re.compile(r"\{(?P<name>[a-zA-Z_]\w*)?(?::(?P<spec>0\d+d?))?\}")
_PERCENT = re.compile(r"%(?P<spec>0\d+)?d")


async def padded_names(case: Case) -> AsyncIterator[Repair]:
    """Yield ``f"sales_{month:02d}.csv"`` for ``f"sales_{month}.csv"`` of ``sales_01.csv``."""
    path = case.error.attributes.get("file", "")
    near = case.error.attributes.get("near_files", "").split("\n")
    width = _width(path, near) if path else None
    if width is None:
        return
    spec = f"0{width}d" if width else ""
    for cell, text, node in _texts(case):
        changes = list(_changes(text, node, spec))
        if len(changes) == 1:
            how = (
                f"filled up with zeros to {width} digits" if width else "without zeros before them"
            )
            says = f"the numbers in the names of the files are {how}"
            yield repaired(cell, text, changes, says, "padded_name")
            return


def _width(path: str, near: list[str]) -> int | None:
    """Return how wide the numbers of the files are; 0 if no zeros stand before them."""
    folder, _, name = path.rpartition("/")
    shape, number = _shape(name)
    beside = [one.rpartition("/") for one in near]
    found = [_shape(other)[1] for where, _, other in beside
             if where == folder and _shape(other)[0] == shape]  # fmt: skip
    if number is None or int(number) not in [int(one) for one in found if one is not None]:
        return None
    widths = {len(one) for one in found if one is not None}
    zeros = [one for one in found if one is not None and one.startswith("0") and len(one) > 1]
    if zeros and len(widths) == 1:
        return widths.pop()
    return None if zeros else 0


def _shape(name: str) -> tuple[str, str | None]:
    """Return a name with its last number left open, and the number."""
    found = list(_NUMBER.finditer(name))
    if not found:
        return name, None
    last = found[-1]
    return f"{name[: last.start()]}#{name[last.end() :]}", last[0]


def _texts(case: Case) -> Iterator[tuple[str, Code, ast.expr]]:
    """Yield where the failing statements put a name together."""
    for site in case.sites:
        for node in site.nodes(ast.expr):
            yield site.cell, site.code, node
        for used in site.nodes(ast.Name):
            bound = case.binding(site, used)
            if bound is not None:
                for part in bound.code.nodes(ast.expr, bound.value):
                    yield bound.cell, bound.code, part


def _changes(text: Code, node: ast.expr, spec: str) -> Iterator[Change]:
    """Yield the changes of the numbers of a text to their width."""
    start, _ = text.span(node)
    match node:
        case ast.JoinedStr():
            yield from _fields(text, node, spec)
        case ast.Call(func=ast.Attribute(value=ast.Constant() as shown, attr="format")):
            yield from _fields(text, shown, spec)
        case ast.BinOp(left=ast.Constant(value=str()) as shown, op=ast.Mod()):
            start = text.span(shown)[0]
            for match in _PERCENT.finditer(text.text(shown)):
                yield (start + match.start(), start + match.end()), f"%{spec or 'd'}"
        case (
            ast.BinOp(op=ast.Add(), right=ast.Call() as call)
            | ast.BinOp(op=ast.Add(), left=ast.Call() as call)
        ):
            if spec and callee(call) == "str" and len(call.args) == 1:
                end = text.span(call)[1]
                yield (end, end), f".zfill({spec[1:-1]})"
            elif not spec and isinstance(call.func, ast.Attribute) and call.func.attr == "zfill":
                yield text.span(call), text.text(call.func.value)


def _fields(text: Code, node: ast.expr, spec: str) -> Iterator[Change]:
    """Yield the changes of the fields of a text, of which one is the number."""
    start, _ = text.span(node)
    found = list(_FIELD.finditer(text.text(node)))
    if isinstance(node, ast.JoinedStr):
        found = [one for one in found if one["name"]]
    padded = [one for one in found if one["spec"]]
    wanted = padded if padded or not spec else found
    for match in wanted[-1:]:
        shown = f"{match['name'] or ''}{f':{spec}' if spec else ''}"
        yield (start + match.start(), start + match.end()), f"{{{shown}}}"
