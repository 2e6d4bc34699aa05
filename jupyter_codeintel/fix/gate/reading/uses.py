"""What variables are made from, and which are read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import bound_names, loads, tree_of_most

_SOME = re.compile(r"\[.*([<>]|[!=]=).*\]|\.(query|dropna|drop_duplicates)\(")
"""Takes some rows of a table."""

_NUMBER = re.compile(r"(?<=Constant\(value=)[\d.e+-]+")


def made_from(name: str, change: CellChange) -> frozenset[str]:
    """Return the names that a variable was made from."""
    made = (loads(node) for node in _makers(name, change))
    return frozenset().union(*(found for found in made if name not in found))


def is_done_already(statement: Statement, change: CellChange) -> bool:
    """Whether what a statement takes away is gone, as a cell above has the same statement."""
    is_gone = "not found in axis" in change.failure.error.value and statement in change.raised
    cells = change.failure.flow.order(change.cell)
    above = (node for cell in cells if cell != change.cell
             for node in tree_of_most(change.failure.source(cell))[0].body)  # fmt: skip
    return is_gone and any(ast.dump(node) == ast.dump(statement.node) for node in above)


def all_made_from(name: str, change: CellChange) -> frozenset[str]:
    """Return the names that a variable was made from, and those that these were made from."""
    found: set[str] = set()
    new = made_from(name, change)
    while new:
        found |= new
        new = frozenset().union(*(made_from(one, change) for one in new)) - found
    return frozenset(found)


def is_chosen(name: str, change: CellChange) -> bool:
    """Whether a variable holds some rows of another: ``men = runs[runs["sex"] == "m"]``."""
    return any(_SOME.search(ast.unparse(node)) or chooses(node) for node in _makers(name, change))


def chooses(node: ast.AST) -> bool:
    """Whether it goes through some of what there is: ``(r for r in runs if r.sex == "m")``."""
    parts = (part for part in ast.walk(node) if isinstance(part, ast.comprehension))
    return any(part.ifs for part in parts)


def valued_names(change: CellChange) -> frozenset[str]:
    """Return the names that have a value when the cell runs, or get one in it."""
    own = (bound_names(statement.node) for statement in change.before if not statement.functions)
    visible = change.failure.flow.visible_names(change.cell) - change.missing
    return visible | frozenset().union(*own)


def split_from(name: str, change: CellChange) -> frozenset[str]:
    """Return the data of which a variable is the part to learn from, or to test with."""
    splits = (n for n in _makers(name, change) if "train_test_split(" in ast.unparse(n))
    return frozenset().union(*map(loads, splits))


def is_moved(code: ast.stmt, change: CellChange) -> bool:
    """Whether a function or class stands in the notebook already, word for word."""
    made = (node for name in bound_names(code) for node in _makers(name, change))
    return any(ast.unparse(node) == ast.unparse(code) for node in made)


def _makers(name: str, change: CellChange) -> Iterator[ast.stmt]:
    """Yield the statements of the notebook, as it was, that bind a name at the top of a cell."""
    cells = (c.source for c in change.failure.document.cells if c.type == "code")
    nodes = (node for source in cells for node in tree_of_most(source)[0].body)
    return (node for node in nodes if name in bound_names(node))


def has_other_numbers(statement: Statement, change: CellChange) -> bool:
    """Whether a statement that reads variables has other numbers now, and nothing else."""
    old = next((one for one, new in change.altered if new is statement), None)
    is_plain = not any(isinstance(part, ast.Compare | ast.Dict) for part in statement.parts())
    if old is None or not is_plain or not statement.loads:
        return False
    before, after = (_NUMBER.sub("", ast.dump(one.node)) for one in (old, statement))
    return before == after


def is_of_a_formula(statement: Statement) -> bool:
    """Whether a function works its result out of what it is given alone: ``c * 9 / 5 + 32``."""
    value = statement.node.value if isinstance(statement.node, ast.Return) else None
    parts = ast.BinOp | ast.Name | ast.Constant | ast.operator | ast.expr_context
    is_plain = value is not None and all(isinstance(node, parts) for node in ast.walk(value))
    return is_plain and bool(statement.loads)


def never_read(change: CellChange) -> frozenset[str]:
    """Return the names that the new text makes and nothing in the notebook reads."""
    made = frozenset().union(*(bound_names(s.node) for s in change.after if not _is_field(s)))
    read = frozenset().union(*(s.loads for s in change.after))
    cells = (
        c.id for c in change.failure.document.cells if c.type == "code" and c.id != change.cell
    )
    facts = [change.failure.flow.facts(cell) for cell in cells]
    return made - read.union(*(told.uses | told.uses_later for told in facts))


def _is_field(statement: Statement) -> bool:
    return bool(statement.around) and isinstance(statement.around[-1].node, ast.ClassDef)
