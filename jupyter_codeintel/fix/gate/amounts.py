"""What explains a number that a candidate adds."""

from __future__ import annotations

import ast
import math
import re

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.calls import ARRAYS, bounds_a_slice
from jupyter_codeintel.fix.gate.counting import is_counted_by_key, is_of_a_sample
from jupyter_codeintel.fix.gate.dates import is_of_alias, is_part_of_date
from jupyter_codeintel.fix.gate.doubtful import needs_reason
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.formulas import is_of_a_formula
from jupyter_codeintel.fix.gate.items import Item, given_to
from jupyter_codeintel.fix.gate.places import is_index, is_next, was_next
from jupyter_codeintel.fix.gate.reading import (
    callee,
    literal,
    strings,
)
from jupyter_codeintel.fix.gate.starting import is_first_of_loop, is_start, starts_a_sum
from jupyter_codeintel.fix.gate.told import is_of_no_logarithm, is_told_otherwise
from jupyter_codeintel.fix.gate.vocabulary import (
    ARGUMENTS,
    CLEANS,
    LOSES,
    STABLE,
    TURNS,
    do_the_same,
)

_SHORT = 2
_PARTS = (ast.UnaryOp, ast.BinOp, ast.Tuple)
_ADDS = frozenset({"append", "insert", "extend", "add"})


def number_explained(item: Item, balance: Balance) -> bool:
    """Whether a number is told, says how, or is a place that moves a little."""
    evidence, above = balance.evidence, item.above
    calls = {callee(node) for node in above if isinstance(node, ast.Call)}
    called, size = given_to(above, *_PARTS), abs(float(item.word))
    if balance.is_of("RecursionError") and size <= _SHORT:
        loops = (new.node for new in balance.change_of[item.statement].fresh)
        is_loop = any(isinstance(node, ast.For | ast.While) for node in loops)
        if is_loop or "range" in calls:
            return bool(item.statement.functions)  # a loop in place of the recursion
    if calls & {"range", "arange"} and size > 1:
        if _starts_again(item):
            return True
        if balance.is_of("ZeroDivisionError") and size <= _SHORT and _is_first(item):
            return True  # it divided by what it counts
        moved = is_next(item.word, balance.lost) or _is_next_step(item, balance)
        return moved or was_next(item, balance)
    if any(isinstance(node, ast.arguments) for node in above) and not evidence.is_told(item.word):
        return "argument" in evidence.message and _has_new_parameter(item, balance)
    return bool(
        is_start(item, balance)
        or _is_option(item, balance)
        or is_of_a_formula(item, balance)
        or is_of_axes(item, balance)
        or (item.word == "0.5" and "sqrt" in balance.lost_words)
        or (balance.counts_up and item.word in ("0", "1"))
        or evidence.is_told(item.word)
        or any(item.word in re.findall(r"\d+", word) for word in evidence.missing)
        or any(_is_number(old.word, item.word) for old in balance.lost if old.kind == "string")
        or _says_how(above)
        or (called in TURNS | CLEANS | STABLE | {"range", "arange"} and size <= _SHORT)
        or calls & {"chr", "zfill"}
        or (called == "pop" and item.word == "0" and "popleft" in balance.lost_words)
        or _is_of_lost(item, balance)
        or _is_told_of_a_case(item, evidence)
        or is_counted_by_key(item.above[:1])
        or is_counted_by_key(item.above[1:2])
        or _is_of_the_found(item, evidence)
        or is_of_a_sample(item)
        or _is_remainder(item, balance)
        or (balance.is_of("ZeroDivisionError") and item.word == "1" and _counts_from_one(item))
        or (
            any(isinstance(node, ast.If | ast.IfExp | ast.While) for node in above)
            and not _moves_a_bound(item, balance)
        )
        or (called == "group" and size <= _SHORT)
        or any(isinstance(node, ast.keyword) and node.arg == "maxsplit" for node in above)
        or starts_a_sum(item, balance)
        or bounds_a_slice(item, balance)
        or is_part_of_date(item.node, balance)
        or is_of_alias(item, balance)
        or closes_bins(item, balance)
        or passes_over_the_top(item.above[0], evidence)
        or is_first_of_loop(item, balance)
        or _is_place_of_wrapped(item, balance)
        or _is_size(item, balance)
        or is_of_no_logarithm(item.above[0], evidence)
        or is_index(item, balance)
    )


