"""Frames that are joined by a column that one of them has by another name, or not as its index."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.written import written

_OVERLAP = re.compile(r"columns overlap but no suffix specified: Index\(\['(?P<key>[^']+)'\]")
_OTHER_TYPES = re.compile(r"trying to merge on \w+ and int64 columns for key '(?P<key>[^']+)'")
_NO_COMMON = "No common columns to perform merge on"
_KEY = re.compile(
    r"(?:^|_|\b)(?:code|date|day|id|isbn|key|month|no|number|nr|sku|year)$|[a-z]Id$|ID$"
)


class _Joined(NamedTuple):
    """A call that joins two frames, with the names of these."""

    call: ast.Call
    left: ast.Name
    right: ast.Name


async def keys_of_joined(case: Case) -> AsyncIterator[Repair]:
    """Yield how frames are joined by a column of both, where ``join`` takes the index of one."""
    match = _OVERLAP.search(case.error.value) or _OTHER_TYPES.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        for one in _joined(case, site, "join"):
            key = match["key"] if match is not None else ""
            changes = _by_column(case, site, one, key)
            if changes and all(key in _columns(case, name) for name in (one.left, one.right)):
                says = f'"{key}" is a column of "{one.right.id}", and join takes its index'
                yield repaired(site.cell, site.code, changes, says, "key_of_joined")
                return


def _by_column(case: Case, site: Site, one: _Joined, key: str) -> list[Change]:
    given = {word.arg: word.value for word in one.call.keywords}
    text, quote = site.code, "'" if '"' not in site.code.source else '"'
    if "on" in given:
        end = text.span(one.right)[1]
        is_same = literal(given["on"]) == key
        return [((end, end), f".set_index({text.text(given['on'])})")] if is_same else []
    if given.keys() - {"how"} or not _is_key(case, site, one, key):
        return []
    start, end = text.span(one.call.func)
    how = text.text(given["how"]) if "how" in given else f"{quote}left{quote}"
    new = f"{text.text(one.left)}.merge({one.right.id}, on={quote}{key}{quote}, how={how})"
    return [((start, text.span(one.call)[1]), new)]


def _is_key(case: Case, site: Site, one: _Joined, key: str) -> bool:
    """Whether a column says which rows belong together, by its name or its values."""
    values = written(case, site, one.right.id, key).values
    if not values or not all(isinstance(value, str | int) for value in values):
        return _KEY.search(key) is not None
    return len(set(values)) == len(values) and _KEY.search(key) is not None


async def keys_by_other_names(case: Case) -> AsyncIterator[Repair]:
    """Yield ``left_on="customer_id", right_on="id"`` where the frames name their key otherwise."""
    keys = missing_keys(case.error) if case.is_a("KeyError") else ()
    if len(keys) != 1 and _NO_COMMON not in case.error.value:
        return
    for site in case.sites[:1]:
        for one in _joined(case, site, "merge"):
            on = next((word for word in one.call.keywords if word.arg == "on"), None)
            key = keys[0] if keys else ""
            if (on is None) == bool(key) or (on is not None and literal(on.value) != key):
                continue
            pair = _pair(case, site, one, key)
            if pair is not None and not _other_words(one.call):
                left, right = (f'"{name}"' if '"' in site.code.source else repr(name)
                               for name in pair)  # fmt: skip
                new = f"left_on={left}, right_on={right}"
                last = max(site.code.span(node)[1] for node in _given(one.call))
                change = (site.code.span(on), new) if on else ((last, last), f", {new}")
                says = f'"{pair[0]}" of "{one.left.id}" is "{pair[1]}" of "{one.right.id}"'
                yield repaired(site.cell, site.code, [change], says, "key_by_other_name")
                if key:  # so that there is one column of it
                    frame, old = (one.right, right) if key == pair[0] else (one.left, left)
                    end, new = site.code.span(frame)[1], left if key == pair[0] else right
                    renamed = (end, end), f".rename(columns={{{old}: {new}}})"
                    yield repaired(site.cell, site.code, [renamed], says, "key_renamed")
                return


def _given(call: ast.Call) -> list[ast.expr | ast.keyword]:
    return [*call.args, *call.keywords]


def _other_words(call: ast.Call) -> bool:
    """Whether a call already says by which columns of each frame it joins."""
    told = ("left_on", "right_on", "left_index", "right_index")
    return any(word.arg in told for word in call.keywords)


def _pair(case: Case, site: Site, one: _Joined, key: str) -> tuple[str, str] | None:
    """Return the one pair of columns that are the same key: by their names, or their values."""
    lefts, rights = _columns(case, one.left), _columns(case, one.right)
    if key:
        if (key in lefts) == (key in rights):
            return None
        lefts, rights = ((key,), rights) if key in lefts else (lefts, (key,))
    pairs = [(left, right) for left in lefts for right in rights]
    named = [pair for pair in pairs if _is_same(one, *pair)]
    if len(named) == 1:
        return named[0]
    held = [pair for pair in pairs if _holds(case, site, one, pair, texts_only=not key)]
    return held[0] if not named and len(held) == 1 else None


def _is_same(one: _Joined, left: str, right: str) -> bool:
    """Whether two names are the same but for their writing, or one has its frame's name before."""
    names = {_bare(left), _bare(right)}
    if len(names) == 1:
        return True
    return any(
        _bare(long) == _bare(frame.id).removesuffix("s") + _bare(short)
        for long, short, frame in ((left, right, one.right), (right, left, one.left))
    )


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _holds(
    case: Case, site: Site, one: _Joined, pair: tuple[str, str], *, texts_only: bool
) -> bool:
    """Whether one column holds each value of the other once, as far as they are written."""
    found = [written(case, site, frame.id, column).values
             for frame, column in zip((one.left, one.right), pair, strict=True)]  # fmt: skip
    kinds = str if texts_only else str | int
    if not all(isinstance(value, kinds) for values in found for value in values):
        return False
    many, once = found if len(set(found[1])) == len(found[1]) else found[::-1]
    is_once = len(set(once)) == len(once)
    return is_once and len(set(many)) > 1 and set(many) <= set(once)


def _columns(case: Case, name: ast.Name) -> tuple[str, ...]:
    live = case.variable(name.id)
    return tuple(column for column, _ in live.columns) if live is not None else ()


def _joined(case: Case, site: Site, method: str) -> Iterator[_Joined]:
    """Yield the calls of a statement that join two frames that have names."""
    for call in site.nodes(ast.Call):
        if callee(call) != method or not isinstance(call.func, ast.Attribute):
            continue
        given = {word.arg: word.value for word in call.keywords}
        frames = [*call.args, *(given[n] for n in ("left", "right", "other") if n in given)]
        owner = call.func.value
        if not isinstance(owner, ast.Name) or case.target(site, owner.id) != "pandas":
            frames.insert(0, owner)
        match frames:
            case [ast.Name() as left, ast.Name() as right] if left.id != right.id:
                yield _Joined(call, left, right)
