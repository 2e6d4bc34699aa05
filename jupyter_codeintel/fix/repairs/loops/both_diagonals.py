"""Queens on a board, of whose diagonals those of one direction alone are told apart."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_QUEENS = re.compile(r"(?<![a-z])(?:queens?|bishops?)(?![a-z])")
_SAYS = "the diagonals go both ways"


async def both_diagonals(case: Case) -> AsyncIterator[Repair]:
    """Yield ``len({r + c ...}) == len({r - c ...}) == n`` for queens of whom one half is asked."""
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    words = " ".join([*all_words(case), *(case.failure.source(cell) for cell in cells)]).lower()
    if not case.is_a("AssertionError") or not _QUEENS.search(words.replace("_", " ")):
        return
    found = [(cell, change) for cell in cells for change in _changes(case.code(cell))]
    if len(found) == 1:
        cell, change = found[0]
        yield repaired(cell, case.code(cell), [change], _SAYS, "both_diagonals")


def _changes(text: Code) -> Iterator[Change]:
    """Yield the changes of comparisons with how many diagonals of one direction there are."""
    for function in text.nodes(ast.FunctionDef):
        counts = {id(node): one for node in text.nodes(ast.Call, function)
                  if (one := _diagonal(node)) is not None}  # fmt: skip
        for node in text.nodes(ast.Compare, function) if len(counts) == 1 else ():
            for count in (node.left, *node.comparators):
                is_equal = all(isinstance(op, ast.Eq) for op in node.ops)
                if id(count) in counts and is_equal:
                    yield _with_the_other(text, count, counts[id(count)])


def _diagonal(node: ast.Call) -> ast.BinOp | None:
    """Return ``r + c`` or ``r - c`` of a count of how many of them there are."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.SetComp(elt=elt)]):
            pass
        case ast.Call(
            func=ast.Name(id="len"),
            args=[ast.Call(args=[ast.GeneratorExp(elt=elt) | ast.ListComp(elt=elt)]) as several],
        ) if callee_of(several) == "set":
            pass
        case _:
            return None
    is_it = isinstance(elt, ast.BinOp) and isinstance(elt.op, ast.Add | ast.Sub)
    return elt if is_it and isinstance(elt, ast.BinOp) else None


def _with_the_other(text: Code, count: ast.expr, diagonal: ast.BinOp) -> Change:
    """Return the change that compares a count with that of the other direction."""
    start, end = text.span(count)
    first, last = text.span(diagonal)
    sign = "-" if isinstance(diagonal.op, ast.Add) else "+"
    other = f"{text.text(diagonal.left)} {sign} {text.text(diagonal.right)}"
    return (end, end), f" == {text.source[start:first]}{other}{text.source[last:end]}"
