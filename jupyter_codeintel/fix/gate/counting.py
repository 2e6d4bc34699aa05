"""Counts, sums and means that a candidate works out in another way."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.items import Item
from jupyter_codeintel.fix.gate.reading import bound_names, callee, literal, root

AVERAGES = frozenset({"mean", "average"})
_IS_AVERAGE = frozenset({"sum", "fsum", "len", "Div"})


def counts_places(item: Item, balance: Balance) -> bool:
    """Whether as many numbers are counted as there are data, where others were counted."""
    counts = {"range", "arange"}
    within = any(isinstance(n, ast.Call) and callee(n) in counts for n in item.above)
    had = {one.word for one in balance.before if one.kind == "call"} | balance.lost_words
    return within and bool(counts & had)


def counts_at_once(item: Item, balance: Balance) -> bool:
    """Whether a loop that added one by one has become one call."""
    made = bound_names(item.statement.node)
    old = (statement.node for statement in balance.change_of[item.statement].removed)
    return any(isinstance(node, ast.AugAssign) and literal(node.value) == 1
               and root(node.target) in made for node in old)  # fmt: skip


def divides_a_sum(item: Item) -> bool:
    """Whether it is the ``len(x)`` of ``sum(x) / len(x)``."""
    match item.above[:1]:
        case (ast.BinOp(op=ast.Div(), left=ast.Call() as left, right=ast.Call() as right),):
            same = left.args and right.args and ast.dump(left.args[0]) == ast.dump(right.args[0])
            return bool(same) and callee(left) in ("sum", "fsum") and right is item.node
    return False


def is_average(word: str, balance: Balance) -> bool:
    """Whether a mean is worked out from a sum and a number."""
    gained = {item.word for item in balance.now}
    whole = {"len", "Div"} <= gained and bool({"sum", "fsum"} & gained)
    return word in _IS_AVERAGE and whole and bool(AVERAGES & balance.lost_words)
