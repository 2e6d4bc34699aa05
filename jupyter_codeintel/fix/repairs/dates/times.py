"""What is known of a time in a notebook: whether it has a zone, and where it was made."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal, root
from jupyter_codeintel.fix.repairs.case import Case

Maker = tuple[Site, ast.expr]
"""A place and the expression there that makes a time, or reads one."""

UTC = "UTC"
_DEEPEST = 6
_ISO = re.compile(
    r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)? ?"
    r"(?P<zone>Z|UTC|[+-]\d\d(?::?\d\d)?)?)?"
)
_UTC_SIGNS = ("Z", "UTC", "+00:00", "+0000", "-00:00", "+00")
_NAIVE = ("datetime.combine", "datetime.utcfromtimestamp", "datetime.utcnow", "datetime.today")
_PANDAS = ("pandas.Timestamp", "pandas.to_datetime", "pandas.date_range", "pandas.Timestamp.now",
           "pandas.Timestamp.today")  # fmt: skip
_READ = ("datetime.fromisoformat", "pandas.Timestamp", "pandas.to_datetime")
_SPANS = ("timedelta", "Timedelta", "to_timedelta", "DateOffset", "relativedelta", "Day", "Hour")
_SAME = ("max", "min", "copy", "floor", "ceil", "round", "normalize", "sort_values", "dropna",
         "head", "tail", "item", "first", "last", "shift", "reset_index")  # fmt: skip
MOMENTS = (
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.fromtimestamp",
    "datetime.utcfromtimestamp", "pandas.Timestamp.now", "pandas.Timestamp.today",
)  # fmt: skip
"""Calls that know the moment itself, whatever the zone it is told in."""


@dataclass(frozen=True)
class Time:
    """A time, or several of one kind.

    Parameters
    ----------
    aware : bool, optional
        Whether it has a zone; None where that cannot be seen.
    zone : str
        Which one, as far as it is known.
    makers : tuple of Maker
        Where it is made; where that is not found, where it is read.
    """

    aware: bool | None = None
    zone: str = ""
    makers: tuple[Maker, ...] = ()


def time_of(case: Case, site: Site, node: ast.expr, depth: int = 0) -> Time:
    """Return what is known of an expression that is a time."""
    unknown = Time(None, "", ((site, node),))
    if depth > _DEEPEST:
        return unknown
    found = _made(case, site, node, depth + 1)
    kind = dtype_of(case, site, node) if depth == 0 else ""
    if kind.startswith("datetime64"):
        is_aware = "," in kind
        known = found if found is not None and found.aware in (None, is_aware) else unknown
        return replace(known, aware=is_aware)
    return found or unknown


def dtype_of(case: Case, site: Site, node: ast.expr) -> str:
    """Return the dtype of a live column, series or index; nothing for other expressions."""
    if isinstance(node, ast.Name):
        is_own = case.path(site, node) is None or site.inside is not None
        live = None if is_own else case.variable(node.id)
        return (live.dtype or "") if live is not None else ""
    column = column_of(node)
    live = case.variable(column[0]) if column is not None else None
    return dict(live.columns).get(column[1], "") if live is not None and column is not None else ""


def column_of(node: ast.expr) -> tuple[str, str] | None:
    """Return the frame and the name of a column: ``df["t"]``, ``df.t``."""
    match node:
        case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str() as name)):
            return frame, name
        case ast.Attribute(value=ast.Name(id=frame), attr=name):
            return frame, name
    return None


def called(case: Case, site: Site, call: ast.Call) -> str:
    """Return what is called, by its full name: ``datetime.now``, ``pandas.Timestamp``."""
    start = root(call.func)
    target = case.target(site, start) if start else None
    if target is None:
        return ""
    full = target + ast.unparse(call.func)[len(start) :]
    return full.removeprefix("datetime.") if full.startswith("datetime.datetime") else full


def _made(case: Case, site: Site, node: ast.expr, depth: int) -> Time | None:
    found: Time | None = None
    match node:
        case ast.Name():
            found = _named(case, site, node, depth)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            if callee_of(right) in _SPANS or _is_span(case, site, right):
                found = time_of(case, site, left, depth)
        case ast.Subscript(value=ast.Attribute(value=of, attr="iloc" | "iat")):
            found = time_of(case, site, of, depth)
        case ast.Attribute(value=ast.Name() as of, attr="index"):
            found = _index(case, site, of, depth)
        case ast.Subscript() | ast.Attribute() if column_of(node) is not None:
            found = _column(case, site, node, depth)
        case ast.Subscript(value=of, slice=ast.Constant(value=int()) | ast.UnaryOp()):
            found = _element(case, site, of, depth)
        case ast.Call(func=ast.Name(id="max" | "min"), args=[several]):
            found = _element(case, site, several, depth)
        case ast.Call():
            found = _called(case, site, node, depth)
    return found


def _index(case: Case, site: Site, of: ast.Name, depth: int) -> Time | None:
    """Return what is known of the index that a table or a column is made with."""
    bound = case.binding(site, of)
    call = bound.value if bound is not None else None
    if bound is None or not isinstance(call, ast.Call):
        return None
    given = [word.value for word in call.keywords if word.arg == "index"]
    is_made = callee_of(call) in ("DataFrame", "Series") and len(given) == 1
    return time_of(case, bound.site, given[0], depth) if is_made else None


def _is_span(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether a name is bound to a length of time."""
    bound = case.binding(site, node)
    return bound is not None and callee_of(bound.value) in _SPANS


