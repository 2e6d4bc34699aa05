"""What a candidate brings in and takes away, and whether something explains it.

A repair is a small change, and each part of it has a reason: the error names it, it stands
for what the error says is missing, it does the same as what it replaces, it makes another kind
of the same value, the person asked for it, or an example checks it. What has no reason may be
right, but nothing shows that it is.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange, imported
from jupyter_codeintel.fix.gate.reading.statements import listed
from jupyter_codeintel.fix.gate.reading.uses import is_of_a_formula
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.gains import gain_explained
from jupyter_codeintel.fix.gate.reasons.items import Item, items, own_names
from jupyter_codeintel.fix.gate.reasons.losses import loss_explained

_OF_A_PLACE = ("string", "call")
"""Kinds of items that must not go from where the error was, even if others are elsewhere."""

_COUNTED = ("call", "number", "string", "condition", "slice")
"""Kinds of items of which one more is something new."""

_ASKS = (ast.Compare, ast.BoolOp)
_MASKS = ("And", "BitAnd", "BitOr", "Not", "Or")
"""Operators that join conditions, of single values and of all at once."""


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
            yield doubt(_kind(item), f"Nothing explains why it adds {_named(item)}.")
    for item in balance.lost:
        if not loss_explained(item, balance):
            yield doubt(_kind(item), f"Nothing explains why it takes out {_named(item)}.")


def _kind(item: Item) -> str:
    """Return the kind of a doubt: of what chooses among values the result may be right by chance.

    So may a number be that is written out, but in a formula or as a key, and a place that goes
    round. Elsewhere a result that is right says much.
    """
    asks = any(isinstance(node, _ASKS) for node in (item.node, *item.above))
    is_inner = any(isinstance(node, ast.Call | ast.Subscript) for node in item.above)
    is_inner |= any(isinstance(n, ast.Dict) and item.node in n.keys for n in item.above[:1])
    is_value = item.kind == "number" and not is_inner and not is_of_a_formula(item.statement)
    is_place = item.word == "Mod" and any(isinstance(n, ast.Subscript) for n in item.above)
    return "chooses" if asks or item.word in _MASKS or is_value or is_place else "unexplained"


def _balance(failure: Failure, changes: Sequence[CellChange]) -> Balance:
    had, made = (
        frozenset().union(*(own_names(part) for part in parts))
        for parts in ([c.before for c in changes], [c.after for c in changes])
    )
    before = [i for change in changes for i in items(change.before, imported(change) | had)]
    after = [i for change in changes for i in items(change.after, imported(change) | had | made)]
    now = frozenset(after)
    remade = [part for change in changes for old in change.remade.values()
              for part in (old, *listed(getattr(old.node, "body", [])))]  # fmt: skip
    known = [*before, *items(remade, had | made | own_names(remade))]
    gained = tuple(_new(changes, known, after))
    moved = {item for item in after if any(item.statement in c.fresh for c in changes)}
    failed = {old for change in changes for old in change.raised}
    lost = tuple(dict.fromkeys(
        item
        for item in before
        if item not in now or (item.statement in failed and item.kind in _OF_A_PLACE
                               and item not in moved and _is_altered(item, changes))
    ))  # fmt: skip
    by_statement = {new: change for change in changes for new in chain(change.before, change.after)}
    return Balance(
        Evidence(failure, changes), gained, lost, tuple(before), tuple(after), by_statement
    )


def _is_altered(item: Item, changes: Sequence[CellChange]) -> bool:
    became = (change.became.get(item.statement) for change in changes)
    return any(new is not None and new.head != item.statement.head for new in became)


def _new(changes: Sequence[CellChange], before: list[Item], after: list[Item]) -> Iterator[Item]:
    """Yield what is there more often than before; names and arguments only if they are new."""
    became = {old: new for change in changes for old, new in change.became.items()}
    held = Counter((became.get(item.statement), item) for item in before)
    left = Counter(before)
    rest: list[Item] = []
    placed = {(item, place) for item in before for place in _places(item)}
    # What stands where such a thing stood before is not what is new.
    for item in sorted(after, key=lambda item: [(item, p) not in placed for p in _places(item)]):
        here = (item.statement, item)
        if held[here] > 0 or (item.kind == "string" and here in held):
            held[here] -= 1
            left[item] -= 1
        else:
            rest.append(item)
    for item in rest:
        left[item] -= 1
        if left[item] < 0 and (item.kind in _COUNTED or item not in before):
            yield item


def _places(item: Item) -> tuple[str, str]:
    """Return what a part stands in, as it reads and by its kind."""
    if not item.above:
        return "", ""
    outer = item.above[0]
    return ast.unparse(outer), f"{type(outer)} {type(getattr(outer, 'op', None))}"


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
