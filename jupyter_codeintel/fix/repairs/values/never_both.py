"""Conditions that nothing can meet, as it would have to be above one limit and below a lower one.

What is on either side of both is meant, where the words or the hours of a night tell it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.limit_words import (
    are_outside,
    cells_with_limits,
    limit_of,
)

ERRORS = ("AssertionError", "IndexError", "RuntimeWarning", "StatisticsError", "StopIteration",
          "ValueError", "ZeroDivisionError")  # fmt: skip
_LESS, _MORE = (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)
_AND = re.compile(r"&|\band\b|\bAND\b")
_ASKING = ("eval", "execute", "query", "read_sql", "read_sql_query")
_ASKED = re.compile(
    r"(?P<name>[A-Za-z_][\w.]*)\s*(?P<one>[<>]=?)\s*(?P<first>-?\d+(?:\.\d+)?)\s*"
    r"(?P<sign>&|and|AND)\s*(?P=name)\s*(?P<other>[<>]=?)\s*(?P<last>-?\d+(?:\.\d+)?)(?![\w.])"
)
_BARE = ast.If | ast.IfExp | ast.Assign | ast.Return | ast.While | ast.comprehension
_Side = tuple[ast.expr, ast.cmpop, ast.expr]
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
}  # fmt: skip
_SIGNS: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


async def never_both(case: Case) -> AsyncIterator[Repair]:
    """Yield ``(h >= 22) | (h < 6)`` for ``(h >= 22) & (h < 6)``, where nothing is found."""
    if not case.is_a(*ERRORS):
        return
    found = []
    for cell in cells_with_limits(case):
        text = case.code(cell)
        parents = {inner: node for node in text.nodes(ast.AST)
                   for inner in ast.iter_child_nodes(node)}  # fmt: skip
        for node in text.nodes(ast.expr):
            above = parents.get(node)
            if not _is_turned_round(above) and not (_is_and(node) and _is_and(above)):
                changes = list(_changes(case, Site(cell, text, node.lineno), node, above))
                found += [(cell, text, changes)] if changes else []
    if len(found) == 1:
        cell, text, changes = found[0]
        says = "nothing is above the one limit and below the other, which is lower"
        yield repaired(cell, text, changes, says, "never_both")


def _is_turned_round(node: ast.AST | None) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert | ast.Not)


def _is_and(node: ast.AST | None) -> bool:
    return isinstance(getattr(node, "op", None), ast.And | ast.BitAnd)


def _changes(case: Case, site: Site, node: ast.expr, above: ast.AST | None) -> Iterator[Change]:
    """Yield what makes one of two conditions enough that exclude each other."""
    match node:
        case ast.Compare(ops=[_, _]):
            yield from _of_chain(case, site, node, above)
        case ast.BoolOp(op=ast.And()) | ast.BinOp(op=ast.BitAnd()):
            yield from _of_parts(case, site, node)
        case ast.Call(func=function, args=[left, right]) if callee(node) == "logical_and":
            if _exclude(case, site, left, right):
                end = site.code.span(function)[1]
                yield (end - len("and"), end), "or"
        case ast.Call(func=ast.Attribute(attr="between")):
            yield from _of_between(case, site, node, above)
        case ast.Call(args=[ast.Constant(value=str(asked)) as given, *_]):
            if callee(node) in _ASKING:
                yield from _of_text(case, site, given, asked)


def _bracketed(new: str, node: ast.expr, above: ast.AST | None) -> str:
    """Return an expression of two parts in brackets, unless it stands by itself."""
    is_key = isinstance(above, ast.Subscript) and above.slice is node
    return new if is_key or isinstance(above, _BARE) else f"({new})"


def _of_chain(case: Case, site: Site, node: ast.Compare, above: ast.AST | None) -> Iterator[Change]:
    """Yield two comparisons for one of three values."""
    (one, other), (what, last) = node.ops, node.comparators
    first = _turned(node.left, one, what)
    if _excludes(case, site, first, (what, other, last)):
        shown, texts = site.code.text(what), [site.code.text(node.left), site.code.text(last)]
        new = f"{shown} {_sign(first[1])} {texts[0]} or {shown} {_sign(other)} {texts[1]}"
        yield site.code.span(node), _bracketed(new, node, above)


def _of_between(case: Case, site: Site, node: ast.Call, above: ast.AST | None) -> Iterator[Change]:
    """Yield two comparisons for a column's values between two others."""
    what = getattr(node.func, "value", node.func)
    match node:
        case ast.Call(args=[first, last], keywords=[]):
            if _excludes(case, site, (what, ast.GtE(), first), (what, ast.LtE(), last)):
                shown, texts = site.code.text(what), [site.code.text(one) for one in (first, last)]
                new = f"({shown} >= {texts[0]}) | ({shown} <= {texts[1]})"
                yield site.code.span(node), _bracketed(new, node, above)


