"""Methods that values of another kind have, or that are written the other way round."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Awaitable, Callable

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.live_kinds import kind_of
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute

_NAMES = {
    ("list", "push"): "append",
    ("set", "append"): "add",
    ("set", "extend"): "update",
    ("set", "push"): "add",
}
"""How another kind calls the method that is meant."""
_OF_KEYS = frozenset(("get", "items", "keys", "pop", "setdefault", "update", "values"))
_OF_LETTERS = ("capitalize", "chr", "lower", "upper")
_SAYS = 'a "{}" has no method "{}"; that is written otherwise'


async def other_methods(case: Case) -> AsyncIterator[Repair]:
    """Yield what a method stands for that values of a kind do not have."""
    missing = missing_attribute(case)
    if missing is None:
        return
    says = _SAYS.format(*missing)
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr != missing[1]:
                continue
            if call.keywords or any(isinstance(one, ast.Starred) for one in call.args):
                continue
            if (new := _NAMES.get(missing)) is not None and len(call.args) == 1:
                end = site.code.span(call.func)[1]
                change = (end - len(missing[1]), end), new
                yield repaired(site.cell, site.code, [change], says, "other_method")
            elif (written := _WRITTEN.get(missing)) is not None:
                changes = await written(case, site, call, call.func.value)
                if changes:
                    yield repaired(site.cell, site.code, changes, says, "other_method")


async def other_containers(case: Case) -> AsyncIterator[Repair]:
    """Yield ``set()`` for ``{}`` that things are added to, ``[]`` for what they are appended to."""
    missing = missing_attribute(case)
    new = _EMPTY.get(missing) if missing is not None else None
    if missing is None or new is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if callee_of(call) != missing[1] or len(call.args) != 1:
                continue
            bound = case.binding(site, owner) if owner is not None else None
            if bound is None or not isinstance(owner, ast.Name) or _is_filled(bound.value):
                continue
            if not _has_keys(case, owner.id):
                says = f'"{owner.id}" begins as a {missing[0]}, which has no "{missing[1]}"'
                change = bound.code.span(bound.value), new
                yield repaired(bound.cell, bound.code, [change], says, "other_container")


_EMPTY = {("dict", "add"): "set()", ("dict", "append"): "[]", ("tuple", "append"): "[]"}


def _is_filled(value: ast.expr) -> bool:
    """Whether a value is anything but ``{}``, ``()`` or what they stand for."""
    match value:
        case ast.Dict(keys=[]) | ast.Tuple(elts=[]):
            return False
        case ast.Call(func=ast.Name(id="dict" | "tuple"), args=[], keywords=[]):
            return False
    return True


def _has_keys(case: Case, name: str) -> bool:
    """Whether a variable is used as a dict in some place, or put into one as a key."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.expr) if cell.type == "code" else ():
            owner = getattr(node, "value", None)
            if not isinstance(owner, ast.Name) or owner.id != name:
                continue
            if isinstance(node, ast.Subscript) or getattr(node, "attr", "") in _OF_KEYS:
                return True
    return False


async def _joined(case: Case, site: Site, call: ast.Call, owner: ast.expr) -> list[Change]:
    """Return ``" ".join(words)`` for ``words.join(" ")``."""
    if len(call.args) != 1 or await kind_of(case, site, call.args[0]) != "str":
        return []
    between, shown = site.code.text(call.args[0]), site.code.text(owner)
    return [(site.code.span(call), f"{between}.join({shown})")]


async def _added(case: Case, site: Site, call: ast.Call, owner: ast.expr) -> list[Change]:
    """Return ``text += letter`` for ``text.append(letter)`` of what is a piece of a text."""
    if len(call.args) != 1 or not _is_alone(site, call) or _is_joined(case, owner):
        return []
    if not await _is_piece(case, site, call.args[0]):
        return []
    new = f"{site.code.text(owner)} += {site.code.text(call.args[0])}"
    return [(site.code.span(call), new)]


