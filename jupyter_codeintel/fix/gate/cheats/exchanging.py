"""Sides, signs and numbers of a calculation for which others stand, though no check asks for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import sites
from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal, targets

_ONE_WAY = {ast.Sub: "-", ast.Div: "/", ast.FloorDiv: "/", ast.Mod: "%", ast.Pow: "**"}
"""What is another value with its sides exchanged; whole parts are taken of the same quotient."""
_BOTH_WAYS = {ast.Add: "+", ast.Mult: "*"}
_OF_BOUNDS = re.compile(r"\b(?:bounds?|domain|range|signs?)\b")
_PLACES = ("arange", "linspace", "range", "reshape")


def exchanging(change: CellChange) -> Iterator[Objection]:
    """Yield doubts about calculations that became others where they stand."""
    if _may_be_wrong(change):
        return
    evidence = Evidence(change.failure, (change,))
    for old, new in change.altered:
        had, has = ({_read(node): node for node in _calculated(one)} for one in (old, new))
        gone = [node for read, node in had.items() if read not in has]
        for read, node in has.items():
            if read in had:
                continue
            sign, left, right = read
            is_turned = sign in _ONE_WAY.values() and (sign, right, left) in had
            if is_turned or any(_is_of_another(node, one, evidence) for one in gone):
                yield doubt("exchanges", f"It is another calculation: {ast.unparse(node)[:60]}")
        if _has_another_sign(old, new):
            yield doubt("exchanges", f"It is another calculation: {new.line[:60]}")


def _may_be_wrong(change: CellChange) -> bool:
    """Whether the error says that a calculation, or a place that it gives, is not right."""
    raised = (site.statement for site in sites(change.failure)[:1])
    is_of_bounds = _OF_BOUNDS.search(change.failure.error.value) is not None
    is_asked = is_of_bounds or change.is_of("AssertionError", "IndexError")
    return is_asked or any(isinstance(statement, ast.Raise) for statement in raised)


def _read(node: ast.BinOp) -> tuple[str, str, str]:
    sign = (_ONE_WAY | _BOTH_WAYS).get(type(node.op), "")
    return sign, ast.unparse(node.left), ast.unparse(node.right)


def _calculated(statement: Statement) -> Iterator[ast.BinOp]:
    """Yield the calculations of a statement, without those of places and sizes."""
    parts = list(statement.parts())
    outer = [part for part in parts if isinstance(part, ast.Subscript)
             or callee_of(part) in _PLACES]  # fmt: skip
    within = {id(node) for part in outer for node in ast.walk(part)}
    for part in parts:
        if isinstance(part, ast.BinOp) and id(part) not in within and _read(part)[0]:
            yield part


def _is_of_another(new: ast.BinOp, old: ast.BinOp, evidence: Evidence) -> bool:
    """Whether another number stands beside the same value: ``views / 100``."""
    number, before = literal(new.right), literal(old.right)
    are_numbers = all(type(one) in (int, float) for one in (number, before))
    is_same = _read(new)[:2] == _read(old)[:2]
    return are_numbers and is_same and number != before and not evidence.tells(number)


def _has_another_sign(old: Statement, new: Statement) -> bool:
    """Whether something is taken away that was added: ``n[k] = n.get(k, 0) - q``."""
    match old.node, new.node:
        case ast.AugAssign(op=before, value=value), ast.Assign(
            value=ast.BinOp(op=after, right=right)
        ):
            same = list(map(ast.unparse, targets(old.node))) == list(
                map(ast.unparse, targets(new.node))
            )
            return same and ast.dump(value) == ast.dump(right) and type(before) is not type(after)
        case ast.AugAssign(op=before, value=value), ast.AugAssign(op=after, value=right):
            return ast.dump(value) == ast.dump(right) and type(before) is not type(after)
    return False
