"""What explains a part that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.conditions import condition_explained
from jupyter_codeintel.fix.gate.counting import (
    counts_at_once,
    counts_places,
    divides_a_sum,
    is_average,
    is_counted,
    multiplies_and_adds,
)
from jupyter_codeintel.fix.gate.doubtful import needs_reason
from jupyter_codeintel.fix.gate.elementwise import is_chosen_by_element
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.items import Item
from jupyter_codeintel.fix.gate.misfits import is_misfit
from jupyter_codeintel.fix.gate.places import number_explained, slice_explained
from jupyter_codeintel.fix.gate.reading import (
    bound_names,
    callee,
    is_literal,
    literal,
    loads,
    root,
    shape_of,
    value_of,
)
from jupyter_codeintel.fix.gate.texts import is_asked_for, text_explained
from jupyter_codeintel.fix.gate.vocabulary import (
    ACCESSES,
    ARGUMENTS,
    ASKED_BY,
    CLEANS,
    CONVERTS,
    GOES_THROUGH,
    LOSES,
    TURNS,
    TYPES,
)

_COUNTS = frozenset({"get", "setdefault", "defaultdict", "Counter"})
_FILLS = frozenset({"fillna", "ffill", "bfill", "interpolate", "dropna", "mean", "median", "isna",
                    "notna", "isnan"})  # fmt: skip
_KEEPS = CONVERTS | CLEANS | GOES_THROUGH | {"super", "__init__"}
_ABOUT_SHAPES = ("ValueError", "TypeError", "IndexError", "AttributeError")
_IS_MISSING = re.compile(r"nan|missing|null|\bNA\b", re.IGNORECASE)
_SHORT = 2


def gain_explained(item: Item, balance: Balance) -> bool:
    """Whether the error, live objects, the person's words or a check explain something new."""
    evidence = balance.evidence
    if is_misfit(item, balance):
        return False
    said = evidence.words - evidence.missing - CONVERTS
    if item.kind == "number" and "argument" in evidence.message:
        said = frozenset()  # how many are missing, and not what they are
    if item.word in said or item.word in evidence.unread or _is_written(item, evidence):
        return True
    if balance.is_checked(item):
        return not _is_known_by_heart(item, evidence)
    if item.kind == "operator" and (evidence.unread or is_in_new_test(item, balance)):
        return True  # a condition is judged as a whole
    return not needs_reason(item, balance) or _EXPLAINED[item.kind](item, balance)


def _is_written(item: Item, evidence: Evidence) -> bool:
    """Whether it is part of an expression that the notebook has already."""
    kinds = ast.Call | ast.Subscript | ast.Attribute | ast.BinOp | ast.Compare
    around = [node for node in (item.node, *item.above) if isinstance(node, kinds)]
    whole = value_of(item.statement.node)
    around = [node for node in around if node is whole or not isinstance(node, ast.BinOp)]
    if any(loads(node) and ast.unparse(node) in evidence.written for node in around):
        return True
    calls = (node for node in around if isinstance(node, ast.Call))
    return any(shape_of(node) in evidence.shapes for node in calls if _is_nested(node))


def _is_nested(node: ast.Call) -> bool:
    return sum(isinstance(inner, ast.Call) for inner in ast.walk(node)) > 2


def _is_known_by_heart(item: Item, evidence: Evidence) -> bool:
    """Whether it is a number that a check expects, or one value for all of a kind."""
    if item.kind == "number":
        return item.word in evidence.expected and abs(float(item.word)) > _SHORT
    match item.node:
        case ast.If(test=test, body=body):
            ways = [way.value for way in body if isinstance(way, ast.Return)]
        case ast.IfExp(test=test, body=first, orelse=second):
            ways = [first, second]
        case _:
            return False
    asks = any(_calls(node, frozenset({"isinstance", "type"})) for node in ast.walk(test))
    return asks and any(is_literal(way) for way in ways)


def _keeps(node: ast.AST, balance: Balance) -> bool:
    """Whether something is made of what failed, by what does not lose anything of it."""
    is_wrong_kind = balance.is_of("TypeError", "ValueError")
    if not is_wrong_kind and not balance.is_of("AttributeError"):
        return False
    if isinstance(node, ast.Attribute):
        if not is_wrong_kind:
            return False
        base: ast.expr = node
        while isinstance(base, ast.Attribute) and ast.unparse(base) not in balance.evidence.failing:
            base = base.value
        return ast.unparse(base) in balance.evidence.failing
    if not isinstance(node, ast.Call) or callee(node) in LOSES:
        return False
    given = [*node.args, *(word.value for word in node.keywords)]
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


def _call(item: Item, balance: Balance) -> bool:
    word, evidence = item.word, balance.evidence
    if word in ("join", "get"):
        return _join_or_get(item, balance)
    if word == "enumerate" and "unpack" in evidence.message:
        return False  # it counts, where pairs are wanted
    if word in ("int", "round") and "by non-int of type 'float'" in evidence.message:
        return False  # more of it, instead of a multiple of each
    return (
        word in _KEEPS | balance.functions
        or (word in _COUNTS and balance.counts_up)
        or (word in TURNS and balance.is_of(*_ABOUT_SHAPES))
        or (word in _FILLS and _IS_MISSING.search(evidence.message) is not None)
        or (word in ("len", "round") and "integer" in evidence.message)
        or (word == "len" and balance.is_of("IndexError"))
        or balance.is_same(word)
        or is_named(item)
        or (word in ("lstsq", "pinv") and "square" in evidence.message)
        or divides_a_sum(item)
        or _is_done_already(item, balance)
        or (word in ("count", "sum", "len") and counts_at_once(item, balance))
        or (word == "len" and counts_places(item, balance))
        or (word == "sum" and multiplies_and_adds(balance))
        or evidence.is_told(*ASKED_BY.get(word, ()))
        or (word in ("notna", "notnull", "isna", "isnull") and is_in_new_test(item, balance))
        or _is_intercept(item, evidence)
        or is_chosen_by_element(item, balance)
        or _keeps(item.node, balance)
        or is_average(word, balance)
        or evidence.is_meant(word, _misspelt(word, balance))
    )


