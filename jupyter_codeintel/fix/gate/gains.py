"""What explains a part that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.change import CellChange
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.guarding import is_covered
from jupyter_codeintel.fix.gate.items import Item
from jupyter_codeintel.fix.gate.reading import bound_names, callee, is_literal, literal, loads, root, tree_of_most
from jupyter_codeintel.fix.gate.statements import Statement
from jupyter_codeintel.fix.gate.told import is_told_otherwise
from jupyter_codeintel.fix.gate.vocabulary import (
    ACCESSES,
    ARGUMENTS,
    CLEANS,
    CONVERTS,
    GOES_THROUGH,
    LOSES,
    TURNS,
    TYPES,
    do_the_same,
)

_COUNTS = frozenset({"get", "setdefault", "defaultdict", "Counter"})
_FILLS = frozenset({"fillna", "ffill", "bfill", "interpolate", "dropna", "mean", "median", "isna",
                    "notna", "isnan"})  # fmt: skip
_MISSING = ("missing", "nan", "invalid", "unreadable", "cannot be read", "not a number", "unknown",
            "cannot be parsed", "cannot be converted")
_AVERAGES = frozenset({"mean", "average"})
_IS_AVERAGE = frozenset({"sum", "fsum", "len", "Div"})
_JUDGED = (ast.If, ast.IfExp, ast.While, ast.comprehension)
_SHORT = 2


@dataclass(frozen=True, eq=False)
class Balance:
    """What an edit brings and takes.

    Parameters
    ----------
    evidence : Evidence
        What is known of the error.
    gained, lost : tuple of Item
        What is new, and what is gone.
    now : tuple of Item
        All that is there now.
    change_of : mapping of Statement to CellChange
        For each statement, old or new, the cell it is in.
    """

    evidence: Evidence
    gained: tuple[Item, ...]
    lost: tuple[Item, ...]
    now: tuple[Item, ...]
    change_of: Mapping[Statement, CellChange]

    @cached_property
    def lost_words(self) -> frozenset[str]:
        """What is gone or does not exist."""
        return frozenset(item.word for item in self.lost) | self.evidence.missing

    @cached_property
    def functions(self) -> frozenset[str]:
        """Functions of the notebook's own, new ones too."""
        failure = self.evidence.failure
        found = {n.name for c in self.evidence.changes for n in ast.walk(c.tree_after)
                 if isinstance(n, ast.FunctionDef)}  # fmt: skip
        return frozenset(found | failure.flow.definitions(failure.cell).keys())

    @cached_property
    def counts_up(self) -> bool:
        """Whether a key was missing where values are counted or collected by key."""
        raised = (s.node for c in self.evidence.changes for s in c.raised)
        grown = any(
            isinstance(node, ast.AugAssign)
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
                and callee(node.value) in ("append", "add", "extend"))
            for node in raised
        )  # fmt: skip
        return grown and "KeyError" in self.evidence.errors

    def is_checked(self, item: Item) -> bool:
        """Whether an assert or example shows what comes of it."""
        return is_covered(item.statement, self.change_of[item.statement])

    def is_of(self, *errors: str) -> bool:
        """Whether one of some kinds of error was raised."""
        return bool(self.evidence.errors.intersection(errors))

    def is_same(self, word: str) -> bool:
        """Whether it does the same as something that is gone."""
        return any(do_the_same(old, word) for old in self.lost_words)


def gain_explained(item: Item, balance: Balance) -> bool:
    """Whether the error, live objects, the person's words or a check explain something new."""
    evidence = balance.evidence
    if item.word in ("str", "string") and re.search("not supported|omparison", evidence.message):
        return False  # texts are in another order than numbers
    if item.word in evidence.words - evidence.missing - CONVERTS or item.word in evidence.unread:
        return True
    if _is_written(item, evidence):
        return True
    if balance.is_checked(item):
        return not _is_known_by_heart(item, evidence)
    if item.kind == "operator" and (evidence.unread or _is_in_new_test(item, balance)):
        return True  # a condition is judged as a whole
    return _EXPLAINED[item.kind](item, balance)


