"""What explains a slice that a candidate adds."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.number_texts import UNREAD
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    literal,
    targets,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.dates import is_part_of_date
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.neighbours import takes_neighbours

_AS_MANY = re.compile(r"(\w+):(-\1|\1 \+ len\(\w+\)|len\(\w+\) - \1)|(\w+) // 2:-\(\3 // 2\)")
_OF_LENGTHS = re.compile("dimension|length|shape")

_SHORTER = ("diff", "convolve", "rolling", "pct_change", "histogram")
"""What these give is shorter than what they are given."""


def _is_of_words(above: tuple[ast.AST, ...]) -> bool:
    """Whether a slice leaves out words of a text."""
    match above[:1]:
        case (ast.Subscript(value=ast.Call() as call),):
            return callee(call) in ("split", "rsplit", "splitlines", "findall", "partition")
    return False


def _is_of_own(item: Item, balance: Balance) -> bool:
    """Whether it cuts off what a function of the notebook gives, and not by their names."""
    match item.above[:1]:
        case (ast.Subscript(value=ast.Call() as call),) if callee(call) in balance.functions:
            trees = (tree_of_most(text)[0] for text in balance.evidence.sources)
            nodes = (node for tree in trees for node in ast.walk(tree))
            given = [n.value.elts for f in nodes if isinstance(f, ast.FunctionDef)
                     and f.name == callee(call) for n in ast.walk(f)
                     if isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple)]  # fmt: skip
            names = [ast.unparse(target) for target in targets(item.statement.node)]
            return not any(
                all(name in ast.unparse(one) for name, one in zip(names, values, strict=False))
                for values in given
            )
    return False


def _is_parted(item: Item) -> bool:
    """Whether the first value stands beside the others: ``w[0] + x @ w[1:]``."""
    match item.node, item.above[:1]:
        case ast.Slice(lower=ast.Constant(value=1)), (ast.Subscript(value=base),):
            first = ast.unparse(base) + "[0]"
            places = (n for n in item.statement.parts() if isinstance(n, ast.Subscript))
            return any(ast.unparse(place) == first for place in places)
    return False


def _leaves_first_out(part: ast.Slice, balance: Balance) -> bool:
    """Whether the first is left out; where lengths differ only if something has made it so."""
    is_of_lengths = _OF_LENGTHS.search(balance.evidence.message) is not None
    if is_of_lengths and balance.is_of("ValueError"):
        return may_be_shorter(balance) or _starts_a_range(part.lower, balance)
    return literal(part.lower) == 1


def _starts_a_range(bound: ast.expr | None, balance: Balance) -> bool:
    """Whether the notebook works something out from the same place on: ``range(2, len(x))``.

    Many things are counted from 1.
    """
    if literal(bound) == 1:
        return False
    trees = (tree_of_most(text)[0] for text in balance.evidence.sources)
    ranges = [n for tree in trees for n in ast.walk(tree)
              if isinstance(n, ast.Call) and callee(n) == "range"]  # fmt: skip
    return any(len(n.args) > 1 and literal(n.args[0]) == literal(bound) for n in ranges)


def _is_end_of_length(bound: ast.expr | None) -> bool:
    """Whether it is the ``-len(x)`` of as many values from the end."""
    return bound is not None and ast.unparse(bound).startswith("-len(")


def may_be_shorter(balance: Balance) -> bool:
    """Whether lengths that differ are explained by what the notebook does."""
    if not balance.is_of("ValueError") or not _OF_LENGTHS.search(balance.evidence.message):
        return True
    is_cut = any(re.search(r"\[(1:|:-1)\]", text) for text in balance.evidence.written)
    return is_cut or balance.evidence.has_call(*_SHORTER)


def slice_explained(item: Item, balance: Balance) -> bool:
    """Whether a slice leaves out an end, or is bounded by what is worked out."""
    part = item.node
    if not isinstance(part, ast.Slice):
        return False
    return (
        is_part_of_date(part, balance)
        or _cuts_no_digit(part, balance)
        or takes_neighbours(item, balance)
        or _was_empty(item, balance)
        or _is_the_rest(item)
        or _is_bounded(part, item, balance)
    )


def _cuts_no_digit(part: ast.Slice, balance: Balance) -> bool:
    """Whether all digits of the text that could not be read as a number are left."""
    unread = UNREAD.search(balance.evidence.message)
    first, last = _whole(part.lower), _whole(part.upper)
    is_plain = (first is None) == (part.lower is None) and (last is None) == (part.upper is None)
    if unread is None or not is_plain:
        return False
    kept = unread[1][first:last]
    return re.findall(r"\d", kept) == re.findall(r"\d", unread[1]) != []


def _whole(node: ast.expr | None) -> int | None:
    value = literal(node)
    return value if isinstance(value, int) else None


def _is_bounded(part: ast.Slice, item: Item, balance: Balance) -> bool:
    """Whether its bounds leave out an end, or are worked out."""
    if part.upper is None and "month_" in ast.unparse(item.above[0]):
        return True  # the calendar's names begin with an empty one
    is_table = "Error tokenizing" in balance.evidence.message
    is_top = is_table or balance.evidence.is_told("header", "heading", "preamble")
    if part.upper is None and is_top:
        return True
    if part.upper is None and isinstance(part.lower, ast.Constant):
        return _is_parted(item) or _leaves_first_out(part, balance)
    if part.lower is None and "too many values" in balance.evidence.message:
        is_looped = isinstance(item.statement.node, ast.For)
        return not is_looped and not _is_of_words(item.above) and not _is_of_own(item, balance)
    bound = part.upper if part.lower is None else None
    if isinstance(bound, ast.UnaryOp) and isinstance(bound.operand, ast.Constant):
        return literal(bound.operand) in (1, 2) and may_be_shorter(balance)
    is_written_out = part.lower is None and _is_from_the_end(item, balance)
    return is_written_out or _is_worked_out(part, item, balance)


def _is_worked_out(part: ast.Slice, item: Item, balance: Balance) -> bool:
    lower = _made_of(part.lower, balance.change_of[item.statement])
    is_computed = isinstance(lower, ast.BinOp) and balance.is_of("ValueError")
    is_end = part.upper is None and (is_computed or _is_end_of_length(part.lower))
    if is_end or _AS_MANY.fullmatch(ast.unparse(part)):
        return may_be_shorter(balance)
    bounds = [bound for bound in (part.lower, part.upper) if bound is not None]
    return balance.is_of("IndexError") and not any(isinstance(b, ast.Constant) for b in bounds)


def _is_from_the_end(item: Item, balance: Balance) -> bool:
    """Whether an end is written out: ``[:len(x) - k]`` for ``[:-k]``, which is empty for 0."""
    match item.node:
        case ast.Slice(upper=ast.BinOp(op=ast.Sub(), right=less)):
            return any(old.word == f":-{ast.unparse(less)}" for old in balance.lost)
    return False


def _made_of(bound: ast.expr | None, change: CellChange) -> ast.expr | None:
    """Return what a new statement makes a bound of; itself if none does."""
    made = (value_of(s.node) for s in change.fresh
            if isinstance(bound, ast.Name) and bound.id in bound_names(s.node))  # fmt: skip
    return next(made, bound)


def is_empty(part: ast.AST) -> bool:
    """Whether it is a slice from a place to the same place."""
    match part:
        case ast.Slice(lower=ast.expr() as lower, upper=ast.expr() as upper):
            return ast.unparse(lower) == ast.unparse(upper)
    return False


def is_joined_again(item: Item, balance: Balance) -> bool:
    """Whether all is gone through at once, where the first and the others were apart."""
    match item.node, item.above[:1]:
        case ast.Slice(lower=ast.Constant(value=1), upper=None), (ast.Subscript(value=base),):
            change, text = balance.change_of[item.statement], ast.unparse(base)
            now = (ast.unparse(part) for s in change.fresh for part in s.parts())
            return f"{text}[0]" in change.source_before and text in now
    return False


def _was_empty(item: Item, balance: Balance) -> bool:
    """Whether it stands for a slice from a place to itself, without a number of its own."""
    own = any(isinstance(node, ast.Constant) for node in ast.walk(item.node))
    return not own and any(is_empty(old.node) for old in balance.lost)


def _is_the_rest(item: Item) -> bool:
    """Whether all is taken that the slice beside it leaves: ``y[:40], y[40:]``."""
    match item.node, item.above[:2]:
        case (
            ast.Slice(lower=ast.expr() as lower, upper=None, step=None),
            (ast.Subscript(value=base), ast.Tuple(elts=parts)),
        ):
            rest = f"{ast.unparse(base)}[:{ast.unparse(lower)}]"
            return rest in map(ast.unparse, parts)
    return False
