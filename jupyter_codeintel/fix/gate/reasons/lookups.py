"""What explains that values are looked up with one that stands for the others."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.evidence.lacked_keys import goes_both_ways
from jupyter_codeintel.fix.gate.reading.trees import is_literal, literal
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.counting import is_counted_by_key
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to


def _leads_nowhere(item: Item, balance: Balance) -> bool:
    """Whether a search goes on from what leads nowhere: ``for n in graph.get(node, []):``."""
    match item.node, item.statement.node:
        case ast.Call(args=[ast.Name(), default]), ast.For():
            searches = any(isinstance(outer.node, ast.While) for outer in item.statement.around)
            is_end = searches and not goes_both_ways(balance.evidence)
            return is_end and literal(default) in ([], {}, ())
    return False


def join_or_get(item: Item, balance: Balance) -> bool:
    """Whether texts are joined and not tables; whether a default is counted up, or told."""
    match item.node:
        case ast.Call(func=ast.Attribute(attr="join", value=value)):
            return isinstance(value, ast.Constant) or ast.unparse(value).endswith("path")
        case ast.Call(args=[*_, default]):
            counts = balance.counts_up and not (is_literal(default) and literal(default))
            counts |= is_counted_by_key(item.above[:1])
            return (
                counts
                or _leads_nowhere(item, balance)
                or balance.evidence.tells(literal(default))
                or _is_still_read(item, balance)
            )
    return False


def _is_still_read(item: Item, balance: Balance) -> bool:
    """Whether other spellings are looked up for what could not be read: ``int(d.get(t, t))``."""
    reader = given_to(item.above)
    names_it = balance.is_of("ValueError") and any(
        reader in text for text in balance.evidence.failing
    )
    match item.node:
        case ast.Call(args=[key, default]) if reader:
            return names_it and ast.dump(key) == ast.dump(default)
    return False
