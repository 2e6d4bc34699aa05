"""What explains that a candidate takes something away."""

from __future__ import annotations

import ast
from collections.abc import Callable

from jupyter_codeintel.fix.gate.reading.change import imported
from jupyter_codeintel.fix.gate.reading.functions import never_ends
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_literal,
    is_made,
    loads,
    root,
)
from jupyter_codeintel.fix.gate.reading.uses import is_done_already, made_from
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    FREE,
    NARROW,
    TURNS,
    do_the_same,
)
from jupyter_codeintel.fix.gate.reasons.arguments import argument_replaced
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.calls import PARTS_OF_TIMES, is_named
from jupyter_codeintel.fix.gate.reasons.counting import AVERAGES
from jupyter_codeintel.fix.gate.reasons.dates import is_part_of_date
from jupyter_codeintel.fix.gate.reasons.doubtful import asks_each
from jupyter_codeintel.fix.gate.reasons.elementwise import maps_the_answers
from jupyter_codeintel.fix.gate.reasons.features import is_base_level
from jupyter_codeintel.fix.gate.reasons.gains import gain_explained
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to
from jupyter_codeintel.fix.gate.reasons.kept_texts import text_replaced
from jupyter_codeintel.fix.gate.reasons.operators import operator_replaced
from jupyter_codeintel.fix.gate.reasons.places import RANGES, is_of_a_range
from jupyter_codeintel.fix.gate.reasons.replacing import is_replaced
from jupyter_codeintel.fix.gate.reasons.rewriting import (
    is_cleaned_away,
    is_done_otherwise,
    is_grouped,
    is_made_already,
)
from jupyter_codeintel.fix.gate.reasons.sizes import is_as_long
from jupyter_codeintel.fix.gate.reasons.slices import is_empty, is_joined_again
from jupyter_codeintel.fix.gate.reasons.variables import name_replaced

_DETAILS = ("number", "slice")
_LOOKS_UP = frozenset({"merge", "join", "map", "loc", "set_index", "reindex"})


def loss_explained(item: Item, balance: Balance) -> bool:
    """Whether something that is gone is there in another form, or was what failed.

    Numbers and switches need no reason, but for bounds of loops: what stands there instead has
    to have one.
    """
    if item.kind in ("number", "switch") and given_to(item.above, ast.BinOp) not in RANGES:
        return True
    if isinstance(item.node, ast.Call) and item.word in item.statement.functions:
        change = balance.change_of[item.statement]
        is_endless = any(isinstance(outer.node, ast.FunctionDef)
                         and never_ends(item.node, outer.node)
                         for outer in item.statement.around)  # fmt: skip
        return is_endless or _goes_on_otherwise(balance) or item.word in change.imported_now
    change = balance.change_of[item.statement]
    return (
        _passed_over_errors(item)
        or not change.imported_now.isdisjoint(item.statement.functions)
        or (item.kind == "name" and _has_gone_on(item, balance))
        or balance.is_checked(item)
        or balance.is_asserted(item)
        or _is_there(item, balance)
        or any(is_named(new) for new in balance.gained)
        or any(do_the_same(item.word, new.word) for new in _in_its_place(item, balance))
        or _is_one_too_many(item, balance)
        or (item.kind in ("call", "condition") and _is_of_a_fallback(item, balance))
        or _says_how_of_lost(item, balance)
        or _is_skip(item, balance)
        or is_made_already(item, balance)
        or _starts_what_is_there(item, balance)
        or (item.kind in _DETAILS and _is_in_place_of(item, balance))
        or _is_upstream(item, balance)
        or is_done_otherwise(item, balance)
        or is_cleaned_away(item, balance)
        or is_grouped(item, balance)
        or (item.word in balance.evidence.missing and is_replaced(item, balance))
        or is_done_already(item.statement, change)
        or is_base_level(item, balance)
        or _EXPLAINED[item.kind](item, balance)
    )


def _has_gone_on(item: Item, balance: Balance) -> bool:
    """Whether a variable is written out now, or one that it was made of or into stands for it."""
    change = balance.change_of[item.statement]
    here = {new.word for new in _in_its_place(item, balance) if new in balance.gained}
    made = balance.evidence.made_of({item.word})
    again = {ast.dump(part) for text in made for part in ast.walk(ast.parse(text))
             if isinstance(part, ast.comprehension)}  # fmt: skip
    fresh = (part for s in change.fresh for part in s.parts()
             if isinstance(part, ast.comprehension))  # fmt: skip
    if any(ast.dump(part) in again for part in fresh):
        return True  # it is gone through anew
    is_plain = bool(made) and not any(sign in text for text in made for sign in "([")
    return (
        item.word in change.inlined
        or any(item.word in made_from(name, change) for name in here)
        or (is_plain and bool(here & made_from(item.word, change).union(*map(_read, made))))
    )


