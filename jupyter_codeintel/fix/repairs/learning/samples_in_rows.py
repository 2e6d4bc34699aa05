"""Tables for estimators whose rows are features, where each row has to be a sample."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Span
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of, shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.callers import given_everywhere, place_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.made_from import Step, steps_to

_TOO_FEW = re.compile(
    r"n_samples=(?P<rows>\d+) should be >= n_clusters=(?P<least>\d+)"
    r"|more clusters than samples: (?P<least1>\d+) clusters .* with (?P<rows1>\d+) leaves"
    r"|n_components = (?P<least2>\d+), n_samples = (?P<rows2>\d+)"
    r"|n_neighbors = (?P<least3>\d+), n_samples_fit = (?P<rows3>\d+)"
    r"|n_splits=(?P<least4>\d+) greater than the number of samples: n_samples=(?P<rows4>\d+)"
    r"|With n_samples=(?P<rows5>1), (?P<least5>)"
)
_OTHER = re.compile(
    r"inconsistent numbers of samples: \[(\d+), (\d+)\]"
    r"|Length of values \((\d+)\) does not match length of index \((\d+)\)"
    r"|size of axis is (?P<most>\d+) but size of corresponding boolean axis is (?P<own>\d+)"
)
_EXPECTED = re.compile(r"X has 1 features, but \w+ is expecting (\d+) features")
_LEARNS = ("cross_val_predict", "cross_val_score", "cross_validate", "fit", "fit_predict",
           "fit_transform", "train_test_split")  # fmt: skip
_STACKS = ("array", "asarray", "row_stack", "stack", "vstack")
_NUMBERED = re.compile(r"(?:_?\d+|_[a-z])$")


class _Turned(NamedTuple):
    """A table, its rows and columns, and what makes it one with a sample in each row."""

    step: Step
    node: ast.expr
    shape: tuple[int, int]
    change: Change


class _Way(NamedTuple):
    """The rows and columns of a table, and what turns it."""

    rows: int
    columns: int
    change: Change


class _Wanted(NamedTuple):
    """How many rows there are, and how many at least, or just how many, there should be."""

    rows: int
    least: int
    most: int | None = None


async def samples_in_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield a table with one row for each sample where it has one for each feature.

    So ``np.column_stack([a, b])`` for ``np.array([a, b])``, and ``x.reshape(-1, 1)``.
    """
    wanted = _wanted(case) if case.is_a("ValueError", "IndexError") else None
    if wanted is None:
        return
    steps = _steps(case)
    if not any(
        callee(call) in _LEARNS for one in steps for call in one.code.nodes(ast.Call, one.statement)
    ):
        return
    found = [one for step in steps for one in _tables(case, step) if _fits(one, wanted)]
    if not found or len({(one.step.cell, one.shape) for one in found}) > 1:
        return
    if any(_has_rows_taken(case, one) or _are_alike(one, wanted) for one in found):
        return
    says = "an estimator takes one row for each sample"
    changes = [one.change for one in found]
    yield repaired(found[0].step.cell, found[0].step.code, changes, says, "samples_in_rows")


def _wanted(case: Case) -> _Wanted | None:
    message = case.error.value
    few, other, expected = (one.search(message) for one in (_TOO_FEW, _OTHER, _EXPECTED))
    if few is not None:
        told = {name[:4]: value for name, value in few.groupdict().items() if value is not None}
        return _Wanted(int(told["rows"]), int(told["leas"] or 2))
    if expected is not None:
        return _Wanted(1, int(expected[1]), int(expected[1]))
    if other is not None:
        rows, most = (int(one) for one in other.groups() if one is not None)
        if other["own"] is not None:
            rows, most = most, rows
        return _Wanted(rows, most, most)
    return None


def _fits(one: _Turned, wanted: _Wanted) -> bool:
    rows, columns = one.shape
    is_enough = wanted.least <= columns and (wanted.most is None or columns == wanted.most)
    return rows == wanted.rows and rows < columns and is_enough


def _steps(case: Case) -> list[Step]:
    """Return the statements that fail, and those that what they use is made by."""
    own = [
        Step(site.cell, site.code, site.statement)
        for site in case.sites
        if site.statement is not None
    ]
    made = steps_to(case, {name for one in own for name in names_in(one.statement)})
    return [*own, *(one for one in made if not any(one.statement is it.statement for it in own))]


