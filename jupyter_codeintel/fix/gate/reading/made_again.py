"""Values that are made anew, of what they were made of before."""

from __future__ import annotations

import ast
from collections import Counter

from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_computed,
    is_literal,
    literal,
    loads,
    targets,
    tree_of_most,
    value_of,
)


def is_made_again(new: Statement, change: CellChange) -> bool:
    """Whether the same calls of the same data as in another cell have another option."""
    cells = change.failure.flow.defining_cells(bound_names(new.node), before=change.cell)
    trees = (tree_of_most(change.failure.source(cell))[0] for cell in cells.values())
    value = value_of(new.node)
    for node in (node for tree in trees for node in tree.body):
        old = value_of(node)
        if bound_names(node) == bound_names(new.node) and old is not None and value is not None:
            constants = isinstance(value, ast.Call) and any(map(is_literal, value.args))
            same = bool(_calls(old)) and _calls(old) == _calls(value) and type(old) is type(value)
            return same and not constants and loads(old) <= loads(value)
    return False


def is_worked_out_again(new: Statement, change: CellChange) -> bool:
    """Whether a column is made anew of what it was made of: ``t["a"] = t["n"] / t["n"].sum()``."""
    sources = map(change.failure.source, change.failure.flow.order(change.cell))
    for node in (node for source in sources for node in tree_of_most(source)[0].body):
        match node, new.node:
            case ast.Assign([ast.Subscript() as had], old), ast.Assign([has], value):
                if ast.dump(had) == ast.dump(has) and is_computed(value) and is_computed(old):
                    return loads(old) <= loads(value) and ast.unparse(has) not in ast.unparse(value)
    return False


def is_new_column(new: Statement, change: CellChange) -> bool:
    """Whether a column is worked out that the notebook knows nothing of, for what is tested."""
    keys = [literal(t.slice) if isinstance(t, ast.Subscript) else None for t in targets(new.node)]
    sources = [cell.source for cell in change.failure.document.cells]
    return is_computed(value_of(new.node)) and all(
        isinstance(key, str) and not any(key in source for source in sources) for key in keys
    )


def _calls(node: ast.AST) -> Counter[str]:
    return Counter(callee(part) for part in ast.walk(node) if isinstance(part, ast.Call))