def _named(case: Case, site: Site, name: ast.Name, depth: int) -> Time | None:
    for loop in site.loops_around:
        if isinstance(loop.target, ast.Name) and loop.target.id == name.id:
            return _element(case, site, loop.iter, depth)
        if any(isinstance(one, ast.Name) and one.id == name.id for one in ast.walk(loop.target)):
            several = _zipped(loop, name.id)
            return _element(case, site, several, depth) if several is not None else None
    bound = case.binding(site, name)
    return time_of(case, bound.site, bound.value, depth) if bound is not None else None


def _zipped(loop: ast.For | ast.comprehension, name: str) -> ast.expr | None:
    """Return what a name of a loop goes through beside others: ``for a, b in zip(x, y)``."""
    match loop.target, loop.iter:
        case ast.Tuple(elts=names), ast.Call(func=ast.Name(id="zip"), args=several):
            told = [getattr(one, "id", "") for one in names]
            is_one = told.count(name) == 1 and len(told) == len(several)
            return several[told.index(name)] if is_one else None
    return None


def _element(case: Case, site: Site, several: ast.expr, depth: int) -> Time | None:
    """Return what the items of a list have in common."""
    match several:
        case ast.Name() if depth <= _DEEPEST:
            bound = case.binding(site, several)
            return None if bound is None else _element(case, bound.site, bound.value, depth + 1)
        case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item):
            return _made(case, site, item, depth) if isinstance(item, ast.Call) else None
        case ast.Call(func=ast.Name(id="sorted" | "list"), args=[of, *_]):
            return _element(case, site, of, depth)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            times = [_made(case, site, item, depth) for item in items]
            found = [time for time in times if time is not None]
            kinds = {(time.aware, time.zone) for time in found}
            if len(kinds) == 1 and len(found) == len(items):
                return replace(found[0], makers=tuple(m for time in found for m in time.makers))
    return None


def _column(case: Case, site: Site, node: ast.expr, depth: int) -> Time | None:
    """Return what is known of a column from the one place that sets it."""
    found: list[Maker] = []
    for cell in case.failure.flow.order(case.failure.cell):
        found += _set_in(case, cell, site, node)
    found += _set_in(case, case.failure.cell, site, node)
    places = dict.fromkeys((place.cell, place.code.span(value)) for place, value in found)
    if len(places) != 1:
        return None
    place, value = found[0]
    return _made(case, place, value, depth) if isinstance(value, ast.Call) else None


