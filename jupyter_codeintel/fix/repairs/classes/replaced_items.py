"""Items of lists and dicts that never change, and that others have to take the place of."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.classes.dataclass_fields import name_of_member, with_import
from jupyter_codeintel.fix.repairs.classes.fields import FIXED, new_value, set_field
from jupyter_codeintel.fix.repairs.written import free_name


class _Home(NamedTuple):
    """Where an item is kept, and the head of the loop that tells it."""

    shown: str
    head: tuple[Change, ...] = ()


async def replaced_items(case: Case) -> AsyncIterator[Repair]:
    """Yield ``stock[code] = replace(item, left=0)`` for ``item.left = 0``.

    For an item that was taken from a list or dict, or that a loop goes through.
    """
    match = FIXED.match(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        target = set_field(site.statement)
        name = getattr(target.value, "id", "") if target is not None else ""
        home = (_taken(case, site, name) or _gone_through(case, site, name)) if name else None
        if home is None or match is None:
            continue
        replace, imported = name_of_member(case, site.cell, "replace")
        way = f"{replace}({name}, "
        if match["field"] is None:
            way, imported = f"{name}._replace(", None
        changes = [*home.head, *_set(site, name, home.shown, way)]
        says = "the object never changes; another one takes its place among the others"
        yield with_import(case, site.cell, changes, imported, says, "replaced_item")


def _set(site: Site, name: str, home: str, way: str) -> Iterator[Change]:
    """Yield the changes of what sets fields of an item, from the failing statement on."""
    scope = _scope(site)
    for statement in site.code.nodes(ast.stmt, scope):
        target = set_field(statement) if statement.lineno >= site.line else None
        if target is None or getattr(target.value, "id", "") != name:
            continue
        one = Site(site.cell, site.code, statement.lineno)
        last = statement.end_lineno or statement.lineno
        is_used = any(
            node.id == name and node.lineno > last and isinstance(node.ctx, ast.Load)
            for node in site.code.nodes(ast.Name, scope)
        )
        own = f"{name} = " if is_used else ""
        new = f"{own}{home} = {way}{target.attr}={new_value(one)})"
        yield site.code.span(statement), new


def _scope(site: Site) -> ast.AST:
    """Return the innermost loop or function around a place."""
    return next(iter(_loops(site)), site.inside or site.code.tree)


def _loops(site: Site) -> list[ast.For]:
    """Return the loops around a place that are in its function, the innermost first."""
    first = site.inside.lineno if site.inside is not None else 0
    around = [loop for loop in site.code.nodes(ast.For)
              if first < loop.lineno < site.line <= (loop.end_lineno or 0)]  # fmt: skip
    return around[::-1]


def _taken(case: Case, site: Site, name: str) -> _Home | None:
    """Return where an item was taken from, if the same words still tell it."""
    bound = case.binding(site, ast.Name(name))
    if bound is None or bound.cell != site.cell or not isinstance(bound.value, ast.Subscript):
        return None
    inner = [*ast.walk(bound.value)]
    if any(isinstance(one, ast.Call | ast.NamedExpr | ast.Slice) for one in inner):
        return None
    changed = {
        node.id
        for node in site.code.nodes(ast.Name, site.inside or site.code.tree)
        if not isinstance(node.ctx, ast.Load) and bound.statement.lineno < node.lineno <= site.line
    }
    is_same = changed.isdisjoint(names_in(bound.value))
    return _Home(bound.code.text(bound.value)) if is_same else None


def _gone_through(case: Case, site: Site, name: str) -> _Home | None:
    """Return where an item of a loop is kept, and the loop by its places or keys."""
    for loop in _loops(site)[:1]:
        span = site.code.span(loop.target)[0], site.code.span(loop.iter)[1]
        match loop.target, loop.iter:
            case ast.Name(id=item), ast.Name(id=several) if item == name:
                place = free_name(case, "i", "place", "position")
                head = span, f"{place}, {name} in enumerate({several})"
                is_fine = place is not None and _is_list(case, site, several)
                return _Home(f"{several}[{place}]", (head,)) if is_fine else None
            case ast.Name(id=item), ast.Call(
                func=ast.Attribute(value=ast.Name(id=several), attr="values"), args=[]
            ) if item == name:
                key = free_name(case, "key", "label")
                head = span, f"{key}, {name} in {several}.items()"
                return _Home(f"{several}[{key}]", (head,)) if key is not None else None
            case ast.Tuple(elts=[ast.Name(id=key), ast.Name(id=item)]), ast.Call(
                func=ast.Attribute(value=ast.Name(id=several), attr="items"), args=[]
            ) if item == name:
                return _Home(f"{several}[{key}]")
            case ast.Tuple(elts=[ast.Name(id=key), ast.Name(id=item)]), ast.Call(
                func=ast.Name(id="enumerate"), args=[ast.Name(id=several)]
            ) if item == name:
                return _Home(f"{several}[{key}]") if _is_list(case, site, several) else None
    return None


def _is_list(case: Case, site: Site, name: str) -> bool:
    """Whether what a loop goes through is a list."""
    bound = case.binding(site, ast.Name(name))
    if bound is not None:
        return isinstance(bound.value, ast.List | ast.ListComp)
    live = case.variable(name) if site.inside is None else None
    return live is not None and live.type == "list"
