"""Labels of a written order that are spelt otherwise in the data, so that their rows are empty."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.ways import argument

_EMPTY = re.compile(
    r"has a zero element at|contains? NaN|[Cc]annot convert (?:non-finite|float NaN)"
    r"|infs? or NaNs?|NaN or infinity|division by zero|zero-size array|non-finite"
)
_PLACES = {"Categorical": 1, "CategoricalDtype": 0, "reindex": 0, "set_categories": 0,
           "reorder_categories": 0}  # fmt: skip
_WORDS = ("labels", "index", "columns", "categories", "new_categories")


async def labels_of_written_order(case: Case) -> AsyncIterator[Repair]:
    """Yield ``reindex(["control", "treatment"])`` for ``"Treatment"``, which no row is called.

    The label is nowhere else in the notebook, and one that is the same but for its capitals,
    or the spaces and signs between its words, is.
    """
    if not (_EMPTY.search(case.error.value) or case.is_a("AssertionError")):
        return
    order = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    said = Counter(
        node.value
        for cell in order
        for node in case.code(cell).nodes(ast.Constant)
        if isinstance(node.value, str)
    )
    for cell in order:
        text = case.code(cell)
        changes: list[Change] = []
        for labels in _orders(case, cell):
            others = set(said) - {str(literal(one)) for one in labels}
            for node in labels:
                right = _right(str(literal(node)), said, others)
                if right is not None:
                    start, end = text.span(node)
                    changes.append(((start + 1, end - 1), right))
        if changes:
            says = "the labels are spelt as in the data"
            yield repaired(cell, text, changes, says, "label_of_order")
            return


def _orders(case: Case, cell: str) -> Iterator[list[ast.Constant]]:
    """Yield the labels of each order that rows are brought into, as they are written."""
    text = case.code(cell)
    for call in text.nodes(ast.Call):
        name = callee(call)
        given = argument(call, _PLACES[name], *_WORDS) if name in _PLACES else None
        for node in (given, *(word.value for word in call.keywords if word.arg in _WORDS)):
            listed = _listed(case, cell, node) if name in _PLACES else []
            if listed and all(isinstance(one.value, str) for one in listed):
                yield listed


def _listed(case: Case, cell: str, node: ast.expr | None) -> list[ast.Constant]:
    """Return the constants of a list that is written in a call, or above it by a name."""
    if isinstance(node, ast.Name):
        made = [one.value for one in case.code(cell).nodes(ast.Assign)
                if ast.unparse(one.targets[0]) == node.id]  # fmt: skip
        node = made[0] if len(made) == 1 else None
    if not isinstance(node, ast.List | ast.Tuple):
        return []
    listed = [one for one in node.elts if isinstance(one, ast.Constant)]
    return listed if len(listed) == len(node.elts) else []


def _right(wrong: str, said: Counter[str], others: set[str]) -> str | None:
    """Return the one other text that a label is in other letters."""
    if said[wrong] > 1:
        return None
    found = [one for one in others if _plain(one) == _plain(wrong)]
    return found[0] if len(found) == 1 and len(_plain(wrong)) > 1 else None


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text).casefold()
