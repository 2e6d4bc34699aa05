"""Steps of Markov chains that are taken from the wrong side of the matrix."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from math import isclose

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.callers import given_everywhere, place_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.words import all_words

_CHANCES = re.compile(r"probabilities do not sum to 1", re.IGNORECASE)
_OTHER_WAY = re.compile(
    r"\bcolumns? sums? to (?:1|one)\b|\bfrom (?:state )?j (?:in)?to (?:state )?i\b"
)
_FEWEST = 2
_SMALL = 1e-9
_SAYS = "its rows sum to one, so what is known of the states stands before the matrix"


async def steps_of_chains(case: Case) -> AsyncIterator[Repair]:
    """Yield ``dist @ P`` for ``P @ dist``, where chances that are to sum to one no longer do.

    Of a matrix whose rows sum to one, only the product with a row keeps their sum.
    """
    if not any(_is_about_one(case, site) for site in case.sites[:1]):
        return
    if any(_OTHER_WAY.search(" ".join(words.lower().split())) for words in all_words(case)):
        return
    edits: dict[str, str] = {}
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        changes = [
            change
            for node in text.nodes(ast.expr)
            for matrix, change in _turned(text, node)
            if has_rows_of_chances(case, place_of(case, cell, text, node.lineno), matrix)
        ]
        if changes:
            edits[cell] = text.replaced(*dict.fromkeys(changes))
    if edits:
        yield Candidate(edits, "rule", _SAYS, "chain_step")


def _is_about_one(case: Case, site: Site) -> bool:
    """Whether what fails is that some sum is one."""
    if _CHANCES.search(case.error.value):
        return True
    test: ast.AST | None = site.statement
    if isinstance(test, ast.Raise):
        holders = [one for one in site.code.nodes(ast.If) if test in one.body]
        test = holders[-1].test if holders else None
    elif not case.is_a("AssertionError"):
        return False
    nodes = list(ast.walk(test)) if test is not None else []
    bound = [case.binding(site, node) for node in nodes if isinstance(node, ast.Name)]
    nodes += [inner for one in bound if one is not None for inner in ast.walk(one.value)]
    is_one = any(isinstance(one, ast.Constant) and one.value in (1, 1.0)
                 and not isinstance(one.value, bool) for one in nodes)  # fmt: skip
    return is_one and any(callee_of(one) in ("sum", "fsum") for one in nodes)


def _turned(text: Code, node: ast.expr) -> Iterator[tuple[ast.expr, Change]]:
    """Yield the matrix of a product with a column, and the change to one with a row."""
    match node:
        case ast.BinOp(left=matrix, op=ast.MatMult(), right=vector):
            yield matrix, (text.span(node), f"{_closed(text, vector)} @ {_closed(text, matrix)}")
        case ast.Call(func=ast.Attribute(attr="dot" | "matmul"), args=[matrix, vector]):
            yield matrix, (text.span(matrix), text.text(vector))
            yield matrix, (text.span(vector), text.text(matrix))
        case ast.Call(func=ast.Attribute(value=matrix, attr="dot"), args=[vector]):
            new = f"{_closed(text, vector)}.dot({text.text(matrix)})"
            yield matrix, (text.span(node), new)
        case (
            ast.BinOp(left=item, op=ast.Mult(), right=of)
            | ast.BinOp(left=of, op=ast.Mult(), right=item)
        ):
            yield from _of_items(text, item, of)


def _closed(text: Code, node: ast.expr) -> str:
    is_one = isinstance(node, ast.Attribute | ast.Call | ast.Name | ast.Subscript)
    return text.text(node) if is_one else f"({text.text(node)})"


def _of_items(text: Code, item: ast.expr, of: ast.expr) -> Iterator[tuple[ast.expr, Change]]:
    """Yield the changes of ``P[i][j] * dist[j]``, which is to be ``P[j][i] * dist[j]``."""
    match item:
        case ast.Subscript(value=ast.Subscript(value=matrix, slice=row), slice=column):
            pass
        case ast.Subscript(value=matrix, slice=ast.Tuple(elts=[row, column])):
            pass
        case _:
            return
    asked = of.slice if isinstance(of, ast.Subscript) else None
    is_column = asked is not None and ast.dump(asked) == ast.dump(column)
    if is_column and ast.dump(row) != ast.dump(column):
        yield matrix, (text.span(row), text.text(column))
        yield matrix, (text.span(column), text.text(row))


def has_rows_of_chances(case: Case, site: Site, matrix: ast.expr) -> bool:
    """Whether the rows of a matrix sum to one, and not all its columns do."""
    if isinstance(matrix, ast.Call) and callee(matrix) == "matrix_power" and matrix.args:
        matrix = matrix.args[0]
    given = [(site, matrix)]
    if isinstance(matrix, ast.Name) and case.binding(site, matrix) is None:
        given = list(given_everywhere(case, site, matrix.id))
    values = [_made(case, *one) for one in given]
    return bool(values) and all(_is_divided(one) or _has_rows_of_one(literal(one))
                                for one in values)  # fmt: skip


def _made(case: Case, site: Site, node: ast.expr) -> ast.expr:
    """Return what a matrix is made of: the rows that are written, or what is worked out."""
    bound = case.binding(site, node)
    value = bound.value if bound is not None else node
    if callee_of(value) in ("DataFrame", "array", "asarray") and isinstance(value, ast.Call):
        inner = value.args[0] if value.args else value
        again = case.binding(bound.site if bound is not None else site, inner)
        return again.value if again is not None else inner
    return value


def _is_divided(node: ast.expr) -> bool:
    """Whether the rows of a table are divided by their own sums."""
    match node:
        case ast.BinOp(left=of, op=ast.Div(), right=ast.Call(func=ast.Attribute(value=by)) as call):
            return callee(call) == "sum" and ast.dump(by) == ast.dump(of) and _is_by_rows(call, 1)
        case ast.Call(func=ast.Attribute(attr="div"), args=[ast.Call() as call, *_]):
            return callee(call) == "sum" and _is_by_rows(call, 1) and _is_by_rows(node, 0)
    return callee_of(node) == "crosstab" and any(
        word.arg == "normalize" and literal(word.value) == "index"
        for word in getattr(node, "keywords", ())
    )


def _is_by_rows(call: ast.Call, axis: int) -> bool:
    return any(word.arg == "axis" and literal(word.value) == axis for word in call.keywords)


def _has_rows_of_one(rows: object) -> bool:
    if not isinstance(rows, list | tuple) or len(rows) < _FEWEST:
        return False
    for row in rows:
        if not isinstance(row, list | tuple) or len(row) != len(rows):
            return False
        if not all(isinstance(one, int | float) and one >= 0 for one in row):
            return False
    columns = zip(*rows, strict=True)
    return all(_is_one(row) for row in rows) and not all(_is_one(one) for one in columns)


def _is_one(values: tuple[float, ...] | list[float]) -> bool:
    return isclose(sum(values), 1, abs_tol=_SMALL)
