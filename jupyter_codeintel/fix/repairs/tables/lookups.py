"""Tables that others look something up in, with the column by which they do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.written import written

_DEEPEST = 4


@dataclass(frozen=True)
class Lookup:
    """A table that something is looked up in.

    Parameters
    ----------
    site : Site
        Where it is named.
    table : Name
        The table.
    part : expr
        The table, or some of its columns.
    key : tuple of str
        The columns by which it is looked up.
    name : str
        The table where the notebook has it, also if a function is given it.
    home : Site
        Where it has that name.
    """

    site: Site
    table: ast.Name
    part: ast.expr
    key: tuple[str, ...]
    name: str
    home: Site

    def columns(self, case: Case) -> tuple[str, ...]:
        """Return the columns that are looked at."""
        chosen = literal(self.part.slice) if isinstance(self.part, ast.Subscript) else None
        if isinstance(chosen, list):
            return tuple(str(one) for one in chosen)
        live = case.variable(self.name)
        return tuple(name for name, _ in live.columns) if live is not None else ()

    def rows(self, case: Case) -> list[tuple[object, ...]]:
        """Return the rows as they are written in the notebook; nothing if they are not."""
        columns = [written(case, self.home, self.name, one).values for one in self.columns(case)]
        whole = len({len(one) for one in columns}) == 1
        plain = all(isinstance(one, str | int | float) for column in columns for one in column)
        return list(zip(*columns, strict=True)) if whole and plain else []


def merged(
    case: Case, site: Site, call: ast.Call, side: str = "right"
) -> tuple[ast.expr, Lookup] | None:
    """Return the table that a call joins something to, and the table that it looks up in."""
    if callee(call) not in ("join", "merge") or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    is_own = not isinstance(owner, ast.Name) or case.target(site, owner.id) != "pandas"
    given = [owner, *call.args] if is_own else list(call.args)
    named = [option(call, "left"), option(call, "right"), option(call, "other")]
    frames = [*given[:2], *(one for one in named if one is not None)]
    if len(frames) != 2:
        return None
    keys = option(call, f"{side}_on") or option(call, "on")
    one, other = frames if side == "right" else frames[::-1]
    is_by_index = any("index" in (word.arg or "") for word in call.keywords)
    names = _names(keys) if keys is not None or is_by_index else _common(case, one, other)
    found = looked_up(case, site, other, names)
    return (one, found) if found is not None and found.key else None


def _names(node: ast.expr | None) -> tuple[str, ...]:
    found = literal(node)
    names = found if isinstance(found, list) else [found]
    return tuple(one for one in names if isinstance(one, str))


def _common(case: Case, one: ast.expr, other: ast.expr) -> tuple[str, ...]:
    """Return the columns that two tables have, by which they are merged if nothing is said."""
    tables = [case.variable(node.id) for node in (one, other) if isinstance(node, ast.Name)]
    columns = [[name for name, _ in live.columns] for live in tables if live is not None]
    return tuple(name for name in columns[0] if name in columns[1]) if len(columns) == 2 else ()


def looked_up(
    case: Case, site: Site, node: ast.expr, key: tuple[str, ...] = (), depth: int = 0
) -> Lookup | None:
    """Return the table that an expression looks something up in: ``t.set_index("k")["v"]``."""
    part = node
    while not isinstance(node, ast.Name):
        match node:
            case ast.Call(func=ast.Attribute(value=inner, attr="set_index"), args=[given, *_]):
                key, node = _names(given), inner
                part = inner
            case ast.Subscript(value=inner, slice=ast.List()):
                node = inner
            case ast.Subscript(value=inner, slice=ast.Constant()):
                node = part = inner
            case _:
                return None
    bound = case.binding(site, node) if depth < _DEEPEST else None
    if bound is not None and isinstance(bound.value, ast.Subscript | ast.Call):
        found = looked_up(case, bound.site, bound.value, key, depth + 1)
        if found is not None and found.table.id != node.id:
            return found
    around = [n for n, one in enumerate(case.sites) if one.cell == site.cell
              and one.inside is not None and one.inside is site.inside]  # fmt: skip
    place, given = handed(case, around[0], node) if around else (0, node)
    home = case.sites[place] if around else site
    name = given.id if isinstance(given, ast.Name) else root(given)
    return Lookup(site, node, part, key, name, home)


def joined_before(case: Case, site: Site) -> Iterator[tuple[str, Site, ast.Call]]:
    """Yield the tables that a failing check names, with the calls that join them."""
    statement = site.statement
    test = getattr(statement, "test", statement)
    test = _test(site) if isinstance(statement, ast.Raise) else test
    names = [one for one in ast.walk(test) if isinstance(one, ast.Name)] if test else []
    for name in {one.id: one for one in names}.values():
        bound = case.binding(site, name)
        for call in bound.code.nodes(ast.Call, bound.value) if bound is not None else ():
            if callee(call) in ("join", "merge") and bound is not None:
                yield name.id, bound.site, call


def _test(site: Site) -> ast.expr | None:
    """Return the condition on which an error is raised."""
    found = [
        node.test
        for node in site.code.nodes(ast.If)
        if any(one is site.statement for one in node.body)
    ]
    return found[-1] if found else None
