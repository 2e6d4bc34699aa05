"""How the results of a model are used whose columns are to be fewer."""

from __future__ import annotations

import ast
from collections.abc import Container

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal, root
from jupyter_codeintel.fix.repairs.case import Case


def result_of(case: Case) -> str:
    """Return the name of what is solved for."""
    statement = case.sites[-1].statement
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def below_of(case: Case) -> list[str]:
    """Return the failing cell and those after it."""
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    at = cells.index(case.failure.cell) if case.failure.cell in cells else 0
    return cells[at:]


def is_named(
    case: Case, below: list[str], levels: Container[object], *within: ast.AST | None
) -> bool:
    """Whether a level stands in the code that has the result, elsewhere than within some nodes."""
    own = {inner for node in within if node is not None for inner in ast.walk(node)}
    return any(
        node.value in levels and node not in own
        for cell in below
        for node in case.code(cell).nodes(ast.Constant)
    )


def is_placed(text: Code, result: str, kept: Container[int]) -> bool:
    """Whether single results are taken by their places, other than those that will be kept."""
    taken = [
        literal(node.slice)
        for node in text.nodes(ast.Subscript)
        if root(node.value) == result and result
    ]
    return any(isinstance(place, int) and place not in kept for place in taken)
