"""What is appended to a frame: one row, several, or other frames."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case

Kind = Literal["row", "rows", "several", ""]
"""A dict or a series, a list of such, a list of frames, or a frame and what is not known."""

_DEEPEST = 4
_FRAME = "DataFrame"
_REDUCTIONS = ("count", "max", "mean", "median", "min", "nunique", "std", "sum", "var")


def kind_of_rows(case: Case, site: Site, node: ast.expr, depth: int = 0) -> Kind:
    """Return whether an expression is a row of a frame, a list of rows, or one of frames."""
    found: Kind = ""
    match node:
        case _ if depth == _DEEPEST:
            pass
        case ast.Dict() | ast.DictComp():
            found = "row"
        case ast.List(elts=[item, *_]) | ast.ListComp(elt=item):
            found = _listed(kind_of_rows(case, site, item, depth + 1))
        case ast.Subscript(value=ast.Attribute(attr="loc" | "iloc"), slice=place):
            found = "row" if isinstance(place, ast.Constant | ast.UnaryOp) else ""
        case ast.Subscript(value=ast.Name() as owner, slice=ast.Constant(value=int())):
            found = "row" if kind_of_rows(case, site, owner, depth + 1) == "rows" else ""
        case ast.Call():
            found = _of_call(case, site, node, depth)
        case ast.Name():
            live = case.variable(node.id) if site.inside is None else None
            kind = live.type.rpartition(".")[2] if live is not None else ""
            is_row = kind in ("dict", "Series")
            found = "row" if is_row else "" if kind == _FRAME else _of_name(case, site, node, depth)
    return found


def _listed(item: Kind) -> Kind:
    return "rows" if item == "row" else "several"


def _of_call(case: Case, site: Site, call: ast.Call, depth: int) -> Kind:
    name = callee(call)
    if name in ("dict", "Series"):
        return "row"
    if isinstance(call.func, ast.Attribute):
        is_row = name in _REDUCTIONS and _is_frame(case, call.func.value)
        return "row" if is_row else ""
    for text, function in _functions(case, site, name):
        ends = [node for node in text.nodes(ast.Return, function) if node.value is not None]
        for end in ends[:1]:
            inner = Site(site.cell, text, end.lineno)
            assert end.value is not None  # noqa: S101 - as asked above
            return kind_of_rows(case, inner, end.value, depth + 1)
    return ""


def _is_frame(case: Case, node: ast.expr) -> bool:
    """Whether an expression is a live frame, or some columns of one."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List):
        node = node.value
    live = case.variable(node.id) if isinstance(node, ast.Name) else None
    return live is not None and live.type.rpartition(".")[2] == _FRAME


def _functions(case: Case, site: Site, name: str) -> Iterator[tuple[Code, ast.FunctionDef]]:
    cell = case.failure.flow.defining_cells([name], before=case.failure.cell).get(name)
    for text in (case.code(site.cell), *([case.code(cell)] if cell is not None else [])):
        for function in text.nodes(ast.FunctionDef):
            if function.name == name:
                yield text, function


def _of_name(case: Case, site: Site, node: ast.Name, depth: int) -> Kind:
    for loop in site.code.nodes(ast.For, site.inside):
        found = _of_item(case, site, loop, node.id, depth)
        if found:
            return found
    given = _given(case, site, node.id)
    if given is not None:
        return kind_of_rows(case, *given, depth + 1)
    bound = case.binding(site, node)
    if bound is None:
        return ""
    if isinstance(bound.value, ast.List) and not bound.value.elts:
        return _of_filled(case, Site(bound.cell, bound.code, site.line), node.id, depth)
    above = bound.site
    return kind_of_rows(case, above, bound.value, depth + 1)


def _of_item(case: Case, site: Site, loop: ast.For, name: str, depth: int) -> Kind:
    """Return what a loop's variable is."""
    match loop.target, loop.iter:
        case ast.Tuple(elts=[_, ast.Name(id=target)]), ast.Call(func=ast.Attribute(attr=of)):
            return "row" if target == name and of == "iterrows" else ""
        case ast.Name(id=target), values if target == name:
            found = kind_of_rows(case, site, values, depth + 1)
            return "row" if found == "rows" else ""
    return ""


def _of_filled(case: Case, site: Site, name: str, depth: int) -> Kind:
    """Return what a list is that begins empty, by what is appended to it."""
    for call in site.code.nodes(ast.Call):
        if is_append_of(call, name) and call.args:
            at = Site(site.cell, site.code, call.lineno)
            return _listed(kind_of_rows(case, at, call.args[0], depth + 1))
    return ""


def _given(case: Case, site: Site, name: str) -> tuple[Site, ast.expr] | None:
    """Return what the call above gives to a parameter, and where."""
    function = site.inside
    if function is None:
        return None
    names = [argument.arg for argument in function.args.args]
    for above in case.sites[1:] if name in names else ():
        for call in above.nodes(ast.Call):
            if callee(call) != function.name:
                continue
            by_name = {word.arg: word.value for word in call.keywords}
            if name in by_name:
                return above, by_name[name]
            if names.index(name) < len(call.args):
                return above, call.args[names.index(name)]
    return None


def is_append(call: ast.Call) -> bool:
    """Whether a call appends to anything."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "append"


def is_append_of(call: ast.Call, name: str) -> bool:
    """Whether a call appends to what a name stands for."""
    return is_append(call) and getattr(getattr(call.func, "value", None), "id", None) == name