def _is_written(item: Item, evidence: Evidence) -> bool:
    """Whether it is part of an expression that the notebook has already."""
    kinds = ast.Call | ast.Subscript | ast.Attribute
    around = [node for node in (item.node, *item.above) if isinstance(node, kinds)]
    return any(loads(node) and ast.unparse(node) in evidence.written for node in around)


def _is_known_by_heart(item: Item, evidence: Evidence) -> bool:
    """Whether it is a number that a check expects, or what stands for all of a kind."""
    if item.kind == "number":
        return item.word in evidence.expected and abs(float(item.word)) > _SHORT
    test = item.node.test if isinstance(item.node, ast.If | ast.IfExp) else None
    if test is None or not any(_calls(n, frozenset({"isinstance", "type"})) for n in ast.walk(test)):
        return False
    ways = item.node.body if isinstance(item.node, ast.If) else [ast.Return(item.node.body),
                                                                 ast.Return(item.node.orelse)]
    return any(isinstance(way, ast.Return) and is_literal(way.value) for way in ways)


def _keeps(node: ast.AST, balance: Balance) -> bool:
    """Whether something is made of what failed, by what does not lose anything of it."""
    if not balance.is_of("TypeError", "ValueError"):
        return False
    if isinstance(node, ast.Attribute):
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


def _is_in_new_test(item: Item, balance: Balance) -> bool:
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
    if word == "join":
        assert isinstance(item.node, ast.Call)
        function = item.node.func
        return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Constant)
    if word in _COUNTS and balance.counts_up:
        return True
    if word == "get":
        assert isinstance(item.node, ast.Call)
        return evidence.tells(literal(item.node.args[-1]) if item.node.args else None)
    if "can't multiply sequence" in evidence.message and word in ("int", "round"):
        return False  # more of it, instead of a multiple of each
    if word in CONVERTS | CLEANS | GOES_THROUGH | balance.functions or word in ("super", "__init__"):
        return True
    if word in TURNS:
        return balance.is_of("ValueError", "TypeError", "IndexError", "AttributeError")
    if word in _FILLS and re.search(r"nan|missing|null|\bNA\b", evidence.message, re.IGNORECASE):
        return True
    if word == "enumerate" and "unpack" in evidence.message:
        return False  # it counts, where pairs are wanted
    if word == "len" and (balance.is_of("IndexError") or "integer" in evidence.message):
        return True
    if word == "open" and any(old.word == "open" for old in balance.lost):
        return True
    return (
        balance.is_same(word)
        or is_named(item)
        or _keeps(item.node, balance)
        or _is_average(word, balance)
        or evidence.is_meant(word, balance.lost_words)
    )


def _is_average(word: str, balance: Balance) -> bool:
    """Whether a mean is worked out from a sum and a number."""
    gained = {item.word for item in balance.now}
    whole = {"len", "Div"} <= gained and bool({"sum", "fsum"} & gained)
    return word in _IS_AVERAGE and whole and bool(_AVERAGES & balance.lost_words)


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
    if evidence.is_meant(word, balance.lost_words):
        return True
    if "argument" in evidence.message:
        return True
    lost = [old for old in balance.lost if old.kind == "name" and old.word not in BUILTIN_NAMES]
    return balance.is_of("AttributeError", "TypeError") and len(lost) == 1


def _keyword(item: Item, balance: Balance) -> bool:
    node = item.node
    given = literal(node.value) if isinstance(node, ast.keyword) else None
    return (
        item.word in ARGUMENTS
        or balance.is_same(item.word)
        or (isinstance(given, str) and _is_asked_for(given, balance.evidence))
        or balance.evidence.is_meant(item.word, balance.lost_words)
        or item.word in balance.evidence.existing
        or any(_calls(node, balance.functions) or _keeps(node, balance) for node in item.above[:1])
    )


