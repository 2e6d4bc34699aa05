"""What stands for a name, key or attribute that does not exist."""

from __future__ import annotations

import ast
from collections import Counter

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.reading.change import imported
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item, own_names


def is_replaced(item: Item, balance: Balance) -> bool:
    """Whether something stands for what does not exist: a like name, or one that does the same."""
    new = [one.word for one in balance.now if one.kind in ("call", "attribute", "name")]
    if item.kind == "string":
        return not _has_gone_to_another(item, balance)  # what stands for it is judged
    if item.kind == "name" and isinstance(item.above[0], ast.Attribute):
        return True  # of a module: what was called is judged
    if item.kind == "name":
        if any(isinstance(new.above[0], ast.Subscript) and new.word == item.word
               for new in balance.gained if new.kind == "string"):  # fmt: skip
            return True  # it is a column's name, in quotes now
        became = balance.change_of[item.statement].became.get(item.statement)
        if became is not None and not _is_meant(became.loads - item.statement.loads, balance):
            return False
        fresh = balance.change_of[item.statement].added
        now = sum(map(_looks, {*fresh, became} - {None}))
        return became is None or now >= _looks(item.statement)
    return any(balance.evidence.is_meant(word, [item.word]) for word in new)


def _is_meant(names: frozenset[str], balance: Balance) -> bool:
    """Whether one of the names that stand for a missing one can be meant by it, or is new."""
    evidence = balance.evidence
    own = own_names([s for c in evidence.changes for s in c.fresh]) | balance.functions
    had = own_names([s for c in evidence.changes for s in c.before])
    gone = frozenset().union(*(s.loads for c in evidence.changes for s in c.removed))
    modules = frozenset().union(*(imported(change) for change in evidence.changes))
    known = (names - own - gone - modules) & (had | evidence.failure.flow.visible_names())
    return not known or any(
        evidence.is_meant(name, evidence.missing) or name in evidence.unread_names for name in known
    )


def _has_gone_to_another(item: Item, balance: Balance) -> bool:
    """Whether all new keys are meant for other lost ones, so that none stands for this."""
    evidence = balance.evidence
    new = [one.word for one in balance.gained if one.kind == "string"]
    if not new:
        again = _said_again(item, balance)
        return bool(again) and not any(evidence.is_meant(word, [item.word]) for word in again)
    others = {one.word for one in balance.lost if one.kind == "string"} - {item.word}
    taken = all(evidence.is_meant(word, others) for word in new)
    return taken and not any(evidence.is_meant(word, [item.word]) for word in new)


def _said_again(item: Item, balance: Balance) -> Counter[str]:
    """Return the texts that a statement says more often than before: ``x["a"] + x["a"]``."""
    became = balance.change_of[item.statement].became.get(item.statement)
    before, after = (
        Counter(one.word for one in several if one.kind == "string" and one.statement is here)
        for several, here in ((balance.before, item.statement), (balance.now, became))
    )
    return after - before


def _looks(statement: Statement | None) -> int:
    """Return how often a statement looks something up."""
    parts = statement.parts() if statement else ()
    return sum(
        (isinstance(part, ast.Name) and part.id not in BUILTIN_NAMES)
        or callee_of(part) == "query"  # which names its table once
        for part in parts
    )
