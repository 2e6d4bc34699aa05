"""What explains a place or slice that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.change import CellChange
from jupyter_codeintel.fix.gate.items import Item, own_names
from jupyter_codeintel.fix.gate.reading import (
    callee,
    is_made,
    literal,
    tree_of_most,
)

_SHORT = 2
_OF_LENGTHS = re.compile("dimension|length|shape")
_SHORTER = ("diff", "convolve", "rolling", "pct_change", "histogram")
"""What these give is shorter than what they are given."""
_SEVERAL = frozenset({"shape", "splitext", "lstsq"})
_OF_PLACES = re.compile(r"indices|subscript|'tuple' object|unpack|length-1|scalar|1-d")


def is_next(number: str, others: Sequence[Item]) -> bool:
    """Whether a bound has moved by one."""
    known = [float(one.word) for one in others if one.kind == "number"]
    return any(abs(float(number) - one) <= 1 for one in known)


def was_next(item: Item, balance: Balance) -> bool:
    """Whether its statement had a number that is one more or less."""
    became = balance.change_of[item.statement].became
    old = [one for one, new in became.items() if new is item.statement]
    known = [part.value for one in old for part in one.parts() if isinstance(part, ast.Constant)]
    return any(isinstance(n, int) and abs(float(item.word) - n) <= 1 for n in known)


def is_index(item: Item, balance: Balance) -> bool:
    """Whether a number is a place, and the error is about places."""
    above = item.above
    number = abs(float(item.word))
    if any(isinstance(node, ast.Slice) for node in above):
        return True  # the slice is judged as a whole
    if above and isinstance(above[0], ast.BinOp):
        return number <= 1 and balance.is_of("IndexError", "ValueError", "KeyError")
    indexed = [node for node in above if isinstance(node, ast.Subscript)]
    if not indexed:
        return False
    # The last value that a loop in a function had; one of several values that belong together.
    is_last = isinstance(above[0], ast.UnaryOp) and number == 1 and _is_of_a_function(balance)
    inner = [part for node in indexed for part in ast.walk(node.value)]
    own = own_names(balance.change_of[item.statement].fresh)
    is_last = is_last or any(_is_end(node, own, item) for node in indexed)
    several = any(isinstance(part, ast.Attribute) and part.attr in _SEVERAL for part in inner)
    places = {float(old.word) for old in balance.lost if old.kind == "number"}
    here = literal(indexed[0].slice)
    moved = isinstance(here, int) and any(abs(here - place) <= 1 for place in places)
    if isinstance(indexed[0].value, ast.Subscript | ast.Name) and _is_listed_alone(
        indexed[0], above
    ):
        return False
    if moved and balance.is_of("IndexError"):
        return True
    is_of_places = (
        "NoneType" not in balance.evidence.message
        and _OF_PLACES.search(balance.evidence.message) is not None
    )
    return number <= _SHORT and (is_last or several or moved or is_of_places)


def _is_listed_alone(place: ast.Subscript, above: Sequence[ast.AST]) -> bool:
    """Whether a list is made of one of several: ``[stations[0]["name"]]``."""
    outer = [node for node in above if node is not place]
    return any(isinstance(node, ast.List) and len(node.elts) == 1 for node in outer)


def _is_end(node: ast.Subscript, own: frozenset[str], item: Item) -> bool:
    """Whether it is the last, or one of several, of what the new text makes itself."""
    if not isinstance(node.value, ast.Name) or node.value.id not in own:
        return False
    same = {ast.unparse(n.slice) for n in item.statement.parts() if isinstance(n, ast.Subscript)
            and ast.unparse(n.value) == node.value.id}  # fmt: skip
    return literal(node.slice) == -1 or len(same) > 1


def _is_of_a_function(balance: Balance) -> bool:
    """Whether the missing name is one that a function of the notebook has for itself."""
    failure = balance.evidence.failure
    cells = (c.source for c in failure.document.cells if c.type == "code")
    inner = (node for source in cells for function in ast.walk(tree_of_most(source)[0])
             if isinstance(function, ast.FunctionDef) for node in ast.walk(function))  # fmt: skip
    bound = {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return bool(bound & balance.evidence.missing)


def _is_of_words(above: tuple[ast.AST, ...]) -> bool:
    """Whether a slice leaves out words of a text."""
    match above[:1]:
        case (ast.Subscript(value=ast.Call() as call),):
            return callee(call) in ("split", "rsplit", "splitlines", "findall", "partition")
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
        return _may_be_shorter(balance)
    return literal(part.lower) == 1


def _is_end_of_length(bound: ast.expr | None) -> bool:
    """Whether it is the ``-len(x)`` of as many values from the end."""
    match bound:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Call() as call):
            return callee(call) == "len"
    return False


def _may_be_shorter(balance: Balance) -> bool:
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
    is_rest = _is_rest(part, balance.change_of[item.statement])
    return is_rest or _was_empty(item, balance) or _is_bounded(part, item, balance)


def _is_bounded(part: ast.Slice, item: Item, balance: Balance) -> bool:
    """Whether its bounds leave out an end, or are worked out."""
    if part.upper is None and isinstance(part.lower, ast.Constant):
        return _is_parted(item) or _leaves_first_out(part, balance)
    if part.lower is None and "too many values" in balance.evidence.message:
        return not _is_of_words(item.above)
    bound = part.upper if part.lower is None else None
    if isinstance(bound, ast.UnaryOp) and isinstance(bound.operand, ast.Constant):
        return literal(bound.operand) in (1, 2) and _may_be_shorter(balance)
    is_computed = isinstance(part.lower, ast.BinOp) and balance.is_of("ValueError")
    is_end = part.upper is None and (is_computed or _is_end_of_length(part.lower))
    if is_end or re.fullmatch(r"(\d):-\1", ast.unparse(part)):
        return _may_be_shorter(balance)
    computed = [b for b in (part.lower, part.upper) if b is not None]
    return balance.is_of("IndexError") and not any(isinstance(b, ast.Constant) for b in computed)


def is_empty(part: ast.AST) -> bool:
    """Whether it is a slice from a place to the same place."""
    match part:
        case ast.Slice(lower=ast.expr() as lower, upper=ast.expr() as upper):
            return ast.unparse(lower) == ast.unparse(upper)
    return False


def _was_empty(item: Item, balance: Balance) -> bool:
    """Whether it stands for a slice from a place to itself, without a number of its own."""
    own = any(isinstance(node, ast.Constant) for node in ast.walk(item.node))
    return not own and any(is_empty(old.node) for old in balance.lost)


def _is_rest(part: ast.Slice, change: CellChange) -> bool:
    """Whether it is what is left of what a loop has gone through: ``left[i:]``."""
    counted = (s.node.target for s in change.after if isinstance(s.node, ast.AugAssign))
    names = {target.id for target in counted if isinstance(target, ast.Name)}
    return part.upper is None and isinstance(part.lower, ast.Name) and part.lower.id in names


def is_of_a_range(item: Item, balance: Balance) -> bool:
    """Whether a bound has moved by one, or to the size of the data."""
    if _covers_as_many(item, balance):
        return True
    sizes = any(new.word in ("shape", "len", "size") for new in balance.gained)
    is_step = abs(float(item.word)) <= 1 or is_next(item.word, balance.gained)
    return balance.is_of("IndexError", "ValueError") and (sizes or is_step)


def _covers_as_many(item: Item, balance: Balance) -> bool:
    """Whether a range of numbers begins elsewhere and has as many of them."""
    became = balance.change_of[item.statement].became.get(item.statement)
    lengths = []
    for statement in (item.statement, became):
        calls = [n for n in statement.parts() if isinstance(n, ast.Call)] if statement else []
        ranges = [call for call in calls if callee(call) == "range" and is_made(call)]
        lengths.append([_length(call) for call in ranges])
    return bool(lengths[0]) and lengths[0] == lengths[1]


def _length(call: ast.Call) -> int | None:
    try:
        return len(range(*(ast.literal_eval(given) for given in call.args)))
    except (ValueError, TypeError):
        return None
