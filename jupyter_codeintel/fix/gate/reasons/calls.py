"""What explains a call that a candidate adds."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.lacked_keys import stands_for_nothing
from jupyter_codeintel.fix.gate.evidence.limits import (
    is_told_bound,
    keeps_from_zero,
    keeps_to_a_type,
    must_not_be_negative,
)
from jupyter_codeintel.fix.gate.evidence.number_texts import is_for_a_text, is_of_text
from jupyter_codeintel.fix.gate.reading.trees import (
    arguments_of,
    bound_names,
    callee,
    callee_of,
    is_literal,
    literal,
    loads,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    ASKED_BY,
    CLEANS,
    CONVERTS,
    CONVOLVES,
    GOES_THROUGH,
    IS_THERE,
    LOSES,
    STABLE,
    TURNS,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.counting import (
    counts_at_once,
    counts_each,
    counts_places,
    divides_a_sum,
    is_average,
    is_of_a_sample,
    multiplies_and_adds,
)
from jupyter_codeintel.fix.gate.reasons.elementwise import is_chosen_by_element
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.left_out import BLANK
from jupyter_codeintel.fix.gate.reasons.lookups import join_or_get
from jupyter_codeintel.fix.gate.reasons.sizes import (
    counts_as_many,
    fills_an_array,
    is_filled,
    was_another_size,
    was_filled,
)

_COUNTS = frozenset({"get", "setdefault", "defaultdict", "Counter"})
_FILLS = frozenset({"fillna", "ffill", "bfill", "interpolate", "dropna", "mean", "median", "isna",
                    "notna", "isnan"})  # fmt: skip
_OF_TEXTS = frozenset({"fillna", "dropna", "isna", "notna"})
_KEEPS = CONVERTS | CLEANS | GOES_THROUGH | {"super", "__init__"}
_WITH_ONES = re.compile(r"(column_stack|hstack|vstack|c_)\W+(np\.)?ones\(")
PARTS_OF_TIMES = frozenset({"hour", "minute", "second", "day", "dayofyear", "month", "year"})
_ABOUT_SHAPES = ("ValueError", "TypeError", "IndexError", "AttributeError")
_ASKS = frozenset({"isinstance", "hasattr", "notna", "notnull", "isna", "isnull", "isdigit",
                   "isnumeric", "isdecimal", "count"})  # fmt: skip
_FIRST = ("first", "duplicated")
_IS_MISSING = re.compile(r"nan|missing|null|\bNA\b", re.IGNORECASE)


def keeps(node: ast.AST, balance: Balance) -> bool:
    """Whether something is made of what failed, by what does not lose anything of it."""
    is_wrong_kind = balance.is_of("TypeError", "ValueError")
    if not is_wrong_kind and not balance.is_of("AttributeError"):
        return False
    if isinstance(node, ast.Attribute):
        takes_part = node.attr in PARTS_OF_TIMES and "naive" in balance.evidence.message
        if takes_part or not is_wrong_kind:
            return False
        base: ast.expr = node
        while isinstance(base, ast.Attribute) and ast.unparse(base) not in balance.evidence.failing:
            base = base.value
        return ast.unparse(base) in balance.evidence.failing
    if not isinstance(node, ast.Call) or callee(node) in LOSES:
        return False
    given = arguments_of(node)
    if isinstance(node.func, ast.Attribute) and loads(node.func.value):
        given.append(node.func.value)
    return any(ast.unparse(part) in balance.evidence.failing for part in given)


def is_in_new_test(item: Item, balance: Balance) -> bool:
    """Whether it is part of a condition, which is judged as a whole."""
    new = {id(one.node) for one in balance.gained if one.kind == "condition"}
    tests = (
        test
        for node in item.above if id(node) in new
        for test in (node.ifs if isinstance(node, ast.comprehension)
                     else [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else [])
    )  # fmt: skip
    return any(item.node is node for test in tests for node in ast.walk(test))


def is_named(item: Item) -> bool:
    """Whether a call is named as what its result is called: ``median = np.median(x)``."""
    names = {part for name in bound_names(item.statement.node) for part in name.split("_")}
    return item.kind == "call" and item.word in names


def call_explained(item: Item, balance: Balance) -> bool:
    """Whether a new call is a step of a repair, or stands for what failed."""
    word, evidence = item.word, balance.evidence
    if word in ("get", "setdefault") and stands_for_nothing(_default(item.node), evidence):
        return True
    if word in ("join", "get") and not balance.is_same("merge"):
        return join_or_get(item, balance)
    if word == "enumerate" and "unpack" in evidence.message:
        return False  # it counts, where pairs are wanted
    is_multiple = "by non-int of type 'float'" in evidence.message
    if word in ("int", "round") and is_multiple and not is_of_text(item.node, evidence):
        return False  # more of it, instead of a multiple of each
    return (
        word in _KEEPS | balance.functions
        or (word in _COUNTS and balance.counts_up)
        or (word in TURNS and balance.is_of(*_ABOUT_SHAPES))
        or (word in _FILLS and _IS_MISSING.search(evidence.message) is not None)
        or (word in _OF_TEXTS and is_for_a_text(evidence.message))
        or (word in ("len", "round") and "integer" in evidence.message)
        or (word == "len" and balance.is_of("IndexError"))
        or (word == "len" and (bounds_a_slice(item, balance) or fills_an_array(item, balance)))
        or balance.is_same(word)
        or is_named(item)
        or (word in ("lstsq", "pinv") and "square" in evidence.message)
        or (word == "lstsq" and balance.is_same("solve") and _was_normal(item, evidence))
        or is_filled(item, balance)
        or (word == "len" and was_another_size(item, balance))
        or drops_the_key(item.node)
        or (word == "filter" and _leaves_blank_out(item.node, evidence))
        or any(callee_of(n) in CONVOLVES for n in item.above)
        or (word in ("eye", "diag") and was_filled(item, balance))
        or _is_stable(item, balance)
        or divides_a_sum(item)
        or is_of_a_sample(item)
        or _is_done_already(item, balance)
        or (word in ("count", "sum", "len") and counts_at_once(item, balance))
        or (word == "len" and (counts_places(item, balance) or counts_each(item, balance)))
        or (word == "sum" and multiplies_and_adds(balance))
        or evidence.is_told(*ASKED_BY.get(word, ()))
        or (word in _ASKS and is_in_new_test(item, balance))
        or (word in IS_THERE and _were_dropped(item.node, balance))
        or (word in _FIRST and balance.is_of("MergeError"))
        or _is_intercept(item, evidence)
        or is_chosen_by_element(item, balance)
        or _sets_the_same(item, evidence)
        or counts_as_many(item, balance)
        or keeps(item.node, balance)
        or is_average(word, balance)
        or (word == "mask" and _puts_where_it_was_put(item.node, evidence))
        or (word == "abs" and must_not_be_negative(evidence))
        or (word == "clip" and keeps_from_zero(item.node, evidence))
        or (word == "clip" and is_told_bound(item.node, evidence))
        or (word == "clip" and any(map(keeps_to_a_type, item.above)))
        or evidence.is_meant(word, _misspelt(word, balance))
    )


def _puts_where_it_was_put(node: ast.AST, evidence: Evidence) -> bool:
    """Whether values are exchanged in the rows in which a copy was to get them."""
    match node:
        case ast.Call(args=[asked, _]) if "SettingWithCopy" in " ".join(evidence.errors):
            return any(text.endswith(f"[{ast.unparse(asked)}]") for text in evidence.failing)
    return False


def _default(node: ast.AST) -> ast.expr | None:
    return node.args[1] if isinstance(node, ast.Call) and len(node.args) > 1 else None


def _were_dropped(node: ast.AST, balance: Balance) -> bool:
    """Whether rows are left out for which others have been: ``x.notna()`` after ``x.dropna()``."""
    asked = (
        node.func.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        else None
    )
    dropped = (old.node.func for old in balance.before if old.word == "dropna"
               and isinstance(old.node, ast.Call))  # fmt: skip
    return asked is not None and any(
        isinstance(f, ast.Attribute) and ast.unparse(f.value) == ast.unparse(asked) for f in dropped
    )


def bounds_a_slice(item: Item, balance: Balance) -> bool:
    """Whether it is part of a slice, which is judged as a whole, or what one is bounded by."""
    parts = (part for s in balance.change_of[item.statement].fresh for part in s.parts())
    bounds = (loads(part) for part in parts if isinstance(part, ast.Slice))
    made = bound_names(item.statement.node)
    return any(isinstance(node, ast.Slice) for node in item.above) or any(
        made & names for names in bounds
    )


def _was_normal(item: Item, evidence: Evidence) -> bool:
    """Whether the normal equations of the same matrix were solved: ``X.T @ X``."""
    given = [ast.unparse(part) for part in getattr(item.node, "args", [])[:1]]
    return any(f"{matrix}.T @ {matrix}" in evidence.failing for matrix in given)


def _leaves_blank_out(call: ast.AST, evidence: Evidence) -> bool:
    """Whether texts without content are left out: ``filter(None, lines)``."""
    is_of_none = any(literal(given) is None for given in getattr(call, "args", [])[:1])
    return is_of_none and BLANK.search(evidence.message) is not None


def drops_the_key(node: ast.AST) -> bool:
    """Whether the column is dropped that a merge with two names for the key leaves twice."""
    match node:
        case ast.Call(func=ast.Attribute(attr="drop", value=ast.Call() as merge)) as call:
            keys = [literal(word.value) for word in merge.keywords
                    if word.arg in ("left_on", "right_on") and is_literal(word.value)]  # fmt: skip
            dropped = [word.value for word in call.keywords if word.arg == "columns"]
            return bool(dropped) and callee(merge) == "merge" and literal(dropped[0]) in keys
    return False


def _is_stable(item: Item, balance: Balance) -> bool:
    """Whether it keeps exponentials from growing too large: ``exp(x - x.max())``."""
    if not re.search(
        "overflow|range error|too large|zero encountered in log", balance.evidence.message
    ):
        return False
    made = bound_names(item.statement.node)
    parts = (part for s in balance.change_of[item.statement].fresh for part in s.parts())
    subtracted = [part.right for part in parts
                  if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub)]  # fmt: skip
    inner = (node for right in subtracted for node in ast.walk(right))
    is_bound = "exp(-" in "".join(map(ast.unparse, item.above[1:3])) and item.word == "abs"
    return (
        item.word in STABLE
        or is_bound
        or any(
            node is item.node or (isinstance(node, ast.Name) and node.id in made) for node in inner
        )
    )


def _is_done_already(item: Item, balance: Balance) -> bool:
    """Whether the text did the same with the same data."""
    same = (old for old in balance.before if old.kind == "call" and old.word == item.word)
    return any(loads(old.node) & loads(item.node) for old in same)


def _misspelt(word: str, balance: Balance) -> frozenset[str]:
    """Return what a word may be the right spelling of; one that loses data stands for no other."""
    return (balance.evidence.missing if word in LOSES else balance.lost_words) - LOSES


def _is_intercept(item: Item, evidence: Evidence) -> bool:
    """Whether it belongs to a column of ones for the constant that is spoken of, or missing."""
    around = [node for node in (item.node, *item.above) if isinstance(node, ast.Call)]
    calls = set(map(callee, around))
    is_ones = bool(calls & {"ones", "ones_like"}) and bool(calls & (TURNS | {"hstack", "vstack"}))
    is_told = re.search(r"\b(intercept|constant|bias)\b", evidence.comments) is not None
    is_first = any(_WITH_ONES.search(ast.unparse(node)) for node in around)
    has_one = is_first and any(map(_WITH_ONES.search, evidence.written))
    return is_ones and (
        is_told or (has_one and "matmul" in evidence.message) or "Singular" in evidence.message
    )


def _sets_the_same(item: Item, evidence: Evidence) -> bool:
    """Whether values are replaced where the notebook asks already: ``x.mask(x > 9, x / 10)``."""
    match item.node:
        case ast.Call(func=ast.Attribute(attr="mask"), args=[ast.Compare() as test, other]):
            return ast.unparse(test) in evidence.written and not is_literal(other)
    return False
