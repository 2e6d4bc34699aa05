"""What explains a part that a candidate adds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.expectations import expectations, is_expected
from jupyter_codeintel.fix.gate.evidence.limits import is_about_zero
from jupyter_codeintel.fix.gate.evidence.told import is_of_no_logarithm
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import (
    arguments_of,
    bound_names,
    callee_of,
    is_literal,
    literal,
    loads,
    shape_of,
    strings,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.uses import has_other_numbers, is_chosen, made_from
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    ARGUMENTS,
    CONVERTS,
    ENDINGS,
)
from jupyter_codeintel.fix.gate.reasons.amounts import number_explained, passes_over_the_top
from jupyter_codeintel.fix.gate.reasons.attributes import attribute_explained
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.calls import (
    bounds_a_slice,
    call_explained,
    is_in_new_test,
)
from jupyter_codeintel.fix.gate.reasons.conditions import condition_explained, only_raises
from jupyter_codeintel.fix.gate.reasons.counting import (
    is_counted,
    is_none_counted,
    is_sum_of_none,
    is_sum_of_those_without,
)
from jupyter_codeintel.fix.gate.reasons.doubtful import needs_reason
from jupyter_codeintel.fix.gate.reasons.features import deceives_an_estimator, fits_an_estimator
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to
from jupyter_codeintel.fix.gate.reasons.left_out import is_told_code
from jupyter_codeintel.fix.gate.reasons.misfits import is_misfit
from jupyter_codeintel.fix.gate.reasons.operators import operator_explained
from jupyter_codeintel.fix.gate.reasons.searches import begins_a_search
from jupyter_codeintel.fix.gate.reasons.sizes import gives_the_size, is_as_long
from jupyter_codeintel.fix.gate.reasons.slices import slice_explained
from jupyter_codeintel.fix.gate.reasons.texts import (
    is_asked_for,
    is_ending,
    says_nothing,
    text_explained,
)
from jupyter_codeintel.fix.gate.reasons.units import (
    is_exact_factor,
    is_fraction_of_per_cent,
    is_sign_of_a_kind,
)
from jupyter_codeintel.fix.gate.reasons.variables import is_added_as_asked

_SHORT = 2
_DECORATES = {"property", "staticmethod", "classmethod"}
_HOW = ("call", "slice", "attribute", "keyword")
"""Kinds of items that say how a value is made, and are not the value."""


def gain_explained(item: Item, balance: Balance) -> bool:
    """Whether the error, live objects, the person's words or a check explain something new."""
    evidence = balance.evidence
    if fits_an_estimator(item, evidence) and not deceives_an_estimator(item, balance):
        return True
    if is_misfit(item, balance):
        return False
    said = evidence.words - evidence.missing - CONVERTS
    is_of_others = "argument" in evidence.message or is_about_zero(evidence)
    if item.kind == "number" and is_of_others:
        said = frozenset()  # how many are missing, or where, and not what they are
    if item.word in said or item.word in evidence.unread or _is_written(item, evidence):
        return True
    if item.kind in _HOW and balance.is_asserted(item):
        return True
    if balance.is_checked(item):
        return not _is_known_by_heart(item, balance)
    return (
        # A condition is judged as a whole.
        (item.kind == "operator" and (bool(evidence.unread) or is_in_new_test(item, balance)))
        or (item.word in ("Add", "Sub") and balance.is_asserted(item))
        or (is_in_new_test(item, balance) and any(map(only_raises, item.above)))
        or not needs_reason(item, balance)
        or is_exact_factor(item)
        or (item.kind == "number" and is_fraction_of_per_cent(item, balance))
        or is_sign_of_a_kind(item, balance)
        or begins_a_search(item, balance)
        or is_told_code(item, evidence)
        or is_sum_of_those_without(item, balance)
        or _EXPLAINED[item.kind](item, balance)
    )


