"""What explains a place or slice that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.limits import is_about_zero
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    literal,
    strings,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item, own_names

_SHORT = 2
_PAST = re.compile(r"index (\d+) is out of bounds for axis \d+ with size \1\b")
RANGES = frozenset({"range", "arange"})
_SEVERAL = frozenset({"shape", "splitext", "lstsq"})
_OF_PLACES = re.compile(r"indices|subscript|'tuple' object|unpack|length-1|scalar|1-d")


def is_read_ahead(item: Item) -> bool:
    """Whether a loop ends as much earlier as it reads ahead: ``x[i + 1]``, ``len(x) - 1``."""
    match item.above[:1], item.statement.node:
        case (ast.BinOp(left=ast.Call() as size, op=ast.Sub()),), ast.For(target=ast.Name(id=name)):
            ahead = {f"{name} + {item.word}", f"{item.word} + {name}"}
            places = (n.slice for s in item.statement.node.body for n in ast.walk(s)
                      if isinstance(n, ast.Subscript))  # fmt: skip
            return callee(size) == "len" and any(ast.unparse(place) in ahead for place in places)
    return False


def is_next(number: str, others: Sequence[Item]) -> bool:
    """Whether a bound has moved by one."""
    known = [float(one.word) for one in others if one.kind == "number"]
    return any(abs(float(number) - one) <= 1 for one in known)


def is_index(item: Item, balance: Balance) -> bool:
    """Whether a number is a place, and the error is about places."""
    above = item.above
    number = abs(float(item.word))
    in_slice = any(isinstance(node, ast.Slice) for node in above)  # which is judged as a whole
    if (
        in_slice
        or _is_part_of_text(item, balance)
        or _is_one_of_returned(item, balance)
        or _is_width(item)
        or _orders(item, balance)
        or _is_taken_apart(item, balance)
    ):
        return True
    if above and isinstance(above[0], ast.BinOp):
        is_of_places = balance.is_of("IndexError", "ValueError", "KeyError")
        return number <= 1 and is_of_places and not is_about_zero(balance.evidence)
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
    base = ast.unparse(indexed[0].value)
    was_past = f"{base}[len({base})]" in balance.evidence.failing
    was_end = any(old.word == "len" for old in balance.lost) and balance.is_of("IndexError")
    is_last = (
        is_last
        or (-1 in numbers and (was_end or was_past))
        or (-1 in numbers and _PAST.search(balance.evidence.message) is not None)
    )
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


def _is_taken_apart(item: Item, balance: Balance) -> bool:
    """Whether the last column is taken beside all others: ``t[:, -1]`` and ``t[:, :-1]``."""
    fresh = balance.change_of[item.statement].fresh
    written = {ast.unparse(part) for s in fresh for part in s.parts()
               if isinstance(part, ast.Subscript)}  # fmt: skip
    bases = (ast.unparse(n.value) for n in item.above if isinstance(n, ast.Subscript))
    return any({f"{base}[:, -1]", f"{base}[:, :-1]"} <= written for base in bases)


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


def _is_one_of_returned(item: Item, balance: Balance) -> bool:
    """Whether one value is used where several were: of a tuple, of what has one label."""
    match item.above[:1]:
        case (ast.Subscript(value=ast.Name(id=name)),):
            namespace = balance.evidence.failure.namespace
            known = namespace.variables if namespace is not None else {}
            is_tuple = name in known and known[name].type == "tuple"
            lists = {bound for s in balance.change_of[item.statement].fresh
                     if isinstance(value := value_of(s.node), ast.List) and len(value.elts) == 1
                     for bound in bound_names(s.node)}  # fmt: skip
            is_state = name in lists and balance.is_of("UnboundLocalError")
            return is_state or (is_tuple and "tuple" in balance.evidence.message)
        case (ast.Subscript(value=ast.Attribute(value=rows, attr="iloc")),):
            is_equal = any(isinstance(node, ast.Eq) for node in ast.walk(rows))
            is_shown = "format string passed to Series" in balance.evidence.message
            return is_equal and is_shown and item.word == "0"
    return False


def _is_width(item: Item) -> bool:
    """Whether it is of the difference of two neighbours: ``edges[1] - edges[0]``."""
    match value_of(item.statement.node):
        case ast.BinOp(
            left=ast.Subscript(value=one, slice=ast.Constant(value=1)),
            op=ast.Sub(),
            right=ast.Subscript(value=other, slice=ast.Constant(value=0)),
        ):
            return ast.unparse(one) == ast.unparse(other)
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
    nodes = (n for text in balance.evidence.sources for n in ast.walk(tree_of_most(text)[0]))
    inner = (n for one in nodes if isinstance(one, ast.FunctionDef) for n in ast.walk(one))
    bound = {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return bool(bound & balance.evidence.missing)


def is_of_a_range(item: Item, balance: Balance) -> bool:
    """Whether a bound has moved by one, or to the size of the data, or the range is as long."""
    became = balance.change_of[item.statement].became.get(item.statement)
    had, has = (
        [n for n in s.parts() if isinstance(n, ast.Call) and callee(n) in RANGES] if s else []
        for s in (item.statement, became)
    )
    lengths = list(map(length, had))
    if not has or (any(lengths) and lengths == list(map(length, has))):
        return True
    sizes = any(new.word in ("shape", "len", "size") for new in balance.gained)
    is_step = abs(float(item.word)) <= 1 or is_next(item.word, balance.gained)
    return balance.is_of("IndexError", "ValueError") and (sizes or is_step)


def length(call: ast.Call) -> int | None:
    """Return how many numbers a range of constants has."""
    given = [literal(part) for part in call.args]
    bounds = [bound for bound in given if isinstance(bound, int)]
    try:
        return len(range(*bounds)) if len(bounds) == len(given) else None
    except (ValueError, TypeError, OverflowError):
        return None


def is_place_of_wrapped(item: Item, balance: Balance) -> bool:
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


def is_of_the_found(item: Item, evidence: Evidence) -> bool:
    """Whether the first of the rows is taken that have the missing label as a value."""
    match item.above[:1]:
        case (ast.Subscript(value=ast.Attribute(value=ast.Subscript(slice=asked), attr="iloc")),):
            parts = list(ast.walk(asked))
            equal = any(isinstance(part, ast.Eq) for part in parts)
            is_label = bool(strings(parts) & evidence.missing) or "KeyError" in evidence.errors
            return literal(item.node) == 0 and equal and is_label
    return False