def _is_first(item: Item) -> bool:
    """Whether it is what a range with an end of its own starts from."""
    call = item.above[0]
    return isinstance(call, ast.Call) and len(call.args) > 1 and call.args[0] is item.node


def _is_next_step(item: Item, balance: Balance) -> bool:
    """Whether a range's end has moved by its step: ``arange(0, 12, 2)`` for 10."""
    steps = [literal(call.args[2]) for call in item.above
             if isinstance(call, ast.Call) and len(call.args) > 2]  # fmt: skip
    gone = {float(old.word) for old in balance.lost if old.kind == "number"}
    return any(isinstance(s, int | float) and float(item.word) - s in gone for s in steps)


def _says_how(above: tuple[ast.AST, ...]) -> bool:
    """Whether it is an option of a call, and not what a function given to it gives."""
    named = any(isinstance(node, ast.keyword) and node.arg in ARGUMENTS for node in above)
    return named and not any(isinstance(node, ast.Lambda) for node in above)


def _is_of_lost(item: Item, balance: Balance) -> bool:
    """Whether it is the product or quotient of two numbers that are gone: 1.8 of 9 and 5."""
    gone = [float(old.word) for old in balance.lost if old.kind == "number"]
    if float(item.word) in gone:
        return True
    made = {one * other for one in gone for other in gone if one is not other}
    made |= {one / other for one in gone for other in gone if other}
    return float(item.word) in made - {0.0, 1.0}


def _moves_a_bound(item: Item, balance: Balance) -> bool:
    """Whether a loop that was there ends by more than one earlier."""
    kept = set(balance.change_of[item.statement].became.values())
    is_less = isinstance(item.above[0], ast.BinOp) and isinstance(item.above[0].op, ast.Sub)
    is_loop = isinstance(item.statement.node, ast.While) and item.statement in kept
    return is_less and is_loop and abs(float(item.word)) > 1


def _is_told_of_a_case(item: Item, evidence: Evidence) -> bool:
    """Whether the person's words say that a function, or one branch, gives it."""
    outer = item.statement.around[-1].node if item.statement.around else None
    is_case = isinstance(outer, ast.If) and is_told_otherwise(outer, evidence)
    return (is_case or isinstance(item.statement.node, ast.Return)) and evidence.tells(
        literal(item.node)
    )


def passes_over_the_top(node: ast.AST, evidence: Evidence) -> bool:
    """Whether the lines above a table that could not be read are passed over."""
    line = re.search(r"Expected \d+ fields in line (\d+), saw", evidence.message)
    if line is None or not isinstance(node, ast.keyword):
        return False
    mark = literal(node.value)
    if node.arg == "comment":
        return isinstance(mark, str) and any(text.startswith(mark) for text in evidence.texts)
    return node.arg in ("skiprows", "header") and mark == int(line[1]) - 1


def closes_bins(item: Item, balance: Balance) -> bool:
    """Whether it is the first or last edge of bins, of which there were too few."""
    edges = next((node.elts for node in item.above if isinstance(node, ast.List)), [])
    inner = {id(part) for edge in (*edges[:1], *edges[-1:]) for part in ast.walk(edge)}
    return "bin edges" in balance.evidence.message and id(item.node) in inner


def _is_place_of_wrapped(item: Item, balance: Balance) -> bool:
    """Whether it is the place in a new tuple at which stands what was there without one."""
    if not any(isinstance(node, ast.Subscript) for node in item.above[:1]):
        return False
    given, place = _given(balance), literal(item.node)
    parts = (part for s in balance.change_of[item.statement].fresh for part in s.parts())
    made = (enumerate(part.elts) for part in parts if isinstance(part, ast.Tuple))
    return any(n == place and ast.unparse(one) in given for each in made for n, one in each)


