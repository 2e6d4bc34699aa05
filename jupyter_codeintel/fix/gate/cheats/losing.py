"""Conversions and options with which a part of the values, or of what they tell apart, is lost."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.limits import keeps_to_a_type
from jupyter_codeintel.fix.gate.evidence.number_texts import UNREAD, is_for_a_text
from jupyter_codeintel.fix.gate.evidence.told import LEFT_OUT
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    callee_of,
    is_literal,
    literal,
    strings,
    targets,
    value_of,
)

_AVERAGES = frozenset({"mean", "median", "std", "var"})
_WHOLE = re.compile(r"-?\d+\.0*")
_COPIES = frozenset({"astype", "copy", "deepcopy", "dict", "list", "sorted", "tolist"})
_OF_BYTES = re.compile(r"bytes-like object|string pattern on a bytes")
_OF_FRACTIONS = re.compile(
    r"casting rule 'same_kind'|Unknown format code 'd'|Unknown label type: .?continuous"
)
_PASSES_OVER = re.compile(r"\b(?:or\s+(?:ignore|replace)|do\s+nothing)\b", re.IGNORECASE)
_REPLACED = ("again", "correct", "corrected", "current", "last", "latest", "new", "newest",
             "overwrite", "replace", "replaced", "replaces", "update", "updates")  # fmt: skip
"""Words that speak of rows in place of earlier ones."""
_A_TOLERANCE = 0.01
"""Far above the tolerances that searches have by default, 1e-3 and less."""
_HALF_A_DAY = re.compile(r"%I(?!.*%p)")


def losing(change: CellChange) -> Iterator[Objection]:
    """Yield doubts about new parts that lose some of what they are given."""
    for call in change.new(ast.Call):
        if any(loses(call, change) for loses in _LOSE):
            yield doubt("loses", f"It loses a part of the values: {ast.unparse(call)[:60]}")
    for text in strings(change.new(ast.Constant)):
        if _HALF_A_DAY.search(text):
            yield doubt("loses", f"It does not tell morning from evening: {text[:40]}")
        told = Evidence(change.failure, (change,))
        if _PASSES_OVER.search(text) and not told.is_told(*LEFT_OUT, *_REPLACED):
            yield doubt("loses", f"It does not keep all rows with the same key: {text[:40]}")
    for place in change.new(ast.Subscript):
        if _is_of_a_time(place, change):
            yield doubt("loses", f"It takes one part of a time alone: {ast.unparse(place)[:50]}")
        if _is_diagonal(place):
            yield doubt("loses", f"It takes the diagonal alone: {ast.unparse(place)[:60]}")
    yield from _options(change)
    yield from _wide_tolerances(change)
    yield from _real_parts(change)
    yield from _of_statements(change)


def _of_statements(change: CellChange) -> Iterator[Objection]:
    for old, new in change.altered if change.is_of("TypeError") else ():
        had, has = _joined(value_of(old.node)), _joined(value_of(new.node))
        if has is not None and had is not None and has < had:
            yield doubt("loses", f"It leaves some of what was joined out: {old.line[:60]}")
    for old, new in () if change.is_of("AssertionError") else change.altered:
        terms, left = (Counter(_terms(value_of(one.node))) for one in (old, new))
        if left and left < terms:
            yield doubt("loses", f"It leaves a term of a sum out: {old.line[:60]}")
    for old, new in change.altered:
        if name := _kept_by_nothing(old, new, change):
            yield doubt("loses", f"It stores the value in {name}, which nothing reads.")
    for new in change.fresh:
        if any(map(_is_of_a_copy, targets(new.node))):
            yield doubt("loses", f"It changes a copy that nothing keeps: {new.line[:60]}")


def _terms(value: ast.expr | None) -> Iterator[str]:
    """Yield what a sum adds up; nothing for what is none."""
    match value:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from list(_terms(left)) or [ast.unparse(left)]
            yield from list(_terms(right)) or [ast.unparse(right)]


def _kept_by_nothing(old: Statement, new: Statement, change: CellChange) -> str:
    """Return the variable of a function that gets, for nothing, what was stored in an object."""
    stored = [t for t in targets(old.node) if isinstance(t, ast.Attribute | ast.Subscript)]
    names = [t.id for t in targets(new.node) if isinstance(t, ast.Name)]
    if not stored or len(names) != 1 or not new.functions:
        return ""
    looped = any(isinstance(outer.node, ast.For | ast.While) for outer in new.around)
    here = change.after if looped else change.after[change.after.index(new) + 1 :]
    read = frozenset().union(*(s.loads for s in here if s.functions == new.functions))
    is_shared = any(isinstance(s.node, ast.Global | ast.Nonlocal) for s in change.after)
    return "" if names[0] in read or is_shared else names[0]


def _is_of_a_copy(target: ast.expr) -> bool:
    """Whether a place is in what a call has just made: ``list(row)[0] = x``."""
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
        if isinstance(target, ast.Call) and callee(target) in _COPIES:
            return True
    return False


def _wide_tolerances(change: CellChange) -> Iterator[Objection]:
    """Judge a search that did not converge, and ends now wherever it is: ``tol=10``."""
    for word in change.new(ast.keyword) if "converge" in change.failure.error.value else ():
        value = literal(word.value)
        is_wide = isinstance(value, int | float) and value > _A_TOLERANCE
        if is_wide and (word.arg or "").endswith("tol"):
            yield doubt("loses", f"It ends before it has found anything: {ast.unparse(word)}")


def _real_parts(change: CellChange) -> Iterator[Objection]:
    """Judge real parts of roots of negative numbers, which are no roots."""
    is_complex = "complex" in change.failure.error.value
    for part in change.new(ast.Attribute) if is_complex else ():
        if part.attr == "real" and any(isinstance(n, ast.Pow) for n in ast.walk(part.value)):
            yield doubt("loses", f"It takes a part of another root: {ast.unparse(part)[:60]}")


def _is_of_a_time(place: ast.Subscript, change: CellChange) -> bool:
    """Whether of a text as ``"1:02.5"`` what stands behind the colon is read, and no more."""
    unread = UNREAD.search(change.failure.error.value)
    if unread is None or not re.fullmatch(r"(?:\d+:)+\d+(?:\.\d+)?", unread[1]):
        return False
    texts = [ast.unparse(n) for n in change.nodes_after if isinstance(n, ast.Subscript)]
    split = re.compile(re.escape(ast.unparse(place.value)) + r"\[\d\]")
    is_last = callee_of(place.value) == "split" and literal(place.slice) in (-1, 1)
    return is_last and not any(
        split.fullmatch(text) for text in texts if text != ast.unparse(place)
    )


def _is_diagonal(place: ast.Subscript) -> bool:
    match place.slice:
        case ast.Tuple(elts=[row, column]) if isinstance(place.ctx, ast.Load):
            is_same = ast.dump(row) == ast.dump(column)
            return is_same and not is_literal(row) and not isinstance(row, ast.Slice)
    return False


def _joined(value: ast.expr | None) -> int | None:
    """Return how many values, but for constants, stand in a text that is put together."""
    match value:
        case ast.Call(args=[shown]) if callee(value) == "print":
            return _joined(shown)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            each = (_joined(part) for part in (left, right))
            return sum(int(not is_literal(part)) if found is None else found
                       for part, found in zip((left, right), each, strict=True))  # fmt: skip
        case ast.JoinedStr(values=parts):
            return sum(isinstance(part, ast.FormattedValue) for part in parts)
    return None


def _cuts_off(call: ast.Call, change: CellChange) -> bool:
    """Whether fractions or the time of the day are cut off."""
    message = change.failure.error.value
    match call:
        case ast.Call(func=ast.Name(id="int"), args=[ast.Call(func=ast.Name(id="float"))]):
            unread = UNREAD.search(message)
            is_whole = unread is not None and _WHOLE.fullmatch(unread[1]) is not None
            told = Evidence(change.failure, (change,)).is_told("integers", "whole numbers")
            return not is_whole and not told
        case ast.Call(func=ast.Attribute(attr="date"), args=[]):
            return "JSON serializable" in message
        case ast.Call(func=ast.Attribute(attr="astype"), args=[kind]):
            is_narrow = "out of bounds for" in message and ast.unparse(kind).endswith(".dtype")
            is_of_fractions = _OF_FRACTIONS.search(message) is not None
            is_cut = is_of_fractions and not keeps_to_a_type(call)
            return is_narrow or (is_cut and "int" in ast.unparse(kind))
    return any(word.arg == "keep" and literal(word.value) is False for word in call.keywords)


def _writes_nan_out(call: ast.Call, change: CellChange) -> bool:
    """Whether a document that is missing becomes the word for that: ``texts.astype(str)``."""
    is_text = callee_of(call) == "astype" and ast.unparse(call).endswith("(str)")
    return is_text and "invalid document" in change.failure.error.value


def _mixes_up(call: ast.Call, change: CellChange) -> bool:
    """Whether what belongs to rows or columns goes to others, or what is missing is a text."""
    message = change.failure.error.value
    match call:
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name()], keywords=[]):
            return is_for_a_text(message) or _OF_BYTES.search(message) is not None
        case ast.Call(args=[ast.Call(func=ast.Name(id="abs"))]) if callee(call) == "sqrt":
            return "math domain" in message or "invalid value" in message
        case ast.Call(func=ast.Attribute(attr="Series"), args=[_], keywords=[]):
            return "Length of values" in message
        case ast.Call(func=ast.Attribute(attr="diag"), args=[given]):
            return any(callee_of(part) in ("diag", "diagonal") for part in ast.walk(given))
        case ast.Call(func=ast.Attribute(attr=one, value=ast.Call() as inner)):
            is_same = callee(inner) == one and one in _AVERAGES
            return is_same and not inner.args and not inner.keywords
    return False


def _takes_signs_out(call: ast.Call, change: CellChange) -> bool:
    """Whether another text is looked for, without the signs that mean something in patterns."""
    replaced = {"sub": call.args[1:2], "replace": call.args[1:2]}.get(callee(call), [])
    is_gone = [literal(text) for text in replaced] == [""]
    is_stripped = callee(call) in ("strip", "lstrip", "rstrip") and bool(call.args)
    return change.is_of("error", "PatternError") and (is_gone or is_stripped)


_LOSE = (_cuts_off, _mixes_up, _writes_nan_out, _takes_signs_out)


def _options(change: CellChange) -> Iterator[Objection]:
    """Judge options that told groups apart, or kept rows without a partner, and are gone."""
    if "axis" in change.failure.error.value:
        return
    calls = [part for new in change.fresh for part in new.parts() if isinstance(part, ast.Call)]
    olds = (part for old in change.outdated for part in old.parts())
    for had in (part for part in olds if isinstance(part, ast.Call)):
        same = [call for call in calls if ast.dump(call.func) == ast.dump(had.func)]
        if len(same) == 1 and (lost := _lost_option(had, same[0])):
            yield doubt("loses", f"It does not say any more: {lost}")


def _lost_option(had: ast.Call, has: ast.Call) -> str:
    given = {word.arg: word.value for word in has.keywords}
    for word in had.keywords:
        now = given.get(word.arg)
        is_for_each = word.arg == "axis" and now is None and not has.args
        is_narrower = word.arg == "how" and literal(now) == "inner"
        if (is_for_each and callee_of(had) in _AVERAGES) or (
            is_narrower and literal(word.value) in ("left", "right", "outer")
        ):
            return f"{word.arg}={ast.unparse(word.value)}"
    return ""
