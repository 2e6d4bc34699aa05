"""Arrays that hold their numbers as texts or as objects, and are reckoned with."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, root
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_OF_TEXTS = re.compile(
    r"ufunc '(?:add|subtract|multiply|divide|true_divide|power|square|sqrt)' did not contain a loop"
    r"|dtypes are not compatible with (?:add|multiply)\.reduce"
    r"|cannot perform reduce with flexible type"
)
_OF_OBJECTS = re.compile(
    r"ufunc 'is(?:nan|finite|inf)' not supported for the input types"
    r"|loop of ufunc does not support argument \d of type (?:int|float) which has no callable"
)
_REDUCING = ("cumsum", "max", "mean", "min", "prod", "std", "sum", "var")
_NO_TEXT = (ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.FloorDiv, ast.Mod)


async def arrays_of_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a.astype(float)`` for an array whose numbers are texts, or objects."""
    wanted = "<U" if _OF_TEXTS.search(case.error.value) else ""
    wanted = "object" if _OF_OBJECTS.search(case.error.value) else wanted
    for site in case.sites[:1] if wanted else ():
        found = {
            site.code.text(node): node
            for node in _reckoned(site)
            if _dtype(case, site, node).startswith(wanted)
        }
        if len(found) != 1:
            continue
        shown, node = next(iter(found.items()))
        says = f'"{shown}" holds its numbers as {"texts" if wanted == "<U" else "objects"}'
        bound = case.binding(site, node)
        if bound is not None and _is_only_reckoned(case, shown):
            end = bound.code.span(bound.value)[1]
            if isinstance(bound.value, ast.Call | ast.Subscript | ast.Attribute):
                change = (end, end), ".astype(float)"
                yield repaired(bound.cell, bound.code, [change], says, "array_of_texts")
        places = {site.code.span(one)[1] for one in _reckoned(site) if site.code.text(one) == shown}
        changes = [((end, end), ".astype(float)") for end in places]
        yield repaired(site.cell, site.code, changes, says, "array_of_texts")


def _reckoned(site: Site) -> Iterator[ast.expr]:
    """Yield the names, and the parts of arrays, that a failing statement reckons with."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.BinOp(left=left, op=op, right=right) if isinstance(op, (ast.Add, *_NO_TEXT)):
                found = [left, right]
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[]):
                found = [owner] if name in _REDUCING else []
            case ast.Call(func=ast.Attribute(), args=[first, *_]) if root(node) in ("np", "numpy"):
                found = [] if callee(node) in ("array", "char", "unique") else [first]
            case _:
                found = []
        yield from (one for one in found if isinstance(one, ast.Name | ast.Subscript))


def _dtype(case: Case, site: Site, node: ast.expr) -> str:
    """Return the kind of values that a live array, or a live table's column, has."""
    name = root_name(node)
    live = case.variable(name) if name is not None and case.path(site, ast.Name(name)) else None
    if live is None:
        return ""
    if live.type.endswith("DataFrame") and isinstance(node, ast.Subscript):
        key = getattr(node.slice, "value", None)
        return dict(live.columns).get(key, "") if isinstance(key, str) else ""
    return live.dtype or ""


def _is_only_reckoned(case: Case, name: str) -> bool:
    """Whether an array is nowhere compared with a text, nor a table of which this is a part."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.expr) if cell.type == "code" else ():
            match node:
                case ast.Compare(left=left, comparators=[right]):
                    shown = ast.unparse(left), ast.unparse(right)
                    is_text = isinstance(getattr(right, "value", None), str)
                    if name in shown and is_text:
                        return False
                case ast.Subscript(value=ast.Name(id=owner), slice=ast.Tuple()):
                    if owner == name:
                        return False
    return name.isidentifier()
