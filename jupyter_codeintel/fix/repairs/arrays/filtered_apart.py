"""Two samples of the same ones of which some are left out of one alone, by what they are."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from itertools import permutations
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, loads, root
from jupyter_codeintel.fix.repairs.arrays.paired_samples import free_name, is_unequal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_PAIRS = re.compile(
    r"\bpair(?:s|ed)?\b|\bsame (?:length|number|size)\b|\bequal(?:ly)? (?:length|long|number|size)"
    r"|\bunequal\b|\blengths? (?:differ|do not match|must match)|\bmismatch",
    re.IGNORECASE,
)
_UNPAIRED = re.compile(r"\bindependent\b|\bunpaired\b|\bbetween[- ]subjects?\b", re.IGNORECASE)


class _Cut(NamedTuple):
    """A statement that leaves some out of a sample, by a test of the sample itself."""

    code: Code
    statement: ast.Assign
    name: str
    test: ast.expr


async def filtered_apart(case: Case) -> AsyncIterator[Repair]:
    """Yield ``after = after[before > 0]`` above ``before = before[before > 0]``.

    Both have to be as long as each other before.
    """
    if not case.sites or not _is_of_pairs(case):
        return
    statement = case.sites[-1].statement
    names = list(names_in(statement)) if statement is not None else []
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    for one, other in permutations(names, 2):
        for cell in cells:
            cuts, rest = _cuts(case, cell, one), _cuts(case, cell, other)
            far = [cut for at in cells if at != cell for cut in _cuts(case, at, other)]
            if len(cuts) != 1 or len(rest) > 1 or far or not _are_alike(case, cuts[0], other):
                continue
            changes = list(_changes(case, [*cuts, *rest], other))
            if changes:
                says = f'what is left out of "{one}" is left out of "{other}" too'
                yield repaired(cell, cuts[0].code, changes, says, "filtered_apart")
                return


def _is_of_pairs(case: Case) -> bool:
    """Whether the error is that two samples are not as long as each other, which they must be."""
    if any(_UNPAIRED.search(words) for words in all_words(case)):
        return False
    is_own = any(isinstance(site.statement, ast.Raise | ast.Assert) for site in case.sites[:1])
    return is_unequal(case) or (is_own and _PAIRS.search(case.error.value) is not None)


def _cuts(case: Case, cell: str, name: str) -> list[_Cut]:
    """Return the statements of a cell that leave some out of a sample."""
    text = case.code(cell)
    found = []
    for node in text.tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=to)],
                value=ast.Subscript(value=ast.Name(id=of), slice=ast.expr() as test),
            ) if to == of == name and _is_test(test) and name in loads(test):
                found.append(_Cut(text, node, name, test))
    return found


def _is_test(node: ast.expr) -> bool:
    match node:
        case ast.Compare() | ast.UnaryOp(op=ast.Invert()):
            return True
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
            return _is_test(left) and _is_test(right)
        case ast.Call():
            return callee(node) in ("isfinite", "notna", "notnull", "between")
    return False


def _are_alike(case: Case, cut: _Cut, other: str) -> bool:
    """Whether two samples are made above a statement, and are as long as each other there."""
    made = [_made(case, cut, name) for name in (cut.name, other)]
    if None in made:
        return False
    values = [one for one in made if one is not None]
    sizes = [len(one.elts) if (one := _listed(value)) is not None else None for value in values]
    if None not in sizes:
        return sizes[0] == sizes[1]
    frames = {root(value) for value in values}
    are_columns = all(_is_column(value) for value in values)
    live = case.variable(frames.pop()) if are_columns and len(frames) == 1 else None
    return live is not None and live.type.endswith("DataFrame")


def _made(case: Case, cut: _Cut, name: str) -> ast.expr | None:
    """Return what a name was set to last above a statement."""
    found: ast.expr | None = None
    for cell in case.failure.flow.order(case.failure.cell):
        for node in case.code(cell).tree.body:
            if case.code(cell) is cut.code and node.lineno >= cut.statement.lineno:
                return found
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                found = node.value
    return found


def _listed(value: ast.expr) -> ast.List | None:
    """Return the list that an array is made of."""
    if isinstance(value, ast.Call) and callee(value) in ("array", "asarray", "Series"):
        value = value.args[0] if value.args else value
    return value if isinstance(value, ast.List) else None


def _is_column(value: ast.expr) -> bool:
    """Whether a value is a column: ``df["a"].to_numpy()``."""
    match value:
        case ast.Call(func=ast.Attribute(value=of, attr="to_numpy"), args=[]):
            return _is_column(of)
        case ast.Attribute(value=ast.Subscript() as of, attr="values"):
            return _is_column(of)
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str())):
            return True
    return False


def _changes(case: Case, cuts: list[_Cut], other: str) -> Iterator[Change]:
    """Yield the line that gives the other sample the same ones, or the test of both at once."""
    text, first = cuts[0].code, min(cuts, key=lambda cut: cut.statement.lineno).statement
    start = text.span(first)[0]
    if text.source[text.line_span(first.lineno)[0] : start].strip() or first.end_lineno is None:
        return
    if len(cuts) == 1:
        yield (start, start), f"{other} = {other}[{text.text(cuts[0].test)}]\n"
        return
    kept = free_name(case)
    if kept is None:
        return
    tests = [text.text(cut.test) for cut in cuts]
    yield (start, start), f"{kept} = {' & '.join(f'({test})' for test in tests)}\n"
    for cut in cuts:
        yield text.span(cut.test), kept
