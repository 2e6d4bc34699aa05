"""Patterns of minutes and seconds where some of the texts have hours before them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.texts.used_patterns import Used, pattern_that_misses
from jupyter_codeintel.fix.repairs.written import free_name

_TIME = re.compile(
    r"(?P<first>\((?:\?P<(?P<name>\w+)>)?(?:\\d\+|\\d\\d\??|\\d\{\d(?:,\d)?\}|\[0-9\]\+)\))"
    r":(?=\((?:\?P<(?P<next>\w+)>)?(?:\\d\+|\\d\\d|\\d\{2\}|\[0-9\]\{2\}|\[0-5\]\\d)\)(?!:))"
)
_GROUP = re.compile(r"(?<!\\)\((?!\?(?!P<))")
_MINUTES = re.compile(r"(?<![a-z])min(?:ute)?s?(?![a-z(])", re.IGNORECASE)
_SECONDS = re.compile(r"(?<![a-z])(?:secs?|seconds?|m?m:ss)(?![a-z])", re.IGNORECASE)
_OF_HOURS = re.compile(r"(?<![a-z])(?:hours?|h?h:mm)(?![a-z])", re.IGNORECASE)
_HOURS = re.compile(r"\b\d{1,2}:[0-5]\d:[0-5]\d\b")


class _Sum(NamedTuple):
    """Where minutes and seconds are added, what the minutes are read from, and an hour."""

    cell: str
    code: Code
    node: ast.expr
    minutes: ast.expr
    hour: int


async def optional_hours(case: Case) -> AsyncIterator[Repair]:
    r"""Yield ``(?:(\d+):)?(\d+):(\d\d)`` and the hours in what is made of the groups."""
    used = pattern_that_misses(case)
    found = list(_TIME.finditer(used.pattern)) if used is not None else []
    if used is None or len(found) != 1 or used.way == "findall":
        return
    match = found[0]
    group = len(_GROUP.findall(used.pattern[: match.start()])) + 1
    head = "?P<hours>" if match["name"] else ""
    start = match.start()
    pattern = rf"{used.pattern[:start]}(?:({head}\d+):)?{used.pattern[start:]}"
    if "hours" in used.pattern or not _takes_all(used, pattern):
        return
    sums = list(_sums(case, (match["name"] or group, match["next"] or group + 1)))
    is_plain = len(sums) == 1 and _is_of_seconds(case, sums[0])
    edits = _edits(case, sums[0], group) if is_plain else None
    if edits is not None:
        edits.setdefault(used.cell, []).append((used.code.span(used.node), used.written(pattern)))
        texts = {cell: case.code(cell).replaced(*dict.fromkeys(some))
                 for cell, some in edits.items()}  # fmt: skip
        yield Candidate(texts, "rule", "some of the times have hours too", "optional_hours")


def _is_of_seconds(case: Case, one: _Sum) -> bool:
    """Whether minutes or seconds are made, as words or names say, and not hours or minutes."""
    texts = [case.failure.goal, one.code.source]
    if one.hour > 60:
        return any(map(_SECONDS.search, texts))
    return any(map(_MINUTES.search, texts)) and not any(map(_OF_HOURS.search, texts))


def _takes_all(used: Used, pattern: str) -> bool:
    """Whether a pattern finds times with hours where the other one finds nothing."""
    missed = [one for one in used.texts if used.found(one) is None]
    return all(map(_HOURS.search, missed)) and all(used.found(one, pattern) for one in used.texts)


def _sums(case: Case, keys: tuple[object, object]) -> Iterator[_Sum]:
    """Yield the expressions that make one number of minutes and seconds."""
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        names = _unpacked(text)
        for node in text.nodes(ast.BinOp):
            hour, first, second = _parts(node)
            both = [_read_from(one) for one in (first, second)]
            read = [names.get(getattr(one, "id", ""), _key(one)) for one in both]
            if hour and both[0] is not None and tuple(read) == keys:
                yield _Sum(cell, text, node, both[0], hour)


def _parts(node: ast.BinOp) -> tuple[int, ast.expr | None, ast.expr | None]:
    """Return how much an hour is in a sum, its minutes and its seconds."""
    match node:
        case ast.BinOp(left=first, op=ast.Add(), right=ast.BinOp(left=second, op=ast.Div(),
                       right=by)) if literal(by) == 60:  # fmt: skip
            return 60, first, second
        case ast.BinOp(left=ast.BinOp(left=one, op=ast.Mult(), right=other), op=ast.Add(),
                       right=second):  # fmt: skip
            if literal(other) == 60:
                return 3600, one, second
            if literal(one) == 60:
                return 3600, other, second
    return 0, None, None


def _read_from(node: ast.expr | None) -> ast.expr | None:
    """Return what a number is read from: ``m[1]`` of ``int(m[1])``."""
    match node:
        case ast.Call(func=ast.Name(id="int" | "float"), args=[of]):
            return of
    return None


def _key(node: ast.expr | None) -> object:
    """Return the number or name of a group that is asked for."""
    match node:
        case ast.Call(func=ast.Attribute(attr="group"), args=[asked]):
            return literal(asked)
        case ast.Subscript(slice=asked):
            return literal(asked)
    return None


def _unpacked(text: Code) -> dict[str, object]:
    """Return the names that all groups of a match are set to, with their numbers."""
    return {
        target.id: place
        for one in text.nodes(ast.Assign)
        if callee_of(one.value) == "groups" and isinstance(one.targets[0], ast.Tuple)
        for place, target in enumerate(one.targets[0].elts, 1)
        if isinstance(target, ast.Name)
    }


def _edits(case: Case, one: _Sum, group: int) -> dict[str, list[Change]] | None:
    """Return the changes of what reads the groups; None where it is not plain."""
    text, minutes = one.code, one.minutes
    start = text.span(one.node)[0]
    if isinstance(minutes, ast.Name):
        name = free_name(case, "hours", "hour")
        targets = [node for node in text.nodes(ast.Name)
                   if node.id == minutes.id and isinstance(node.ctx, ast.Store)]  # fmt: skip
        if name is None or len(targets) != 1:
            return None
        at = text.span(targets[0])[0]
        return {one.cell: [((at, at), f"{name}, "),
                           ((start, start), f"{one.hour} * int({name} or 0) + ")]}  # fmt: skip
    key = _key(minutes)
    shown = text.text(minutes)
    hours = shown.replace(f"{key}", "hours") if isinstance(key, str) else shown
    changes: list[Change] = [((start, start), f"{one.hour} * int({hours} or 0) + ")]
    owner = shown.split(".group")[0].split("[")[0]
    for node in text.nodes(ast.expr):
        of = getattr(node.func, "value", None) if isinstance(node, ast.Call) else None
        of = node.value if isinstance(node, ast.Subscript) else of
        if of is None or text.text(of) != owner:
            continue
        is_several = isinstance(node, ast.Call) and (
            callee(node) == "groups" or (callee(node) == "group" and len(node.args) > 1)
        )
        if is_several:
            return None
        number = _key(node)
        if isinstance(number, int) and number >= group:
            asked = node.args[0] if isinstance(node, ast.Call) else node.slice  # type: ignore[attr-defined]
            changes.append((text.span(asked), str(number + 1)))
    return {one.cell: changes}
