"""Data that is asked about as it is, where the weights are those of a wider form made of it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.estimators import ASKS
from jupyter_codeintel.fix.repairs.learning.made_from import steps_to
from jupyter_codeintel.fix.repairs.learning.second_forms import Form, forms
from jupyter_codeintel.fix.repairs.live_kinds import shape_at
from jupyter_codeintel.namespace import Variable

_SIZES = re.compile(
    r"X has \d+ features?, but \w+ is expecting (?P<needs>\d+) features?"
    r"|mismatch in its core dimension|not aligned|could not be broadcast together"
    r"|Dot product shape mismatch|The feature names should match those that were passed"
)
_PRODUCTS = ("dot", "matmul")


class _Pair(NamedTuple):
    """What is asked about, and the weights or the model that is asked."""

    data: ast.Name
    learned: ast.Name


async def fitted_matrices(case: Case) -> AsyncIterator[Repair]:
    """Yield ``A @ w`` for ``X @ w`` where ``w`` was fitted on ``A``, which was made of ``X``."""
    match = _SIZES.search(case.error.value)
    if match is None or not case.is_a("ValueError"):
        return
    needs = int(match["needs"]) if match["needs"] is not None else None
    for site in case.sites[:1]:
        for pair in _pairs(site.nodes(ast.expr)):
            at, asked = _asked(case, pair)
            if asked is None or case.path(case.sites[at], asked.data) is None:
                continue
            form = _form(case, case.sites[at], asked, needs)
            if form is None:
                continue
            where = case.sites[at]
            changes = list(_changes(where, asked, form, handing=at > 0))
            says = f'"{asked.learned.id}" was fitted on "{form.target}"'
            yield repaired(where.cell, where.code, changes, says, "fitted_matrix")
            return


def _pairs(nodes: Iterable[ast.expr]) -> Iterator[_Pair]:
    """Yield the two sides of products, and data with the model that is asked about it."""
    for node in nodes:
        sides: tuple[ast.expr, ...] = ()
        match node:
            case ast.BinOp(left=left, op=ast.MatMult() | ast.Mult(), right=right):
                sides = left, right
            case ast.Call(func=ast.Attribute(value=owner, attr=name), args=[first, *rest]):
                if name in ASKS:
                    sides = first, owner
                elif name in _PRODUCTS:
                    sides = (first, rest[0]) if rest else (owner, first)
        names = [_named(side) for side in sides]
        if len(names) == 2:
            one, other = names
            if one is not None and other is not None:
                yield _Pair(one, other)
                yield _Pair(other, one)


def _named(node: ast.expr) -> ast.Name | None:
    """Return a name, also one that is transposed."""
    inner = node.value if isinstance(node, ast.Attribute) and node.attr == "T" else node
    return inner if isinstance(inner, ast.Name) else None


def _asked(case: Case, pair: _Pair) -> tuple[int, _Pair | None]:
    """Return a pair as the caller of a function has it, and at which place."""
    at, data = handed(case, 0, pair.data)
    other, learned = handed(case, 0, pair.learned)
    if at != other or not isinstance(data, ast.Name) or not isinstance(learned, ast.Name):
        return 0, None
    return at, _Pair(data, learned)


def _form(case: Case, site: Site, pair: _Pair, needs: int | None) -> Form | None:
    """Return the one form of data that has the columns which the weights are for."""
    shape, weights = shape_at(case, site, pair.data), shape_at(case, site, pair.learned)
    wanted = needs if needs is not None else weights[0] if weights else None
    if not shape or wanted in shape:
        return None
    name = pair.data.id
    steps = steps_to(case, {pair.learned.id})
    read = {one for step in steps if not isinstance(step.statement, ast.FunctionDef)
            for one in names_in(step.statement)}  # fmt: skip
    made = [one for one in forms(case, _read) if one.column is None]
    learned = {_way(one) for one in made if one.target in read}
    found = [
        one
        for one in made
        if one.source == name and (one.target in read or _way(one) in learned)
        if _fits(case.variable(one.target), shape, wanted)
    ]
    return found[0] if len(found) == 1 else None


def _read(_: Case, __: Site, value: ast.expr) -> Iterable[str]:
    return names_in(value) if isinstance(value, ast.Call | ast.Subscript | ast.Attribute) else ()


def _fits(live: Variable | None, shape: tuple[int, ...], wanted: int | None) -> bool:
    """Whether a form has the same rows, and the columns that are wanted, or other ones."""
    if live is None or live.shape is None or len(live.shape) != 2 or live.shape[0] != shape[0]:
        return False
    return live.shape[1] not in shape if wanted is None else live.shape[1] == wanted


def _way(form: Form) -> str:
    """Return what is done to make a form, whatever it is made of."""
    shown = re.sub(rf"\b{re.escape(form.source)}\b", "_", ast.unparse(form.value))
    return shown.replace(".fit_transform(", ".transform(")


def _changes(site: Site, pair: _Pair, form: Form, *, handing: bool) -> Iterator[Change]:
    """Yield the form for the data, in all that asks the same of it from the failing line on."""
    names = pair.data.id, pair.learned.id
    later = [one for one in site.code.nodes(ast.expr, site.inside) if one.lineno >= site.line]
    own = [*site.nodes(ast.expr), *later]
    for one in _pairs(own) if not handing else ():
        if (one.data.id, one.learned.id) == names:
            yield site.code.span(one.data), form.target
    functions = {callee(call) for call in site.nodes(ast.Call) if pair.data in call.args
                 or pair.data in arguments_of(call)}  # fmt: skip
    for call in own if handing else ():
        if isinstance(call, ast.Call) and callee(call) in functions:
            given = [one for one in arguments_of(call) if isinstance(one, ast.Name)]
            if {*names} <= {one.id for one in given}:
                yield from ((site.code.span(one), form.target) for one in given
                            if one.id == names[0])  # fmt: skip
