"""Attributes that the ``__init__`` of a class was to set, and gives to a name of its own."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.classes import Method, Owner, attributes_set, line_of_bases
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.comprehension, ast.ClassDef)


async def attributes_as_locals(case: Case) -> AsyncIterator[Repair]:
    """Yield ``self.x = ...`` for ``x = ...``, or for a parameter that is not kept at all."""
    missing = missing_attribute(case)
    if missing is None:
        return
    owners = list(line_of_bases(case.failure, missing[0]))
    found = next((one for one in owners if one.method("__init__") is not None), None)
    start = found.method("__init__") if found is not None else None
    if found is None or start is None or not start.args.args:
        return
    # Others that are read in the class would fail next.
    unset = _read(owners) - _known(owners) | ({missing[1]} - _known(owners))
    changes = {name: _kept(found, start, name) for name in sorted(unset)}
    if changes.get(missing[1]):
        says = f'"{missing[1]}" belongs to the object, which {start.name} does not give it'
        every = [change for several in changes.values() for change in several]
        yield repaired(found.cell, found.code, every, says, "attribute_as_local")


def _own(method: Method) -> str:
    places = [*method.args.posonlyargs, *method.args.args]
    return places[0].arg if places else ""


def _read(owners: list[Owner]) -> set[str]:
    """Return the attributes of their object that the methods of classes read."""
    return {
        node.attr
        for owner in owners
        for method in owner.methods
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == _own(method)
    }


def _known(owners: list[Owner]) -> set[str]:
    """Return what classes give their objects: attributes, methods, and their own variables."""
    found: set[str] = set()
    for owner in owners:
        for method in owner.methods:
            made_of_itself = _updated(method, _own(method))
            found |= {method.name, *(attributes_set(method, _own(method)) - made_of_itself)}
        for node in owner.node.body:
            if not isinstance(node, Method):
                found |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return found


def _updated(method: Method, own: str) -> set[str]:
    """Return the attributes that a method sets by what they were: ``self.x = self.x + 1``."""
    found: set[str] = set()
    plain: set[str] = set()
    for node in ast.walk(method):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            match target:
                case ast.Attribute(value=ast.Name(id=of), attr=name) if of == own:
                    of_itself = f"{own}.{name}" in {ast.unparse(one) for one in ast.walk(node.value)
                                                    if isinstance(one, ast.Attribute)}  # fmt: skip
                    (found if of_itself else plain).add(name)
    return found - plain


def _kept(owner: Owner, start: Method, name: str) -> list[Change]:
    """Return the changes after which an ``__init__`` sets an attribute."""
    compared = list(_compared(owner, start, name))
    if compared:
        return compared
    stores = [node for node in ast.walk(start) if _is_store(node, name)]
    is_taken = any(one.arg == name for one in ast.walk(start.args) if isinstance(one, ast.arg))
    if stores:
        return _assigned(owner, start, name, only_stores=is_taken)
    if is_taken and not any(_is_name(node, name) for node in ast.walk(start)):
        return [_added(owner, start, name)]
    return []


def _compared(owner: Owner, start: Method, name: str) -> Iterator[Change]:
    """Yield ``self.x = 0`` for ``self.x == 0`` as a statement."""
    for node in ast.walk(start):
        match node:
            case ast.Expr(
                value=ast.Compare(
                    left=ast.Attribute(value=ast.Name(id=of), attr=attribute) as left,
                    ops=[ast.Eq()],
                    comparators=[right],
                )
            ) if of == _own(start) and attribute == name:
                yield (owner.code.span(left)[1], owner.code.span(right)[0]), " = "


def _assigned(owner: Owner, start: Method, name: str, *, only_stores: bool) -> list[Change]:
    """Return the changes of a local name to an attribute; none if it is bound otherwise."""
    inner = [node for one in start.body for node in ast.walk(one) if isinstance(node, _SCOPES)]
    statements = [node for node in ast.walk(start) if isinstance(node, ast.Assign | ast.AnnAssign)]
    plain = {
        id(target)
        for node in statements
        for one in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for target in (one.elts if isinstance(one, ast.Tuple) else [one])
    }
    names = [node for node in ast.walk(start) if _is_name(node, name)]
    bound = [node for node in names if _is_store(node, name)]
    if any(_is_name(node, name) for scope in inner for node in ast.walk(scope)):
        return []
    if any(id(node) not in plain for node in bound):
        return []
    changed = bound if only_stores else names
    if any(owner.code.text(node) != name for node in changed):  # in a formatted text
        return []
    return [(owner.code.span(node), f"{_own(start)}.{name}") for node in changed]


def _added(owner: Owner, start: Method, name: str) -> Change:
    """Return the line that keeps a parameter, after those of the parameters before it."""
    line = f"{_own(start)}.{name} = {name}"
    order = [one.arg for one in (*start.args.posonlyargs, *start.args.args)]
    before = set(order[: order.index(name)]) if name in order else set(order)
    kept = [node for node in start.body if before & attributes_set(node, _own(start))]
    if not kept or kept[-1].lineno == start.lineno:
        return at_the_top(owner.code, start, [line])
    end = owner.code.span(kept[-1])[1]
    return (end, end), f"\n{' ' * kept[-1].col_offset}{line}"


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _is_store(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
