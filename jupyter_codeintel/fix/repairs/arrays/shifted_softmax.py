"""Shares of exponentials of an array that are too large, so that there is no number of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.ways import option

_NO_NUMBERS = re.compile(
    r"probabilities contain NaN|contains? NaN|overflow encountered in exp"
    r"|invalid value encountered in (?:divide|true_divide)",
    re.IGNORECASE,
)
_SAYS = "exp() of what is left after the largest is taken away has the same shares, and fits"


async def shifted_softmax(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.exp(z - np.max(z))`` for the ``np.exp(z)`` that is divided by its sum."""
    if not case.is_a("AssertionError") and not _NO_NUMBERS.search(case.error.value):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [(cell, changes) for cell in cells for changes in _softmaxes(case.code(cell))]
    if len(found) == 1:
        cell, changes = found[0]
        yield repaired(cell, case.code(cell), changes, _SAYS, "shifted_softmax")


def _softmaxes(text: Code) -> Iterator[list[Change]]:
    """Yield the changes of each division of exponentials by their own sum."""
    for node in text.nodes(ast.BinOp):
        total = _summed(node.right) if isinstance(node.op, ast.Div) else None
        if total is None or ast.unparse(total[0]) != ast.unparse(node.left):
            continue
        scope = next((one for one in text.nodes(ast.FunctionDef) if node in ast.walk(one)), None)
        powers = [node.left, total[0]]
        if isinstance(node.left, ast.Name):
            powers = [
                made.value
                for made in text.nodes(ast.Assign, scope)
                if any(getattr(one, "id", "") == node.left.id for one in made.targets)
            ]
            if not _is_only_shared(text, scope, node.left.id) or len(powers) != 1:
                continue
        changes = [change for one in powers for change in _shifted(text, one, total[1])]
        if len(changes) == len(powers):
            yield changes


def _is_only_shared(text: Code, scope: ast.AST | None, name: str) -> bool:
    """Whether exponentials of a name are used twice: to be divided, and to be summed."""
    reads = [node for node in text.nodes(ast.Name, scope)
             if node.id == name and isinstance(node.ctx, ast.Load)]  # fmt: skip
    return len(reads) == 2


def _summed(node: ast.expr) -> tuple[ast.expr, str] | None:
    """Return what a sum is of, and by what words it has one value for each row."""
    if isinstance(node, ast.Subscript):  # total[:, None]
        inner = _summed(node.value)
        is_row = ast.unparse(node.slice) in ("(:, None)", "(slice(None), None)", ":, None",
                                             ":, np.newaxis")  # fmt: skip
        return (inner[0], f"{inner[1]}, keepdims=True") if inner is not None and is_row else None
    if not isinstance(node, ast.Call) or callee(node) != "sum":
        return None
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    is_function = owner is None or getattr(owner, "id", "") in ("np", "numpy")
    of = (node.args[0] if node.args else None) if is_function else owner
    axis = option(node, "axis", 1 if is_function else 0)
    keeps = option(node, "keepdims")
    words = f", axis={ast.unparse(axis)}" if axis is not None else ""
    words += f", keepdims={ast.unparse(keeps)}" if keeps is not None else ""
    return (of, words) if of is not None else None


def _shifted(text: Code, node: ast.expr, words: str) -> Iterator[Change]:
    """Yield the change that takes the largest away from what exponentials are of."""
    if not isinstance(node, ast.Call) or callee_of(node) != "exp" or len(node.args) != 1:
        return
    owner, given = root(node.func), node.args[0]
    names = [callee(one) for one in ast.walk(given) if isinstance(one, ast.Call)]
    if owner in ("np", "numpy") and not {"max", "amax", "nanmax"} & {*names}:
        end = text.span(given)[1]
        yield (end, end), f" - {owner}.max({text.text(given)}{words})"