def _is_asked_for(word: str, evidence: Evidence) -> bool:
    return evidence.is_told(word) or (word == "coerce" and evidence.is_told(*_MISSING))


def _switch(item: Item, balance: Balance) -> bool:
    """Whether an argument that is on or off is new, and not what another one was turned into."""
    lost = {old.word.partition("=")[2] for old in balance.lost if old.kind == "switch"}
    argument, _, value = item.word.partition("=")
    return not lost or value in lost or argument == "inplace"


def _calls(node: ast.AST, names: frozenset[str]) -> bool:
    return isinstance(node, ast.Call) and callee(node) in names


def _operator(item: Item, balance: Balance) -> bool:
    word = item.word
    if balance.is_same(word) or word in CONVERTS | {"JoinedStr"} or _is_average(word, balance):
        return True
    if word in ("Gt", "NotEq") and balance.is_of("IndexError"):
        return isinstance(item.node, ast.Compare) and literal(item.node.comparators[0]) == 0
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
    if balance.is_of("IndexError") and "range" in calls:
        return True
    is_one = any(literal(side) in (1, -1) for side in (node.left, node.right))
    return is_one and balance.is_of("IndexError", "ValueError", "KeyError")


def _string(item: Item, balance: Balance) -> bool:
    word, evidence = item.word, balance.evidence
    bare = re.sub(r"\{.*?\}", "", word)
    if not any(c.isalnum() for c in bare) or word in TYPES:
        return True
    if evidence.is_said(word) or _is_asked_for(word, evidence):
        return True
    if "%" in word and re.search("time|format|convert", evidence.message):
        return True
    if any(isinstance(node, ast.FormattedValue) for node in item.above):
        return True  # a format
    if any(word == text for text in evidence.shown):
        return True
    if any(word in old.word or word == str(old.word) for old in balance.lost):
        return True
    calls = {callee(node) for node in item.above if isinstance(node, ast.Call)}
    if calls & {"sub", "strip", "lstrip", "rstrip"} and not word.isalnum():
        return True
    words = {argument.arg for argument in item.above if isinstance(argument, ast.keyword)}
    if words & {"encoding", "tz"}:
        return True
    if word in evidence.missing:
        had = evidence.live.union(old.word for old in balance.lost if old.kind == "string")
        return word in evidence.live or any(evidence.is_meant(old, [word]) for old in had)
    return _key(item, balance, bool(words & {"left_on", "right_on", "on", "by"}))


def _key(item: Item, balance: Balance, is_joined: bool) -> bool:
    """Whether a key is the one that was meant, or leads to it."""
    evidence = balance.evidence
    if evidence.is_meant(item.word, balance.lost_words):
        return True
    if item.word not in evidence.existing:
        return False
    kept = {one.word for one in balance.now if one.kind == "string"}
    renamed = any(isinstance(node, ast.Dict) for node in item.above)
    return is_joined or (bool(evidence.missing & kept) and (renamed or _leads(item, balance)))


def _leads(item: Item, balance: Balance) -> bool:
    return any(isinstance(node, ast.Subscript) for node in item.above)


def _number(item: Item, balance: Balance) -> bool:
    evidence, above = balance.evidence, item.above
    if balance.counts_up and item.word in ("0", "1"):
        return True
    if evidence.is_told(item.word):
        return True
    if any(item.word == old.word for old in balance.lost if old.kind == "string"):
        return True
    if any(isinstance(node, ast.keyword) and node.arg in ARGUMENTS for node in above):
        return True
    calls = {callee(node) for node in above if isinstance(node, ast.Call)}
    if "range" in calls and abs(float(item.word)) > 1:
        return _is_next(item.word, balance.lost)
    if calls & (TURNS | CLEANS | {"range", "chr"}) and (
        abs(float(item.word)) <= _SHORT or "chr" in calls
    ):
        return True
    if any(isinstance(node, _JUDGED[:3]) for node in above):
        return True
    if any(isinstance(node, ast.arguments) for node in above):
        return "argument" in evidence.message and _has_new_parameter(item, balance)
    return _is_index(item, balance)


