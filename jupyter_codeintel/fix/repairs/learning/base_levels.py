"""Columns of ones and zeros for every level of a factor, beside an intercept."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.learning.made_from import Step, made_by, steps_to
from jupyter_codeintel.fix.repairs.words import all_words, told_near
from jupyter_codeintel.fix.repairs.written import written

_SOLVERS = ("inv", "solve")
_REDUCED = ("iloc", "delete", "pop")
_LISTED = ("unique", "categories", "set", "levels")
_INTERCEPTS = {"Intercept", "bias", "const", "constant", "intercept", "one", "ones"}
_THAN = (
    r"(?:compar\w+ (?:it |them )?(?:with|to)|relative to|against|versus|vs\.?|with respect to"
    r"|(?:differ\w*|deviat\w*|departures?|away) (?:from|to)|(?:more|less|better|worse|higher|lower)"
    r" than)"
)
_BASE = r"(?:base(?:line)?|reference|comparison)(?: (?:category|class|group|level))?"
_BETWEEN = r"(?: (?:the|a|an|our|that of|those of|in|on|at|for))*"


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
    is_singular = re.search(r"\bsingular\b", case.error.value, re.IGNORECASE) is not None
    if not case.is_a("LinAlgError") or not is_singular:
        return
    for site in case.sites[:1]:
        steps = steps_to(case, _design(case, site))
        dummies = _dummies(steps)
        if dummies is None or not any(map(_adds_ones, steps)) or _are_listed(case):
            return
        for change, says in _changes(case, site, dummies):
            text = dummies.step.code
            yield repaired(dummies.step.cell, text, [change], says, "base_level")
            return


def _design(case: Case, site: Site) -> set[str]:
    """Return the names of the matrix whose product with itself is inverted."""
    found: set[str] = set()
    for call in site.nodes(ast.Call):
        if callee(call) in _SOLVERS and call.args:
            bound = case.binding(site, call.args[0])
            names = _squared(bound.value if bound is not None else call.args[0])
            for name in names:
                _, given = handed(case, 0, ast.Name(name))
                found.add(root(given))
    return found - {""}


def _squared(node: ast.expr) -> set[str]:
    """Return the name in ``X.T @ X``, however it is written."""
    match node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            pass
        case ast.Call(args=[left, right]) if callee(node) in ("dot", "matmul"):
            pass
        case ast.Call(func=ast.Attribute(value=left, attr="dot"), args=[right]):
            pass
        case _:
            return set()
    is_turned = "T" in ast.unparse(left).split(".") or "transpose" in ast.unparse(left)
    return {root(right)} if is_turned and root(left) == root(right) else set()


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


def _adds_ones(step: Step) -> bool:
    """Whether a statement makes a column of ones."""
    match step.statement:
        case ast.Assign(targets=[ast.Subscript()], value=value) if literal(value) == 1:
            return True
    return any(_is_of_ones(node) for node in step.code.nodes(ast.expr, step.statement))


def _is_of_ones(node: ast.expr) -> bool:
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


def _changes(case: Case, site: Site, dummies: _Dummies) -> Iterator[tuple[Change, str]]:
    text, call = dummies.step.code, dummies.call
    levels = _levels(case, site, dummies) if len(dummies.factors) == 1 else set()
    result, below = _result(case), _below(case)
    if _named_below(case, below, levels) or any(
        _is_placed(case.code(cell), result) for cell in below
    ):
        return
    base = _base(case, site, levels)
    if base is not None:
        quote = '"' if '"' in text.text(call) or "'" not in text.text(call) else "'"
        end = text.span(call)[1]
        says = f'the others are compared with "{base}", which the intercept stands for'
        yield ((end, end), f".drop(columns={quote}{dummies.prefix}{base}{quote})"), says
    elif result and dummies.factors and _predicts_only(case, below, result):
        says = "the intercept stands for the first level"
        yield with_option(text, call, "drop_first", "True"), says


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


def _base(case: Case, site: Site, levels: set[str]) -> str | None:
    """Return the one level that the nearest words compare others with."""
    for text in (*told_near(case, site), *all_words(case)):
        said = " ".join(text.split())
        found = [level for level in levels if _is_base(said, level)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_base(said: str, level: str) -> bool:
    word = re.escape(level).replace("_", "[ _]")
    patterns = (
        rf"\b{_THAN}{_BETWEEN} [\"'`]?{word}\b",
        rf"\b{word}[\"'`]? (?:[\w-]+ )?(?:is|are|as|being|serves? as) (?:the |a |our )?{_BASE}\b",
        rf"\b{_BASE}(?: is| are|:| =|,)?{_BETWEEN} [\"'`]?{word}\b",
    )
    return any(re.search(pattern, said, re.IGNORECASE) for pattern in patterns)


def _result(case: Case) -> str:
    """Return the name of what is solved for."""
    statement = case.sites[-1].statement
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _below(case: Case) -> list[str]:
    """Return the failing cell and those after it."""
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    at = cells.index(case.failure.cell) if case.failure.cell in cells else 0
    return cells[at:]


def _named_below(case: Case, below: list[str], levels: set[str]) -> bool:
    """Whether a level stands in the code that has the result."""
    return any(
        node.value in levels for cell in below for node in case.code(cell).nodes(ast.Constant)
    )


def _is_placed(text: Code, result: str) -> bool:
    """Whether single results are taken by their places, which will be other ones."""
    return any(
        root(node.value) == result and isinstance(literal(node.slice), int) and literal(node.slice)
        for node in text.nodes(ast.Subscript)
    )


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
