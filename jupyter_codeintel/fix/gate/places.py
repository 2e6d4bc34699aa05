"""What explains a place or slice that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.change import CellChange
from jupyter_codeintel.fix.gate.dates import is_part_of_date
from jupyter_codeintel.fix.gate.digits import UNREAD
from jupyter_codeintel.fix.gate.items import Item, given_to, own_names
from jupyter_codeintel.fix.gate.neighbours import takes_neighbours
from jupyter_codeintel.fix.gate.reading import bound_names, callee, literal, tree_of_most, value_of

_SHORT = 2
_OF_LENGTHS = re.compile("dimension|length|shape")
_SHORTER = ("diff", "convolve", "rolling", "pct_change", "histogram")
"""What these give is shorter than what they are given."""
_EXTREMES = frozenset({"idxmax", "idxmin", "argmax", "argmin", "max", "min"})
_PAST = re.compile(r"index (\d+) is out of bounds for axis \d+ with size \1\b")
RANGES = frozenset({"range", "arange"})
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
    in_slice = any(isinstance(node, ast.Slice) for node in above)  # which is judged as a whole
    if (
        in_slice
        or _is_part_of_text(item, balance)
        or _is_first_of_sorted(item, balance)
        or _orders(item, balance)
    ):
        return True
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
    numbers = [n for n in (here if isinstance(here, tuple) else [here]) if isinstance(n, int)]
    moved = any(abs(n - place) <= 1 for n in numbers for place in places)
    is_last = is_last or (-1 in numbers and _PAST.search(balance.evidence.message) is not None)
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


def _is_part_of_text(item: Item, balance: Balance) -> bool:
    """Whether it is the place of a part of a text: the first word of "12 km", what is found."""
    place = next((node for node in item.above if isinstance(node, ast.Subscript)), None)
    base = place.value if place is not None else None
    if isinstance(base, ast.Attribute) and base.attr == "str":
        base = base.value
    if not isinstance(base, ast.Call):
        return False
    if callee(base) in ("findall", "extract") and item.word == "0":
        return True
    is_several = re.search(r"'\s*\S+\s+\S+\s*'", balance.evidence.message) is not None
    is_first = is_several and item.word == "0" and not base.args
    is_splitting = callee(base) in ("split", "rsplit", "partition", "rpartition")
    is_unfound = "'NoneType' object has no attribute 'group" in balance.evidence.message
    return is_splitting and (is_first or is_unfound or balance.is_of("IndexError"))


def _orders(item: Item, balance: Balance) -> bool:
    """Whether a part that can be compared orders what cannot: ``key=lambda pair: pair[0]``."""
    is_place = any(isinstance(node, ast.Subscript) for node in item.above[:1])
    is_key = any(isinstance(node, ast.keyword) and node.arg == "key" for node in item.above)
    return is_place and is_key and "not supported between" in balance.evidence.message


def _is_first_of_sorted(item: Item, balance: Balance) -> bool:
    """Whether the first row of a sorted table stands for the one that a call looked for."""
    match item.above[:1]:
        case (ast.Subscript(value=ast.Attribute(value=table, attr="iloc")),):
            calls = {callee(node) for node in ast.walk(table) if isinstance(node, ast.Call)}
            return "sort_values" in calls and bool(_EXTREMES & balance.lost_words)
    return False


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
        return may_be_shorter(balance)
    return literal(part.lower) == 1


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
        or _is_first_few(part, balance)
        or _cuts_no_digit(part, balance)
        or takes_neighbours(item, balance)
        or _is_rest(part, balance.change_of[item.statement])
        or _was_empty(item, balance)
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


def _is_first_few(part: ast.Slice, balance: Balance) -> bool:
    """Whether it takes as many as a call did that took some: ``most_common(3)``."""
    some = ("most_common", "head", "nlargest", "nsmallest")
    taken = {one.word for one in balance.lost if one.kind == "number"
             and given_to(one.above) in some}  # fmt: skip
    return part.lower is None and part.upper is not None and ast.unparse(part.upper) in taken


def _is_bounded(part: ast.Slice, item: Item, balance: Balance) -> bool:
    """Whether its bounds leave out an end, or are worked out."""
    if part.upper is None and isinstance(part.lower, ast.Constant):
        return _is_parted(item) or _leaves_first_out(part, balance)
    if part.lower is None and "too many values" in balance.evidence.message:
        return not _is_of_words(item.above)
    bound = part.upper if part.lower is None else None
    if isinstance(bound, ast.UnaryOp) and isinstance(bound.operand, ast.Constant):
        return literal(bound.operand) in (1, 2) and may_be_shorter(balance)
    lower = _made_of(part.lower, balance.change_of[item.statement])
    is_computed = isinstance(lower, ast.BinOp) and balance.is_of("ValueError")
    is_end = part.upper is None and (is_computed or _is_end_of_length(part.lower))
    text = ast.unparse(part)
    if is_end or re.fullmatch(r"(\w+):-\1|(\w+):\2 \+ len\(\w+\)", text):
        return may_be_shorter(balance)
    computed = [b for b in (part.lower, part.upper) if b is not None]
    return balance.is_of("IndexError") and not any(isinstance(b, ast.Constant) for b in computed)


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


def _is_rest(part: ast.Slice, change: CellChange) -> bool:
    """Whether it is what is left of what a loop has gone through: ``left[i:]``."""
    counted = (s.node.target for s in change.after if isinstance(s.node, ast.AugAssign))
    names = {target.id for target in counted if isinstance(target, ast.Name)}
    return part.upper is None and isinstance(part.lower, ast.Name) and part.lower.id in names


def is_of_a_range(item: Item, balance: Balance) -> bool:
    """Whether a bound has moved by one, or to the size of the data, or the range is as long."""
    became = balance.change_of[item.statement].became.get(item.statement)
    had, has = (
        [n for n in s.parts() if isinstance(n, ast.Call) and callee(n) in RANGES] if s else []
        for s in (item.statement, became)
    )
    lengths = list(map(_length, had))
    if not has or (any(lengths) and lengths == list(map(_length, has))):
        return True
    sizes = any(new.word in ("shape", "len", "size") for new in balance.gained)
    is_step = abs(float(item.word)) <= 1 or is_next(item.word, balance.gained)
    return balance.is_of("IndexError", "ValueError") and (sizes or is_step)


def _length(call: ast.Call) -> int | None:
    """Return how many numbers a range of constants has."""
    given = [literal(part) for part in call.args]
    bounds = [bound for bound in given if isinstance(bound, int)]
    try:
        return len(range(*bounds)) if len(bounds) == len(given) else None
    except (ValueError, TypeError, OverflowError):
        return None