def _set_in(case: Case, cell: str, site: Site, node: ast.expr) -> list[Maker]:
    """Return the values that a cell sets a column to."""
    column, text, found = column_of(node), case.code(cell), []
    for statement in text.nodes(ast.Assign):
        place = Site(cell, text, statement.lineno)
        if column_of(statement.targets[0]) == column:
            if cell != site.cell or statement.lineno < site.line:
                found.append((place, statement.value))
        elif column is not None and ast.unparse(statement.targets[0]) == column[0]:
            found += [
                (place, value)
                for inner in text.nodes(ast.Dict, statement.value)
                for key, value in zip(inner.keys, inner.values, strict=True)
                if isinstance(key, ast.Constant) and key.value == column[1]
                and isinstance(value, ast.Call)
            ]  # fmt: skip
    return found


def _called(case: Case, site: Site, call: ast.Call, depth: int) -> Time | None:
    full, maker = called(case, site, call), ((site, call),)
    zone = _zone_given(call)
    if zone and full in ("datetime", "datetime.now", "datetime.fromtimestamp", *_PANDAS):
        return Time(True, zone.strip("?"), maker)
    if full == "datetime.strptime" and len(call.args) == 2:
        written = literal(call.args[1])
        is_plain = isinstance(written, str) and re.search("%[zZ]", written) is None
        return Time(True if "%z" in str(written) else False if is_plain else None, "", maker)
    if full in _READ and call.args:
        return _read(call, maker)
    if full == "pandas.Timestamp.utcnow":
        return Time(True, UTC, maker)
    is_naive = full in ("datetime", "datetime.now", "datetime.fromtimestamp", *_NAIVE, *_PANDAS)
    return Time(False, "", maker) if is_naive else _method(case, site, call, depth)


def _method(case: Case, site: Site, call: ast.Call, depth: int) -> Time | None:
    """Return what a method makes of a time."""
    if not isinstance(call.func, ast.Attribute):
        return None
    of, name = call.func.value, call.func.attr
    zone = _zone_given(call)
    if name in ("replace", "astimezone", "tz_localize", "tz_convert"):
        if zone or name == "astimezone":
            return Time(True, zone.strip("?"), ((site, call),))
        if name == "replace" and not any(word.arg == "tzinfo" for word in call.keywords):
            return time_of(case, site, of, depth)
        return Time(aware=False)  # its zone was taken from it on purpose
    if name not in _SAME:
        return None
    of = of.value if isinstance(of, ast.Attribute) and of.attr == "dt" else of
    return time_of(case, site, of, depth)


def _zone_given(call: ast.Call) -> str:
    """Return the zone that a call is told; a question mark if it is told one that is unknown."""
    named = {word.arg: word.value for word in call.keywords}
    if literal(named.get("utc")) is True:
        return UTC
    given = named.get("tzinfo") or named.get("tz")
    if given is None and call.args and isinstance(call.func, ast.Attribute):
        name, place = call.func.attr, 1 if call.func.attr == "fromtimestamp" else 0
        is_zone = name in ("now", "astimezone", "tz_localize", "tz_convert", "fromtimestamp")
        given = call.args[place] if is_zone and len(call.args) > place else None
    if given is None or literal(given) is None:
        return ""
    shown = ast.unparse(given)
    if shown.rpartition(".")[2].strip("'\"").upper() == UTC:
        return UTC
    inner = given.args[0] if isinstance(given, ast.Call) and given.args else given
    told = literal(inner)
    return told if isinstance(told, str) else "?"


def _read(call: ast.Call, maker: tuple[Maker, ...]) -> Time:
    """Return what the texts tell that a time is read from, where they are written there."""
    told = literal(call.args[0])
    texts = told if isinstance(told, list | tuple) else [told]
    signs = set()
    for text in texts:
        match = _ISO.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            return Time(None, "", maker)
        signs.add((match["zone"] or "").strip())
    if len(signs) != 1:
        return Time(None, "", maker)
    sign = signs.pop()
    return Time(bool(sign), UTC if sign in _UTC_SIGNS else "", maker)
