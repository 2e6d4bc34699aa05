"""What explains that a candidate takes a text away."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import is_literal, strings, value_of
from jupyter_codeintel.fix.gate.reading.vocabulary import TYPES
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.texts import is_shorter_mode


def text_replaced(item: Item, balance: Balance) -> bool:
    """Whether a text that is gone is there in another form, or was what did not exist."""
    word, evidence = item.word, balance.evidence
    bare = re.sub(r"\{.*?\}|[%][a-zA-Z]", "", word)
    said = word in evidence.message and word not in evidence.missing
    is_plain = not any(c.isalnum() for c in bare) or word in TYPES
    is_kept = is_plain or said or _is_key_of_what_stays(item, balance)
    if is_kept or _is_one_of_all(item, balance) or _is_in_a_named_list(item, balance):
        return True
    new = [one for one in balance.gained if one.kind == "string"]
    if any(one.word in evidence.missing or is_shorter_mode(one, evidence) for one in new):
        return True
    if any(repr(word) in ast.unparse(change.tree_after) for change in evidence.changes):
        return True
    if any(word.casefold().startswith(one.word.casefold()) for one in new if one.word):
        return True
    kept = [one.word for one in balance.now if one.kind == "string"]
    if any(word in other or evidence.is_meant(other, [word]) for other in kept):
        return True
    return word in {one.word for one in balance.now}


def _is_key_of_what_stays(item: Item, balance: Balance) -> bool:
    """Whether it is the key of a value that is in a list now, in the order of the columns."""
    match item.above[:1]:
        case (ast.Dict(keys=keys, values=values),):
            texts = [ast.unparse(change.tree_after) for change in balance.evidence.changes]
            named = strings(key for key in keys if key) in balance.evidence.column_sets
            lists = ", ".join(map(ast.unparse, values))
            return named and any(f"[{lists}]" in text for text in texts)
    return False


def _is_in_a_named_list(item: Item, balance: Balance) -> bool:
    """Whether a list that the notebook has by a name stands for one with fewer columns."""
    names = {new.word for new in balance.gained if new.kind == "name"}
    made = (ast.parse(text).body[0] for text in balance.evidence.made_of(names))
    lists = (value_of(node) for node in made)
    columns = any(isinstance(node, ast.List) for node in item.above)
    return columns and any(isinstance(one, ast.List) and item.word in strings(one.elts)
                           for one in lists)  # fmt: skip


def _is_one_of_all(item: Item, balance: Balance) -> bool:
    """Whether all that there are stand for the few that were written out to be gone through."""
    new = balance.change_of[item.statement].became.get(item.statement)
    within = any(isinstance(node, ast.List | ast.Tuple) for node in item.above)
    return within and new is not None and goes_through_all(item.statement, new)


def goes_through_all(old: Statement, new: Statement) -> bool:
    """Whether variables are gone through now, and not values that were written out."""
    had, has = (
        [part.iter for part in s.parts() if isinstance(part, ast.comprehension | ast.For)]
        for s in (old, new)
    )
    return len(had) == len(has) == 1 and is_literal(had[0]) and isinstance(has[0], ast.Name)