def _is_next(number: str, others: Sequence[Item]) -> bool:
    """Whether a bound has moved by one."""
    known = [float(one.word) for one in others if one.kind == "number"]
    return any(abs(float(number) - one) <= 1 for one in known)


def _has_new_parameter(item: Item, balance: Balance) -> bool:
    tree = balance.change_of[item.statement].tree_before
    now = item.statement.node
    return any(
        len(n.args.args) < len(now.args.args)
        for n in ast.walk(tree)
        if isinstance(n, ast.FunctionDef) and isinstance(now, ast.FunctionDef) and n.name == now.name
    )


def _is_index(item: Item, balance: Balance) -> bool:
    """Whether a number is a place, and the error is about places."""
    above = item.above
    number = abs(float(item.word))
    if any(isinstance(node, ast.Slice) for node in above):
        return True  # the slice is judged as a whole
    if above and isinstance(above[0], ast.BinOp):
        return number <= 1 and balance.is_of("IndexError", "ValueError", "KeyError")
    if not any(isinstance(node, ast.Subscript) for node in above):
        return False
    if isinstance(above[0], ast.UnaryOp) and number == 1 and _is_of_a_function(balance):
        return True  # the last value that a loop in the function had
    if any(isinstance(node, ast.Attribute) and node.attr == "shape"
           for outer in above for node in ast.walk(outer) if isinstance(outer, ast.Subscript)):  # fmt: skip
        return True
    if any(callee(n) == "splitext" for n in ast.walk(above[0]) if isinstance(n, ast.Call)):
        return True
    moved = any(old.kind == "number" for old in balance.lost)
    said = re.search(r"indices|subscript|'(tuple|list)' object|unpack|length-1|scalar|1-d",
                     balance.evidence.message)  # fmt: skip
    return number <= _SHORT and (moved or said is not None)


def _is_of_a_function(balance: Balance) -> bool:
    """Whether the missing name is one that a function of the notebook has for itself."""
    failure = balance.evidence.failure
    cells = (c.source for c in failure.document.cells if c.type == "code")
    inner = (node for source in cells for function in ast.walk(tree_of_most(source)[0])
             if isinstance(function, ast.FunctionDef) for node in ast.walk(function))  # fmt: skip
    bound = {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return bool(bound & balance.evidence.missing)


def _slice(item: Item, balance: Balance) -> bool:
    part = item.node
    assert isinstance(part, ast.Slice)
    if part.upper is None and literal(part.lower) == 1:
        return True
    if part.lower is None and "too many values" in balance.evidence.message:
        return True
    bound = part.upper if part.lower is None else None
    if isinstance(bound, ast.UnaryOp) and isinstance(bound.operand, ast.Constant):
        return literal(bound.operand) in (1, 2)
    computed = [b for b in (part.lower, part.upper) if b is not None]
    return balance.is_of("IndexError") and not any(isinstance(b, ast.Constant) for b in computed)


def _condition(item: Item, balance: Balance) -> bool:
    if balance.counts_up and isinstance(item.node, ast.If):
        test = item.node.test
        return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn)
    if item.word == "if" and balance.is_same("Del") and isinstance(item.node, ast.comprehension):
        return True
    if item.word == "with":
        return any(isinstance(n, ast.Call) and callee(n) in ("open", "ZipFile") for n in
                   ast.walk(item.node))  # fmt: skip
    return is_told_otherwise(item.node, balance.evidence)


_EXPLAINED: dict[str, Callable[[Item, Balance], bool]] = {
    "call": _call,
    "attribute": _attribute,
    "name": _name,
    "keyword": _keyword,
    "switch": _switch,
    "operator": _operator,
    "string": _string,
    "number": _number,
    "slice": _slice,
    "condition": _condition,
}
