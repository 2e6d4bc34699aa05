"""Conditions under which a candidate does not run what failed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.change import CellChange
from jupyter_codeintel.fix.gate.expectations import expectations
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading import callee, is_literal, literal
from jupyter_codeintel.fix.gate.statements import Statement

_CONDITIONAL = (ast.If, ast.While, ast.For, ast.Match)
_EXITS = (ast.Return, ast.Continue, ast.Break)


def guarding(change: CellChange) -> Iterator[Objection]:
    """Yield objections where what failed is not run any more, or not always."""
    for old in change.raised:
        new = change.became.get(old)
        if new is None:
            continue
        kept = set(change.became.values())
        for outer in new.around:
            if outer not in kept and isinstance(outer.node, _CONDITIONAL):
                yield from _judged(outer, new, change)
        yield from _exits_before(new, change)
        yield from _expressions(old, new, change)
    for test in _tests(change):
        if literal(test) in (False, None, 0) and is_literal(test):
            yield refuse("guards", "It has a condition that is never true.")


def _judged(outer: Statement, inner: Statement, change: CellChange) -> Iterator[Objection]:
    node = outer.node
    if isinstance(node, ast.For):
        return  # a loop around it does it more often, not less
    if not inner.functions and isinstance(node, ast.If) and not _does_otherwise(node):
        says = ast.unparse(node.test)
        yield refuse("guards", f"What failed runs only if {says}.")
    elif not is_covered(inner, change):
        yield doubt("guards", "What failed runs only under a new condition.")


def _does_otherwise(node: ast.If) -> bool:
    """Whether another branch does something of its own."""
    idle = (ast.Pass, ast.Continue, ast.Break)
    shown = [
        statement
        for statement in node.orelse
        if not isinstance(statement, idle)
        and not (isinstance(statement, ast.Expr) and _is_told(statement.value))
        and not (isinstance(statement, ast.Assign) and is_literal(statement.value))
    ]
    return bool(shown)


def _is_told(value: ast.expr) -> bool:
    return is_literal(value) or (isinstance(value, ast.Call) and callee(value) == "print")


def _exits_before(new: Statement, change: CellChange) -> Iterator[Objection]:
    position = {statement: at for at, statement in enumerate(change.after)}
    for exit_ in change.added:
        if not isinstance(exit_.node, _EXITS) or position[exit_] > position[new]:
            continue
        home = [
            s for s in exit_.around if isinstance(s.node, ast.FunctionDef | ast.For | ast.While)
        ]
        if not home or home[-1] not in new.around:
            continue
        if _always_comes_first(exit_, new):
            yield refuse("guards", "It leaves before what failed is reached.")
        elif not new.functions:
            yield refuse("guards", "It passes over the cases that fail.")
        elif not is_covered(new, change):
            yield doubt("guards", "It leaves early where the error was, and nothing checks that.")


def _always_comes_first(exit_: Statement, new: Statement) -> bool:
    """Whether a statement stands above another in the same block, or in one around it."""
    depth = len(exit_.around)
    return exit_.around == new.around[:depth] and exit_.branches == new.branches[:depth]


def _expressions(old: Statement, new: Statement, change: CellChange) -> Iterator[Objection]:
    """Conditions within the statement itself."""
    fresh = {id(node) for kind in (ast.IfExp, ast.BoolOp, ast.comprehension, ast.Call)
             for node in change.new(kind)}  # fmt: skip
    subscripts = {ast.unparse(n) for n in old.parts() if isinstance(n, ast.Subscript)}
    for part in new.parts():
        if id(part) not in fresh:
            continue
        if isinstance(part, ast.IfExp) and not is_covered(new, change):
            yield from _either(part, old, new)
        elif isinstance(part, ast.BoolOp) and not isinstance(new.node, ast.If | ast.While):
            if not is_covered(new, change) and _is_short_cut(part, old):
                yield doubt("guards", "What failed is left out under a new condition.")
        elif isinstance(part, ast.comprehension) and part.ifs and not is_covered(new, change):
            yield doubt("guards", "It leaves out the elements that fail.")
        elif isinstance(part, ast.Call):
            yield from _defaults(part, new, subscripts)


def _either(part: ast.IfExp, old: Statement, new: Statement) -> Iterator[Objection]:
    """Judge an expression that gives something else where the error was."""
    alone = {ast.dump(node) for node in old.parts() if isinstance(node, ast.expr)}
    for way, other in ((part.body, part.orelse), (part.orelse, part.body)):
        if is_literal(way) or (ast.dump(other) in alone and not isinstance(other, ast.Name)):
            make = doubt if new.functions or not _asks_for_presence(part.test) else refuse
            yield make("guards", f"It gives {ast.unparse(way)[:40]} where the error was.")
            return


def _is_short_cut(part: ast.BoolOp, old: Statement) -> bool:
    """Whether it puts what was there on its own behind a condition."""
    alone = {ast.dump(node) for node in old.parts() if not isinstance(node, ast.BoolOp)}
    return any(is_literal(v) or ast.dump(v) in alone for v in part.values)


def _asks_for_presence(test: ast.expr) -> bool:
    for node in ast.walk(test):
        if isinstance(node, ast.Compare):
            if any(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in node.ops):
                return True
        elif isinstance(node, ast.Call) and callee(node) in ("hasattr", "isinstance", "callable"):
            return True
    return is_literal(test)


def _defaults(call: ast.Call, new: Statement, subscripts: set[str]) -> Iterator[Objection]:
    """Objections to lookups that give a default where they failed before."""
    if callee(call) == "getattr" and len(call.args) == 3:
        yield refuse("guards", "It puts a default in place of an attribute that is not there.")
    if callee(call) == "next" and len(call.args) == 2:
        yield doubt("guards", "It puts a default in place of an element that is not there.")
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr != "get" or not call.args:
        return
    looked_up = f"{ast.unparse(function.value)}[{ast.unparse(call.args[0])}]"
    stored = {ast.unparse(node) for node in new.parts()
              if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)}  # fmt: skip
    # Counting up from nothing is what a default is for.
    if looked_up in subscripts and looked_up not in stored:
        yield doubt("guards", f"It puts a default in place of {looked_up}.")


def _tests(change: CellChange) -> Iterator[ast.expr]:
    yield from (node.test for node in change.new(ast.If))
    yield from (node.test for node in change.new(ast.While))
    yield from (node.test for node in change.new(ast.IfExp))


def is_covered(statement: Statement, change: CellChange) -> bool:
    """Whether what the function around a statement returns is checked, or it calls itself."""
    if not statement.functions:
        return False
    outer = next(s.node for s in statement.around if isinstance(s.node, ast.FunctionDef))
    calls = {callee(node) for node in ast.walk(outer) if isinstance(node, ast.Call)}
    if outer.name in calls:
        return True
    return bool(set(statement.functions) & expectations(change.failure).functions)
