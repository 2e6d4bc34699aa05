"""Arrays and ranges that are as long as the data, and places that a loop fills."""

from __future__ import annotations

import ast
import math
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_worked_out,
    literal,
    loads,
    root,
    targets,
    value_of,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.places import length

ARRAYS = frozenset({"zeros", "zeros_like", "empty", "empty_like", "full", "full_like", "ones",
                     "ones_like"})  # fmt: skip


_REDUCES = frozenset({"sum", "mean", "median", "max", "min", "std", "var", "prod", "norm"})
_OF_AXES = {"0": r"\b(column|feature|variable|pixel)s?\b", "1": r"\b(row|sample|each)s?\b"}
"""How people call what is worked out along an axis."""


def is_turned(item: Item, balance: Balance) -> bool:
    """Whether something is worked out along another axis, which only makes the shapes fit."""
    match item.above[:2]:
        case (ast.keyword(arg="axis"), ast.Call() as call) if callee(call) in _REDUCES:
            change = balance.change_of[item.statement]
            here = (part for old in change.outdated for part in old.parts())
            was = {str(literal(word.value)) for part in here
                   if isinstance(part, ast.Call) and ast.dump(part.func) == ast.dump(call.func)
                   for word in part.keywords if word.arg == "axis"} & _OF_AXES.keys()  # fmt: skip
            told = _OF_AXES.get(item.word, "")
            is_told = bool(told) and re.search(told, balance.evidence.told) is not None
            return (
                bool(was - {item.word}) and "broadcast" in balance.evidence.message and not is_told
            )
    return False


def is_as_long(item: Item, evidence: Evidence) -> bool:
    """Whether a variable has as many values, or rows, as the other that it did not fit."""
    sizes = re.search(r"have shapes \((\d+),\) and \((\d+),\)", evidence.message)
    namespace = evidence.failure.namespace
    live = namespace.variables.get(item.word) if namespace is not None else None
    call = item.above[0]
    rows = re.search(r"Length of values \((\d+)\)", evidence.message)
    if rows is not None and live is not None and isinstance(call, ast.Attribute):
        return call.attr == "index" and (live.shape or ())[:1] == (int(rows[1]),)
    if sizes is None or live is None or not isinstance(call, ast.Call):
        return False
    others = {ast.unparse(part) for part in call.args if part is not item.node}
    return live.shape in {(int(size),) for size in sizes.groups()} and item.word not in others


def gives_the_size(item: Item, balance: Balance) -> bool:
    """Whether the shape of the data tells how many there are, for a number that did not fit."""
    sizes = re.findall(r"size (\d+) is different from (\d+)", balance.evidence.message)
    is_shape = isinstance(item.above[0], ast.Attribute) and item.above[0].attr == "shape"
    wrong = {old.word for old in balance.lost if old.kind == "number"}
    return is_shape and any(wrong & set(both) for both in sizes)


def was_another_size(item: Item, balance: Balance) -> bool:
    """Whether a call is given the size of the data, and was given the one that did not fit."""
    sizes = re.findall(r"\((\d+),\)", balance.evidence.message)
    outer = item.above[0]
    wrong = (old for old in balance.lost if old.kind == "number" and old.word in sizes)
    return isinstance(outer, ast.Call) and any(
        isinstance(old.above[0], ast.Call) and callee(old.above[0]) == callee(outer)
        for old in wrong
    )


def was_filled(item: Item, balance: Balance) -> bool:
    """Whether it makes at once what a loop gave its places before."""
    gone = balance.change_of[item.statement].removed
    filled = {root(target) for s in gone for target in targets(s.node)
              if isinstance(target, ast.Subscript)}  # fmt: skip
    return bool(filled & bound_names(item.statement.node))


