"""Values that are taken, in one piece, out of a dict or a column with labels."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Literal, NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case

MAKERS = ("array", "asarray", "fromiter", "list", "tuple")
"""Functions that hold the values that they are given."""
_DEEPEST = 4


class Keyed(NamedTuple):
    """All values of something with keys: what has them, and what to write for those of some."""

    owner: ast.expr
    node: ast.expr
    """What is to be written otherwise."""
    new: str
    """What is written then, with ``{owner}`` and ``{both}`` in it."""
    kind: Literal["dict", "series"] = "dict"


def of_dict(node: ast.expr) -> Keyed | None:
    """Return the dict that an expression has all values of, in its order."""
    some = "[{owner}[key] for key in {both}]"
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr="values"), args=[], keywords=[]):
            return Keyed(owner, node, some)
        case ast.Call(func=ast.Name(id="list"), args=[inner]) if callee_of(inner) == "values":
            found = of_dict(inner)
            return found and found._replace(node=node)
        case ast.Call(args=[inner, *_]) if callee(node) in MAKERS:
            return of_dict(inner)
        case ast.ListComp(elt=value, generators=[ast.comprehension(ifs=[]) as loop]):
            return _of_a_loop(node, value, loop, some)
    return None


def _of_a_loop(
    node: ast.ListComp, value: ast.expr, loop: ast.comprehension, some: str
) -> Keyed | None:
    over = loop.iter
    if isinstance(over, ast.Call) and callee(over) == "sorted" and len(over.args) == 1:
        over = over.args[0]
    match loop.target, over:
        case ast.Name(id=name), ast.Call(func=ast.Attribute(value=owner, attr="values")):
            is_plain = isinstance(value, ast.Name) and value.id == name
            each = "({owner}[key] for key in {both})"
            return None if over is not loop.iter else (
                Keyed(owner, node, some) if is_plain else Keyed(owner, over, each)
            )  # fmt: skip
        case ast.Tuple(elts=[_, ast.Name(id=name)]), ast.Call(
            func=ast.Attribute(value=owner, attr="items")
        ) if isinstance(value, ast.Name) and value.id == name:
            return Keyed(owner, node, some)
        case ast.Name(), ast.Call(func=ast.Attribute(value=owner, attr="keys")):
            return Keyed(owner, loop.iter, "{both}")
        case ast.Name(id=name), ast.Name() if _is_looked_up(value, over, name):
            return Keyed(over, loop.iter, "{both}")
    return None


def _is_looked_up(value: ast.expr, owner: ast.Name, key: str) -> bool:
    return any(
        isinstance(node, ast.Subscript)
        and ast.dump(node.value) == ast.dump(owner)
        and isinstance(node.slice, ast.Name)
        and node.slice.id == key
        for node in ast.walk(value)
    )


async def of_series(case: Case, site: Site, node: ast.expr) -> Keyed | None:
    """Return the live column of pandas that an expression has all values of."""
    match node:
        case ast.Attribute(value=owner, attr="values"):
            pass
        case ast.Call(func=ast.Attribute(value=owner, attr="to_numpy" | "tolist" | "to_list")):
            pass
        case ast.Call(args=[owner, *_]) if callee(node) in MAKERS:
            return await of_series(case, site, owner)
        case _:
            owner = node
    found = await case.resolve(case.path(site, owner))
    live = case.variable(owner.id) if isinstance(owner, ast.Name) else None
    kind = found.type or (live.type if live is not None and case.path(site, owner) else "")
    if kind.startswith("pandas") and kind.endswith(".Series"):
        return Keyed(owner, owner, "{owner}.loc[{both}]", "series")
    return None


class Labels(NamedTuple):
    """The keys of some values, or the name of the column that they are from."""

    keys: frozenset[object] = frozenset()
    column: str = ""


async def labels_of(case: Case, place: int, site: Site, one: Keyed) -> Labels:
    """Return what is known of the keys of values."""
    if one.kind == "series":
        return await _of_a_series(case, site, one.owner, 0)
    found = await _keys_of_dict(case, site, one.owner)
    if not found:
        at, given = handed(case, place, one.owner)
        found = await _keys_of_dict(case, case.sites[at], given) if at != place else found
    return Labels(found)


async def _keys_of_dict(case: Case, site: Site, owner: ast.expr) -> frozenset[object]:
    """Return all keys of a dict that is live, or written in the notebook."""
    live = await case.resolve(case.path(site, owner))
    is_dict = (live.type or "").endswith(("dict", "Counter"))
    if is_dict and live.keys.complete and live.keys.names:
        return frozenset(live.keys.names)
    bound = case.binding(site, owner)
    value = bound.value if bound is not None else owner
    return _written_keys(value)


def _written_keys(value: ast.expr) -> frozenset[object]:
    if not isinstance(value, ast.Dict):
        return frozenset()
    keys = [literal(key) for key in value.keys]
    return frozenset(keys) if all(isinstance(key, str | int) for key in keys) else frozenset()


async def _of_a_series(case: Case, site: Site, owner: ast.expr, depth: int) -> Labels:
    """Return the labels of a column, by how it or its table was made."""
    while isinstance(owner, ast.Subscript | ast.Attribute):
        owner = owner.value
    bound = case.binding(site, owner)
    if bound is None or depth == _DEEPEST:
        return Labels()
    calls = [node for node in ast.walk(bound.value) if isinstance(node, ast.Call)]
    named = set(filter(None, map(_column, calls)))
    if named:
        return Labels(column=named.pop() if len(named) == 1 else "")
    if len(calls) == 1 and callee(calls[0]) == "Series":
        return Labels(await _keys_of_series(case, bound.site, calls[0]))
    inner: ast.expr = bound.value
    while isinstance(inner, ast.Subscript | ast.Attribute):
        inner = inner.value
    is_part = inner is not bound.value and isinstance(inner, ast.Name)
    return await _of_a_series(case, bound.site, inner, depth + 1) if is_part else Labels()


def _column(call: ast.Call) -> str:
    """Return the column by which a call labels the rows of its result."""
    given = {word.arg: word.value for word in call.keywords}
    if callee(call) in ("set_index", "groupby"):
        named: Iterable[ast.expr] = (
            *call.args[:1],
            *(given[k] for k in ("keys", "by") if k in given),
        )
    else:
        named = [given["index_col"]] if "index_col" in given else []
    found = [literal(one) for one in named]
    return next((one for one in found if isinstance(one, str)), "")


async def _keys_of_series(case: Case, site: Site, call: ast.Call) -> frozenset[object]:
    index = next((word.value for word in call.keywords if word.arg == "index"), None)
    if index is not None:
        bound = case.binding(site, index)
        keys = literal(bound.value if bound is not None else index)
        return frozenset(keys) if isinstance(keys, list | tuple) else frozenset()
    return await _keys_of_dict(case, site, call.args[0]) if call.args else frozenset()
