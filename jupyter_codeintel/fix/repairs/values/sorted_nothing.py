"""Things that are put in order, of which some have no value."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_NOTHING = re.compile(
    r"not supported between instances of "
    r"'(?:NoneType' and '(?P<right>\w+)|(?P<left>\w+)' and 'NoneType)'"
    r"|bad operand type for unary -: 'NoneType'"
)
_WITHOUT = (
    r"\b(?:absent|empty|lack\w*|missing|no|none|nothing|null|without"
    r"|un(?:answered|finished|known|measured|played|ranked|rated|scored|timed)"
    r"|(?:did|do|does|had|has|have) not|(?:did|do|does|had|has|have)n't|not yet)\b"
)
_LAST = re.compile(
    rf"{_WITHOUT}[^.,;:\n]{{0,60}}"
    r"\b(?:last|at the (?:very )?(?:bottom|end)|to the (?:bottom|end))\b"
    r"|\b(?:last|at the (?:very )?(?:bottom|end)),? (?:\w+ ){0,4}(?:without|with no)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"{_WITHOUT}[^.,;:\n]{{0,60}}"
    r"\b(?:first|(?:at|to) the (?:very )?(?:beginning|front|start|top))\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:dropp?|exclud|ignor|leav\w* out|left out|omit|remov|skip)", re.IGNORECASE
)
_ORDERING = ("max", "min", "nlargest", "nsmallest", "sort", "sorted")
_DOWNWARDS = ("max", "nlargest")
_EMPTY = {"int": " or 0", "float": " or 0", "str": ' or ""'}


async def nothing_in_an_order(case: Case) -> AsyncIterator[Repair]:
    """Yield keys by which what has no value comes last, or first, as the words say."""
    match = _NOTHING.search(case.error.value)
    if match is None:
        return
    empty = _EMPTY.get(match["right"] or match["left"] or "int", "")
    for site in case.sites[:1]:
        is_last = _told_last(case, site)
        calls = [call for call in site.nodes(ast.Call) if callee(call) in _ORDERING]
        if is_last is None or len(calls) != 1 or (match["right"] == "NoneType"):
            continue
        downwards = _goes_down(calls[0])
        if downwards is None or (not is_last and callee(calls[0]) not in ("sort", "sorted")):
            continue
        test = "is not None" if is_last == downwards else "is None"
        change = _keyed(site.code, calls[0], test, empty)
        if change is not None:
            says = f"what has no value comes {'last' if is_last else 'first'}, as the words say"
            yield repaired(site.cell, site.code, [change], says, "nothing_in_an_order")


def _told_last(case: Case, site: Site) -> bool | None:
    """Return whether the words put what has no value last, or first; None for neither."""
    for words in told_near(case, site):
        text = " ".join(words.split())
        last, first = _LAST.search(text) is not None, _FIRST.search(text) is not None
        if _LEFT_OUT.search(text):
            return None
        if last != first:
            return last
    return None


def _goes_down(call: ast.Call) -> bool | None:
    """Return whether the greatest comes first; None where that is not written."""
    if callee(call) in _DOWNWARDS:
        return True
    for word in call.keywords:
        if word.arg == "reverse":
            value = getattr(word.value, "value", None)
            return value if isinstance(value, bool) else None
    return False


def _keyed(text: Code, call: ast.Call, test: str, empty: str) -> Change | None:
    """Return the change that gives a call a key by which nothing has a place of its own."""
    key = next((word for word in call.keywords if word.arg == "key"), None)
    if key is not None:
        return _key(text, key.value, test, empty)
    is_method = callee(call) == "sort"
    is_plain = len(call.args) == 0 if is_method else len(call.args) == 1
    if not is_plain or callee(call) in ("nlargest", "nsmallest"):
        return None
    new = f"key=lambda x: (x {test}, x{empty})"
    given = sorted((*call.args, *call.keywords), key=text.span)
    end = text.span(call.args[0])[1] if call.args else text.span(call)[1] - 1
    if not call.args and given:
        start = text.span(given[0])[0]
        return (start, start), f"{new}, "
    return (end, end), f", {new}" if call.args else new


def _key(text: Code, key: ast.expr, test: str, empty: str) -> Change | None:
    """Return the change by which a key tells first whether there is a value."""
    match key:
        case ast.Lambda(body=ast.UnaryOp(op=ast.USub(), operand=value) as body):
            # What is counted downwards by a sign still is in an order that goes up.
            new = f"({text.text(value)} {test}, -({text.text(value)} or 0))"
        case ast.Lambda(body=value as body):
            new = f"({text.text(value)} {test}, {text.text(value)}{empty})"
        case ast.Attribute(attr="get") as value:
            body, found = key, f"{text.text(key)}(k)"
            new = f"lambda k: ({found} {test}, {found}{empty})"
        case ast.Call(args=[ast.Constant(value=str() | int() as named) as given], keywords=[]):
            item = {"itemgetter": f"x[{text.text(given)}]", "attrgetter": f"x.{named}"}
            body, value = key, ast.Name(callee(key))
            found = item.get(callee(key), "")
            new = f"lambda x: ({found} {test}, {found}{empty})" if found else ""
        case _:
            return None
    return (text.span(body), new) if new and _is_looked_up(value) else None


def _is_looked_up(node: ast.expr) -> bool:
    """Whether an expression only looks something up, so that it may be done twice."""
    match node:
        case ast.Name():
            return True
        case ast.Attribute(value=owner) | ast.Subscript(value=owner):
            return _is_looked_up(owner)
        case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[_]):
            return _is_looked_up(owner)
    return False