def _tables(case: Case, step: Step) -> Iterator[_Turned]:
    if isinstance(step.statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        for inner in ast.walk(step.statement):
            if isinstance(inner, ast.Assign | ast.Return | ast.Expr) and inner.value is not None:
                yield from _tables(case, Step(step.cell, step.code, inner))
        return
    seen: set[Span] = set()
    for node in step.code.nodes(ast.expr, step.statement):
        site = place_of(case, step.cell, step.code, node.lineno)
        way = _turned(case, site, step, node)
        if way is not None and way.columns and step.code.span(node) not in seen:
            seen.add(step.code.span(node))
            yield _Turned(step, node, (way.rows, way.columns), way.change)


def _turned(case: Case, site: Site, step: Step, node: ast.expr) -> _Way | None:
    """Return the rows and columns of a table, and how it is written the other way round."""
    text, (start, end) = step.code, step.code.span(node)
    match node:
        case ast.Call(
            func=ast.Attribute(value=module), args=[ast.List(elts=parts) | ast.Tuple(elts=parts)]
        ) if callee(node) in _STACKS:
            stacked: Change = text.span(node.func), f"{text.text(module)}.column_stack"
            change = ((end, end), ".T") if node.keywords else stacked
            return _Way(len(parts), _common_length(case, site, parts), change)
        case ast.List(elts=parts) if _is_table(step, node):
            numpy, shown = case.name_of("numpy"), text.text(node)
            listed = f"list(zip({', '.join(map(text.text, parts))}))"
            new = f"{numpy}.column_stack({shown})" if numpy else listed
            return _Way(len(parts), _common_length(case, site, parts), ((start, end), new))
        case ast.Attribute(value=values, attr="T"):
            rows, columns = _shape(case, site, values)
            return _Way(columns, rows, ((text.span(values)[1], end), ""))
    return _turned_row(case, site, step, node)


def _turned_row(case: Case, site: Site, step: Step, node: ast.expr) -> _Way | None:
    """Return how the only row of a table is written as its only column."""
    text, end = step.code, step.code.span(node)[1]
    change: Change
    match node:
        case ast.Call(func=ast.Attribute(attr="reshape", value=values), args=[*first, shape]):
            whole = ast.Tuple([*first, shape])
            if literal(whole) == (1, -1):
                change = (text.span(first[0])[0], text.span(shape)[1]), "-1, 1"
            elif literal(shape) == (1, -1):
                values = first[0] if first else values
                change = text.span(shape), "(-1, 1)"
            else:
                return None
        case ast.Subscript(value=values, slice=key) if _adds_a_row(key):
            one = key.elts[0] if isinstance(key, ast.Tuple) else key
            change = text.span(key), f":, {text.text(one)}"
        case ast.Call(args=[values], keywords=[]) if callee(node) == "atleast_2d":
            change = (end, end), ".T"
        case _:
            return None
    return _Way(1, _length(case, site, values), change)


def _adds_a_row(key: ast.expr) -> bool:
    """Whether a subscript makes the only row of a table: ``x[np.newaxis, :]``."""
    first = key.elts[0] if isinstance(key, ast.Tuple) and len(key.elts) == 2 else key
    is_rest = not isinstance(key, ast.Tuple) or ast.unparse(key.elts[-1]) in (":", "...")
    return is_rest and ast.unparse(first).rpartition(".")[2] in ("None", "newaxis")


def _is_table(step: Step, node: ast.List) -> bool:
    """Whether a list is what a name is set to, or what an estimator learns from."""
    match step.statement:
        case ast.Assign(targets=[ast.Name()], value=value) if value is node:
            return True
    calls = step.code.nodes(ast.Call, step.statement)
    return any(callee(call) in _LEARNS and node in call.args[:2] for call in calls)


def _common_length(case: Case, site: Site, parts: list[ast.expr]) -> int:
    """Return the length that all of some values have; 0 where it is unknown."""
    lengths = {_length(case, site, part) for part in parts}
    return lengths.pop() if len(lengths) == 1 else 0


def _length(case: Case, site: Site, node: ast.expr) -> int:
    """Return how many values an expression has in its only direction; 0 where it is unknown."""
    match node:
        case ast.Name(id=name):
            shape = shape_of(case.failure, site, name)
            if shape is not None and len(shape) != 1:
                return 0
            return length_of(case.failure, site, name) or _handed_length(case, site, name)
        case ast.List(elts=parts):
            are_numbers = all(isinstance(literal(part), int | float) for part in parts)
            return len(parts) if are_numbers else 0
        case (
            ast.Attribute(value=values, attr="values")
            | ast.Call(func=ast.Attribute(value=values, attr="to_numpy" | "astype" | "tolist"))
        ):
            return _length(case, site, values)
        case ast.Call(args=[values]) if callee_of(node) in ("array", "asarray", "list"):
            return _length(case, site, values)
    return _length_of_column(case, site, node)


def _handed_length(case: Case, site: Site, name: str) -> int:
    given = given_everywhere(case, site, name)
    found = {_length(case, at, node) for at, node in given if ast.unparse(node) != name}
    return found.pop() if len(found) == 1 else 0


def _length_of_column(case: Case, site: Site, node: ast.expr) -> int:
    match node:
        case ast.Subscript(value=ast.Name() as table, slice=ast.Constant(value=str())):
            return _shape(case, site, table)[0]
        case ast.Attribute(value=ast.Name() as table, attr=name):
            live = case.variable(table.id)
            has_it = live is not None and name in dict(live.columns)
            return _shape(case, site, table)[0] if has_it else 0
    return 0


def _shape(case: Case, site: Site, node: ast.expr) -> tuple[int, int]:
    """Return the rows and columns of a table; none where they are unknown."""
    match node:
        case ast.Name(id=name):
            shape = shape_of(case.failure, site, name) or ()
            return (shape[0], shape[1]) if len(shape) == 2 else (0, 0)
        case (
            ast.Attribute(value=table, attr="values")
            | ast.Call(func=ast.Attribute(value=table, attr="to_numpy"))
        ):
            return _shape(case, site, table)
        case ast.Subscript(value=table, slice=ast.List(elts=columns)):
            return _shape(case, site, table)[0], len(columns)
    return 0, 0


def _has_rows_taken(case: Case, one: _Turned) -> bool:
    """Whether single rows of a table are taken elsewhere, which will be other ones."""
    match one.step.statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            pass
        case _:
            return False
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    return any(
        isinstance(literal(node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice),
                   int)
        for text in cells
        for node in text.nodes(ast.Subscript)
        if isinstance(node.value, ast.Name) and node.value.id == name
    )  # fmt: skip


def _are_alike(one: _Turned, wanted: _Wanted) -> bool:
    """Whether rows are numbered samples, as their names say: ``first_1, first_2``."""
    if wanted.most is not None or one.shape[0] == 1:
        return False
    named = [node.id for node in ast.walk(one.node) if isinstance(node, ast.Name)]
    return any(map(_NUMBERED.search, named))
