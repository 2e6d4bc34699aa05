"""What explains a number that a candidate adds."""

from __future__ import annotations

import ast
import re
from collections.abc import Set

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.lacked_keys import stands_for_nothing
from jupyter_codeintel.fix.gate.evidence.limits import keeps_from_zero, keeps_to_a_type
from jupyter_codeintel.fix.gate.evidence.told import is_of_no_logarithm, is_told_otherwise
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    literal,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import (
    ARGUMENTS,
    CLEANS,
    LOSES,
    STABLE,
    TURNS,
    do_the_same,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.both_ways import is_of_a_unit
from jupyter_codeintel.fix.gate.reasons.calls import bounds_a_slice
from jupyter_codeintel.fix.gate.reasons.counting import (
    is_counted_by_key,
    is_none_counted,
    is_of_a_sample,
)
from jupyter_codeintel.fix.gate.reasons.dates import is_part_of_date
from jupyter_codeintel.fix.gate.reasons.doubtful import BOUNDS, needs_reason
from jupyter_codeintel.fix.gate.reasons.exactness import (
    is_another_step,
    is_guess,
    is_more_exact,
    is_rounded_as_before,
)
from jupyter_codeintel.fix.gate.reasons.formulas import is_of_a_formula
from jupyter_codeintel.fix.gate.reasons.items import Item, given_to
from jupyter_codeintel.fix.gate.reasons.places import (
    is_index,
    is_next,
    is_of_the_found,
    is_place_of_wrapped,
    is_read_ahead,
)
from jupyter_codeintel.fix.gate.reasons.ranges import (
    counts_from_one,
    is_bound_of_a_range,
    starts_beside,
)
from jupyter_codeintel.fix.gate.reasons.sizes import (
    closes_bins,
    counts_columns,
    is_room,
    is_size,
    is_turned,
)
from jupyter_codeintel.fix.gate.reasons.starting import (
    is_first_given,
    is_first_of_loop,
    is_start,
    starts_a_sum,
)

_SHORT = 2
_PARTS = (ast.UnaryOp, ast.BinOp, ast.Tuple)
_MOST_DIGITS = 18
_ADDS = frozenset({"append", "insert", "extend", "add"})
_PUTS = frozenset({"fillna", "mask", "replace", "where"})


def is_half(item: Item) -> bool:
    """Whether it is the 2 of ``x / 2``, or the 0.5 of ``x * 0.5``."""
    match item.above[0], item.word:
        case ast.BinOp(op=ast.Div(), right=divisor), "2":
            return divisor is item.node
        case ast.BinOp(op=ast.Mult()), "0.5":
            return True
    return False


def _goes_round_once(item: Item, balance: Balance) -> bool:
    """Whether a place goes round in data of that length: ``letters[(i + shift) % 26]``."""
    match item.above[:2]:
        case (ast.BinOp(op=ast.Mod(), right=size), ast.Subscript(value=ast.Name(id=name))):
            namespace = balance.evidence.failure.namespace
            live = namespace.variables.get(name) if namespace is not None else None
            is_all = live is not None and str(live.length) == item.word
            return size is item.node and is_all and balance.is_of("IndexError")
    return False


def number_explained(item: Item, balance: Balance) -> bool:
    """Whether a number is told, says how, or is a place that moves a little."""
    evidence, above = balance.evidence, item.above
    calls = {callee(node) for node in above if isinstance(node, ast.Call)}
    called, size = given_to(above, *_PARTS), abs(float(item.word))
    if _is_of_a_loop_for_recursion(item, balance, calls):
        return bool(item.statement.functions)
    if is_more_exact(item, balance) or is_guess(item, balance):
        return True
    if calls & {"range", "arange"} and size > 1:
        return is_bound_of_a_range(item, balance)
    if any(isinstance(node, ast.arguments) for node in above) and not evidence.is_told(item.word):
        is_new = "argument" in evidence.message and _has_new_parameter(item, balance)
        return is_new or is_first_given(item, balance)
    return bool(
        is_start(item, balance)
        or _is_option(item, balance)
        or is_of_a_formula(item, balance)
        or (called == "clip" and any(map(keeps_to_a_type, above)))
        or is_of_axes(item, balance)
        or (item.word == "0.5" and "sqrt" in balance.lost_words)
        or (balance.counts_up and item.word in ("0", "1"))
        or (is_half(item) and evidence.is_told("half", "halve", "halved", "halves"))
        or _goes_round_once(item, balance)
        or evidence.is_told(item.word)
        or (
            given_to(above, ast.keyword) in ("fillna", "reindex")
            and is_none_counted(item.node, balance)
        )
        or any(item.word in re.findall(r"\d+", word) for word in evidence.missing)
        or any(_is_number(old.word, item.word) for old in balance.lost if old.kind == "string")
        or (_says_how(above) and not is_turned(item, balance))
        or (called in TURNS | CLEANS | STABLE | {"range", "arange"} and size <= _SHORT)
        or calls & {"chr", "zfill"}
        or (called == "pop" and item.word == "0" and _took_first(balance))
        or is_of_lost(item, balance)
        or _is_next_in_call(item, balance)
        or _starts_elsewhere(item, balance)
        or is_room(item, balance)
        or is_another_step(item, balance)
        or is_rounded_as_before(item, balance)
        or counts_columns(item)
        or _is_counted_for_each(item, balance)
        or _is_told_of_a_case(item, evidence)
        or is_counted_by_key(item.above[:1])
        or is_counted_by_key(item.above[1:2])
        or is_of_the_found(item, evidence)
        or is_of_a_sample(item)
        or (balance.is_of("ZeroDivisionError") and item.word == "1" and counts_from_one(item))
        or (
            any(isinstance(node, ast.If | ast.IfExp | ast.While) for node in above)
            and not _moves_a_bound(item, balance)
        )
        or (called == "group" and size <= _SHORT)
        or any(isinstance(node, ast.keyword) and node.arg == "maxsplit" for node in above)
        or starts_a_sum(item, balance)
        or bounds_a_slice(item, balance)
        or is_part_of_date(item.node, balance)
        or closes_bins(item, balance)
        or passes_over_the_top(item.above[0], evidence)
        or is_first_of_loop(item, balance)
        or starts_beside(item)
        or is_place_of_wrapped(item, balance)
        or is_size(item, balance)
        or is_of_no_logarithm(item.above[0], evidence)
        or any(keeps_from_zero(node, evidence) for node in item.above)
        or is_index(item, balance)
        or is_read_ahead(item)
        or _is_percentage(item.word, evidence)
        or stands_for_nothing(item.node, evidence)
        or any(is_of_a_unit(outer.node) for outer in item.statement.around[-1:])
    )


def _is_of_a_loop_for_recursion(item: Item, balance: Balance, calls: Set[str]) -> bool:
    """Whether it counts in a loop, where a function called itself too often."""
    loops = (new.node for new in balance.change_of[item.statement].fresh)
    is_loop = "range" in calls or any(isinstance(node, ast.For | ast.While) for node in loops)
    return is_loop and balance.is_of("RecursionError") and abs(float(item.word)) <= _SHORT


def _says_how(above: tuple[ast.AST, ...]) -> bool:
    """Whether it is an option of a call, and not what a function given to it gives."""
    named = any(isinstance(node, ast.keyword) and node.arg in ARGUMENTS for node in above)
    return named and not any(isinstance(node, ast.Lambda) for node in above)


def is_of_lost(item: Item, balance: Balance) -> bool:
    """Whether it is the product or quotient of two numbers that are gone: 1.8 of 9 and 5."""
    gone = [float(old.word) for old in balance.lost if old.kind == "number"]
    if float(item.word) in gone:
        return True
    made = {one * other for one in gone for other in gone if one is not other}
    made |= {one / other for one in gone for other in gone if other}
    if "BitXor" in balance.lost_words:  # taken for a power
        made |= {one**other for one in gone for power in gone for other in (power, -power)
                 if one > 0 and power <= _MOST_DIGITS}  # fmt: skip
    return float(item.word) in made - {0.0, 1.0}


def _is_percentage(word: str, evidence: Evidence) -> bool:
    """Whether the person's words have it in hundredths: 0.2 for "20 %"."""
    percent = re.escape(f"{100 * float(word):g}")
    is_told = re.search(rf"(?<![\d.]){percent} ?(%|percent)", evidence.told) is not None
    return is_told and float(word) != 0


def _is_next_in_call(item: Item, balance: Balance) -> bool:
    """Whether a library is given one more or less: ``integers(1, 7)`` for 6."""
    call = item.above[0]
    if not isinstance(call, ast.Call) or callee(call) in BOUNDS | LOSES | balance.functions:
        return False
    had = ((old, old.above[0]) for old in balance.lost if old.kind == "number")
    return is_next(item.word, [old for old, outer in had if isinstance(outer, ast.Call)
                               and callee(outer) == callee(call)])  # fmt: skip


def _is_counted_for_each(item: Item, balance: Balance) -> bool:
    """Whether what has no length is counted: ``sum(1 for _ in x)`` for ``len(x)``."""
    match item.above[:1]:
        case (ast.GeneratorExp(elt=each),):
            return each is item.node and "len" in balance.lost_words
    return False


def _starts_elsewhere(item: Item, balance: Balance) -> bool:
    """Whether a function is given a number for the 0 that it divided by."""
    gone = [float(old.word) for old in balance.lost if old.kind == "number"]
    is_given = isinstance(item.above[0], ast.Call) and float(item.word) != 0
    return balance.is_of("ZeroDivisionError") and is_given and gone == [0.0]


def _took_first(balance: Balance) -> bool:
    return bool(balance.lost_words & {"popleft", "popfront", "pop_front", "dequeue", "shift"})


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


def _is_number(text: str, number: str) -> bool:
    """Whether a text is a number."""
    try:
        return float(text.replace(",", ".")) == float(number)
    except ValueError:
        return False


def _is_option(item: Item, balance: Balance) -> bool:
    """Whether it says how something new is done: ``vander(t, 3)``."""
    calls = (one for one in balance.gained if one.kind == "call")
    plain = (one for one in calls if one.word not in _ADDS | LOSES | _PUTS)
    new = (one.node for one in plain if not needs_reason(one, balance))
    return any(item.node in call.args[1:] for call in new if isinstance(call, ast.Call))


def is_of_axes(item: Item, balance: Balance) -> bool:
    """Whether it is the place of one plot among several, which were taken for one."""
    drawn = balance.evidence.missing
    is_one = any(do_the_same("plot", name) or name.startswith("set_") for name in drawn)
    is_place = any(isinstance(node, ast.Subscript) for node in item.above)
    is_array = "'numpy.ndarray' object has no attribute" in balance.evidence.message
    is_fixed = item.kind == "number" and isinstance(item.above[0], ast.Tuple)
    # A loop over some of the plots, or that stays in one column.
    is_looped = isinstance(item.statement.node, ast.For) or (
        is_fixed and bool(item.statement.around)
    )
    return is_one and is_place and is_array and not is_looped


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
