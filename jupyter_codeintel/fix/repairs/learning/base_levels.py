"""Columns of ones and zeros for every level of a factor, beside an intercept."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.learning.base_uses import (
    below_of,
    is_named,
    is_placed,
    result_of,
)
from jupyter_codeintel.fix.repairs.learning.base_words import (
    design,
    is_dependent,
    neutral,
    told_base,
)
from jupyter_codeintel.fix.repairs.learning.made_from import Step, made_by, steps_to
from jupyter_codeintel.fix.repairs.written import written

_REDUCED = ("iloc", "delete", "pop")
_LISTED = ("unique", "categories", "set", "levels")
_INTERCEPTS = {"Intercept", "bias", "const", "constant", "intercept", "one", "ones"}


class _Dummies(NamedTuple):
    """The call that makes the columns: of which factors, and how they are called."""

    step: Step
    call: ast.Call
    factors: tuple[tuple[str, str], ...]
    """Tables and columns."""
    prefix: str
    dropped: frozenset[str]
    """Columns that are left out already."""


async def base_levels(case: Case) -> AsyncIterator[Repair]:
    """Yield the columns without the level that the words compare the others with.

    Where no words do, without the first one, if only predictions are made of the result.
    """
    if not is_dependent(case):
        return
    for site in case.sites[:1]:
        steps = steps_to(case, design(case, site))
        dummies = _dummies(steps)
        if dummies is None or not any(map(adds_ones, steps)) or _are_listed(case):
            return
        for step, change, says in _changes(case, site, dummies):
            yield repaired(step.cell, step.code, [change], says, "base_level")
            return


def _dummies(steps: list[Step]) -> _Dummies | None:
    """Return the only call that makes such columns, if they are left as they are."""
    found = {
        call: step
        for step in steps
        for call in step.code.nodes(ast.Call, step.statement)
        if callee(call) == "get_dummies"
    }
    if len(found) != 1:
        return None
    call, step = next(iter(found.items()))
    given = {word.arg: word.value for word in call.keywords}
    if literal(given.get("drop_first")) is True or not call.args:
        return None
    factors, is_prefixed = _factors(call.args[0], given.get("columns"))
    table = root(call.args[0])
    later = [one for one in steps if one is step or table not in made_by(one.statement)]
    dropped = [_dropped(one) for one in later]
    if any(one is None for one in dropped):
        return None
    prefix = literal(given["prefix"]) if "prefix" in given else factors[0][1] if factors else ""
    between = literal(given["prefix_sep"]) if "prefix_sep" in given else "_"
    has_prefix = is_prefixed or "prefix" in given
    without = frozenset(name for one in dropped if one is not None for name in one)
    return _Dummies(step, call, factors, f"{prefix}{between}" if has_prefix else "", without)


def _dropped(step: Step) -> list[str] | None:
    """Return the columns that a statement leaves out; None if it is not told which."""
    names: list[object] = []
    calls = list(step.code.nodes(ast.Call, step.statement))
    for call in calls:
        if callee(call) == "drop":
            given = [literal(word.value) for word in call.keywords if word.arg == "columns"]
            for one in (*map(literal, call.args[:1]), *given):
                names += one if isinstance(one, list) else [one]
    used = [node.attr for node in step.code.nodes(ast.Attribute, step.statement)]
    texts = [name for name in names if isinstance(name, str)]
    is_told = len(texts) == len(names) and used.count("drop") <= len(names)
    return texts if is_told and not set(used) & set(_REDUCED) else None


def _factors(table: ast.expr, columns: ast.expr | None) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Return the columns that are taken apart, and whether their names are put before."""
    match table:
        case ast.Subscript(value=ast.Name(id=frame), slice=ast.Constant(value=str(column))):
            return ((frame, column),), False
        case ast.Attribute(value=ast.Name(id=frame), attr=column):
            return ((frame, column),), False
        case ast.Subscript(value=ast.Name(id=frame), slice=ast.List() as taken):
            columns = taken if columns is None else columns
        case ast.Name(id=frame) if columns is not None:
            pass
        case _:
            return (), False
    names = literal(columns)
    listed = names if isinstance(names, list) else []
    return tuple((frame, str(name)) for name in listed), True


def adds_ones(step: Step) -> bool:
    """Whether a statement makes a column of ones."""
    match step.statement:
        case ast.Assign(targets=[ast.Subscript()], value=value) if literal(value) == 1:
            return True
    return any(is_of_ones(node) for node in step.code.nodes(ast.expr, step.statement))


