"""What explains an attribute that a candidate adds."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.told import marks_nothing
from jupyter_codeintel.fix.gate.reading.change import imported
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee_of,
    literal,
    root,
    strings,
    targets,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    ACCESSES,
    CLEANS,
    CONVERTS,
    LOSES,
    TURNS,
    TYPES,
    do_the_same,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.calls import PARTS_OF_TIMES, keeps
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.sizes import closes_bins
from jupyter_codeintel.fix.gate.reasons.texts import says_nothing
from jupyter_codeintel.fix.gate.reasons.undefined import is_undefined

_TOO_FEW = re.compile(r"out of bounds for u?int(\d+)")
_TYPE = re.compile(r"u?int(\d+)")
_HOW_PATTERNS = {"IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE", "I", "M", "S", "X"}
_OF_FORMULAS = {"pi", "e", "tau"}
_FIXED = {"inf", "nan", "NA", "NaT"} | _OF_FORMULAS
"""Values, and not what is called."""


def attribute_explained(item: Item, balance: Balance) -> bool:
    """Whether an attribute says how, is of a module, or is one that was meant."""
    word, evidence = item.word, balance.evidence
    return (
        word in ACCESSES | TURNS | TYPES | CLEANS | CONVERTS | _HOW_PATTERNS
        or balance.is_same(word)
        or (word in _OF_FORMULAS and isinstance(item.above[0], ast.BinOp))
        or _is_of_a_module(item, balance)
        or _goes_with_a_call(item, balance)
        or _is_set_here(item, balance)
        or evidence.is_told(word)
        or closes_bins(item, balance)
        or _is_no_value(item, balance)
        or _is_first_of_more(item, evidence)
        or _is_wider(word, evidence)
        or (word in ("utc", "UTC") and "naive" in evidence.message)
        or any(callee_of(node) == "isinstance" for node in item.above)
        or any(repr(word) in text for text in evidence.written)  # a column that was looked up
        or evidence.is_meant(word, balance.lost_words)
        or keeps(item.node, balance)
    )


def _is_of_a_module(item: Item, balance: Balance) -> bool:
    """Whether it is a module's, and what is called of it is judged; or does what a sign does."""
    change = balance.change_of[item.statement]
    is_inner = isinstance(item.above[0], ast.Attribute) and isinstance(item.node, ast.Attribute)
    new = (name for node in change.new(ast.Import) for name in bound_names(node))
    modules = imported(change) if is_inner else frozenset(new)
    owner = root(item.node)
    is_sign = owner == "operator" and item.word not in LOSES
    return is_sign or (owner in modules and item.word not in _FIXED)


def _goes_with_a_call(item: Item, balance: Balance) -> bool:
    """Whether it is a part of a date that is parsed now, or orders keys: ``key=counts.get``."""
    parsed = (new.word for new in balance.gained if new.kind == "call")
    is_of_times = item.word in PARTS_OF_TIMES | {"days", "seconds"}
    is_part = is_of_times and any(do_the_same("strptime", new) for new in parsed)
    options = {node.arg for node in item.above[:1] if isinstance(node, ast.keyword)}
    return is_part or (item.word == "get" and "key" in options)


def _is_set_here(item: Item, balance: Balance) -> bool:
    """Whether the candidate itself gives an object a part: ``self.tail``."""
    if item.word in balance.evidence.missing:
        return _keeps_what_is_given(item)
    own = (ast.unparse(t) for change in balance.evidence.changes for s in change.added
           for t in targets(s.node))  # fmt: skip
    is_plain = isinstance(item.node, ast.Attribute) and isinstance(item.node.value, ast.Name)
    return _keeps_what_is_given(item) or (is_plain and ast.unparse(item.node) in own)


def _keeps_what_is_given(item: Item) -> bool:
    """Whether an object keeps a parameter under its name: ``self.owner = owner``."""
    match item.statement.node:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(), attr=name)], value=ast.Name(id=given)
        ):
            return name == given == item.word
    return False


def _is_wider(word: str, evidence: Evidence) -> bool:
    """Whether it is a type of numbers with more places than the one that had too few."""
    narrow, wide = _TOO_FEW.search(evidence.message), _TYPE.fullmatch(word)
    return narrow is not None and wide is not None and int(wide[1]) > int(narrow[1])


def _is_first_of_more(item: Item, evidence: Evidence) -> bool:
    """Whether there is none for the first, where values were too few: ``[nan] + changes``."""
    match item.above[:2]:
        case (ast.List(elts=[_]), ast.BinOp(op=ast.Add(), left=ast.List())):
            return item.word in ("nan", "NA") and "length" in evidence.message.lower()
    return False


def _is_no_value(item: Item, balance: Balance) -> bool:
    """Whether it stands for what says that there is no value, or for a share of nothing."""
    evidence = balance.evidence
    if item.word not in ("nan", "NA"):
        return False
    if any(is_undefined(one, balance) for one in balance.gained if one.kind == "condition"):
        return True
    given = [part for node in item.above[:1] for part in ast.walk(node)]
    is_mark = any(marks_nothing(literal(part), evidence) for part in given)
    return is_mark or any(says_nothing(text, evidence) for text in strings(given))
