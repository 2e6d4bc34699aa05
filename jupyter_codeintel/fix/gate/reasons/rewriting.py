"""Steps of a text that other steps stand for."""

from __future__ import annotations

import ast
from collections.abc import Set

from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee, loads, strings, targets
from jupyter_codeintel.fix.gate.reading.vocabulary import CLEANS, CONVERTS, do_the_same
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.gains import gain_explained
from jupyter_codeintel.fix.gate.reasons.items import Item

_STEPS = ("call", "operator", "attribute", "keyword", "switch", "number", "string", "condition")
"""Kinds of items that say how something is done, and not with what."""
_DOES = ("call", "operator", "attribute")


def is_done_otherwise(item: Item, balance: Balance) -> bool:
    """Whether new steps, none of which can hide an error, stand where it was."""
    is_column = item.kind == "string" and item.word in balance.evidence.live
    if item.kind not in _STEPS or item.word == "merge" or is_column:
        return False
    change = balance.change_of[item.statement]
    is_gone = item.statement in change.removed
    places = {change.became.get(item.statement), *(change.fresh if is_gone else change.added)}
    had = {(one.kind, one.word) for one in balance.before if one.statement is item.statement}
    here = (one for one in balance.now if one.statement in places and one.kind in _DOES)
    new = [one for one in here if one.statement in change.added or (one.kind, one.word) not in had]
    does_more = (one for one in new if not isinstance(one.node, ast.Compare))
    if item.kind == "operator" and {one.word for one in does_more} == {"where"}:
        return False  # each is chosen, and still to be worked out
    if item.word in balance.evidence.missing and any(_is_other(one, item, balance) for one in new):
        return False
    does = any(one.word not in CONVERTS | CLEANS for one in new) or _goes_through(places, item)
    return does and all(gain_explained(one, balance) for one in new)


def _is_other(new: Item, old: Item, balance: Balance) -> bool:
    """Whether another function is called with just what a missing one was, and nothing alike."""
    match new.node, old.node:
        case ast.Call() as call, ast.Call() as missing:
            is_same = list(map(ast.dump, call.args)) == list(map(ast.dump, missing.args)) != []
            alike = balance.evidence.is_meant(new.word, [old.word])
            return is_same and not alike and not do_the_same(old.word, new.word)
    return False


def _goes_through(places: Set[Statement | None], item: Item) -> bool:
    """Whether a comprehension does now for each what was done at once."""
    had, has = (
        sum(_uses_each(part) for one in several if one is not None for part in one.parts())
        for several in ([item.statement], places)
    )
    return has > had


def _uses_each(part: ast.AST) -> bool:
    """Whether a comprehension makes something of each value that it goes through."""
    match part:
        case ast.ListComp(elt=each) | ast.GeneratorExp(elt=each) | ast.DictComp(value=each):
            parts = (node for each_of in part.generators for node in ast.walk(each_of.target))
            return bool(loads(each) & {node.id for node in parts if isinstance(node, ast.Name)})
    return False


def is_made_already(item: Item, balance: Balance) -> bool:
    """Whether a call's result is taken from a variable that the same function made."""
    became = balance.change_of[item.statement].became.get(item.statement)
    if became is None or item.kind != "call":
        return False
    new = became.loads - item.statement.loads
    return any(f"{item.word}(" in text for text in balance.evidence.made_of(new))


def is_cleaned_away(item: Item, balance: Balance) -> bool:
    """Whether a sign that a condition left out is taken from the text before: no spaces."""
    match item.node:
        case (ast.Compare() as test) | ast.If(test=ast.Compare() as test):
            signs = strings(test.comparators)
        case _:
            return False
    parts = (part for s in balance.change_of[item.statement].fresh for part in s.parts())
    calls = (part for part in parts if isinstance(part, ast.Call) and callee(part) in CLEANS)
    return any(signs & strings(call.args) for call in calls)


def is_grouped(item: Item, balance: Balance) -> bool:
    """Whether what was chosen for each key is put under its key now: ``rain[month] = ...``."""
    match item.node:
        case ast.Compare(ast.Name(id=one), [ast.Eq()], [ast.Name(id=other)]):
            added = balance.change_of[item.statement].added
            stored = (
                t.slice for s in added for t in targets(s.node) if isinstance(t, ast.Subscript)
            )
            return any(getattr(key, "id", "") in (one, other) for key in stored)
    return False
