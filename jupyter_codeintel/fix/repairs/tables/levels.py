"""Frames with several levels in their index or columns, and columns that are in the index."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.fix.repairs.written import written

_UNSORTED = re.compile(r"MultiIndex lexsort depth|index to be lexsorted")
_OF_INDEX = ("isin", "str", "map")


async def sorted_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``set_index(["a", "b"]).sort_index()`` where a span of the index is asked for."""
    if not _UNSORTED.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            if not isinstance(node.value, ast.Attribute) or node.value.attr != "loc":
                continue
            frame = node.value.value
            bound = case.binding(site, frame)
            says = "a span of an index of several levels needs them sorted"
            cell, text, place = site.cell, site.code, frame
            if bound is not None and _set_index(bound) is bound.value:
                cell, text, place = bound.cell, bound.code, bound.value
            elif not isinstance(node.ctx, ast.Load):
                return
            end = text.span(place)[1]
            yield repaired(cell, text, [((end, end), ".sort_index()")], says, "sorted_levels")
            return


def _set_index(bound: Binding) -> ast.Call | None:
    """Return the call that takes several columns into an index, or groups by them."""
    for call in bound.code.nodes(ast.Call, bound.value):
        if callee(call) in ("set_index", "groupby") and len(call.args) == 1:
            return call
    return None


async def values_of_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df.xs("tea", level="product")`` for ``df.loc["tea"]`` of an index of two levels."""
    for site in case.sites[:1] if case.is_a("KeyError") else ():
        for node in site.nodes(ast.Subscript):
            match node:
                case ast.Subscript(
                    value=ast.Attribute(value=ast.Name() as frame, attr="loc"),
                    slice=ast.Constant(value=key),
                    ctx=ast.Load(),
                ) if repr(key) == case.error.value:
                    levels = list(_levels_with(case, site, frame, key))
                    if len(levels) != 1:  # of the first level, it would have been found
                        continue
                    level = quoted(site.code, levels[0])
                    shown = f"{site.code.text(node.slice)}, level={level}"
                    says = f'{key!r} is a value of "{levels[0]}", which is not the first level'
                    change = site.code.span(node), f"{frame.id}.xs({shown})"
                    yield repaired(site.cell, site.code, [change], says, "value_of_level")
                    return


def _levels_with(case: Case, site: Site, frame: ast.Name, key: object) -> Iterator[str]:
    """Yield the levels of an index, as far as known, whose values a key is one of."""
    bound = case.binding(site, frame)
    call = _set_index(bound) if bound is not None else None
    match call:
        case ast.Call(func=ast.Attribute(value=origin), args=[columns]) if bound:
            names = literal(columns)
            # What is made in the same statement is written under the frame's own name.
            is_named = isinstance(origin, ast.Name)
            at, own = (bound.site, ast.unparse(origin)) if is_named else (site, frame.id)
            for name in names if isinstance(names, list) else ():
                if key in written(case, at, own, name).values:
                    yield name


async def levels_in_order(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df.loc[("Lyon", 2020)]`` for ``df.loc[(2020, "Lyon")]``, as the levels are."""
    for site in case.sites[:1] if case.is_a("KeyError") else ():
        for node in site.nodes(ast.Subscript):
            keys = _pair(node.slice)
            if keys is None or repr(literal(keys)) != case.error.value:
                continue
            of = node.value.value if isinstance(node.value, ast.Attribute) else node.value
            bound = case.binding(site, of)
            call = _set_index(bound) if bound is not None else None
            order = literal(call.args[0]) if call is not None else None
            if not isinstance(of, ast.Name) or not isinstance(order, list):
                continue
            levels = [list(_levels_with(case, site, of, literal(key))) for key in keys.elts]
            if all(len(one) == 1 for one in levels) and [one[0] for one in levels] == order[::-1]:
                first, second = keys.elts
                says = f'the first level is "{order[0]}", the second one "{order[1]}"'
                changes = [
                    (site.code.span(first), site.code.text(second)),
                    (site.code.span(second), site.code.text(first)),
                ]
                yield repaired(site.cell, site.code, changes, says, "levels_in_order")
                return


def _pair(node: ast.expr) -> ast.Tuple | None:
    """Return the two keys of an index in what rows are asked for."""
    match node:
        case ast.Tuple(elts=[ast.Tuple(elts=[_, _]) as pair, *_]) | (
            ast.Tuple(elts=[_, _]) as pair
        ):
            return pair
    return None