def _read(text: str) -> frozenset[str]:
    return loads(ast.parse(text))


def _goes_on_otherwise(balance: Balance) -> bool:
    """Whether a loop or another call stands for a function's call of itself."""
    fresh = [s for change in balance.evidence.changes for s in change.fresh]
    loops = ast.For | ast.While | ast.ListComp | ast.GeneratorExp
    is_loop = any(isinstance(n, loops) for s in fresh for n in (s.node, *s.parts()))
    is_done = any(new.kind == "call" or new.word == "Pow" for new in balance.gained)
    return is_loop or is_done or _has_backwards(balance)


def _in_its_place(item: Item, balance: Balance) -> list[Item]:
    """Return what the statements hold that are new, or that its own has become."""
    change = balance.change_of[item.statement]
    places = {change.became.get(item.statement), *change.fresh}
    here = (new for new in balance.now if new.statement in places and new.kind != "string")
    if item.kind != "operator":
        return list(here)
    had = {one.word for one in balance.before if one.statement is item.statement} - {item.word}
    return [new for new in here if new.word not in had]


def _is_in_place_of(item: Item, balance: Balance) -> bool:
    """Whether its statement does something new, which is judged."""
    became = balance.change_of[item.statement].became.get(item.statement)
    kinds = ("call", "operator")
    return any(new.statement is became and new.kind in kinds for new in balance.gained)


def _is_one_too_many(item: Item, balance: Balance) -> bool:
    """Whether it is part of a tuple that has more values than are taken."""
    within = any(isinstance(node, ast.Tuple) for node in item.above)
    return within and "too many values" in balance.evidence.message


def _says_how_of_lost(item: Item, balance: Balance) -> bool:
    """Whether it was an option of a call for which another stands."""
    calls = (node for node in item.above if isinstance(node, ast.Call))
    names = {callee(call) for call in calls} & {old.word for old in balance.lost}
    new = {one.word for one in balance.gained if one.kind == "call"}
    return item.kind != "name" and any(do_the_same(name, word) for name in names for word in new)


def _is_skip(item: Item, balance: Balance) -> bool:
    """Whether some of the data were passed over, and now none are."""
    around = (item.statement, *item.statement.around[-1:])
    gone = balance.change_of[item.statement].removed
    return balance.is_of("AssertionError", "KeyError") and any(
        s in gone and isinstance(s.node, ast.If) and len(s.node.body) == 1
        and isinstance(s.node.body[0], ast.Continue) for s in around
    )  # fmt: skip


def _starts_what_is_there(item: Item, balance: Balance) -> bool:
    """Whether it is the first value of a sum or list that one expression makes now."""
    node = item.statement.node
    change = balance.change_of[item.statement]
    bound = frozenset().union(*(bound_names(new.node) for new in change.fresh))
    is_start = isinstance(node, ast.Assign) and is_made(node.value)
    read = frozenset().union(*(new.loads for new in change.after))
    is_gone = item.statement in change.removed and not bound_names(node) & read
    return is_start and (is_gone or bool(bound_names(node) & bound))


def _is_there(item: Item, balance: Balance) -> bool:
    """Whether a word is a name of the new texts, an import or a definition."""
    found: set[str] = set()
    for change in balance.evidence.changes:
        for node in change.nodes_after:
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                    found.add(name)
                case ast.FunctionDef(name=name) if item.kind != "call":
                    found.add(name)
                case ast.alias(name=name):
                    found.add(name.rpartition(".")[2])
    return item.word in found


