"""What explains that a candidate does not read a variable any more, or reads another one."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.evidence.expectations import asserted
from jupyter_codeintel.fix.gate.reading.trees import callee, loads, tree_of_most
from jupyter_codeintel.fix.gate.reading.uses import made_from
from jupyter_codeintel.fix.gate.reading.vocabulary import CONVERTS, FREE
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.sizes import is_as_long


def name_replaced(item: Item, balance: Balance) -> bool:
    """Whether what stands instead is made of it, holds as much, or is judged by itself."""
    if item.word in BUILTIN_NAMES:
        converted = any(n.kind == "call" and n.word in CONVERTS for n in balance.gained)
        is_converter = item.word in CONVERTS
        return item.word in FREE or (is_converter and (converted or _is_of_lost(item, balance)))
    within = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    counts = ("len", "size", "zip", "enumerate")
    if within & {"range", "arange"} and any(new.word in counts for new in balance.gained):
        return True  # it was a number of values
    if within & {"len"} and _is_counted_instead(item, balance):
        return True
    if _is_other_split(item, balance) or _is_made_ready(item, balance):
        return True
    if item.word in balance.evidence.sums:
        return balance.evidence.sums[item.word] <= {new.word for new in balance.now}
    gained = [new for new in balance.gained if new.kind == "name"]
    is_meant = any(is_as_long(new, balance.evidence) for new in gained if new.above)
    is_of_kinds = balance.is_of("AttributeError", "TypeError", "FileNotFoundError")
    return is_meant or (is_of_kinds and bool(gained))


def _is_of_lost(item: Item, balance: Balance) -> bool:
    """Whether a type was an option of a call that is gone, which is judged by itself."""
    match item.above[:2]:
        case (ast.keyword(arg="dtype"), ast.Call() as call):
            return callee(call) in {old.word for old in balance.lost if old.kind == "call"}
    return False


def _is_made_ready(item: Item, balance: Balance) -> bool:
    """Whether what was made of it stands for it, where shapes differ: ``X_b`` for ``X``."""
    change = balance.change_of[item.statement]
    became = change.became.get(item.statement)
    new = became.loads - item.statement.loads if became is not None else frozenset()
    is_of_shapes = re.search("shape|dimension|aligned", balance.evidence.message) is not None
    return is_of_shapes and any(item.word in made_from(name, change) for name in new)


def _is_other_split(item: Item, balance: Balance) -> bool:
    """Whether an estimator gets the part that goes with the other: ``y_train`` for ``y_test``."""
    is_of_sizes = re.search("numbers? of (samples|labels)", balance.evidence.message, re.IGNORECASE)
    part = item.word.partition("_")[0]
    new = {one.word for one in balance.gained if one.kind == "name"}
    return is_of_sizes is not None and any(word.partition("_")[0] == part for word in new)


def _is_counted_instead(item: Item, balance: Balance) -> bool:
    """Whether the length of other data is taken, where lengths differed."""
    became = balance.change_of[item.statement].became.get(item.statement)
    calls = [part for part in became.parts() if isinstance(part, ast.Call)] if became else []
    is_of_lengths = re.search("shape|length|dimension", balance.evidence.message) is not None
    return is_of_lengths and any(
        callee(c) == "len" and loads(c) <= loads(item.statement.node) for c in calls
    )


def is_added_as_asked(item: Item, balance: Balance) -> bool:
    """Whether the assert adds the same to what it compares: ``end == opening + x.sum()``."""
    tree = tree_of_most(balance.evidence.failure.source(balance.evidence.failure.cell))[0]
    sums = [node for test in asserted(tree) for node in ast.walk(test)
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)]  # fmt: skip
    added = {part.id for node in sums for part in (node.left, node.right)
             if isinstance(part, ast.Name)}  # fmt: skip
    outer = item.above[0]
    is_added = isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Add | ast.Sub)
    is_added |= isinstance(outer, ast.keyword) and outer.arg == "initial"
    return is_added and item.word in added and balance.is_of("AssertionError")