def is_of_ones(node: ast.expr) -> bool:
    """Whether an expression is, or has, a column of ones."""
    values: list[ast.expr] = []
    match node:
        case ast.Dict(values=values) | ast.BinOp(left=ast.List(elts=values), op=ast.Mult()):
            pass
        case ast.Call(args=given, keywords=named):
            name = callee(node)
            if name in ("add_constant", "ones", "ones_like"):
                return True
            values += given[-1:] if name in ("full", "insert") else []
            values += given[:1] if name in ("Series", "repeat") else []
            values += [word.value for word in named] if name == "assign" else []
    return any(literal(value) == 1 for value in values)


def _are_listed(case: Case) -> bool:
    """Whether the notebook lists the levels on its own, so that results may be named by them."""
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    return any(
        getattr(node, "attr", getattr(node, "id", "")) in _LISTED
        for cell in cells
        for node in case.code(cell).nodes(ast.expr)
        if isinstance(node, ast.Attribute | ast.Name)
    )


def _changes(case: Case, site: Site, dummies: _Dummies) -> Iterator[tuple[Step, Change, str]]:
    text, call = dummies.step.code, dummies.call
    levels = _levels(case, site, dummies) if len(dummies.factors) == 1 else set()
    result, below = result_of(case), below_of(case)
    step, listed = _listed(case, dummies)
    if is_named(case, below, levels, listed) or any(
        is_placed(case.code(cell), result, {0}) for cell in below
    ):
        return
    predicts = result and dummies.factors and listed is None and _predicts_only(case, below, result)
    base = told_base(case, site, levels) or (None if predicts else neutral(levels))
    names = literal(listed)
    if base is not None:
        says = f'the others are compared with "{base}", which the intercept stands for'
        name = f"{dummies.prefix}{base}"
        if isinstance(listed, ast.List) and isinstance(names, list):
            if name in names:
                yield step, without(step.code, listed.elts, names.index(name)), says
            return
        quote = '"' if '"' in text.text(call) or "'" not in text.text(call) else "'"
        end = text.span(call)[1]
        yield step, ((end, end), f".drop(columns={quote}{name}{quote})"), says
    elif predicts:
        says = "the intercept stands for the first level"
        yield step, with_option(text, call, "drop_first", "True"), says


def _listed(case: Case, dummies: _Dummies) -> tuple[Step, ast.expr | None]:
    """Return the list of the columns that are taken of the dummies, and where it is written."""
    step = dummies.step
    for node in step.code.nodes(ast.Subscript, step.statement):
        if root(node) == root(dummies.call) and dummies.call in ast.walk(node.value):
            bound = case.binding(Site(step.cell, step.code, node.lineno), node.slice)
            if bound is not None and isinstance(bound.value, ast.List):
                return Step(bound.cell, bound.code, bound.statement), bound.value  # type: ignore[arg-type]
            return step, node.slice
    return step, None


def without(text: Code, parts: list[ast.expr], at: int) -> Change:
    """Return the change that leaves one of several parts out, with its comma."""
    if at:
        return (text.span(parts[at - 1])[1], text.span(parts[at])[1]), ""
    return (text.span(parts[0])[0], text.span(parts[1])[0]), ""


def _levels(case: Case, site: Site, dummies: _Dummies) -> set[str]:
    """Return the levels of a factor that are written, or that have columns."""
    (frame, column), prefix = dummies.factors[0], dummies.prefix
    found = {one for one in written(case, site, frame, column).values if isinstance(one, str)}
    match dummies.step.statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if (
            value is dummies.call and not found
        ):
            live = case.variable(name)
            names = [one for one, _ in live.columns] if live is not None else []
            found |= {one.removeprefix(prefix) for one in names if one.startswith(prefix)}
            found -= _INTERCEPTS
    return found


def _predicts_only(case: Case, below: list[str], result: str) -> bool:
    """Whether a result is used for nothing but products with the columns."""
    used = products = 0
    for cell in below:
        text = case.code(cell)
        for node in text.nodes(ast.expr):
            is_product = isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
            if is_product or (isinstance(node, ast.Call) and callee(node) in ("dot", "matmul")):
                parts = node.args if isinstance(node, ast.Call) else [node.right]  # type: ignore[attr-defined]
                products += sum(isinstance(one, ast.Name) and one.id == result for one in parts)
            is_used = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            used += is_used and node.id == result  # type: ignore[attr-defined]
    return used == products > 0
