"""Estimators that a candidate gives what they are to tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.rows import is_one_row
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    callee_of,
    is_literal,
    literal,
    loads,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.uses import split_from
from jupyter_codeintel.fix.gate.reading.vocabulary import GIVES_ONE

_FOR_TESTS = re.compile(r"(?:^|_)(?:test|te|val|valid|holdout)(?:_|\b)", re.IGNORECASE)
_TELLS = frozenset({"predict", "predict_proba", "score"})


def leaking(change: CellChange) -> Iterator[Objection]:
    """Yield a doubt where the target is among what an estimator learns from, or nothing is.

    Also where it learns from what it is to tell, after it had learned from something else.
    """
    cells = (c for c in change.failure.document.cells if c.type == "code" and c.id != change.cell)
    nodes = [n for tree in (change.tree_after, *(tree_of_most(c.source)[0] for c in cells))
             for n in ast.walk(tree)]  # fmt: skip
    fits = [n for n in nodes if isinstance(n, ast.Call) and callee(n) == "fit" and len(n.args) > 1]
    yield from _learning_anew(change, fits)
    yield from _leaving_folds_out(change)
    yield from _taking_all(change)
    for call in change.new_calls():
        if callee(call) in ("fit", "fit_transform") and call.args and is_one_row(call.args[0]):
            yield doubt("leaks", f"It learns from a single row: {ast.unparse(call)[:60]}")
    new = {ast.dump(node) for node in change.new(ast.expr)}
    for data in _learned_from(change.new(ast.Call)):
        if _is_constant(data):
            yield doubt("leaks", f"It learns from {ast.unparse(data)[:40]} alone.")
    for data, target in (*(fit.args[:2] for fit in fits), *_parted(nodes)):
        told = [value for s in change.fresh if isinstance(target, ast.Name)
                and target.id in bound_names(s.node)
                and (value := value_of(s.node)) is not None]  # fmt: skip
        if any(map(_is_constant, told)):
            yield doubt("leaks", f"It learns to tell the same of all: {ast.unparse(told[0])[:40]}")
        values = [data]
        if isinstance(data, ast.Name):
            values = [value for s in change.fresh if data.id in bound_names(s.node)
                      and (value := value_of(s.node)) is not None]  # fmt: skip
        for value in values:
            if ast.dump(value) in new and _holds(value, target, nodes):
                yield doubt("leaks", f"It learns from {ast.unparse(target)[:40]}, its own target.")


def _parted(nodes: Sequence[ast.AST]) -> Iterator[list[ast.expr]]:
    """Yield data and target that are parted to learn from and to test with."""
    for node in nodes:
        match node:
            case ast.Call(args=[_, _] as parted) if callee(node) == "train_test_split":
                yield parted
            case ast.Call(args=[_, _, _, *_] as given) if callee(node).startswith("cross_val"):
                yield given[1:3]


def _learning_anew(change: CellChange, fits: Sequence[ast.Call]) -> Iterator[Objection]:
    """Yield a doubt where an estimator learns from what is predicted in the same cell."""
    new = change.new(ast.Call)
    told = {ast.unparse(call.args[0]) for call in change.nodes_after
            if isinstance(call, ast.Call) and callee(call) in _TELLS and call.args}  # fmt: skip
    for fit in fits:
        data = ast.unparse(fit.args[0])
        others = {ast.unparse(other.args[0]) for other in fits} - {data}
        if _FOR_TESTS.search(data):
            had = (n for n in change.nodes_before if callee_of(n) == "fit")
            given = (n.args[0] for n in had if isinstance(n, ast.Call) and n.args)
            others |= {*map(ast.unparse, given)} - {data}
        if fit in new and data in told and others:
            yield doubt("leaks", f"It learns from {data[:40]}, which it is to tell.")


def _leaving_folds_out(change: CellChange) -> Iterator[Objection]:
    """Yield a doubt where the part of each fold to test with, or to learn from, is not used."""
    for old, new in change.became.items():
        match old.node, new.node:
            case ast.For(iter=ast.Call() as split) as had, ast.For() as has if (
                callee(split) == "split"
            ):
                parts = {n.id for n in ast.walk(has.target) if isinstance(n, ast.Name)}
                read = [frozenset().union(*map(loads, loop.body)) for loop in (had, has)]
                if idle := parts & read[0] - read[1]:
                    yield doubt("leaks", f"It does not use {min(idle)} of each fold any more.")


def _taking_all(change: CellChange) -> Iterator[Objection]:
    """Yield doubts where the part to learn from, or to test with, is all of the data now."""
    for new in change.added:
        whole = value_of(new.node)
        if not isinstance(whole, ast.Name):
            continue
        for name in sorted(bound_names(new.node)):
            if whole.id in split_from(name, change):
                yield doubt("leaks", f"It takes all of {whole.id} in place of {name}.")


def _learned_from(calls: list[ast.Call]) -> Iterator[ast.expr]:
    """Yield the data that estimators are given, of statsmodels where they are made."""
    for call in calls:
        if callee(call) in ("GLM", "GLS", "Logit", "OLS", "Probit", "WLS"):
            yield from call.args[1:2]
        elif callee(call).startswith("fit"):
            yield from call.args[:1]


def _is_constant(data: ast.expr) -> bool:
    """Whether data are nothing but the same number for all."""
    match data:
        case ast.Subscript(slice=ast.Constant("const") | ast.List(elts=[ast.Constant("const")])):
            return True
        case ast.Call(func=ast.Attribute(attr="Series"), args=[value], keywords=[_, *_]):
            return is_literal(value) or callee_of(value) in GIVES_ONE
        case ast.Call():
            return callee(data) in ("full", "full_like", "ones", "ones_like", "zeros", "zeros_like")
    return False


def _holds(data: ast.expr, target: ast.expr, nodes: Sequence[ast.AST]) -> bool:
    """Whether data have a target as a column, or are made of it alone."""
    parts = [part for node in ast.walk(data) if isinstance(node, ast.List | ast.Tuple | ast.Dict)
             for part in (node.values if isinstance(node, ast.Dict) else node.elts)]  # fmt: skip
    name = ast.unparse(target)
    if name in map(ast.unparse, parts) or ast.unparse(data).startswith((f"{name}.", f"{name}[")):
        return True
    made = [target] if not isinstance(target, ast.Name) else [
        node.value for node in nodes if isinstance(node, ast.Assign)
        and target.id in bound_names(node)]  # fmt: skip
    columns = {literal(one.slice) for one in made if isinstance(one, ast.Subscript)}
    return any(isinstance(column := literal(part), str) and column in columns for part in parts)
