"""Frames that are joined by a column that holds numbers in one and texts in the other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case

_OTHER_TYPES = re.compile(
    r"You are trying to merge on (?P<left>\w+)(?:\[\w+\])? and (?P<right>\w+)(?:\[\w+\])? columns"
    r" for key '(?P<key>[^']+)'"
)
_TEXTS = ("object", "str", "string")


class Side(NamedTuple):
    """A frame that is joined, and its column to join by."""

    frame: ast.Name
    column: str


class Joining(NamedTuple):
    """A call that joins frames, with the one that has texts, and the other's kind of numbers."""

    place: int
    site: Site
    call: ast.Call
    texts: Side
    numbers: Side
    kind: str


def joinings(case: Case) -> Iterator[Joining]:
    """Yield the calls that failed because one column holds numbers and the other texts."""
    match = _OTHER_TYPES.search(case.error.value)
    if match is None or (match["left"] in _TEXTS) == (match["right"] in _TEXTS):
        return
    at = 0 if match["left"] in _TEXTS else 1
    kind = match["right"] if at == 0 else match["left"]
    for place, site in enumerate(case.sites):
        for call in site.nodes(ast.Call) if site.statement is not None else ():
            sides = _sides(case, site, call, match["key"])
            if sides is not None:
                yield Joining(place, site, call, sides[at], sides[1 - at], kind)


def _sides(case: Case, site: Site, call: ast.Call, key: str) -> tuple[Side, Side] | None:
    """Return the frames that a call joins, each with its column of a key."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("join", "merge"):
        return None
    given = {word.arg: word.value for word in call.keywords}
    named = [given[name] for name in ("left", "right", "other") if name in given]
    frames = [*call.args[:2], *named]
    owner = call.func.value
    if not isinstance(owner, ast.Name) or case.target(site, owner.id) != "pandas":
        frames.insert(0, owner)
    if len(frames) != 2 or {"left_index", "right_index"} & given.keys():
        return None
    told = [getattr(given.get(name), "value", key) for name in ("left_on", "right_on")]
    found = [
        _side(frame, column, is_join=call.func.attr == "join" and frame is not owner)
        for frame, column in zip(frames, told, strict=True)
    ]
    left, right = found
    if left is None or right is None or left.column != key or left.frame.id == right.frame.id:
        return None
    return left, right


def _side(node: ast.expr, column: object, *, is_join: bool) -> Side | None:
    """Return the frame in an expression; what is joined by its index is named by that."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=inner, attr="set_index"), args=[ast.Constant(value=column)]
        ) if is_join:
            node = inner
        case _ if is_join:
            return None
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List):
        node = node.value
    return Side(node, column) if isinstance(node, ast.Name) and isinstance(column, str) else None