def is_filled(item: Item, balance: Balance) -> bool:
    """Whether it makes an array whose places a loop gives what it works out."""
    names = bound_names(item.statement.node)
    if any(isinstance(node, ast.keyword) and node.arg == "out" for node in item.above[:1]):
        return True
    calls = (part for s in balance.change_of[item.statement].fresh for part in s.parts()
             if isinstance(part, ast.Call))  # fmt: skip
    if any(word.arg == "out" and root(word.value) in names for c in calls for word in c.keywords):
        return True
    if item.word not in ARRAYS or value_of(item.statement.node) is not item.node:
        return False
    rest = {"ones": 1, "ones_like": 1, "zeros": 0, "zeros_like": 0}.get(item.word)
    is_told = rest is not None and balance.evidence.tells(rest)  # where nothing is put
    loops = [s for s in balance.change_of[item.statement].after if is_told
             or any(isinstance(outer.node, ast.For | ast.While) for outer in s.around)]  # fmt: skip
    filling = (s.node for s in loops if s is not item.statement
               and names & {root(target) for target in targets(s.node)})  # fmt: skip
    values = [value for node in filling if (value := value_of(node)) is not None]
    return bool(values) and all(map(is_worked_out, values))


def fills_an_array(item: Item, balance: Balance) -> bool:
    """Whether an array that was there has as many values as the data now."""
    makers = [callee(node) for node in item.above[:1] if isinstance(node, ast.Call)]
    had = {old.word for old in balance.before if old.kind == "call"}
    return balance.is_of("ValueError") and bool(ARRAYS & had & set(makers))


def counts_as_many(item: Item, balance: Balance) -> bool:
    """Whether places are counted for as many values as there are, where lengths differed."""
    calls = {callee(n) for n in (*item.above, *ast.walk(item.node)) if isinstance(n, ast.Call)}
    return (
        balance.is_of("ValueError")
        and bool(calls & {"range", "arange", "linspace"})
        and "len" in calls
    )


def is_room(item: Item, balance: Balance) -> bool:
    """Whether it is put at all places of a list that a loop then gives what it works out."""
    match item.above[:2]:
        case (ast.List(), ast.BinOp(op=ast.Mult())):
            names = bound_names(item.statement.node)
            loops = (s.node for s in balance.change_of[item.statement].after
                     if any(isinstance(outer.node, ast.For | ast.While) for outer in s.around)
                     and any(isinstance(t, ast.Subscript) and root(t) in names
                             for t in targets(s.node)))  # fmt: skip
            values = [value_of(node) for node in loops]
            return bool(values) and all(v is not None and loads(v) for v in values)
    return False


def gives_as_many(item: Item, balance: Balance) -> bool:
    """Whether a range has as many numbers as there are data, where lengths differed."""
    call = item.above[0]
    if not isinstance(call, ast.Call) or callee(call) not in ("range", "arange"):
        return False
    sizes = re.findall(r"\((\d+),\)", balance.evidence.message)
    return str(length(call)) in sizes


def counts_columns(item: Item) -> bool:
    """Whether the length of a first row is asked for: ``len(rows[0])``."""
    match item.above[:2]:
        case (ast.Subscript(), ast.Call() as call):
            return callee(call) == "len" and item.word == "0"
    return False


def closes_bins(item: Item, balance: Balance) -> bool:
    """Whether it is the first or last edge of bins, of which there were too few."""
    edges = next((node.elts for node in item.above if isinstance(node, ast.List)), [])
    inner = {id(part) for edge in (*edges[:1], *edges[-1:]) for part in ast.walk(edge)}
    return "bin edges" in balance.evidence.message and id(item.node) in inner


def is_size(item: Item, balance: Balance) -> bool:
    """Whether a shape has as many places as there are values, where it had others."""
    call = next((node for node in item.above if isinstance(node, ast.Call)), None)
    size = re.search(r"array of size (\d+) into", balance.evidence.message)
    if call is None or not balance.is_of("ValueError"):
        return False
    if callee(call) == "reshape" and size is not None:
        given = [literal(part) for part in call.args]
        return math.prod(n for n in given if isinstance(n, int)) == int(size[1])
    namespace = balance.evidence.failure.namespace
    live = namespace.variables if namespace is not None else {}
    shapes = (live[name].shape or () for name in item.statement.loads & live.keys())
    return callee(call) in ARRAYS and any(literal(item.node) in shape for shape in shapes)
