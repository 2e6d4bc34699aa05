"""What sums, lists and states start from that a candidate adds."""

from __future__ import annotations

import ast
from collections.abc import Sequence, Set

from jupyter_codeintel.fix.gate.reading.growing import grows, is_first_state
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    callee_of,
    defaults,
    literal,
    loads,
    value_of,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item


def is_start(item: Item, balance: Balance) -> bool:
    """Whether it is what a sum starts from that is worked out in a loop, and not a mask for it."""
    node, change = item.statement.node, balance.change_of[item.statement]
    if not isinstance(node, ast.Assign) or literal(node.value) not in (0, 1):
        return False
    if any(is_first_state(target, balance.evidence.failure) for target in node.targets):
        return True
    names = bound_names(node)
    if any(isinstance(outer.node, ast.If) for outer in item.statement.around[-1:]):
        had = frozenset().union(*(bound_names(s.node) for s in change.before))
        counted = (s.node for s in change.fresh if isinstance(s.node, ast.AugAssign))
        return not names & had and any(bound_names(s) & names for s in counted)
    if not names & balance.evidence.missing:
        return grows(names, [new for new in change.fresh if new is not item.statement])
    inner = item.statement.functions
    above = (s.node for s in change.after if s.node.lineno < node.lineno
             and s.functions != inner and s.functions == inner[: len(s.functions)])  # fmt: skip
    elsewhere = frozenset().union(*map(bound_names, above)) | frozenset(
        balance.evidence.failure.flow.defining_cells(names, before=change.cell)
    )
    home = [new for new in change.after if new.functions == item.statement.functions]
    again = any(isinstance(outer.node, ast.For | ast.While) for outer in item.statement.around)
    returned = frozenset().union(*(s.loads for s in home if isinstance(s.node, ast.Return)))
    is_loop = any(isinstance(s.node, ast.For | ast.While) for s in home)
    if is_loop and names <= returned and ast.unparse(node) in balance.evidence.made_of(names):
        elsewhere -= names  # the function starts as what is outside of it did, and gives its own
    return _accumulates(names, home) and not names & elsewhere and not again


def is_first_given(item: Item, balance: Balance) -> bool:
    """Whether a missing attribute starts as a parameter that is 0 if nothing is given."""
    function = item.statement.node
    if not isinstance(function, ast.FunctionDef) or item.word != "0":
        return False
    failure = balance.evidence.failure
    kept = (n.value for n in function.body if isinstance(n, ast.Assign)
            and any(is_first_state(target, failure) for target in n.targets))  # fmt: skip
    names = {value.id for value in kept if isinstance(value, ast.Name)}
    return any(name in names and value is item.node for name, value in defaults(function.args))


def is_first_of_loop(item: Item, balance: Balance) -> bool:
    """Whether what a loop compares with starts as the first of its values: ``best = x[0]``.

    Its place may start beside it: ``best, where = x[0], 0``.
    """
    made = bound_names(item.statement.node)
    value = value_of(item.statement.node)
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    loops = (s.node.iter for s in balance.change_of[item.statement].after
             if isinstance(s.node, ast.For))  # fmt: skip
    read = frozenset().union(*map(loads, loops))
    firsts = [part for part in parts if isinstance(part, ast.Subscript)
              and literal(part.slice) == 0 and ast.unparse(part.value) in read]  # fmt: skip
    return bool(made & balance.evidence.missing) and bool(firsts) and item.word == "0"


def _accumulates(names: Set[str], statements: Sequence[Statement]) -> bool:
    """Whether a loop adds to what a statement starts, and does not only put others there."""
    adding = [s for s in statements if isinstance(s.node, ast.AugAssign | ast.Expr)
              or bound_names(s.node) & s.loads & names]  # fmt: skip
    return grows(names, adding)


def starts_a_sum(item: Item, balance: Balance) -> bool:
    """Whether it is part of what a sum of objects starts from: ``sum(steps, Vector(0, 0))``."""
    sums = (node for node in item.above if isinstance(node, ast.Call) and callee(node) == "sum")
    start = next((part for call in sums for part in call.args[1:]), None)
    classes = balance.change_of[item.statement].classes
    is_object = callee_of(start) in classes
    return is_object and item.word in ("0", "0.0") and balance.is_of("TypeError")
