"""Texts that are written in a format of numbers, and values of a format that are left outside."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Span
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_OF_TEXT = re.compile(r"Unknown format code '([defgEFG%])' for object of type 'str'")
_PERCENT_OF_TEXT = re.compile(r"%[dix] format: .* not str|must be real number, not str")
_TOO_FEW = "not enough arguments for format string"
_FIELD = re.compile(r"\{([^{}!]+?):([^{}:]*)\}")
_ORDERS = ("max", "min", "sort", "sort_values", "sorted")
_PLACE = re.compile(r"%(?:[-+ #0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa])")


async def texts_in_formats(case: Case) -> AsyncIterator[Repair]:
    """Yield ``{float(price):.2f}`` for ``{price:.2f}`` of a price that is a text."""
    match = _OF_TEXT.search(case.error.value)
    percent = _PERCENT_OF_TEXT.search(case.error.value)
    if match is None and percent is None:
        return
    code = match[1] if match is not None else "d" if "%" in case.error.value else "f"
    for site in case.sites[:1]:
        if _are_ordered(case, site):
            continue
        found = list(_percent_values(site, code) if match is None else _values(site, code))
        texts = [one for one in found if await _is_text(case, site, one[0])]
        values = {ast.unparse(node): span for node, span in texts or found}
        for shown, span in values.items() if len(values) == 1 or texts else ():
            kind = "int" if code == "d" else "float"
            says = f'"{shown}" is a text, and written as a number'
            text = site.code.source[slice(*span)]
            changes: list[Change] = [
                (place, f"{kind}({text})") for node, place in found if ast.unparse(node) == shown
            ]
            yield repaired(site.cell, site.code, changes, says, "text_in_format")


def _are_ordered(case: Case, site: Site) -> bool:
    """Whether the greatest or the order of something is asked for: texts have another one."""
    if site.statement is None:
        return False
    # What a loop goes through around the statement may be in an order too.
    names = {n.id for n in site.nodes(ast.Name)} | case.failure.flow.facts(site.cell).uses
    cells = (site.cell, *case.failure.flow.slice(names, before=case.failure.cell))
    return any(
        callee(call) in _ORDERS for cell in cells for call in case.code(cell).nodes(ast.Call)
    )


async def values_outside_formats(case: Case) -> AsyncIterator[Repair]:
    """Yield ``"%s is %d" % (name, age)`` for ``"%s is %d" % name, age``."""
    if not case.is_a("TypeError") or _TOO_FEW not in case.error.value:
        return
    for site in case.sites[:1]:
        for values in _lists(site):
            for place, node in enumerate(values):
                count = _places(node)
                inside = values[place : place + count]
                if count < 2 or len(inside) < count or not isinstance(node, ast.BinOp):
                    continue
                start = site.code.span(node.right)[0]
                end = site.code.span(inside[-1])[1]
                new = f"({site.code.source[start:end]})"
                says = "all values of a format stand in one tuple"
                yield repaired(site.cell, site.code, [((start, end), new)], says, "outside_format")


def _values(site: Site, code: str) -> Iterator[tuple[ast.expr, Span]]:
    """Yield the values that a statement writes in a format, with their places in its text."""
    for node in site.nodes(ast.JoinedStr):
        start, _ = site.code.span(node)
        for match in _FIELD.finditer(site.code.text(node)):
            value = _parsed(match[1])
            if value is not None and match[2].endswith(code):
                yield value, (start + match.start(1), start + match.end(1))
    for call in site.nodes(ast.Call):
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format"),
                args=args,
                keywords=[],
            ):
                fields = re.findall(r"\{(?::([^{}]*))?\}", text)
                for spec, value in zip(fields, args, strict=False):
                    if spec.endswith(code):
                        yield value, site.code.span(value)
            case ast.Call(func=ast.Name(id="format"), args=[value, ast.Constant(value=str(spec))]):
                if spec.endswith(code):
                    yield value, site.code.span(value)


def _percent_values(site: Site, code: str) -> Iterator[tuple[ast.expr, Span]]:
    for node in site.nodes(ast.BinOp):
        places = _PLACE.findall(_text(node.left)) if isinstance(node.op, ast.Mod) else []
        values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        for place, value in zip(places, values, strict=False):
            is_whole = place[-1] in "diuoxX"
            if place[-1] not in "sra" and is_whole == (code == "d"):
                yield value, site.code.span(value)


async def _is_text(case: Case, site: Site, value: ast.expr) -> bool:
    return (await case.resolve(case.path(site, value))).type == "str"


def _lists(site: Site) -> Iterator[list[ast.expr]]:
    """Yield the arguments of calls, and the values of tuples."""
    for call in site.nodes(ast.Call):
        yield call.args
    for several in site.nodes(ast.Tuple):
        yield several.elts


def _places(node: ast.expr) -> int:
    """Return how many values a format takes that is given one; 0 for what is none."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mod):
        return 0
    text = _text(node.left).replace("%%", "")
    is_one = not isinstance(node.right, ast.Tuple | ast.Dict)
    return len(_PLACE.findall(text)) if is_one else 0


def _text(node: ast.expr) -> str:
    value = getattr(node, "value", "")
    return value if isinstance(value, str) else ""


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        return None