def _is_written(item: Item, evidence: Evidence) -> bool:
    """Whether it is part of an expression that the notebook has already."""
    kinds = ast.Call | ast.Subscript | ast.Attribute | ast.BinOp | ast.Compare
    around = [node for node in (item.node, *item.above) if isinstance(node, kinds)]
    whole = value_of(item.statement.node)
    if "NameError" in evidence.errors and _stands_elsewhere(item, evidence):
        return True
    around = [node for node in around if node is whole or not isinstance(node, ast.BinOp)
              or (item.kind in ("number", "name") and node is item.above[0])]  # fmt: skip
    if any(loads(node) and ast.unparse(node) in evidence.written for node in around):
        return True
    calls = (node for node in around if isinstance(node, ast.Call))
    is_made_anew = "NameError" in evidence.errors
    return any(
        shape_of(node) in evidence.shapes
        for node in calls
        if _is_nested(node) or (is_made_anew and any(map(is_literal, arguments_of(node))))
    )


def _stands_elsewhere(item: Item, evidence: Evidence) -> bool:
    """Whether a cell has the whole statement, which ran too late or not at all."""
    statements = (node for source in evidence.sources for node in tree_of_most(source)[0].body)
    return any(ast.dump(node) == ast.dump(item.statement.node) for node in statements)


def _is_nested(node: ast.Call) -> bool:
    return sum(isinstance(inner, ast.Call) for inner in ast.walk(node)) > 2


def _is_known_by_heart(item: Item, balance: Balance) -> bool:
    """Whether it is a number that a check expects, or one value for all of a kind."""
    if item.kind == "number":
        had = {one.word for one in balance.before if one.kind == "number"}
        others = expectations(balance.evidence.failure).results - {item.word} - had
        if others and has_other_numbers(item.statement, balance.change_of[item.statement]):
            return False  # with it comes out what else is expected
        return item.word in balance.evidence.expected - had and abs(float(item.word)) > _SHORT
    match item.node:
        case ast.If(test=test, body=body):
            ways = [way.value for way in body if isinstance(way, ast.Return)]
        case ast.IfExp(test=test, body=first, orelse=second):
            ways = [first, second]
        case ast.comprehension():
            # A recursion that leaves some out: that it calls itself shows nothing.
            return not is_expected(item.statement, balance.change_of[item.statement])
        case _:
            return False
    asks = any(_calls(node, frozenset({"isinstance", "type"})) for node in ast.walk(test))
    return asks and any(is_literal(way) for way in ways)


def _name(item: Item, balance: Balance) -> bool:
    word, evidence = item.word, balance.evidence
    if word in BUILTIN_NAMES or word in balance.functions:
        return word in CONVERTS | _DECORATES | balance.functions or balance.is_same(word)
    lost = [old.word for old in balance.lost if old.kind == "name"]
    is_swapped = len(set(lost) - BUILTIN_NAMES) == 1
    return (
        evidence.is_meant(word, balance.lost_words)
        or word in evidence.unread_names
        or getattr(item.above[0], "arg", None) == word
        or _is_given_a_key(item)
        or is_added_as_asked(item, balance)
        or evidence.is_told(word)
        or is_counted(item)
        or bounds_a_slice(item, balance)  # which is judged as a whole
        or _makes_the_missing(item, evidence)
        or is_as_long(item, evidence)
        or gives_the_size(item, balance)
        or (balance.is_of("AssertionError") and _is_factor(item, evidence))
        or _made_what_is_gone(word, lost, balance, balance.change_of[item.statement])
        or "argument" in evidence.message
        or balance.is_of("FileNotFoundError")
        or (balance.is_of("AttributeError", "TypeError") and is_swapped)
    )


def _made_what_is_gone(
    word: str, lost: Sequence[str], balance: Balance, change: CellChange
) -> bool:
    """Whether a variable that is gone was made of it, or added up from it."""
    sources = [made_from(name, change) for name in lost if not is_chosen(name, change)]
    sources += [balance.evidence.sums.get(old.word, frozenset()) for old in balance.lost]
    return any(word in data for data in sources)


def _is_factor(item: Item, evidence: Evidence) -> bool:
    """Whether data are multiplied or divided by a variable that the assert does not compare."""
    is_factor = isinstance(item.above[0], ast.BinOp) and isinstance(
        item.above[0].op, ast.Mult | ast.Div
    )
    return is_factor and item.word not in evidence.compared


