"""What is paid that is counted as if it came in, so that no rate makes up for it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.calls.root_searches import Place, Searched, root_searches
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_PAID = re.compile(
    r"(?:^|_)(?:capex|costs?|expense|invest(?:ed|ment)?|outlay|paid|price|purchase|spent)(?:$|_)",
    re.IGNORECASE,
)
_SAID = (
    r"\b(?:bought|buys?|capex|costs?|costing|invest\w*|outlay|paid|pays?|price|purchase[ds]?|spent"
    r"|spending|spends)\b"
)
_BORROWED = re.compile(r"\b(?:borrow\w*|loans?|lend\w*|mortgage|credit)\b", re.IGNORECASE)
_SIGNED = re.compile(r"(?<=\d)[ _,](?=\d{3}\b)")
_SAYS = "what is paid goes out, so it is taken away"


async def outlays_taken_away(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[-cost] + savings`` for ``[cost] + savings``, and ``pv - price`` for a sum.

    A sum of positive values has no root, and no rate of return.
    """
    for search in root_searches(case):
        if any(_BORROWED.search(words) for words in all_words(case)):
            return
        for one in search.functions:
            for cell, change in (*_flows(case, one), *_sums(case, one)):
                yield repaired(cell, case.code(cell), [change], _SAYS, "outlay")
                return


def _flows(case: Case, one: Searched) -> Iterator[tuple[str, Change]]:
    """Yield the change of the first of several flows that are all more than nothing."""
    if any(isinstance(node, ast.Sub | ast.USub) for node in _signs(one)):
        return
    for place in _written(case, one):
        first = _first(place.node)
        if first is not None and _is_paid(case, first) and _are_positive(case, place):
            yield place.cell, _negative(place.code, first)


def _written(case: Case, one: Searched) -> Iterator[Place]:
    """Yield the values that a function, or what called it, has by name or is given."""
    for site in case.sites:
        statement = site.statement
        for name in (*names_in(one.node), *(names_in(statement) if statement else ())):
            bound = case.binding(site, ast.Name(name))
            if bound is not None:
                yield Place(bound.cell, bound.code, bound.value)
        for call in site.nodes(ast.Call):
            yield from (Place(site.cell, site.code, given) for given in call.args)


def _signs(one: Searched) -> Iterator[ast.AST]:
    """Yield the signs of a function; those of an exponent tell nothing about what is paid."""
    exponents = {
        id(inner)
        for node in one.code.nodes(ast.BinOp, one.node)
        if isinstance(node.op, ast.Pow)
        for side in (node.left, node.right)
        for inner in ast.walk(side)
    }
    for node in one.code.nodes(ast.expr, one.node):
        if id(node) not in exponents and isinstance(node, ast.BinOp | ast.UnaryOp):
            yield node.op


def _first(node: ast.expr) -> ast.expr | None:
    """Return the first of values that are written, or put together of lists."""
    match node:
        case ast.BinOp(left=left, op=ast.Add()):
            return _first(left) if isinstance(left, ast.List | ast.Tuple | ast.BinOp) else None
        case ast.List(elts=[first, *_]) | ast.Tuple(elts=[first, *_]):
            return _first(first) if isinstance(first, ast.List | ast.Tuple) else first
        case ast.Dict(keys=[key, *_], values=[first, *_]) if literal(key) == 0:
            return first
        case ast.Subscript(value=ast.Attribute(attr="r_"), slice=ast.Tuple(elts=[first, *_])):
            return first
        case ast.Call(args=[given, *_]) if callee_of(node) in _MADE:
            return _first(given)
    return None


_MADE = ("Series", "array", "asarray", "concatenate", "hstack", "list", "tuple")


def _are_positive(case: Case, place: Place) -> bool:
    """Whether flows have no sign in them, nor the values that they are put together of."""
    site = Site(place.cell, place.code, place.node.lineno)
    others = [case.binding(site, ast.Name(name)) for name in names_in(place.node)]
    values = [place.node, *(one.value for one in others if one is not None)]
    nodes = [node for value in values for node in ast.walk(value)]
    return not any(isinstance(node, ast.USub | ast.Sub) for node in nodes)


def _is_paid(case: Case, node: ast.expr) -> bool:
    """Whether a name or the words near a number say that it is paid."""
    if isinstance(node, ast.Name | ast.Attribute):
        return _PAID.search(node.id if isinstance(node, ast.Name) else node.attr) is not None
    value = literal(node)
    if not isinstance(value, int | float):
        return False
    number = rf"(?<![\d.]){re.escape(f'{value:g}')}(?![\d.]*\d)"
    near = re.compile(
        rf"{_SAID}[^.;]{{0,30}}{number}|{number}[^.;\d]{{0,20}}{_SAID}", re.IGNORECASE
    )
    return any(near.search(_SIGNED.sub("", words)) for words in all_words(case))


def _sums(case: Case, one: Searched) -> Iterator[tuple[str, Change]]:
    """Yield the change of a sum of values with what is paid for them, at a function's end."""
    ends = [one.node.body] if isinstance(one.node, ast.Lambda) else []
    ends += [end.value for end in one.code.nodes(ast.Return, one.node) if end.value is not None]
    if len(ends) != 1:
        return
    match ends[0]:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            if _is_price(case, right) and not _is_price(case, left):
                yield one.cell, _minus(one.code, left, right)
            elif _is_price(case, left) and isinstance(right, ast.Call):
                yield one.cell, _negative(one.code, left)
        case ast.Name(id=total):
            yield from _steps(case, one, total)


def _steps(case: Case, one: Searched, total: str) -> Iterator[tuple[str, Change]]:
    """Yield the change of a total that begins with what is paid, or that it is added to."""
    added = [step for step in one.code.nodes(ast.AugAssign, one.node)
             if isinstance(step.op, ast.Add) and ast.unparse(step.target) == total]  # fmt: skip
    starts = [made.value for made in one.code.nodes(ast.Assign, one.node)
              if ast.unparse(made.targets[0]) == total]  # fmt: skip
    paid = [step for step in added if _is_price(case, step.value)]
    if len(paid) == 1 and len(starts) == 1:
        yield one.cell, _minus(one.code, paid[0].target, paid[0].value)
    elif added and len(starts) == 1 and _is_price(case, starts[0]):
        yield one.cell, _negative(one.code, starts[0])


def _minus(text: Code, left: ast.expr, right: ast.expr) -> Change:
    start, end = text.span(left)[1], text.span(right)[0]
    return (start, end), text.source[start:end].replace("+", "-", 1)


def _negative(text: Code, node: ast.expr) -> Change:
    start = text.span(node)[0]
    return (start, start), "-"


def _is_price(case: Case, node: ast.expr) -> bool:
    """Whether a name is of what is paid, and stands for a number that is more than nothing."""
    if not isinstance(node, ast.Name) or not _PAID.search(node.id):
        return False
    live = case.variable(node.id)
    return live is None or live.value is None or not live.value.startswith("-")