async def columns_of_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df[("units", "mean")]`` for ``df["mean"]``, where columns have several results."""
    for site in case.sites[:1] if case.is_a("KeyError") else ():
        for frame, key in _asked(site):
            bound = case.binding(site, frame)
            if bound is None or repr(key.value) != case.error.value:
                continue
            found = [one for one in _results(bound) if key.value in (one[1], "_".join(one))]
            found = found or _told_results(case, site, bound, key)
            if len(found) != 1:
                continue
            quote = site.code.text(key)[-1]
            new = ", ".join(f"{quote}{name}{quote}" for name in found[0])
            changes = [
                (site.code.span(other), f"({new})")
                for of, other in _asked(site)
                if (of.id, other.value) == (frame.id, key.value)
            ]
            says = f'the columns of "{frame.id}" have two levels: "{found[0][0]}" and its results'
            yield repaired(site.cell, site.code, changes, says, "column_of_levels")
            return


def _told_results(
    case: Case, site: Site, bound: Binding, key: ast.Constant
) -> list[tuple[str, str]]:
    """Return the column whose result is told, of ``df.groupby("a").agg(["mean", "max"])``."""
    match bound.value:
        case ast.Call(
            func=ast.Attribute(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=origin), attr="groupby"), args=[group]
                ),
                attr="agg" | "aggregate",
            ),
            args=[ast.List() as results],
        ):
            pass
        case _:
            return []
    live, shown = case.variable(origin), literal(results)
    if (
        live is None
        or not live.all_keys
        or key.value not in (shown if isinstance(shown, list) else ())
    ):
        return []
    columns = [name for name, _ in live.columns if name not in str(literal(group))]
    how, words = re.escape(str(key.value)), "\n".join(told_near(case, site))
    told = [
        name
        for name in columns
        if len(columns) == 1
        or re.search(rf"\b{how} (?:of (?:the )?)?{re.escape(name)}\b|\b{re.escape(name)} {how}\b",
                     words, re.IGNORECASE)
    ]  # fmt: skip
    return [(name, str(key.value)) for name in told]


def _asked(site: Site) -> Iterator[tuple[ast.Name, ast.Constant]]:
    """Yield where a frame's column is named in a statement."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.Subscript(value=ast.Name() as frame, slice=ast.Constant(value=str()) as key):
                yield frame, key
            case ast.Call(func=ast.Attribute(value=ast.Name() as frame, attr="sort_values")):
                words = [word.value for word in node.keywords if word.arg == "by"]
                for given in [*node.args[:1], *words]:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield frame, given


def _results(bound: Binding) -> Iterator[tuple[str, str]]:
    """Yield the columns and results of ``agg({"units": ["mean", "max"]})``."""
    value = bound.value
    while isinstance(value, ast.Call) and callee(value) in ("reset_index", "round", "sort_index"):
        value = value.func.value if isinstance(value.func, ast.Attribute) else ast.Constant(None)
    if not isinstance(value, ast.Call) or callee(value) not in ("agg", "aggregate"):
        return
    given = literal(value.args[0]) if len(value.args) == 1 else None
    for column, results in given.items() if isinstance(given, dict) else ():
        for result in results if isinstance(results, list) else (results,):
            if isinstance(column, str) and isinstance(result, str):
                yield column, result


async def index_for_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df.loc[df.index == "x"]`` for ``df.loc[df["a"] == "x"]``, where "a" is the index."""
    for site in case.sites[:1] if case.is_a("KeyError") else ():
        for rows in site.nodes(ast.Subscript):
            of = rows.value.value if isinstance(rows.value, ast.Attribute) else rows.value
            if not isinstance(of, ast.Name):
                continue
            bound = case.binding(site, of)
            call = _set_index(bound) if bound is not None else None
            key = literal(call.args[0]) if call is not None else None
            if call is None or callee(call) != "set_index" or repr(key) != case.error.value:
                continue
            changes = list(_columns_as_index(site, rows.slice, of.id, key))
            if changes and call.keywords == []:
                says = f'"{key}" is the index of "{of.id}"'
                yield repaired(site.cell, site.code, changes, says, "index_for_column")
                return


def _columns_as_index(site: Site, condition: ast.expr, frame: str, key: object) -> Iterator[Change]:
    for node in ast.walk(condition):
        match node:
            case ast.Compare(left=column, comparators=[_]):
                pass
            case ast.Attribute(value=column, attr=name) if name in _OF_INDEX:
                pass
            case _:
                continue
        match column:
            case ast.Subscript(value=ast.Name(id=of), slice=ast.Constant(value=asked)) if (
                of == frame and asked == key
            ):
                yield site.code.span(column), f"{frame}.index"
