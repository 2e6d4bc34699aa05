"""Conditions under which a candidate does not run what failed.

Other new conditions are no reason to turn a candidate down; they need an explanation, as all
that is new.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.told import is_told_otherwise, looks_for
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, is_literal, literal
from jupyter_codeintel.fix.gate.reasons.both_ways import chooses_a_format
from jupyter_codeintel.fix.gate.reasons.bounds import is_within_bounds
from jupyter_codeintel.fix.gate.reasons.loops import waits_for_the_second

_EXITS = (ast.Return, ast.Continue, ast.Break)
_PLAIN = (bytes, dict, float, int, list, set, str, tuple)
"""Python's own types, whose attributes are known."""
_NARROWER = {
    "isalpha": ("islower", "isupper", "isascii"),
    "isalnum": ("isalpha", "isdigit", "isdecimal", "islower", "isupper"),
}
"""Kinds of characters, and those that are a part of them."""


def guarding(change: CellChange) -> Iterator[Objection]:
    """Yield objections where what failed is not run any more, or not always."""
    evidence = Evidence(change.failure, (change,))
    for old in change.raised:
        new = change.became.get(old)
        if new is None:
            continue
        if _is_never_called(new, old, change):
            yield refuse("guards", "What failed is in a function now that nothing calls.")
        kept = set(change.became.values())
        for outer in new.around:
            if outer not in kept and isinstance(outer.node, ast.If):
                yield from _judged(outer.node, new, evidence)
        yield from _exits_before(new, change)
        yield from _expressions(new, change)
    for old, new in change.became.items():
        same = old.head == new.head
        recursive = set(old.functions) & {
            callee(part) for s in change.removed for part in s.parts() if isinstance(part, ast.Call)
        }
        is_return = isinstance(new.node, ast.Return) and not recursive
        if same and is_return and _loops(new) > _loops(old):
            yield refuse("guards", "It returns from within a loop that it stood below.")
    yield from _asks_for_what_nothing_has(change)
    yield from _text_of_nothing(change)
    yield from _asks_for_fewer(change)
    yield from _nothing_beyond(change)
    yield from _divides_by_one(change)
    for test in _tests(change):
        if literal(test) in (False, None, 0) and is_literal(test):
            yield refuse("guards", "It has a condition that is never true.")


def _asks_for_what_nothing_has(change: CellChange) -> Iterator[Objection]:
    """Judge ``x.lowercase() if hasattr(x, "lowercase") else x``: no text has such a method."""
    name = change.failure.error.attributes.get("name")
    for call in change.new(ast.Call) if change.is_of("AttributeError") else ():
        is_asked = callee(call) == "hasattr" and literal(call.args[-1]) == name
        lacking = re.match(r"'(\w+)' object has no", change.failure.error.value)
        is_plain = lacking is not None and lacking[1] in {kind.__name__ for kind in _PLAIN}
        if name and is_asked and is_plain and not any(hasattr(kind, name) for kind in _PLAIN):
            yield refuse("guards", f"It asks for {name}, which none of them has.")


def _text_of_nothing(change: CellChange) -> Iterator[Objection]:
    """Judge ``str(name).split()`` for ``name.split()`` of a name that is None."""
    if not change.failure.error.value.startswith("'NoneType' object has no attribute"):
        return
    asked = {ast.unparse(part.value) for old in change.raised for part in old.parts()
             if isinstance(part, ast.Attribute)}  # fmt: skip
    for call in change.new(ast.Call):
        if callee(call) == "str" and asked & {*map(ast.unparse, call.args)}:
            yield refuse("guards", f"It makes a text of None: {ast.unparse(call)[:60]}")


def _asks_for_fewer(change: CellChange) -> Iterator[Objection]:
    """Judge a condition that lets fewer characters through: ``ch.islower()``."""
    told = Evidence(change.failure, (change,))
    for old, new in change.altered:
        had, has = ({callee(n) for n in ast.walk(one.node.test) if isinstance(n, ast.Call)}
                    if isinstance(one.node, ast.If) else set() for one in (old, new))  # fmt: skip
        for kind in had - has:
            narrower = (has - had).intersection(_NARROWER.get(kind, ()))
            if narrower and not told.is_told("lower", "upper", "lowercase", "uppercase", "small"):
                yield doubt("guards", f"It asks for {min(narrower)}() in place of {kind}().")


def _nothing_beyond(change: CellChange) -> Iterator[Objection]:
    """Judge a slice of one that is empty where an index is too large: ``s[i : i + 1]``."""
    for part in change.new(ast.Subscript) if change.is_of("IndexError") else ():
        match part.slice:
            case ast.Slice(
                lower=ast.expr() as one,
                upper=ast.BinOp(left=other, op=ast.Add(), right=ast.Constant(value=1)),
            ) if ast.dump(one) == ast.dump(other):
                yield doubt("guards", f"It takes nothing beyond the end: {ast.unparse(part)[:60]}")