def _is_done_already(item: Item, balance: Balance) -> bool:
    """Whether the text did the same with the same data."""
    same = (old for old in balance.before if old.kind == "call" and old.word == item.word)
    return any(loads(old.node) & loads(item.node) for old in same)


def _misspelt(word: str, balance: Balance) -> frozenset[str]:
    """Return what a word may be the right spelling of; one that loses data stands for no other."""
    return (balance.evidence.missing if word in LOSES else balance.lost_words) - LOSES


def _is_intercept(item: Item, evidence: Evidence) -> bool:
    """Whether it belongs to a column of ones for the constant that the person speaks of."""
    calls = {callee(node) for node in (item.node, *item.above) if isinstance(node, ast.Call)}
    is_ones = bool(calls & {"ones", "ones_like"}) and bool(calls & (TURNS | {"hstack"}))
    return is_ones and re.search(r"\b(intercept|constant|bias)\b", evidence.comments) is not None


def _join_or_get(item: Item, balance: Balance) -> bool:
    """Whether texts are joined and not tables; whether a default is counted up, or told."""
    match item.node:
        case ast.Call(func=ast.Attribute(attr="join", value=value)):
            return isinstance(value, ast.Constant) or ast.unparse(value).endswith("path")
        case ast.Call(args=[*_, default]):
            return balance.counts_up or balance.evidence.tells(literal(default))
    return False


def _attribute(item: Item, balance: Balance) -> bool:
    word = item.word
    if word in ACCESSES | TURNS | TYPES | CLEANS | CONVERTS or balance.is_same(word):
        return True
    if any(repr(word) in text for text in balance.evidence.written):
        return True  # a column that was looked up
    return balance.evidence.is_meant(word, balance.lost_words) or _keeps(item.node, balance)


def _name(item: Item, balance: Balance) -> bool:
    word, evidence = item.word, balance.evidence
    if word in BUILTIN_NAMES or word in balance.functions:
        return word in CONVERTS | balance.functions or balance.is_same(word)
    if evidence.is_meant(word, balance.lost_words) or word in evidence.unread_names:
        return True
    if evidence.is_told(word) or is_counted(item):
        return True
    sums = (evidence.sums.get(old.word, frozenset()) for old in balance.lost)
    if any(word in data for data in sums):
        return True
    if "argument" in evidence.message or balance.is_of("FileNotFoundError"):
        return True
    lost = [old for old in balance.lost if old.kind == "name" and old.word not in BUILTIN_NAMES]
    return balance.is_of("AttributeError", "TypeError") and len(lost) == 1


def _keyword(item: Item, balance: Balance) -> bool:
    node = item.node
    given = literal(node.value) if isinstance(node, ast.keyword) else None
    return (
        item.word in ARGUMENTS
        or balance.is_same(item.word)
        or (isinstance(given, str) and is_asked_for(given, balance.evidence))
        or balance.evidence.is_meant(item.word, balance.lost_words)
        or item.word in balance.evidence.existing
        or any(_calls(node, balance.functions) for node in item.above[:1])
        or (item.word == "default" and getattr(getattr(node, "value", None), "id", "") in CONVERTS)
    )


def _switch(item: Item, balance: Balance) -> bool:
    """Whether an argument that is on or off is new, and not what another one was turned into."""
    lost = {old.word.partition("=")[2] for old in balance.lost if old.kind == "switch"}
    argument, _, value = item.word.partition("=")
    return not lost or value in lost or argument == "inplace"


def _calls(node: ast.AST, names: frozenset[str]) -> bool:
    return isinstance(node, ast.Call) and callee(node) in names


def _operator(item: Item, balance: Balance) -> bool:
    word = item.word
    if balance.is_same(word) or word in CONVERTS | {"JoinedStr"} or is_average(word, balance):
        return True
    if word in ("Gt", "NotEq") and balance.is_of("IndexError"):
        return isinstance(item.node, ast.Compare) and literal(item.node.comparators[0]) == 0
    if word == "MatMult":
        return balance.is_of("ValueError", "LinAlgError")
    if word in ("Add", "Sub"):
        return _is_step(item, balance)
    if word == "Del":
        return isinstance(item.node, ast.Delete) and {root(t) for t in item.node.targets} <= (
            BUILTIN_NAMES
        )
    return False


def _is_step(item: Item, balance: Balance) -> bool:
    """Whether a bound is moved by one, or text is put together."""
    node = item.node
    if balance.counts_up:
        return True
    if not isinstance(node, ast.BinOp):
        return False
    calls = {callee(outer) for outer in item.above if isinstance(outer, ast.Call)}
    if balance.is_of("IndexError", "ValueError") and calls & {"range", "arange"}:
        return True
    is_one = any(literal(side) in (1, -1) for side in (node.left, node.right))
    return is_one and balance.is_of("IndexError", "ValueError", "KeyError")


_EXPLAINED: dict[str, Callable[[Item, Balance], bool]] = {
    "call": _call,
    "attribute": _attribute,
    "name": _name,
    "keyword": _keyword,
    "switch": _switch,
    "operator": _operator,
    "string": text_explained,
    "number": number_explained,
    "slice": slice_explained,
    "condition": condition_explained,
}
