"""What a candidate brings in and takes away, and whether something explains it.

A repair is a small change, and each part of it has a reason: the error names it, it stands
for what the error says is missing, it does the same as what it replaces, it makes another kind
of the same value, the person asked for it, or an example checks it. What has no reason may be
right, but nothing shows that it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.change import CellChange, imported
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.gains import Balance, gain_explained
from jupyter_codeintel.fix.gate.items import Item, items
from jupyter_codeintel.fix.gate.losses import loss_explained
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.statements import Statement


_OF_A_PLACE = ("string", "call")
"""Kinds of items that must not go from where the error was, even if others are elsewhere."""


def accounting(
    failure: Failure, candidate: Candidate, changes: Sequence[CellChange]
) -> Iterator[Objection]:
    """Yield a doubt for each part of an edit that nothing explains.

    The rules have evidence of their own.
    """
    if candidate.origin != "model" or not changes:
        return
    balance = _balance(failure, changes)
    for item in balance.gained:
        if not gain_explained(item, balance):
            yield doubt("unexplained", f"Nothing explains why it adds {_named(item)}.")
    for item in balance.lost:
        if not loss_explained(item, balance):
            yield doubt("unexplained", f"Nothing explains why it takes out {_named(item)}.")


def _balance(failure: Failure, changes: Sequence[CellChange]) -> Balance:
    before = [item for change in changes for item in items(change.before, imported(change))]
    after = [item for change in changes for item in items(change.after, imported(change))]
    known, now = Counter(before), Counter(after)
    gained = tuple(_new(after, known, _held(changes, before)))
    moved = {item for item in after if any(item.statement in c.fresh for c in changes)}
    failed = {old for change in changes for old in change.raised}
    lost = tuple(dict.fromkeys(
        item
        for item in before
        if item not in now or (item.statement in failed and item.kind in _OF_A_PLACE
                               and item not in moved and _is_altered(item, changes))
    ))  # fmt: skip
    by_statement = {new: change for change in changes for new in chain(change.before, change.after)}
    return Balance(Evidence(failure, changes), gained, lost, tuple(after), by_statement)


def _is_altered(item: Item, changes: Sequence[CellChange]) -> bool:
    became = (change.became.get(item.statement) for change in changes)
    return any(new is not None and new.head != item.statement.head for new in became)


def _held(changes: Sequence[CellChange], before: list[Item]) -> set[tuple[Statement, Item]]:
    """Return the items that a statement had already as an old one."""
    became = {old: new for change in changes for old, new in change.became.items()}
    return {(became[i.statement], i) for i in before if i.statement in became}


def _new(
    after: list[Item], known: Counter[Item], held: set[tuple[Statement, Item]]
) -> Iterator[Item]:
    """Yield what is there more often than before; names and arguments only if they are new."""
    counted = ("call", "number", "string", "condition", "slice")
    left = known.copy()
    for item in after:
        left[item] -= 1
        if item.kind == "string" and (item.statement, item) in held:
            continue  # another look at the same column
        if left[item] < 0 and (item.kind in counted or item not in known):
            yield item


def _named(item: Item) -> str:
    match item.kind:
        case "call":
            return f"{item.word}()"
        case "operator":
            return f"the operator {item.word}"
        case "condition":
            return f"a condition or block: {item.word}"
        case "string":
            return repr(item.word[:40])
        case "slice":
            return f"[{item.word[:40]}]"
    return item.word[:40]
