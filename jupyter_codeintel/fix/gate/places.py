"""What explains a number or a slice that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from jupyter_codeintel.fix.gate.balance import Balance
from jupyter_codeintel.fix.gate.doubtful import needs_reason
from jupyter_codeintel.fix.gate.emptying import grows
from jupyter_codeintel.fix.gate.items import Item, own_names
from jupyter_codeintel.fix.gate.reading import (
    bound_names,
    callee,
    is_made,
    literal,
    tree_of_most,
)
from jupyter_codeintel.fix.gate.vocabulary import (
    ARGUMENTS,
    CLEANS,
    TURNS,
    do_the_same,
)

_SHORT = 2
_OF_LENGTHS = re.compile("dimension|length|shape")
_ADDS = frozenset({"append", "insert", "extend", "add"})
_UNITS = frozenset({"10", "100", "1000", "60", "3600", "24", "7", "12", "1000000"})
"""Between units of measure."""
_SHORTER = ("diff", "convolve", "rolling", "pct_change", "histogram")
"""What these give is shorter than what they are given."""
_SEVERAL = frozenset({"shape", "splitext", "lstsq"})
_OF_PLACES = re.compile(r"indices|subscript|'tuple' object|unpack|length-1|scalar|1-d")


def number_explained(item: Item, balance: Balance) -> bool:
    """Whether a number is told, says how, or is a place that moves a little."""
    evidence, above = balance.evidence, item.above
    calls = {callee(node) for node in above if isinstance(node, ast.Call)}
    size = abs(float(item.word))
    if balance.is_of("RecursionError") and size <= _SHORT and item.statement.functions:
        loops = (new.node for new in balance.change_of[item.statement].fresh)
        if any(isinstance(node, ast.For | ast.While) for node in loops):
            return True  # a loop in place of the recursion
    if calls & {"range", "arange"} and size > 1:
        return _is_next(item.word, balance.lost) or _was_next(item, balance)
    if any(isinstance(node, ast.arguments) for node in above):
        return "argument" in evidence.message and _has_new_parameter(item, balance)
    return bool(
        _is_start(item, balance)
        or _is_option(item, balance)
        or _is_factor(item, balance)
        or _is_of_axes(item, balance)
        or (item.word == "0.5" and "sqrt" in balance.lost_words)
        or (balance.counts_up and item.word in ("0", "1"))
        or evidence.is_told(item.word)
        or _is_told_coefficient(item.word, evidence.told)
        or any(item.word in re.findall(r"\d+", word) for word in evidence.missing)
        or any(_is_number(old.word, item.word) for old in balance.lost if old.kind == "string")
        or any(isinstance(node, ast.keyword) and node.arg in ARGUMENTS for node in above)
        or (_given_to(above) in TURNS | CLEANS | {"range", "arange"} and size <= _SHORT)
        or calls & {"chr", "zfill"}
        or (_given_to(above) == "pop" and item.word == "0" and "popleft" in balance.lost_words)
        or _is_remainder(item, balance)
        or any(isinstance(node, ast.If | ast.IfExp | ast.While) for node in above)
        or _is_index(item, balance)
    )


def _is_remainder(item: Item, balance: Balance) -> bool:
    """Whether it is a remainder that there is, where one was asked for that there is not."""
    match item.above[:1]:
        case (ast.Compare(left=ast.BinOp(op=ast.Mod(), right=ast.Constant(value=int(n))) as left),):
            asked = f"{ast.unparse(left)} == "
            had = (ast.unparse(old.above[0]) for old in balance.before if old.kind == "number")
            others = (float(text.removeprefix(asked)) for text in had if text.startswith(asked))
            return float(item.word) < n and any(other >= n for other in others)
    return False


def _is_number(text: str, number: str) -> bool:
    """Whether a text is a number."""
    try:
        return float(text.replace(",", ".")) == float(number)
    except ValueError:
        return False


def _given_to(above: tuple[ast.AST, ...]) -> str:
    """Return what is called with a number."""
    for node in above:
        if isinstance(node, ast.Call):
            return callee(node)
        if not isinstance(node, ast.UnaryOp | ast.BinOp | ast.Tuple):
            break
    return ""


def _is_next(number: str, others: Sequence[Item]) -> bool:
    """Whether a bound has moved by one."""
    known = [float(one.word) for one in others if one.kind == "number"]
    return any(abs(float(number) - one) <= 1 for one in known)


def _is_start(item: Item, balance: Balance) -> bool:
    """Whether it is what a sum starts from that is worked out in a loop, and not a mask for it."""
    node, change = item.statement.node, balance.change_of[item.statement]
    if not isinstance(node, ast.Assign) or literal(node.value) not in (0, 1):
        return False
    names = bound_names(node)
    if not names & balance.evidence.missing:
        return grows(names, change.fresh)
    above = (s.node for s in change.after if not s.functions and s.node.lineno < node.lineno)
    elsewhere = frozenset().union(*map(bound_names, above)) | frozenset(
        balance.evidence.failure.flow.defining_cells(names, before=change.cell)
    )
    again = any(isinstance(outer.node, ast.For | ast.While) for outer in item.statement.around)
    return grows(names, change.after) and not names & elsewhere and not again


def _is_option(item: Item, balance: Balance) -> bool:
    """Whether it says how something new is done: ``vander(t, 3)``."""
    calls = (one for one in balance.gained if one.kind == "call")
    new = (one.node for one in calls if not needs_reason(one, balance) and one.word not in _ADDS)
    return any(item.node in call.args[1:] for call in new if isinstance(call, ast.Call))


def _is_told_coefficient(number: str, told: str) -> bool:
    """Whether a number stands before a name in the person's words: the 3 of ``3y``."""
    whole = re.escape(number.removesuffix(".0"))
    return re.search(rf"(?<![\w.]){whole} ?\*? ?[a-z]\d?\b", told) is not None