def _divides_by_one(change: CellChange) -> Iterator[Objection]:
    """Judge a divisor that is not let below a number: ``votes / max(seats, 1)``."""
    for part in change.new(ast.BinOp) if change.is_of("ZeroDivisionError") else ():
        match part:
            case ast.BinOp(op=ast.Div(), right=ast.Call(args=[one, other]) as least):
                plain = [given for given in (one, other) if not is_literal(given)]
                is_cut = callee(least) in ("max", "maximum") and len(plain) == 1
                if is_cut and callee_of(plain[0]) != "len":
                    yield doubt("guards", f"It divides by another: {ast.unparse(least)[:50]}")


def _loops(statement: Statement) -> int:
    return sum(isinstance(outer.node, ast.For | ast.While) for outer in statement.around)


def _is_never_called(new: Statement, old: Statement, change: CellChange) -> bool:
    called = {callee(n) for n in change.nodes_after if isinstance(n, ast.Call)}
    named = {n.id for n in change.nodes_after if isinstance(n, ast.Name)}
    return not set(new.functions) - set(old.functions) <= called | named


def _judged(node: ast.If, inner: Statement, evidence: Evidence) -> Iterator[Objection]:
    told = is_told_otherwise(node, evidence) or looks_for(node, inner, evidence)
    told |= _is_best_so_far(node, inner)
    told |= waits_for_the_second(node, inner.around)
    told |= is_within_bounds(node.test, evidence)
    if inner.functions or _does_otherwise(node) or told:
        return
    yield refuse("guards", f"What failed runs only if {ast.unparse(node.test)}.")


def _is_best_so_far(node: ast.If, inner: Statement) -> bool:
    """Whether a loop keeps the best that it has seen: ``if x > best: best = x``."""
    match node.test, inner.node:
        case ast.Compare(left=one, ops=[ast.Gt() | ast.Lt()], comparators=[other]), ast.Assign(
            targets=[target], value=value
        ):
            asked = {ast.unparse(one), ast.unparse(other)}
            return asked == {ast.unparse(target), ast.unparse(value)}
    return False


def _does_otherwise(node: ast.If) -> bool:
    """Whether another branch does something of its own."""
    idle = (ast.Pass, ast.Continue, ast.Break)
    shown = [
        statement
        for statement in node.orelse
        if not isinstance(statement, idle)
        and not (isinstance(statement, ast.Expr) and _is_said(statement.value))
        and not (isinstance(statement, ast.Assign) and is_literal(statement.value))
    ]
    return bool(shown)


def _is_said(value: ast.expr) -> bool:
    return is_literal(value) or callee_of(value) == "print"


def _exits_before(new: Statement, change: CellChange) -> Iterator[Objection]:
    position = {statement: at for at, statement in enumerate(change.after)}
    for exit_ in change.added:
        if not isinstance(exit_.node, _EXITS) or position[exit_] > position[new]:
            continue
        home = [
            s for s in exit_.around if isinstance(s.node, ast.FunctionDef | ast.For | ast.While)
        ]
        if home and home[-1] in new.around and _always_comes_first(exit_, new):
            yield refuse("guards", "It leaves before what failed is reached.")


def _always_comes_first(exit_: Statement, new: Statement) -> bool:
    """Whether a statement stands above another in the same block, or in one around it."""
    depth = len(exit_.around)
    return exit_.around == new.around[:depth] and exit_.branches == new.branches[:depth]


def _expressions(new: Statement, change: CellChange) -> Iterator[Objection]:
    """Conditions within the statement itself that ask whether something is there at all."""
    fresh = {id(node) for kind in (ast.IfExp, ast.Call) for node in change.new(kind)}
    for part in new.parts():
        if id(part) not in fresh:
            continue
        if isinstance(part, ast.Call) and callee(part) == "getattr" and len(part.args) == 3:
            yield refuse("guards", "It puts a default in place of an attribute that is not there.")
        elif isinstance(part, ast.Call) and callee(part) in ("next", "pop") and part.args[1:]:
            yield refuse("guards", "It puts a default in place of what is not there.")
        if chooses_a_format(part):
            continue
        if isinstance(part, ast.IfExp) and not new.functions and _asks_for_presence(part.test):
            for way in (part.body, part.orelse):
                if is_literal(way):
                    said = ast.unparse(way)[:40]
                    yield refuse("guards", f"It gives {said} where the error was.")


def _asks_for_presence(test: ast.expr) -> bool:
    for node in ast.walk(test):
        if isinstance(node, ast.Compare):
            if any(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in node.ops):
                return True
        elif callee_of(node) in ("hasattr", "isinstance", "callable"):
            return True
    return is_literal(test)


def _tests(change: CellChange) -> Iterator[ast.expr]:
    yield from (node.test for node in change.new(ast.If))
    yield from (node.test for node in change.new(ast.While))
    yield from (node.test for node in change.new(ast.IfExp))
