"""Matrices of correlations that have nothing on their diagonal."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, comments, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_NOT_POSITIVE = re.compile(
    r"not positive[- ](?:semi)?-?definite|positive[- ]semi-?definite|not symmetric positive",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:^|_)(?:corr?|correl\w*|correlations?|rhos?)(?:$|_|\d)|^corr", re.IGNORECASE)
_SAID = re.compile(r"\bcorrelation (?:matrix|table)\b|\bcorrelations\b", re.IGNORECASE)
_MAKING = ("fill_diagonal", "eye", "identity", "diag_indices", "diag_indices_from")
_WRITING = ("DataFrame", "array", "asarray")
_SAYS = "each of them is correlated with itself by one, which stands on the diagonal"


async def ones_on_diagonals(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.eye(n)`` for ``np.zeros((n, n))`` where the pairs of correlations are set in."""
    if not _is_about_diagonals(case):
        return
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    found = [
        (cell, name, changes)
        for cell in cells
        for name, value in _named(case.code(cell))
        if (changes := list(_with_ones(case.code(cell), value)))
    ]
    names = {name for _, name, _ in found}
    if len(found) != 1 or any(_sets_diagonal(case.code(cell), names) for cell in cells):
        return
    cell, _, changes = found[0]
    yield repaired(cell, case.code(cell), changes, _SAYS, "ones_on_diagonal")


def _is_about_diagonals(case: Case) -> bool:
    """Whether what fails is that a matrix is positive definite, or has ones on its diagonal."""
    if case.is_a("LinAlgError", "ValueError"):
        return _NOT_POSITIVE.search(case.error.value) is not None
    checks = [site.statement for site in case.sites[:1] if case.is_a("AssertionError")]
    nodes = [node for one in checks if one is not None for node in ast.walk(one)]
    return any(callee_of(node) in ("diag", "diagonal") for node in nodes)


def _named(text: Code) -> Iterator[tuple[str, ast.expr]]:
    """Yield what names or words say to be correlations, with its name."""
    said = {line for line, words in comments(text.python) if _SAID.search(words)}
    for node in text.nodes(ast.Assign):
        match node.targets:
            case [ast.Name(id=name)]:
                if _NAME.search(name) or said & {node.lineno - 1, node.lineno}:
                    yield name, node.value


def _with_ones(text: Code, value: ast.expr) -> Iterator[Change]:
    """Yield the changes of a matrix that is begun, or written, with nothing on its diagonal."""
    match value:
        case ast.Call(args=[ast.List() as rows, *_]) if callee(value) in _WRITING:
            yield from _of_rows(text, rows)
        case ast.Call(args=[ast.Tuple(elts=[rows, columns]) | ast.List(elts=[rows, columns]), *_]):
            if callee(value) == "zeros" and ast.dump(rows) == ast.dump(columns):
                yield text.span(value.args[0]), text.text(rows)
                yield from _renamed(text, value.func)


def _renamed(text: Code, function: ast.expr) -> Iterator[Change]:
    if isinstance(function, ast.Attribute):
        end = text.span(function)[1]
        yield (end - len("zeros"), end), "eye"


def _of_rows(text: Code, rows: ast.List) -> Iterator[Change]:
    """Yield the changes of the diagonal of a table that mirrors itself and has nothing there."""
    values = literal(rows)
    if not isinstance(values, list) or not all(isinstance(row, list) for row in values):
        return
    count = len(values)
    if count == 1 or any(len(row) != count for row in values):
        return
    pairs = [(i, j) for i in range(count) for j in range(count)]
    is_mirrored = all(values[i][j] == values[j][i] and abs(values[i][j]) <= 1 for i, j in pairs)
    if is_mirrored and all(values[i][i] == 0 for i in range(count)):
        for i, row in enumerate(rows.elts):
            if isinstance(row, ast.List):
                yield text.span(row.elts[i]), "1.0"


def _sets_diagonal(text: Code, names: set[str]) -> bool:
    """Whether something is put on the diagonal of a matrix, or the matrix is changed as a whole."""
    for node in ast.walk(text.tree):
        match node:
            case ast.Call() if callee(node) in _MAKING:
                if any(root(one) in names for one in node.args):
                    return True
            case ast.AugAssign(target=ast.Name(id=name)) if name in names:
                return True
            case ast.Subscript(slice=ast.Tuple(elts=[row, column]), ctx=ast.Store()):
                if root(node) in names and ast.dump(row) == ast.dump(column):
                    return True
    return False
