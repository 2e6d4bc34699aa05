"""What starts empty or at zero, and is added to or set from then on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence, Set

from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    is_literal,
    loads,
    root,
    targets,
    tree_of_most,
    value_of,
)


def grows(names: Set[str], statements: Sequence[Statement]) -> bool:
    """Whether statements add to what starts empty, as a sum or a list in a loop does."""
    for statement in statements:
        node = statement.node
        within = any(isinstance(outer.node, ast.For | ast.While) for outer in statement.around)
        if isinstance(node, ast.AugAssign) and root(node.target) in names:
            return True
        if not within:
            continue
        grown = [root(target) for target in targets(node)]
        match node:
            case ast.Expr(value=ast.Call(func=function) as call) if callee(call) != "setdefault":
                grown.append(root(function))
        if names & set(grown):
            return True
    return False


def sums(sources: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return what loops add up or count, and the data that they go through."""
    found: dict[str, frozenset[str]] = {}
    for source in sources:
        tree = tree_of_most(source)[0]
        started = {n.id for s in tree.body if isinstance(s, ast.Assign) and is_literal(s.value)
                   for n in s.targets if isinstance(n, ast.Name)}  # fmt: skip
        for loop in tree.body:
            if isinstance(loop, ast.For):
                found |= dict.fromkeys(started, loads(loop.iter))
    return found


def is_first_state(target: ast.expr, failure: Failure) -> bool:
    """Whether an attribute is missing that a method reads, and then sets to what it works out."""
    missing = failure.error.attributes.get("name")
    if not isinstance(target, ast.Attribute) or target.attr != missing:
        return False
    cells = (cell.source for cell in failure.document.cells if cell.type == "code")
    methods = [n for source in cells for n in ast.walk(tree_of_most(source)[0])
               if isinstance(n, ast.FunctionDef) and n.name != "__init__"]  # fmt: skip
    return any(_reads_and_sets(method, target.attr) for method in methods)


def _reads_and_sets(method: ast.FunctionDef, name: str) -> bool:
    inner = list(ast.walk(method))
    own = [n for n in inner if isinstance(n, ast.Attribute) and n.attr == name]
    sets = [n for n in inner
            if isinstance(n, ast.Assign | ast.AugAssign) and not is_literal(value_of(n))
            and any(part in own for part in targets(n))]  # fmt: skip
    adds = any(isinstance(n, ast.AugAssign) for n in sets)
    return bool(sets) and (adds or any(isinstance(n.ctx, ast.Load) for n in own))