def _is_given_a_key(item: Item) -> bool:
    """Whether a mapping gets a key that it lacked, and no constant for it."""
    match item.statement.node:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value):
            return name == item.word and bool(loads(value)) and not isinstance(value, ast.Call)
    return False


def _makes_the_missing(item: Item, evidence: Evidence) -> bool:
    """Whether a missing variable is worked out from several that there are: ``h = (b - a) / n``."""
    node = item.statement.node
    value = value_of(node)
    is_plain = value is not None and not any(isinstance(n, ast.Constant) for n in ast.walk(value))
    several = value is not None and len(loads(value)) > 1
    return is_plain and several and bool(bound_names(node) & evidence.missing)


def _keyword(item: Item, balance: Balance) -> bool:
    node = item.node
    given = literal(node.value) if isinstance(node, ast.keyword) else None
    return (
        item.word in ARGUMENTS
        or balance.is_same(item.word)
        or (isinstance(given, str) and is_asked_for(given, balance.evidence))
        or (item.word in ENDINGS and _gives_endings(node, balance.evidence))
        or (item.word == "na_values" and _all_say_nothing(given, balance.evidence))
        or balance.evidence.is_meant(item.word, balance.lost_words)
        or item.word in balance.evidence.existing
        or (item.word in ENDINGS and "no suffix specified" in balance.evidence.message)
        or (item.word == "n" and given_to(item.above) in ("split", "rsplit"))
        or passes_over_the_top(node, balance.evidence)
        or any(is_of_no_logarithm(part, balance.evidence) for part in ast.iter_child_nodes(node))
        or any(_calls(node, balance.functions) for node in item.above[:1])
        or getattr(getattr(node, "value", None), "id", "") in balance.functions
        or (item.word in ("lower", "upper") and balance.evidence.tells(given))
        or (item.word == "fill_value" and is_none_counted(getattr(node, "value", node), balance))
        or is_sum_of_none(item)
        or (item.word == "default" and _converts(getattr(node, "value", None)))
    )


def _converts(function: ast.expr | None) -> bool:
    """Whether a function gives its argument as another type: ``str``, ``lambda v: v.item()``."""
    match function:
        case ast.Name(id=name):
            return name in CONVERTS
        case ast.Lambda(args=ast.arguments(args=[ast.arg(arg=own)]), body=ast.Call() as call):
            return callee_of(call) in CONVERTS | {"item"} and loads(call) - BUILTIN_NAMES == {own}
    return False


def _all_say_nothing(given: object, evidence: Evidence) -> bool:
    marks = given if isinstance(given, list) else [given]
    return bool(marks) and all(says_nothing(str(mark), evidence) for mark in marks)


def _gives_endings(node: ast.AST, evidence: Evidence) -> bool:
    if "" in strings(ast.walk(node)) and evidence.missing & evidence.live:
        return True  # one table keeps its names
    given = strings(ast.walk(node)) - {""}
    return bool(given) and all(is_ending(text, evidence) for text in given)


def _switch(item: Item, balance: Balance) -> bool:
    """Whether an argument that is on or off is new, and not what another one was turned into."""
    lost = {old.word.partition("=")[2] for old in balance.lost if old.kind == "switch"}
    argument, _, value = item.word.partition("=")
    new = [one.node for one in balance.gained if one.kind == "call"]
    is_of_new = any(node is call for node in item.above[:1] for call in new)
    is_said = f"when {argument} is" in balance.evidence.message
    return not lost or value in lost or is_of_new or is_said or argument in ("inplace", "regex")


def _calls(node: ast.AST, names: frozenset[str]) -> bool:
    return callee_of(node) in names


_EXPLAINED: dict[str, Callable[[Item, Balance], bool]] = {
    "call": call_explained,
    "attribute": attribute_explained,
    "name": _name,
    "keyword": _keyword,
    "switch": _switch,
    "operator": operator_explained,
    "string": text_explained,
    "number": number_explained,
    "slice": slice_explained,
    "condition": condition_explained,
}
