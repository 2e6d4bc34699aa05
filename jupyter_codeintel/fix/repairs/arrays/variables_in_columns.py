"""Covariances of the rows of a table whose variables are its columns, or the other way."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import Shape, shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.callers import given_everywhere, place_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.learning.made_from import steps_to

_OF_VARIABLES = ("corrcoef", "cov")
_OF_SIZES = re.compile(
    r"mismatch in its core dimension|not aligned|could not be broadcast|indices imply"
    r"|has a mismatch|shape mismatch|does not match",
    re.IGNORECASE,
)
_SAME_LENGTH = re.compile(r"mean and cov must have same length")
_SAME = ("array", "asarray", "copy", "dropna", "round", "to_numpy")
"""What leaves a table's shape as it is; rows that are left out are counted in the message."""


class _Found(NamedTuple):
    """A call that takes each row, or each column, for a variable."""

    cell: str
    code: Code
    call: ast.Call
    shape: Shape


async def variables_in_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.cov(x, rowvar=False)`` where as many variables as columns are meant.

    The error has to tell both numbers, or to be an assertion about the size of the result.
    """
    if not case.is_a("ValueError", "AssertionError"):
        return
    is_of_lengths = _SAME_LENGTH.search(case.error.value) is not None
    sizes = {int(number) for number in re.findall(r"\d+", case.error.value)}
    if case.is_a("AssertionError"):
        sizes = set(_asserted(case))
    elif not is_of_lengths and not _OF_SIZES.search(case.error.value):
        return
    found = [
        one
        for one in _calls(case)
        if one.shape[0] != one.shape[1]
        and (is_of_lengths or _told(one, sizes, told_only_one=case.is_a("AssertionError")))
    ]
    if not found or len({(one.cell, one.shape) for one in found}) > 1:
        return
    says = "the variables are in the other direction of the table"
    changes = [change for one in found for change in _turned(one)]
    if changes:
        yield repaired(found[0].cell, found[0].code, changes, says, "variables_in_columns")


def _told(one: _Found, sizes: set[int], *, told_only_one: bool) -> bool:
    """Whether the number of variables that are taken is wrong, and the other one is right."""
    wrong, right = _variables(one), sum(one.shape) - _variables(one)
    return right in sizes and (wrong not in sizes if told_only_one else wrong in sizes)


def _variables(one: _Found) -> int:
    return one.shape[1] if _are_in_columns(one.call) else one.shape[0]


def _are_in_columns(call: ast.Call) -> bool:
    return any(word.arg == "rowvar" and literal(word.value) in (0, False) for word in call.keywords)


def _asserted(case: Case) -> Iterator[int]:
    """Yield the sizes that the shape of something is asserted to have."""
    for site in case.sites[:1]:
        test = site.statement.test if isinstance(site.statement, ast.Assert) else None
        is_of_sizes = test is not None and re.search(r"\.shape\b|\blen\(", ast.unparse(test))
        for node in ast.walk(test) if test is not None and is_of_sizes else ():
            if isinstance(node, ast.Constant) and type(node.value) is int:
                yield node.value
            elif isinstance(node, ast.Call) and callee(node) == "len" and len(node.args) == 1:
                shape = _shape(case, site, node.args[0])
                yield from shape[:1]


def _calls(case: Case) -> Iterator[_Found]:
    """Yield the calls that what fails is made by, those of a table of known shape."""
    statements = [(site.cell, site.code, site.statement) for site in case.sites]
    names = {name for *_, one in statements if one is not None for name in names_in(one)}
    places = [*statements, *steps_to(case, names)]
    seen: set[ast.Call] = set()
    for cell, text, statement in places:
        for call in text.nodes(ast.Call, statement) if statement is not None else ():
            table = _table(call)
            if table is None or call in seen:
                continue
            seen.add(call)
            shape = _shape(case, place_of(case, cell, text, call.lineno), table)
            if len(shape) == 2:
                yield _Found(cell, text, call, shape)


def _table(call: ast.Call) -> ast.expr | None:
    """Return the only table of a call, where numpy reckons or a table has been turned."""
    if callee(call) in _OF_VARIABLES and len(call.args) == 1:
        is_plain = all(word.arg in ("rowvar", "ddof", "bias") for word in call.keywords)
        return call.args[0] if is_plain else None
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr="T") as turned, attr="cov" | "corr"):
            return turned if not call.args else None
    return None


def _shape(case: Case, site: Site, node: ast.expr) -> Shape:
    match node:
        case ast.Name(id=name):
            return shape_of(case.failure, site, name) or _handed_shape(case, site, name)
        case ast.Attribute(value=inner, attr="T"):
            return _shape(case, site, inner)[::-1]
        case ast.Attribute(value=inner, attr="values"):
            return _shape(case, site, inner)
        case ast.Subscript(value=inner, slice=ast.List(elts=columns)):
            return (*_shape(case, site, inner)[:1], len(columns))
        case ast.Call(func=ast.Attribute(value=owner), args=given) if callee(node) in _SAME:
            numpy = case.name_of("numpy")
            of = given[0] if given and ast.unparse(owner) == numpy else owner
            return _shape(case, site, of)
    return ()


def _handed_shape(case: Case, site: Site, name: str) -> Shape:
    """Return the shape of what a function is given for a parameter wherever it is called."""
    given = given_everywhere(case, site, name)
    found = {_shape(case, at, node) for at, node in given if ast.unparse(node) != name}
    return found.pop() if len(found) == 1 else ()


def _turned(one: _Found) -> Iterator[Change]:
    """Yield the change that takes the other direction of a table for its variables."""
    table = _table(one.call)
    start, end = one.code.span(one.call)
    if isinstance(table, ast.Attribute) and table.attr == "T":
        yield (one.code.span(table.value)[1], one.code.span(table)[1]), ""
    elif not _are_in_columns(one.call):
        yield with_option(one.code, one.call, "rowvar", "False")
    else:
        for word in one.call.keywords:
            if word.arg == "rowvar" and start < one.code.span(word)[0] < end:
                yield one.code.span(word.value), "True"
