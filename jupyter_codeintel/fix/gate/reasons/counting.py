"""Counts, sums and means that a candidate works out in another way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_codeintel.fix.gate.reading.trees import (
    adds_a_row,
    bound_names,
    callee,
    callee_of,
    literal,
    loads,
    root,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

AVERAGES = frozenset({"mean", "average", "avg", "fmean"})
_IS_AVERAGE = frozenset({"sum", "fsum", "len", "Div"})
_OF_NONE_ARE_ZERO = frozenset({"sum", "count", "size", "nunique", "len"})


def is_none_counted(value: ast.AST, balance: Balance) -> bool:
    """Whether what is not there is counted as 0: ``fillna(0)`` for "number of orders"."""
    is_none = isinstance(value, ast.Constant) and value.value == 0
    if is_none and any(item.word in ("crosstab", "value_counts") for item in balance.gained):
        return True
    is_missing = "Cannot convert non-finite values" in balance.evidence.message
    return is_none and is_missing and balance.evidence.is_told("count", "how many", "number of")


def is_sum_of_none(item: Item) -> bool:
    """Whether it is the 0 of a sum or count of nothing: ``.sum().unstack(fill_value=0)``."""
    match item.node, item.above[:1]:
        case (
            ast.keyword(arg="fill_value", value=ast.Constant(value=0)),
            (ast.Call(func=ast.Attribute(value=table, attr=word), keywords=options),),
        ):
            how = [ast.unparse(one.value).strip("'") for one in options if one.arg == "aggfunc"]
            made_by = [callee_of(table) or ""] if word == "unstack" else how
            return bool(_OF_NONE_ARE_ZERO.intersection(made_by))
    return False


def is_sum_of_those_without(item: Item, balance: Balance) -> bool:
    """Whether it is the 0 of those without rows: ``spend.reindex(names, fill_value=0)``."""
    match item.node, [node for node in item.above if isinstance(node, ast.Call)][:1]:
        case ast.Constant(value=0), [ast.Call(ast.Attribute(ast.Name(name), "reindex"))]:
            made = balance.evidence.made_of({name})
            ends = tuple(f".{word}()" for word in _OF_NONE_ARE_ZERO)
            return any("groupby" in text and text.endswith(ends) for text in made)
    return False


def counts_places(item: Item, balance: Balance) -> bool:
    """Whether as many numbers are counted as there are data, where others were counted."""
    if adds_a_row(item.statement.node):
        return True
    counts = {"range", "arange"}
    within = any(callee_of(n) in counts for n in item.above)
    had = {one.word for one in balance.before if one.kind == "call"} | balance.lost_words
    return within and bool(counts & had)


def multiplies_and_adds(balance: Balance) -> bool:
    """Whether a product of matrices is written out: ``(a * b).sum(axis=1)``."""
    lost = {item.word for item in balance.lost}
    return bool(lost & {"MatMult", "dot", "matmul"}) and "Mult" in {i.word for i in balance.now}


def counts_at_once(item: Item, balance: Balance) -> bool:
    """Whether a loop that added one after the other has become one call."""
    steps = r"(\+=|=\+)" if item.word == "sum" else r"\+= *1\b"
    before = balance.change_of[item.statement].source_before
    made = bound_names(item.statement.node)
    if isinstance(item.statement.node, ast.Return) and re.search(steps, before) is not None:
        return True
    removed = balance.change_of[item.statement].removed
    added = [s.node.value for s in removed if isinstance(s.node, ast.AugAssign)]
    if item.word == "sum" and any(loads(value) & loads(item.node) for value in added):
        return True
    counted = [root(s.node.target) for s in removed
               if isinstance(s.node, ast.AugAssign) and literal(s.node.value) == 1]  # fmt: skip
    if item.word == "count" and made & set(counted):
        return True
    if balance.is_of("ZeroDivisionError") and item.word == "len":
        loops = (s.node.iter for s in balance.change_of[item.statement].before
                 if isinstance(s.node, ast.For))  # fmt: skip
        if any(loads(loop) & loads(item.node) for loop in loops):
            return True
        steps = r"= *0\b"  # which nothing had counted up
    return any(re.search(rf"\b{name} *{steps}", before) for name in made)


def is_counted_by_key(above: Sequence[ast.AST]) -> bool:
    """Whether what stands around a part counts by key: ``n[k] = n.get(k, 0) + 1``."""
    match above:
        case [ast.BinOp(left=ast.Call(args=[_, start]) as call, op=ast.Add(), right=step)]:
            return callee(call) == "get" and (literal(start), literal(step)) == (0, 1)
    return False


def is_of_a_sample(item: Item) -> bool:
    """Whether it is a part of the divisor in ``sum((x - mean) ** 2) / (len(x) - 1)``."""
    match item.above[:2]:
        case (ast.BinOp(left=ast.Call() as count, op=ast.Sub()) as less, ast.BinOp() as whole):
            is_divided = isinstance(whole.op, ast.Div) and whole.right is less
            return callee(count) == "len" and is_divided and literal(less.right) == 1
    return False


def counts_each(item: Item, balance: Balance) -> bool:
    """Whether ``len(x)`` stands for ``sum(1 for _ in x)``."""
    counted = {ast.unparse(given) for given in getattr(item.node, "args", ())}
    became = balance.change_of[item.statement].became
    old = (s for s, new in became.items() if new is item.statement)
    ones = (n for s in old for n in s.parts() if isinstance(n, ast.GeneratorExp))
    return any(literal(n.elt) == 1 and ast.unparse(n.generators[0].iter) in counted for n in ones)


def divides_a_sum(item: Item) -> bool:
    """Whether it belongs to ``sum(x) / len(x)``."""
    match item.above[:1]:
        case (ast.BinOp(op=ast.Div(), left=ast.Call() as left, right=ast.Call() as right),):
            roots = {root(given) for call in (left, right) for given in call.args[:1]}
            return len(roots) == 1 and callee(left) in ("sum", "fsum") and callee(right) == "len"
    return False


def is_average(word: str, balance: Balance) -> bool:
    """Whether a mean is worked out from a sum and a number, or a sum and a number by a mean."""
    if word in AVERAGES and "len" in balance.lost_words and balance.has_word("Div"):
        return True
    gained = {item.word for item in balance.now}
    weighted = {"Mult", "Div"} <= gained and "weights" in balance.lost_words
    whole = ({"len", "Div"} <= gained or weighted) and bool({"sum", "fsum"} & gained)
    return word in _IS_AVERAGE and whole and bool(AVERAGES & balance.lost_words)


def is_counted(item: Item) -> bool:
    """Whether only the number of values counts: ``range(len(x))``."""
    calls = [callee(node) for node in item.above if isinstance(node, ast.Call)]
    return calls[:1] == ["len"] and bool({"range", "arange"} & set(calls))


def counting(node: ast.Try) -> Iterator[ast.ExceptHandler]:
    """Yield the handler that starts a count at its step where a key is not there yet."""
    match node:
        case ast.Try(
            body=[ast.AugAssign(target=ast.Subscript() as counted, op=ast.Add(), value=step)],
            handlers=[ast.ExceptHandler(type=ast.Name(id="KeyError"), body=[ast.Assign() as start])
                      as handler],
        ):  # fmt: skip
            is_same = ast.unparse(start.targets[0]) == ast.unparse(counted)
            if is_same and ast.dump(start.value) == ast.dump(step):
                yield handler