def _call(item: Item, balance: Balance) -> bool:
    now = {new.word for new in balance.now}
    if item.word == "merge":
        return bool(now & _LOOKS_UP)
    if item.word in AVERAGES and {"len", "Div"} <= now:
        return True
    is_turned = item.word in ("reverse", "reversed") and _has_backwards(balance)
    is_narrow = item.word in NARROW and "overflow" in balance.evidence.message
    is_drawn = item.word in ("arange", "linspace") and any(
        new.kind == "name" and is_as_long(new, balance.evidence) for new in balance.gained
    )
    is_too_short = item.word == "dropna" and "first dimension" in balance.evidence.message
    is_read = item.word == "Timestamp" and "to_datetime" in now
    is_read |= item.word in ("cache", "lru_cache") and _goes_on_otherwise(balance)
    is_read |= item.word == "group" and _has_items(item, balance)
    if item.word in FREE or is_turned or is_narrow or is_drawn or is_too_short or is_read:
        return True
    if item.word in TURNS:
        return balance.is_of("ValueError", "TypeError")
    if item.word == "len":
        is_mean = any(new.word in AVERAGES for new in balance.gained)
        is_of_range = any(old.word == "range" for old in balance.lost)
        return is_mean or is_of_range or balance.is_of("IndexError")
    return False


def _has_items(item: Item, balance: Balance) -> bool:
    """Whether an item is taken of what a method was called of: ``m["user"]``."""
    owner = getattr(getattr(item.node, "func", None), "value", None)
    change = balance.change_of[item.statement]
    places = (part.value for s in change.fresh for part in s.parts()
              if isinstance(part, ast.Subscript))  # fmt: skip
    return owner is not None and ast.unparse(owner) in map(ast.unparse, places)


def _has_backwards(balance: Balance) -> bool:
    return any("[::-1]" in change.source for change in balance.evidence.changes)


def _attribute(item: Item, balance: Balance) -> bool:
    if f"[{item.word!r}]" in ast.unparse(balance.change_of[item.statement].tree_after):
        return True  # it is a key
    cuts = any(is_part_of_date(new.node, balance) for new in balance.gained)
    if balance.evidence.is_meant(item.word, balance.evidence.missing - {item.word}):
        return True  # it was misspelt
    return item.word in FREE | TURNS or (item.word in PARTS_OF_TIMES and cuts)


def _is_upstream(item: Item, balance: Balance) -> bool:
    """Whether another variable of its statement is made from it, or from what it is in."""
    change = balance.change_of[item.statement]
    became = change.became.get(item.statement)
    now = frozenset().union(*(s.loads for s in (became, *change.added) if s is not None))
    kept = now & item.statement.loads
    if item.kind not in ("string", "name"):
        return False
    owner = root(item.above[0] if item.kind == "string" and item.above else item.node)
    is_module = owner in imported(change)
    return not is_module and any(owner in made_from(name, change) for name in kept - {owner})


def _slice(item: Item, balance: Balance) -> bool:
    is_same = is_empty(item.node) or is_joined_again(item, balance)
    return is_same or balance.is_of("ValueError", "IndexError", "TypeError")


def _passed_over_errors(item: Item) -> bool:
    """Whether it said that nothing is to be raised: ``errors="ignore"``."""
    around = (node for node in (item.node, *item.above[:1]) if isinstance(node, ast.keyword))
    return item.kind in ("keyword", "string") and any(node.arg == "errors" for node in around)


def _is_of_a_fallback(item: Item, balance: Balance) -> bool:
    """Whether it chose a constant for what could not be worked out: ``x if x.isdigit() else 0``."""
    choices = [node for node in (item.node, *item.above) if isinstance(node, ast.IfExp)]
    fallbacks = any(is_literal(node.orelse) and loads(node.body) for node in choices)
    return fallbacks and not balance.is_of("AssertionError")


def _condition(item: Item, balance: Balance) -> bool:
    compared = {old.word for old in balance.lost} & {"Gt", "Lt"}
    gained = {new.word for new in balance.gained} & {"max", "min"}
    by_element = any(new.word == "where" and gain_explained(new, balance) for new in balance.gained)
    by_element |= any(new.kind == "condition" and gain_explained(new, balance)
                      for new in balance.gained)  # fmt: skip
    by_element |= any(maps_the_answers(new.node) for new in balance.gained)
    by_each = any(new.word in ("any", "all") and asks_each(new) for new in balance.gained)
    return (
        item.word == "try"
        or by_element
        or by_each
        or (item.word == "if" and bool(compared and gained))
    )


_EXPLAINED: dict[str, Callable[[Item, Balance], bool]] = {
    "call": _call,
    "attribute": _attribute,
    "name": name_replaced,
    "keyword": argument_replaced,
    "operator": operator_replaced,
    "string": text_replaced,
    "number": is_of_a_range,
    "slice": _slice,
    "condition": _condition,
}
