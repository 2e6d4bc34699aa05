"""Functions with a memory that are given lists, which cannot be remembered by."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair

_UNHASHABLE = re.compile(r"unhashable type: '(list|set)'")
_MEMORIES = ("cache", "lru_cache")
_HASHED = {"list": "tuple", "set": "frozenset"}
_WRITTEN: dict[str, tuple[type[ast.expr], ...]] = {
    "list": (ast.List, ast.ListComp),
    "set": (ast.Set, ast.SetComp),
}
_MADE = {"list": ("list", "sorted", "split", "tolist"), "set": ("set",)}
_READING = ("all", "any", "dict", "enumerate", "filter", "iter", "len", "list", "map", "max",
            "min", "reversed", "set", "sorted", "sum", "tuple", "zip", "frozenset", "print",
            "accumulate", "combinations", "permutations", "product", "pairwise", "array",
            "mean", "median", "stdev", "fmean")  # fmt: skip
_LOOKING = (ast.For, ast.comprehension, ast.If, ast.While, ast.BoolOp, ast.Starred)
_METHODS = {
    "list": ("count", "index"),
    "set": ("difference", "intersection", "isdisjoint", "issubset", "issuperset", "union",
            "symmetric_difference"),
}  # fmt: skip


class _Given(NamedTuple):
    """What a call gives a function, and the name that it has there."""

    cell: str
    code: Code
    node: ast.expr
    name: str


async def hashable_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield the tuple of a list that a function with a memory is called with."""
    match = _UNHASHABLE.search(case.error.value)
    if match is None:
        return
    kind = match[1]
    functions = dict(_remembering(case))
    for site in case.sites[:1]:
        called = {callee(call) for call in site.nodes(ast.Call)} & set(functions)
        if len(called) != 1:
            continue
        function = functions[called.pop()]
        found = [one for one in _all_given(case, function) if _is_a(case, one, kind)]
        if any(not _is_read_only(function, one.name, kind) for one in found):
            continue
        changes: dict[str, list[Change]] = {}
        for one in found:
            change = _hashed(one.code, one.node, kind)
            if _is_nested(case, one):
                shown = f"tuple(map(tuple, {one.code.text(one.node)}))"
                change = one.code.span(one.node), shown
            changes.setdefault(one.cell, []).append(change)
        if site.cell in changes:
            edits = {cell: case.code(cell).replaced(*dict.fromkeys(new))
                     for cell, new in changes.items()}  # fmt: skip
            says = f"a {kind} cannot be remembered by; a {_HASHED[kind]} can"
            yield Candidate(edits, "rule", says, "hashable_argument")


def _remembering(case: Case) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of the notebook that remember their results."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.FunctionDef) if cell.type == "code" else ():
            for by in node.decorator_list:
                named = by.func if isinstance(by, ast.Call) else by
                name = named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")
                if name in _MEMORIES:
                    yield node.name, node


def _all_given(case: Case, function: ast.FunctionDef) -> Iterator[_Given]:
    """Yield what the calls of a function give it, but for those within itself."""
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    for cell in case.failure.document.cells:
        if cell.type != "code":
            continue
        text = case.code(cell.id)
        own = set(ast.walk(function))
        for call in text.nodes(ast.Call):
            if call in own or callee(call) != function.name:
                continue
            shift = int(names[:1] == ["self"] and isinstance(call.func, ast.Attribute))
            for name, node in zip(names[shift:], call.args, strict=False):
                yield _Given(cell.id, text, node, name)
            for word in call.keywords:
                if word.arg is not None:
                    yield _Given(cell.id, text, word.value, word.arg)


def _is_a(case: Case, given: _Given, kind: str) -> bool:
    """Whether a call gives a list, by how it is written or by what is live."""
    node = given.node
    site = Site(given.cell, given.code, node.lineno)
    if isinstance(node, ast.Name):
        live = case.variable(node.id) if case.path(site, node) is not None else None
        if live is not None:
            return live.type == kind
        bound = case.binding(site, node)
        return bound is not None and _is_written_as(bound.value, kind)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return _is_a(case, given._replace(node=node.value), kind)
    return _is_written_as(node, kind)


def _is_written_as(node: ast.expr, kind: str) -> bool:
    if isinstance(node, _WRITTEN[kind]):
        return True
    return isinstance(node, ast.Call) and callee(node) in _MADE[kind]


def _is_nested(case: Case, given: _Given) -> bool:
    """Whether a list is written as one of lists."""
    site = Site(given.cell, given.code, given.node.lineno)
    bound = case.binding(site, given.node)
    match bound.value if bound is not None else given.node:
        case ast.List(elts=[ast.List() | ast.ListComp(), *_]):
            return True
        case ast.ListComp(elt=ast.List() | ast.ListComp() | ast.BinOp(left=ast.List())):
            return True
    return False


def _is_read_only(function: ast.FunctionDef, name: str, kind: str) -> bool:
    """Whether a function does nothing with a parameter that a tuple could not do."""
    above = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
    return all(
        isinstance(node.ctx, ast.Load) and _is_read(function, above, node, kind)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == name
    )


def _is_read(
    function: ast.FunctionDef, above: dict[ast.AST, ast.AST], node: ast.expr, kind: str
) -> bool:
    """Whether a use of a list takes nothing but its items, or hands it on to the same function."""
    use = above[node]
    call = above[use] if isinstance(use, ast.keyword) else use
    if isinstance(call, ast.Call):
        return callee(call) in (*_READING, function.name)
    if isinstance(use, ast.Subscript):
        is_part = isinstance(use.slice, ast.Slice)
        is_read = isinstance(use.ctx, ast.Load)
        return is_read and (not is_part or _is_read(function, above, use, kind))
    return _is_looked_at(use, node, kind)


def _is_looked_at(use: ast.AST, node: ast.expr, kind: str) -> bool:
    """Whether what a list stands in is a loop, a test or the like."""
    match use:
        case ast.Compare(ops=[ast.In() | ast.NotIn()], left=left):
            return left is not node
        case ast.IfExp(test=test):
            return test is node
        case ast.Attribute(attr=method):
            return method in _METHODS[kind]
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.Sub() | ast.BitXor()):
            return kind == "set"
        case ast.Assign(targets=[ast.Tuple() | ast.List()]) | ast.UnaryOp(op=ast.Not()):
            return True
    return isinstance(use, _LOOKING)


def _hashed(text: Code, node: ast.expr, kind: str) -> Change:
    """Return the change that makes a tuple of a list, or a frozenset of a set."""
    shown = text.text(node)
    if isinstance(node, ast.List) and node.elts and kind == "list":
        inner = shown[1:-1]
        is_one = len(node.elts) == 1 and not inner.rstrip().endswith(",")
        return text.span(node), f"({inner}{',' if is_one else ''})"
    if isinstance(node, ast.ListComp):
        return text.span(node), f"tuple({shown[1:-1]})"
    if isinstance(node, ast.Call) and callee(node) == "list" and isinstance(node.func, ast.Name):
        return text.span(node.func), "tuple"
    return text.span(node), f"{_HASHED[kind]}({shown})"
