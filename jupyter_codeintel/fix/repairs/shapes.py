"""Arrays whose rows and columns are taken the other way."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_UNPACKED = re.compile(r"too many values to unpack \(expected (\d+)\)")
_BROADCAST = re.compile(
    r"operands could not be broadcast together with shapes \((\d+),(\d+)\) \((\d+),\)"
    r"|operands could not be broadcast together with shapes \((\d+),\) \((\d+),(\d+)\)"
)

_OF_TABLES = (
    "decision_function", "fit", "fit_predict", "fit_transform", "inverse_transform", "predict",
    "predict_log_proba", "predict_proba", "score", "transform",
)  # fmt: skip


async def unpacked_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``x, y = points.T`` for the columns of an array; only there it can be done."""
    match = _UNPACKED.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        statement = site.statement
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ast.Tuple | ast.List) or len(target.elts) != int(match[1]):
            continue
        if isinstance(value, ast.Call | ast.Name | ast.Attribute | ast.Subscript):
            end = site.code.span(value)[1]
            says = "an array is unpacked by rows, and these are its columns"
            yield repaired(site.cell, site.code, [((end, end), ".T")], says, "unpacked_columns")


async def one_for_each_row(case: Case) -> AsyncIterator[Repair]:
    """Yield ``a[:, np.newaxis]`` for one value for each row of a matrix."""
    match = _BROADCAST.search(case.error.value)
    numpy = case.name_of("numpy")
    if match is None or numpy is None:
        return
    sizes = [int(size) for size in match.groups() if size is not None]
    rows, columns, values = sizes if match[1] is not None else [*sizes[1:], sizes[0]]
    if values != rows or rows == columns:
        return
    for site in case.sites[:1]:
        for operation in site.nodes(ast.BinOp):
            for node in (operation.left, operation.right):
                live = case.variable(node.id) if isinstance(node, ast.Name) else None
                if live is not None and live.shape == (values,) and not _is_series(live.type):
                    end = site.code.span(node)[1]
                    says = f'"{live.name}" has one value for each row'
                    change = ((end, end), f"[:, {numpy}.newaxis]")
                    yield repaired(site.cell, site.code, [change], says, "one_for_each_row")


def _is_series(name: str) -> bool:
    return name.startswith("pandas.")


async def one_feature(case: Case) -> AsyncIterator[Repair]:
    """Yield a column, or a row, of values that an estimator takes for a table."""
    if "Expected 2D array, got 1D array instead" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in _OF_TABLES:
                continue
            for node in call.args[:1]:
                kind = (await case.resolve(case.path(site, node))).type or ""
                for new in _tables(site.code.text(node), node, kind.rpartition(".")[2]):
                    change = site.code.span(node), new
                    says = "an estimator takes a table: one column, or one row"
                    yield repaired(site.cell, site.code, [change], says, "one_feature")


def _tables(text: str, node: ast.expr, kind: str) -> Iterator[str]:
    if isinstance(node, ast.List):
        yield f"[{text}]"
    elif kind == "Series":
        yield f"{text}.to_frame()"
    else:
        yield f"{text}.reshape(-1, 1)"
        yield f"{text}.reshape(1, -1)"