def _given(balance: Balance) -> set[str]:
    """Return what the calls that failed were given."""
    calls = (part for change in balance.evidence.changes for s in change.raised
             for part in s.parts() if isinstance(part, ast.Call))  # fmt: skip
    return {ast.unparse(argument) for call in calls for argument in call.args}


def _is_size(item: Item, balance: Balance) -> bool:
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


def _starts_again(item: Item) -> bool:
    """Whether a range ends as many after its start as there are data: ``range(s, s + len(x))``."""
    for node in item.above:
        match node:
            case ast.Call(args=[start, ast.BinOp(left=again, op=ast.Add(), right=ast.Call() as n)]):
                return ast.dump(start) == ast.dump(again) and callee(n) == "len"
    return False


def _is_of_the_found(item: Item, evidence: Evidence) -> bool:
    """Whether the first of the rows is taken that have the missing label as a value."""
    match item.above[:1]:
        case (ast.Subscript(value=ast.Attribute(value=ast.Subscript(slice=asked), attr="iloc")),):
            parts = list(ast.walk(asked))
            equal = any(isinstance(part, ast.Eq) for part in parts)
            is_label = bool(strings(parts) & evidence.missing) or "KeyError" in evidence.errors
            return literal(item.node) == 0 and equal and is_label
    return False


def _is_remainder(item: Item, balance: Balance) -> bool:
    """Whether it is a remainder that there is, where one was asked for that there is not."""
    match item.above[:1]:
        case (ast.Compare(left=ast.BinOp(op=ast.Mod(), right=ast.Constant(value=int(n))) as left),):
            asked = ast.unparse(left)
            had = (old for old in balance.before if old.kind == "number")
            others = [float(old.word) for old in had for outer in old.above[:1]
                      if isinstance(outer, ast.Compare)
                      and ast.unparse(outer.left) == asked]  # fmt: skip
            return float(item.word) < n and any(other >= n for other in others)
    return False


def _counts_from_one(item: Item) -> bool:
    """Whether a loop counts from one: ``enumerate(x, start=1)``, or ``i + 1`` of its index."""
    loops = [s.node for s in item.statement.around if isinstance(s.node, ast.For)]
    counted = (loop.target for loop in loops if isinstance(loop.iter, ast.Call)
               and callee(loop.iter) in ("enumerate", "range"))  # fmt: skip
    firsts = (t.elts[0] if isinstance(t, ast.Tuple) else t for t in counted)
    indexes = {first.id for first in firsts if isinstance(first, ast.Name)}
    match item.above[:1]:
        case (ast.BinOp(left=ast.Name(id=name), op=ast.Add()),):
            return name in indexes
    return given_to(item.above, *_PARTS) == "enumerate" or any(
        isinstance(node, ast.keyword) and node.arg == "start" for node in item.above[:1]
    )


def _is_number(text: str, number: str) -> bool:
    """Whether a text is a number."""
    try:
        return float(text.replace(",", ".")) == float(number)
    except ValueError:
        return False


def _is_option(item: Item, balance: Balance) -> bool:
    """Whether it says how something new is done: ``vander(t, 3)``."""
    calls = (one for one in balance.gained if one.kind == "call")
    plain = (one for one in calls if one.word not in _ADDS | LOSES)
    new = (one.node for one in plain if not needs_reason(one, balance))
    return any(item.node in call.args[1:] for call in new if isinstance(call, ast.Call))


def is_of_axes(item: Item, balance: Balance) -> bool:
    """Whether it is the place of one plot among several, which were taken for one."""
    drawn = balance.evidence.missing
    is_one = any(do_the_same("plot", name) or name.startswith("set_") for name in drawn)
    is_place = any(isinstance(node, ast.Subscript) for node in item.above)
    is_array = "'numpy.ndarray' object has no attribute" in balance.evidence.message
    return is_one and is_place and is_array


def _has_new_parameter(item: Item, balance: Balance) -> bool:
    tree = balance.change_of[item.statement].tree_before
    now = item.statement.node
    return any(
        len(n.args.args) < len(now.args.args)
        for n in ast.walk(tree)
        if isinstance(n, ast.FunctionDef)
        and isinstance(now, ast.FunctionDef)
        and n.name == now.name
    )