def _turned(first: ast.expr, sign: ast.cmpop, last: ast.expr) -> _Side:
    """Return a comparison read from behind: ``h >= 22`` of ``22 <= h``."""
    return last, _TURNED.get(type(sign), type(sign))(), first


def _sign(sign: ast.cmpop) -> str:
    return _SIGNS.get(type(sign), "==")


def _exclude(case: Case, site: Site, one: ast.expr, other: ast.expr) -> bool:
    """Whether two conditions cannot be met together, and either of them is meant."""
    sides = [_side(case, site, node) for node in (one, other)]
    return sides[0] is not None and sides[1] is not None and _excludes(case, site, *sides)  # type: ignore[arg-type]


def _side(case: Case, site: Site, node: ast.expr) -> _Side | None:
    match node:
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            is_behind = limit_of(case, site, left) is not None
            return _turned(left, sign, right) if is_behind else (left, sign, right)
    return None


def _excludes(case: Case, site: Site, one: _Side, other: _Side) -> bool:
    if ast.unparse(one[0]) != ast.unparse(other[0]):
        return False
    more, less = (one, other) if isinstance(one[1], _MORE) else (other, one)
    if not isinstance(more[1], _MORE) or not isinstance(less[1], _LESS):
        return False
    high, low = limit_of(case, site, more[2]), limit_of(case, site, less[2])
    return (
        high is not None and low is not None and low < high
        and are_outside(case, site, one[0], low, high)
    )  # fmt: skip


def _parts(node: ast.expr) -> list[ast.expr]:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            return values
        case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
            return [*_parts(left), *_parts(right)]
    return [node]


def _of_parts(case: Case, site: Site, node: ast.expr) -> Iterator[Change]:
    """Yield the changes of ``&`` between two of some conditions, in brackets beside others."""
    parts, text = _parts(node), site.code
    for one, other in pairwise(parts):
        if not _exclude(case, site, one, other):
            continue
        (start, first), (last, end) = text.span(one), text.span(other)
        between = text.source[first:last]
        signs = list(_AND.finditer(between))
        is_uneven = between.count(")") != between.count("(")
        if len(signs) != 1 or (len(parts) > 2 and is_uneven):  # a pair is no part by itself
            return
        place, sign = first + signs[0].start(), signs[0][0]
        yield (place, place + len(sign)), "|" if sign == "&" else "or"
        if len(parts) > 2:
            if "(" in between:  # each has its own brackets
                start = text.source.rfind("(", 0, start)
                end = text.source.find(")", end) + 1
            yield (start, start), "("
            yield (end, end), ")"
        return


def _of_text(case: Case, site: Site, given: ast.Constant, asked: str) -> Iterator[Change]:
    """Yield the change of a query."""
    found = list(_ASKED.finditer(asked))
    start, end = site.code.span(given)
    is_denied = re.search(r"\bnot\b|~", asked, re.IGNORECASE)
    if len(found) != 1 or is_denied or site.code.source.count(found[0][0], start, end) != 1:
        return
    match = found[0]
    one, other = (
        _side(case, site, ast.parse(f"{match['name']} {sign} {limit}", mode="eval").body)
        for sign, limit in ((match["one"], match["first"]), (match["other"], match["last"]))
    )
    if one is None or other is None or not _excludes(case, site, one, other):
        return
    place = site.code.source.index(match[0], start, end)
    sign = match.start("sign") - match.start(), match.end("sign") - match.start()
    new = {"&": "|", "and": "or", "AND": "OR"}[match["sign"]]
    new = f"{match[0][: sign[0]]}{new}{match[0][sign[1] :]}"
    is_all = match[0] == asked.strip()
    yield (place, place + len(match[0])), new if is_all else f"({new})"