def _is_factor(item: Item, balance: Balance) -> bool:
    """Whether it is a factor between units, or one that the text had and an assert holds with."""
    is_checked = balance.is_of("AssertionError")
    had = (old.word for old in balance.before if old.kind == "number" and is_checked)
    known = _UNITS.union(had, {"2"} if is_checked else ())
    outer = item.above[0]
    is_factor = isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult | ast.Div)
    return is_factor and item.word in known


def _is_of_axes(item: Item, balance: Balance) -> bool:
    """Whether it is the place of one plot among several, which were taken for one."""
    drawn = [node.attr for node in item.above if isinstance(node, ast.Attribute)]
    is_one = any(do_the_same("plot", name) or name.startswith("set_") for name in drawn)
    return is_one and "'numpy.ndarray' object has no attribute" in balance.evidence.message


def _was_next(item: Item, balance: Balance) -> bool:
    """Whether its statement had a number that is one more or less."""
    became = balance.change_of[item.statement].became
    old = [one for one, new in became.items() if new is item.statement]
    known = [part.value for one in old for part in one.parts() if isinstance(part, ast.Constant)]
    return any(isinstance(n, int) and abs(float(item.word) - n) <= 1 for n in known)


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


def _is_index(item: Item, balance: Balance) -> bool:
    """Whether a number is a place, and the error is about places."""
    above = item.above
    number = abs(float(item.word))
    if any(isinstance(node, ast.Slice) for node in above):
        return True  # the slice is judged as a whole
    if above and isinstance(above[0], ast.BinOp):
        return number <= 1 and balance.is_of("IndexError", "ValueError", "KeyError")
    indexed = [node for node in above if isinstance(node, ast.Subscript)]
    if not indexed or number > _SHORT:
        return False
    # The last value that a loop in a function had; one of several values that belong together.
    is_last = isinstance(above[0], ast.UnaryOp) and number == 1 and _is_of_a_function(balance)
    inner = [part for node in indexed for part in ast.walk(node.value)]
    own = own_names(balance.change_of[item.statement].fresh)
    is_last = is_last or any(_is_end(node, own, item) for node in indexed)
    several = any(isinstance(part, ast.Attribute) and part.attr in _SEVERAL for part in inner)
    moved = any(old.kind == "number" for old in balance.lost)
    return is_last or several or moved or _OF_PLACES.search(balance.evidence.message) is not None


def _is_end(node: ast.Subscript, own: frozenset[str], item: Item) -> bool:
    """Whether it is the last, or one of several, of what the new text makes itself."""
    if not isinstance(node.value, ast.Name) or node.value.id not in own:
        return False
    same = {literal(n.slice) for n in item.statement.parts() if isinstance(n, ast.Subscript)
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
    return balance.evidence.has_call(*_SHORTER)


def slice_explained(item: Item, balance: Balance) -> bool:
    """Whether a slice leaves out an end, or is bounded by what is worked out."""
    part = item.node
    if not isinstance(part, ast.Slice):
        return False
    if part.upper is None and isinstance(part.lower, ast.Constant):
        return _is_parted(item) or _leaves_first_out(part, balance)
    if part.lower is None and "too many values" in balance.evidence.message:
        return not _is_of_words(item.above)
    bound = part.upper if part.lower is None else None
    if isinstance(bound, ast.UnaryOp) and isinstance(bound.operand, ast.Constant):
        return literal(bound.operand) in (1, 2) and _may_be_shorter(balance)
    is_computed = isinstance(part.lower, ast.BinOp) and balance.is_of("ValueError")
    if part.upper is None and (is_computed or _is_end_of_length(part.lower)):
        return _may_be_shorter(balance)
    computed = [b for b in (part.lower, part.upper) if b is not None]
    return balance.is_of("IndexError") and not any(isinstance(b, ast.Constant) for b in computed)


def is_of_a_range(item: Item, balance: Balance) -> bool:
    """Whether a bound has moved by one, or to the size of the data."""
    if _covers_as_many(item, balance):
        return True
    sizes = any(new.word in ("shape", "len", "size") for new in balance.gained)
    is_step = abs(float(item.word)) <= 1 or _is_next(item.word, balance.gained)
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
