"""Where ranges and counts start and end."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to
from jupyter_codeintel.fix.gate.reasons.places import is_next
from jupyter_codeintel.fix.gate.reasons.sizes import gives_as_many


def is_bound_of_a_range(item: Item, balance: Balance) -> bool:
    """Whether a range's bound has moved a little, or it starts after what it divides by."""
    is_divisor = balance.is_of("ZeroDivisionError") and abs(float(item.word)) <= 2
    return (
        _starts_again(item)
        or (is_divisor and _is_first(item))
        or is_next(item.word, balance.lost)
        or gives_as_many(item, balance)
    )


def starts_beside(item: Item) -> bool:
    """Whether what is left of the data is counted from where it starts: ``enumerate(x[1:], 1)``."""
    match next((node for node in item.above if isinstance(node, ast.Call)), None):
        case ast.Call(args=[ast.Subscript(slice=ast.Slice(lower=lower, upper=None)), *_]) as call:
            return callee(call) == "enumerate" and literal(lower) == literal(item.node)
    return False


def _is_first(item: Item) -> bool:
    """Whether it is what a range with an end of its own starts from."""
    call = item.above[0]
    return isinstance(call, ast.Call) and len(call.args) > 1 and call.args[0] is item.node


def _starts_again(item: Item) -> bool:
    """Whether a range ends as many after its start as there are data: ``range(s, s + len(x))``."""
    for node in item.above:
        match node:
            case ast.Call(args=[start, ast.BinOp(left=again, op=ast.Add(), right=ast.Call() as n)]):
                return ast.dump(start) == ast.dump(again) and callee(n) == "len"
    return False


def counts_from_one(item: Item) -> bool:
    """Whether a loop counts from one: ``enumerate(x, start=1)``, or ``i + 1`` of its index."""
    loops: list[ast.For | ast.comprehension] = [
        outer.node for outer in item.statement.around if isinstance(outer.node, ast.For)
    ]
    loops += [part for node in item.above for part in getattr(node, "generators", [])]
    counted = (loop.target for loop in loops if isinstance(loop.iter, ast.Call)
               and callee(loop.iter) in ("enumerate", "range"))  # fmt: skip
    firsts = (t.elts[0] if isinstance(t, ast.Tuple) else t for t in counted)
    indexes = {first.id for first in firsts if isinstance(first, ast.Name)}
    match item.above[:1]:
        case (ast.BinOp(left=ast.Name(id=name), op=ast.Add()),):
            return name in indexes
    return given_to(item.above, ast.UnaryOp, ast.BinOp, ast.Tuple) == "enumerate" or any(
        isinstance(node, ast.keyword) and node.arg == "start" for node in item.above[:1]
    )
