"""What explains that an argument with a name is gone."""

from __future__ import annotations

import ast

from jupyter_codeintel.context.nearest import nearest
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, loads
from jupyter_codeintel.fix.gate.reading.vocabulary import ARGUMENTS
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.dates import is_of_iso_dates
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.knowledge.changed import changed


def argument_replaced(item: Item, balance: Balance) -> bool:
    """Whether the error names it, another stands for it, or what it was given to is gone."""
    value = item.node.value if isinstance(item.node, ast.keyword) else None
    now = {one.word for one in balance.now if one.kind == "call"}
    owners = {callee(node) for node in item.above[:1] if isinstance(node, ast.Call)}
    if item.word in ("scoring", "validate", "verify_integrity"):
        return False
    if item.word == "format" and is_of_iso_dates(balance):
        return True
    is_refused = "argument" in balance.evidence.message
    given = literal(value)
    is_known = nearest(item.word, ARGUMENTS) is not None or _is_called_otherwise(item)
    if is_refused and item.word in balance.evidence.words and is_known:
        return any(new.kind == "keyword" for new in balance.gained)
    if isinstance(given, str) and given in balance.evidence.missing and not is_refused:
        return any(new.kind in ("keyword", "name", "string") for new in balance.gained)
    new = (one.word for one in balance.gained if one.kind == "keyword")
    holds_data = value is not None and bool(loads(value)) and not is_refused
    return (
        (item.word in balance.evidence.words and not holds_data)
        or any(balance.evidence.is_meant(word, [item.word]) for word in new)
        or item.word in ("inplace", "on")
        or (item.word == "dtype" and ("astype" in now or _is_of_kinds(balance)))
        or _is_drawn_so(item, balance)
        or (item.word == "axis" and _goes_through_each(balance.change_of[item.statement]))
        or given in (False, 0)
        or not owners & now
        or bool(owners & balance.evidence.missing)
    )


def _is_called_otherwise(item: Item) -> bool:
    """Whether an argument that is on, or has a value, has another name now: ``normed=True``.

    Where the tables have a form in braces, something else than an argument stands for it.
    """
    owners = [callee(node) for node in item.above[:1] if isinstance(node, ast.Call)]
    rows = [changed("keywords", item.word, owner) for owner in owners]
    is_off = isinstance(item.node, ast.keyword) and literal(item.node.value) in (False, None)
    return not is_off and any(row is not None and row.new and row.new[0] != "{" for row in rows)


def _is_drawn_so(item: Item, balance: Balance) -> bool:
    """Whether a drawing's style says it in short now: ``"o-"`` for ``marker="o"``."""
    value = literal(item.node.value) if isinstance(item.node, ast.keyword) else None
    styles = (new.word for new in balance.gained if new.kind == "string")
    is_style = item.word in ("marker", "linestyle", "ls", "color", "c")
    return is_style and isinstance(value, str) and any(value in style for style in styles)


def _goes_through_each(change: CellChange) -> bool:
    """Whether a new loop does for each row or column what was done at once."""
    return any(isinstance(s.node, ast.For) for s in change.added)


def _is_of_kinds(balance: Balance) -> bool:
    """Whether the error is about texts and numbers that do not go together."""
    return balance.is_of("TypeError") or "trying to merge on" in balance.evidence.message
