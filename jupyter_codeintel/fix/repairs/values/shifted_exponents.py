"""Exponentials too large for a float whose shares, or whose logarithm, are asked for alone."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines

_Comprehension = ast.ListComp | ast.GeneratorExp | ast.DictComp
_SAYS = "exp() of what is left after the largest is taken away has the same shares, and fits"


class _Powers(NamedTuple):
    """The exponentials of each of several values, and the largest of these."""

    made: _Comprehension
    call: ast.Call
    largest: str


async def shifted_exponents(case: Case) -> AsyncIterator[Repair]:
    """Yield ``exp(x - max(xs))`` for ``exp(x)`` in a softmax, and in the log of a sum of them."""
    for site in case.sites if case.is_a("OverflowError") else ():
        for made in site.nodes(ast.expr):
            powers = _powers(site.code, made)
            if powers is None:
                continue
            changes = list(_of_log(site, powers)) or list(_of_shares(case, site, powers))
            if changes:
                yield repaired(site.cell, site.code, changes, _SAYS, "shifted_exponent")
            return


def _powers(text: Code, made: ast.expr) -> _Powers | None:
    """Return the exponentials that an expression makes of each of several values."""
    if not isinstance(made, _Comprehension) or len(made.generators) != 1:
        return None
    call = made.value if isinstance(made, ast.DictComp) else made.elt
    loop = made.generators[0]
    if not isinstance(call, ast.Call) or callee(call) != "exp" or len(call.args) != 1 or loop.ifs:
        return None
    own = {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
    given, several = call.args[0], loop.iter
    owner = several.func if isinstance(several, ast.Call) else several
    is_kept = isinstance(owner, ast.Name | ast.Attribute) and not (
        isinstance(several, ast.Call) and getattr(owner, "attr", "") not in ("items", "values")
    )  # what can be gone through twice
    if own.isdisjoint(names_in(given)) or not is_kept:
        return None
    shown = text.text(several)
    match given, loop.target, several:
        case ast.Name(), ast.Name(), _:
            largest = f"max({shown})"
        case ast.Name(id=name), ast.Tuple(elts=[_, ast.Name(id=value)]), ast.Call() if (
            name == value and shown.endswith(".items()")
        ):
            largest = f"max({shown.removesuffix('.items()')}.values())"
        case _:
            largest = f"max({text.text(given)} for {text.text(loop.target)} in {shown})"
    return _Powers(made, call, largest)


def _shifted(text: Code, powers: _Powers, largest: str) -> Change:
    end = text.span(powers.call.args[0])[1]
    return (end, end), f" - {largest}"


def _of_log(site: Site, powers: _Powers) -> Iterator[Change]:
    """Yield the changes of ``log(sum(exp(x) for x in xs))``."""
    for log in site.nodes(ast.Call):
        match log:
            case ast.Call(args=[ast.Call(func=ast.Name(id="sum"), args=[summed])]) if (
                callee(log) == "log" and summed is powers.made
            ):
                start, end = site.code.span(log)
                yield (start, start), f"({powers.largest} + "
                yield (end, end), ")"
                yield _shifted(site.code, powers, powers.largest)


def _of_shares(case: Case, site: Site, powers: _Powers) -> Iterator[Change]:
    """Yield the changes of powers that have a name, and are only divided by their sum."""
    statement = site.statement
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if value is powers.made:
            pass
        case _:
            return
    scope = site.inside or site.code.tree
    others = [cell.id for cell in case.failure.document.cells if cell.id != site.cell]
    facts = [case.failure.flow.facts(cell) for cell in others if site.inside is None]
    is_shared = any(name in one.uses or name in one.uses_later for one in facts)
    if is_shared or not can_take_lines(site) or not _are_shares(site.code, scope, name):
        return
    used = {node.id for node in site.code.nodes(ast.Name)}
    top = next((one for one in ("top", "largest", "highest") if one not in used), None)
    if top is not None:
        start = site.code.span(statement)[0]
        yield (start, start), f"{top} = {powers.largest}\n{' ' * statement.col_offset}"
        yield _shifted(site.code, powers, top)


def _are_shares(text: Code, scope: ast.AST, name: str) -> bool:
    """Whether powers are summed, each of them divided by the sum, and used for nothing else."""
    sums = [node for node in text.nodes(ast.Call, scope) if _is_sum(node, name)]
    totals = {
        made.targets[0].id
        for made in text.nodes(ast.Assign, scope)
        if made.value in sums and isinstance(made.targets[0], ast.Name)
    }
    shares = [
        part
        for node in text.nodes(ast.expr, scope)
        for part, by in _divided(node, name)
        if by in sums or getattr(by, "id", "") in totals
    ]
    known = {id(one) for node in (*sums, *shares) for one in ast.walk(node)}
    known |= {id(node.right) for node in text.nodes(ast.BinOp, scope)
              if isinstance(node.op, ast.Div)}  # fmt: skip
    reads = [node for node in text.nodes(ast.Name, scope)
             if node.id in {name, *totals} and isinstance(node.ctx, ast.Load)]  # fmt: skip
    return bool(sums) and bool(shares) and all(id(node) in known for node in reads)


def _divided(node: ast.expr, name: str) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Yield where powers of a name are divided one by one, and by what."""
    if not isinstance(node, _Comprehension):
        return
    loop = node.generators[0]
    own = {getattr(one, "id", "") for one in ast.walk(loop.target)}
    match node.value if isinstance(node, ast.DictComp) else node.elt:
        case ast.BinOp(left=ast.Name(id=left), op=ast.Div(), right=by):
            if left in own and name in names_in(loop.iter):
                yield loop.iter, by
        case ast.BinOp(left=ast.Subscript(value=ast.Name(id=of)) as left, op=ast.Div(), right=by):
            if of == name:
                yield left, by
                yield loop.iter, by


def _is_sum(node: ast.Call, name: str) -> bool:
    """Whether a call sums the values of a list or a dict of a name."""
    match node:
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Name(id=of)]):
            return of == name
        case ast.Call(
            func=ast.Name(id="sum"),
            args=[ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr="values"))],
        ):
            return of == name
    return False
