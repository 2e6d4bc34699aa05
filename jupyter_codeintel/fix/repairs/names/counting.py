"""Entries of a dict that are added to before they are there."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.starts import added_to_itself, start_of_sum

_COLLECTED = {"append": "[]", "extend": "[]", "add": "set()"}
_FILLING = ("update", "setdefault")
_PURE = frozenset(
    ("abs", "bool", "float", "int", "len", "max", "min", "repr", "round", "str", "sum", "tuple",
     "type", "capitalize", "casefold", "date", "get", "lower", "lstrip", "replace", "rstrip",
     "split", "strftime", "strip", "title", "upper")
)  # fmt: skip
"""What may be called twice without any harm."""


@dataclass(frozen=True)
class _Fill:
    """A statement that adds to an entry of a dict.

    Parameters
    ----------
    statement : stmt
        The whole.
    entry : Subscript
        The entry.
    start : str
        What it has to be before.
    method : bool
        Whether a method of the entry adds to it.
    """

    statement: ast.stmt
    entry: ast.Subscript
    start: str
    method: bool


async def missing_starts_of_entries(case: Case) -> AsyncIterator[Repair]:
    """Yield ``d[k] = d.get(k, 0) + v`` for ``d[k] += v`` of a dict that begins empty."""
    if not case.is_a("KeyError"):
        return
    for site in case.sites[:1]:
        fill = _fill(site.statement) if site.statement is not None else None
        if fill is None or not _is_missing(case, site, fill) or not _is_empty(case, site, fill):
            continue
        # The others of the kind would fail next.
        found = [
            _fill(one) for one in _filled(site.code, fill.entry.value, _scope(case, site, fill))
        ]
        fills = [one for one in found if one is not None and _is_repeatable(one)]
        if not fills or len(fills) < len(found):
            continue
        changes = [change for one in fills for change in _changes(site.code, one)]
        says = f'an entry of "{site.code.text(fill.entry.value)}" has no value to begin with'
        yield repaired(site.cell, site.code, changes, says, "missing_start")


def _fill(statement: ast.stmt) -> _Fill | None:
    """Return a statement as one that adds to an entry: a number, a text, or to a collection."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add | ast.Sub):
        start = start_of_sum(statement.op, statement.value)
        if isinstance(statement.target, ast.Subscript):
            return _Fill(statement, statement.target, start, method=False)
    if isinstance(statement, ast.Assign):
        added = added_to_itself(statement)
        if added is not None and isinstance(added[0], ast.Subscript):
            start = start_of_sum(added[1].op, added[2])
            return _Fill(statement, added[0], start, method=False)
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and len(call.args) == 1:
        entry = call.func.value
        if isinstance(entry, ast.Subscript) and call.func.attr in _COLLECTED:
            return _Fill(statement, entry, _COLLECTED[call.func.attr], method=True)
    return None


def _is_missing(case: Case, site: Site, fill: _Fill) -> bool:
    """Whether it is this entry that is not there."""
    frames = case.error.frames
    if frames and frames[-1].cell != site.cell:
        return False  # raised by something that the statement calls
    key = fill.entry.slice
    if isinstance(key, ast.Constant) and repr(key.value) != case.error.value:
        return False
    asked = site.nodes(ast.Subscript)
    if site.columns is not None:
        asked = asked[:1]  # the nearest one to what failed
    elif any(callee(call) in ("pop", "remove") for call in site.nodes(ast.Call)):
        return False
    entry = ast.unparse(fill.entry)
    return all(
        ast.unparse(one) == entry
        or (isinstance(one.slice, ast.Constant) and repr(one.slice.value) != case.error.value)
        for one in asked
    )


def _is_empty(case: Case, site: Site, fill: _Fill) -> bool:
    """Whether the dict begins empty, and nothing but such statements fills it."""
    owner = fill.entry.value
    if isinstance(owner, ast.Attribute):
        return _is_started_by_class(site, owner)
    if not isinstance(owner, ast.Name) or _is_asked(site, owner):
        return False
    bound = case.binding(site, owner)
    if bound is None or not _is_empty_dict(bound.value):
        live = case.variable(owner.id) if case.path(site, owner) is not None else None
        if live is None or live.type != "dict" or live.length != 0:
            return False
    if bound is not None and bound.cell == site.cell:
        return True
    cells = {*case.failure.flow.order(case.failure.cell), case.failure.cell} - {site.cell}
    return not any(_filled(case.code(cell), owner) for cell in cells)