async def _entry(_: Case, site: Site, call: ast.Call, owner: ast.expr) -> list[Change]:
    """Return ``scores[name] = 3`` for ``scores.append(name, 3)``."""
    given = call.args
    if len(given) == 1 and isinstance(given[0], ast.Tuple):
        given = given[0].elts
    if len(given) != 2 or not _is_alone(site, call):
        return []
    key, value = (site.code.text(one) for one in given)
    return [(site.code.span(call), f"{site.code.text(owner)}[{key}] = {value}")]


async def _reversed(_: Case, site: Site, call: ast.Call, owner: ast.expr) -> list[Change]:
    return _anew(site, call, owner, "{}[::-1]")


async def _sorted(_: Case, site: Site, call: ast.Call, owner: ast.expr) -> list[Change]:
    return _anew(site, call, owner, '"".join(sorted({}))')


def _anew(site: Site, call: ast.Call, owner: ast.expr, form: str) -> list[Change]:
    """Return a text that is made of another one, in its place where nothing takes it."""
    shown = site.code.text(owner)
    if call.args or not isinstance(owner, ast.Name | ast.Attribute | ast.Subscript):
        return []
    new = form.format(shown)
    return [(site.code.span(call), f"{shown} = {new}" if _is_alone(site, call) else new)]


async def _deep(case: Case, site: Site, call: ast.Call, owner: ast.expr) -> list[Change]:
    """Return ``deepcopy(grid)`` for ``grid.deepcopy()``."""
    if call.args:
        return []
    module, own = case.name_of("copy"), case.name_of("copy.deepcopy")
    name = own or (f"{module}.deepcopy" if module else "deepcopy")
    change = site.code.span(call), f"{name}({site.code.text(owner)})"
    if own or module:
        return [change]
    return [change, inserted_import(site.code, "from copy import deepcopy")]


def _is_alone(site: Site, call: ast.Call) -> bool:
    return isinstance(site.statement, ast.Expr) and site.statement.value is call


def _is_joined(case: Case, owner: ast.expr) -> bool:
    """Whether a variable's items are joined later, so that it is to be a list."""
    return any(
        callee_of(call) == "join"
        and any(ast.unparse(one) == ast.unparse(owner) for one in call.args)
        for cell in case.failure.document.cells
        if cell.type == "code"
        for call in case.code(cell.id).nodes(ast.Call)
    )


async def _is_piece(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether something is surely a letter, or a text with what is to stand around it."""
    match node:
        case ast.Subscript(value=owner, slice=place) if not isinstance(place, ast.Slice):
            kind = await kind_of(case, site, owner)
            return kind == "str" or (not kind and isinstance(place, ast.Constant))
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return any(isinstance(getattr(one, "value", None), str) for one in (left, right))
        case ast.Call(func=ast.Attribute(value=inner)) if callee_of(node) in _OF_LETTERS:
            return await _is_piece(case, site, inner)
        case ast.Call(func=ast.Name(id="chr")):
            return True
        case ast.Name(id=name):
            loops = [loop for loop in site.code.nodes(ast.For) if _binds(loop, name)]
            kinds = [await _kind_gone_through(case, site, loop.iter) for loop in loops]
            return bool(kinds) and set(kinds) == {"str"}
    return False


def _binds(loop: ast.For, name: str) -> bool:
    return isinstance(loop.target, ast.Name) and loop.target.id == name


async def _kind_gone_through(case: Case, site: Site, values: ast.expr) -> str:
    """Return the kind of what a loop goes through, backwards too."""
    if isinstance(values, ast.Call) and callee_of(values) == "reversed" and values.args:
        values = values.args[0]
    if isinstance(values, ast.Subscript) and isinstance(values.slice, ast.Slice):
        values = values.value
    return await kind_of(case, site, values)


_Written = Callable[[Case, Site, ast.Call, ast.expr], Awaitable[list[Change]]]
_WRITTEN: dict[tuple[str, str], _Written] = {
    **dict.fromkeys(((kind, "join") for kind in ("list", "tuple", "map", "generator")), _joined),
    **dict.fromkeys(((kind, "deepcopy") for kind in ("list", "dict", "set")), _deep),
    ("str", "append"): _added,
    ("str", "reverse"): _reversed,
    ("str", "sort"): _sorted,
    ("dict", "append"): _entry,
    ("dict", "add"): _entry,
}
"""How that is written which a method is taken for."""
