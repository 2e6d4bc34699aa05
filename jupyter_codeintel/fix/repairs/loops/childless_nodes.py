"""Walks through trees of dicts in which some nodes do not have the key of the children."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator, Sequence

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.namespace import Path, Resolution

_ADDING = ("append", "appendleft", "extend", "extendleft", "put")
_TAKING = ("get", "pop", "popleft")
_EMPTY = {"list": "[]", "dict": "{}", "tuple": "()"}
_WIDEST, _DEEPEST, _MOST_ROOTS = 4, 5, 8

_Node = tuple[Path, Resolution]


async def childless_nodes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``node.get("children", [])`` for ``node["children"]``, where live leaves have none.

    A leaf is another node whose other fields are no lists and no dicts.
    """
    missing = missing_keys(case.error) if case.is_a("KeyError") else ()
    for site in case.sites[:1] if len(missing) == 1 else ():
        key = missing[0]
        asked = [
            node
            for node in site.code.nodes(ast.Subscript, site.inside)
            if literal(node.slice) == key and isinstance(node.ctx, ast.Load)
        ]
        names = {getattr(node.value, "id", "") for node in asked}
        if len(names) != 1 or "" in names or not any(_is_walked(site, one) for one in asked):
            continue
        largest = _largest(site, asked)
        kind = await _kind_of_children(case, site, key) if largest is not None else None
        if kind is not None and largest is not None:
            changes = [*largest]
            for node in asked:
                text = site.code.text(node.slice)
                new = f"{site.code.text(node.value)}.get({text}, {_EMPTY[kind]})"
                changes.append((site.code.span(node), new))
            says = f'some nodes have no "{key}"'
            yield repaired(site.cell, site.code, changes, says, "childless_node")


def _is_walked(site: Site, asked: ast.Subscript) -> bool:
    """Whether all that a node has under a key is walked through like the node itself."""
    function, name = site.inside, getattr(asked.value, "id", "")
    parameters = [one.arg for one in function.args.args] if function is not None else []
    again = (function.name,) if function is not None and name in parameters else ()
    if not again and not _is_taken(site, name):
        return False
    if not again and any(
        asked in ast.walk(given)
        for call in site.code.nodes(ast.Call, function)
        if callee(call) in _ADDING
        for given in arguments_of(call)
    ):
        return True
    for target, of, body in _loops(site):
        bound = {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}
        calls = [inner for one in body for inner in ast.walk(one) if isinstance(inner, ast.Call)]
        if asked in ast.walk(of) and any(
            callee(call) in (again or _ADDING)
            and any(getattr(inner, "id", "") in bound for given in arguments_of(call)
                    for inner in ast.walk(given))
            for call in calls
        ):  # fmt: skip
            return True
    return False


def _is_taken(site: Site, name: str) -> bool:
    """Whether a name stands for what is taken from a list of what is still to be walked through."""
    return any(
        callee_of(node.value) in _TAKING
        and any(getattr(inner, "id", "") == name for one in node.targets for inner in ast.walk(one))
        for node in site.code.nodes(ast.Assign, site.inside)
    )


def _loops(site: Site) -> Iterator[tuple[ast.expr, ast.expr, Sequence[ast.AST]]]:
    """Yield the variables of loops, what they go through, and what is done with each."""
    for node in site.code.nodes(ast.AST, site.inside):
        match node:
            case ast.For(target=target, iter=of, body=body):
                yield target, of, [*body]
            case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one) | ast.SetComp(elt=one):
                yield from ((part.target, part.iter, [one]) for part in node.generators)
            case ast.DictComp(value=one):
                yield from ((part.target, part.iter, [one]) for part in node.generators)


def _largest(site: Site, asked: list[ast.Subscript]) -> list[Change] | None:
    """Return what makes the largest of nothing 0 in a depth; None where it is no depth."""
    changes: list[Change] = []
    depths = [
        side
        for node in site.code.nodes(ast.BinOp, site.inside)
        if isinstance(node.op, ast.Add) and 1 in (literal(node.left), literal(node.right))
        for side in (node.left, node.right)
    ]
    for call in site.code.nodes(ast.Call, site.inside):
        is_of_children = any(one in ast.walk(call) for one in asked)
        if callee(call) not in ("max", "min") or not is_of_children or call.keywords:
            continue
        if callee(call) == "min" or call not in depths or len(call.args) != 1:
            return None
        start, end = site.code.span(call.func)[1], site.code.span(call)[1] - 1
        if isinstance(call.args[0], ast.GeneratorExp):
            changes += [((start, start), "("), ((end, end), "), default=0")]
        else:
            changes.append(((end, end), ", default=0"))
    return changes


async def _kind_of_children(case: Case, site: Site, key: str) -> str | None:
    """Return of what kind the children are in a live tree with leaves; None if there is none."""
    for root in _roots(case, site):
        with_key, without = await _walked(case, root, key)
        kinds = {kind for kind, _ in with_key}
        if len(kinds) != 1 or not without or not kinds <= {*_EMPTY}:
            continue
        known = frozenset[str]().union(*(keys for _, keys in with_key))
        others = [
            Path(path.root, (*path.steps, ("key", name)))
            for path, found in without
            for name in sorted(found.keys.names - known)
        ]
        inner = await case.resolve_all(others)
        if not any((one.type or "") in _EMPTY for one in inner):
            return kinds.pop()
    return None


def _roots(case: Case, site: Site) -> list[Path]:
    """Return the ways to what may be a tree: what walks are given, and live dicts."""
    found: list[Path] = []
    function = site.inside.name if site.inside is not None else ""
    for place in (*case.sites[1:], site):
        given = [one for call in place.nodes(ast.Call) if callee(call) == function
                 for one in arguments_of(call)]  # fmt: skip
        given += [one for node in place.code.nodes(ast.List) for one in node.elts]
        names = [node for node in place.code.nodes(ast.Name) if isinstance(node.ctx, ast.Load)]
        for node in (*given, *names):
            path = case.path(Site(place.cell, place.code, 1), node)
            live = case.variable(path.root) if path is not None else None
            if path is not None and live is not None and live.type in ("dict", "list"):
                found.append(path)
    return list(dict.fromkeys(found))[:_MOST_ROOTS]


async def _walked(
    case: Case, root: Path, key: str
) -> tuple[list[tuple[str, frozenset[str]]], list[_Node]]:
    """Return the kinds of children and the keys of nodes that have some, and the other nodes."""
    with_key: list[tuple[str, frozenset[str]]] = []
    without: list[_Node] = []
    level = [root, *(Path(root.root, (*root.steps, ("key", n))) for n in range(_WIDEST))]
    for _ in range(_DEEPEST):
        nodes = [
            (path, found)
            for path, found in zip(level, await case.resolve_all(level), strict=False)
            if found.exists and found.type == "dict" and found.keys.complete
        ]
        inside = [Path(path.root, (*path.steps, ("key", key)))
                  for path, found in nodes if key in found.keys.names]  # fmt: skip
        without += [(path, found) for path, found in nodes if key not in found.keys.names]
        children = await case.resolve_all(inside)
        having = [found.keys.names for _, found in nodes if key in found.keys.names]
        with_key += zip((one.type or "" for one in children), having, strict=False)
        level = [
            Path(path.root, (*path.steps, ("key", place)))
            for path, found in zip(inside, children, strict=False)
            for place in _places(found)
        ]
        if not level:
            break
    return with_key, without if with_key else []


def _places(found: Resolution) -> Sequence[str | int]:
    if found.type == "dict":
        return sorted(found.keys.names)[:_WIDEST]
    return [*range(_WIDEST)] if found.type in ("list", "tuple") else []