def _is_started_by_class(site: Site, owner: ast.Attribute) -> bool:
    """Whether ``self.x`` is only ever set to an empty dict, in the class around a site."""
    if not isinstance(owner.value, ast.Name) or owner.value.id != "self" or site.inside is None:
        return False
    around = [node for node in site.code.nodes(ast.ClassDef) if site.inside in node.body]
    values = [
        statement.value
        for node in around
        for statement in site.code.nodes(ast.stmt, node)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in (
            statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        )
        if _is_same(target, owner)
    ]
    started = bool(values) and all(one is not None and _is_empty_dict(one) for one in values)
    return started and not _is_asked(site, owner)


def _is_asked(site: Site, owner: ast.expr) -> bool:
    """Whether a condition around a site asks what is in the dict: then more is amiss."""
    return any(
        node.lineno < site.line <= (node.end_lineno or node.lineno)
        and any(_is_same(one, owner) for one in ast.walk(node.test))
        for node in site.code.nodes(ast.If)
    )


def _is_empty_dict(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return callee(value) == "dict" and not value.args and not value.keywords
    return isinstance(value, ast.Dict) and not value.keys


def _scope(case: Case, site: Site, fill: _Fill) -> ast.AST | None:
    """Return the function that a dict belongs to, None for one of the notebook or a class."""
    owner = fill.entry.value
    is_local = isinstance(owner, ast.Name) and case.path(site, owner) is None
    return site.inside if is_local else None


def _filled(text: Code, owner: ast.expr, scope: ast.AST | None = None) -> list[ast.stmt]:
    """Return the statements that put anything into a dict, or take it away."""
    return [
        statement
        for statement in text.nodes(ast.stmt, scope)
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and any(_fills_dict(node, owner) for node in _heads(statement))
    ]


def _heads(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes of a statement without those of the statements in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += (one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.stmt))


def _fills_dict(node: ast.AST, owner: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        return _is_same(node.value, owner) and not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.AugAssign):
        return _is_same(node.target, owner)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    of = node.func.value
    if isinstance(of, ast.Subscript):
        return _is_same(of.value, owner) and node.func.attr in _COLLECTED
    return _is_same(of, owner) and node.func.attr in _FILLING


def _is_same(node: ast.AST, other: ast.expr) -> bool:
    """Whether two expressions are the same name, or the same attribute of a name."""
    if isinstance(node, ast.Attribute) and isinstance(other, ast.Attribute):
        return node.attr == other.attr and _is_same(node.value, other.value)
    return isinstance(node, ast.Name) and isinstance(other, ast.Name) and node.id == other.id


def _is_repeatable(fill: _Fill) -> bool:
    """Whether the key may be written twice, where it is not already."""
    if fill.method or isinstance(fill.statement, ast.Assign):
        return True
    return not any(
        isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom)
        or (isinstance(node, ast.Call) and callee(node) not in _PURE)
        for node in ast.walk(fill.entry)
    )


def _changes(text: Code, fill: _Fill) -> list[Change]:
    """Return the changes that give an entry a start."""
    getter = "setdefault" if fill.method else "get"
    key = text.text(fill.entry.slice)
    if isinstance(fill.entry.slice, ast.Tuple) and not key.startswith("("):
        key = f"({key})"
    got = f"{text.text(fill.entry.value)}.{getter}({key}, {fill.start})"
    if fill.method:
        return [(text.span(fill.entry), got)]
    if isinstance(fill.statement, ast.AugAssign):
        return _spelled_out(text, fill.statement, got)
    return [
        (text.span(node), got)
        for node in text.nodes(ast.Subscript, fill.statement)
        if isinstance(node.ctx, ast.Load) and ast.unparse(node) == ast.unparse(fill.entry)
    ]


def _spelled_out(text: Code, statement: ast.AugAssign, got: str) -> list[Change]:
    """Return the changes of ``x += v`` into ``x = got + v``."""
    sign = "-" if isinstance(statement.op, ast.Sub) else "+"
    start, end = text.span(statement.target)[1], text.span(statement.value)[0]
    between = text.source[start:end]
    place = start + between.index(f"{sign}=")
    changes = [((place, place + 2), f"= {got} {sign}")]
    binds_less = (ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.Tuple)
    is_product = isinstance(statement.value, ast.BinOp) and isinstance(
        statement.value.op, ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow
    )
    if isinstance(statement.value, binds_less) and not is_product and "(" not in between:
        first, last = text.span(statement.value)
        changes += [((first, first), "("), ((last, last), ")")]
    return changes
