"""Code that a candidate takes out instead of repairing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.cheats.hollowing import is_substantial, only_shows
from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.objection import Objection, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange, imported
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    is_computed,
    loads,
    root,
    strings,
    targets,
    tree_of,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.uses import is_done_already, made_from


def deleting(change: CellChange) -> Iterator[Objection]:
    """Yield objections where a statement is gone."""
    elsewhere = _worked_out_elsewhere(change)
    for old in change.raised:
        is_gone = old not in change.became and old.head not in change.moved
        is_gone &= not bound_names(old.node) & elsewhere
        if is_gone and old.node.lineno not in change.unread:
            yield from _gone(old, change)


def _is_a_count_outside(old: Statement, change: CellChange) -> bool:
    """Whether a function counted in a variable of the notebook, which it does not any more."""
    counted = {root(target) for target in targets(old.node)}
    read = frozenset().union(*(s.loads | bound_names(s.node) for s in change.after if s.functions))
    read = read.union(*(s.loads for s in change.before if isinstance(s.node, ast.Return)))
    is_count = isinstance(old.node, ast.AugAssign) and change.is_of("UnboundLocalError")
    return is_count and not counted & read


def _worked_out_elsewhere(change: CellChange) -> frozenset[str]:
    """Return the names of what the other edited cells work out, or import."""
    others = (tree_of(text) for cell, text in change.edits.items() if cell != change.cell)
    imports = ast.Import | ast.ImportFrom
    made = (node for tree in others for node in tree.body
            if is_computed(value_of(node)) or isinstance(node, imports))  # fmt: skip
    return frozenset().union(*map(bound_names, made))


def _is_done_as_it_is_made(old: Statement, change: CellChange) -> bool:
    """Whether a variable is made with what it was multiplied by, or added, afterwards."""
    match old.node:
        case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
            made = [change.became[s] for s in change.before
                    if s in change.became and name in bound_names(s.node)]  # fmt: skip
            done = [part for new in made for part in new.parts() if isinstance(part, ast.BinOp)]
            return any(
                type(part.op) is type(op) and ast.dump(part.right) == ast.dump(value)
                for part in done
            )
    return False


def _gone(old: Statement, change: CellChange) -> Iterator[Objection]:
    """Judge what raised and is no statement any more: it may have gone into another one."""
    is_import = isinstance(old.node, ast.Import | ast.ImportFrom)
    if is_import and (not _is_read(old, change) or _is_written_out(old, change)):
        return  # what used it does without, or with a function of its own, and is judged
    if isinstance(old.node, ast.With) and _opens_another(old, change):
        return
    if is_done_already(old, change) or _is_done_as_it_is_made(old, change):
        return
    outer = [s for s in old.around if isinstance(s.node, ast.FunctionDef)]
    if outer and outer[0] not in change.became:
        return  # with the function; its name, and the line that called it, are judged
    is_anew = any(new.functions == old.functions for new in change.fresh)
    if old.functions and is_anew and not _is_a_count_outside(old, change):
        return  # a function's body may be written anew: what it returns tells
    if isinstance(old.node, ast.If) and (
        _asks_in_comprehension(old, change) or _asks_by_element(old, change)
    ):
        return
    wanted = _data(old) - change.missing - imported(change) - _renamed(change)
    made = _made(old.node) - {""}
    # What it changed may be made at once now, of what it was made of.
    makers = (s for s in change.before if bound_names(s.node) & wanted and s not in change.raised)
    wanted = wanted.union(*(s.loads for s in makers)) - imported(change)
    others = (s for s in change.removed if s not in change.raised)
    wanted -= frozenset().union(*(bound_names(s.node) for s in others))
    fresh = [new for new in change.fresh if is_substantial(new)]
    holders = [new for new in fresh if _does(new, wanted, made, change)]
    if not old.loads - change.missing:
        holders += [new for new in change.fresh if _takes_what_was_meant(new, change)]
    if not holders or only_shows(holders, old):
        yield refuse("deletes", f"It takes out what failed: {old.line}")


def _asks_in_comprehension(old: Statement, change: CellChange) -> bool:
    """Whether a comprehension asks about all that an ``if`` asked about."""
    asked = {ast.unparse(n) for n in old.parts() if isinstance(n, ast.Subscript | ast.Name)}
    tests = (n.ifs for s in change.fresh for n in s.parts() if isinstance(n, ast.comprehension))
    return any(asked <= {ast.unparse(n) for test in ifs for n in ast.walk(test)
                         if isinstance(n, ast.Subscript | ast.Name)} for ifs in tests)  # fmt: skip


def _asks_by_element(old: Statement, change: CellChange) -> bool:
    """Whether masks ask what an ``if`` asked of all rows at once."""
    asked = {ast.dump(n) for n in old.parts() if isinstance(n, ast.Compare)}
    fresh = (n for s in change.fresh if not isinstance(s.node, ast.If) for n in s.parts())
    is_of_each = "is ambiguous" in change.failure.error.value
    return is_of_each and bool(asked) and asked <= {ast.dump(n) for n in fresh}


def _renamed(change: CellChange) -> frozenset[str]:
    """Return the functions of the cell that have another name now."""
    had, has = (
        frozenset(s.node.name for s in several if isinstance(s.node, ast.FunctionDef))
        for several in (change.before, change.after)
    )
    return had - has if has - had else frozenset()


def _takes_what_was_meant(new: Statement, change: CellChange) -> bool:
    """Whether a statement uses what can be meant by the missing name."""
    evidence = Evidence(change.failure, (change,))
    known = new.loads & change.failure.flow.visible_names(change.cell)
    return any(evidence.is_meant(name, evidence.missing) for name in known)


def _opens_another(old: Statement, change: CellChange) -> bool:
    """Whether the file that was meant is read in another way."""
    evidence = Evidence(change.failure, (change,))
    said = strings(part for new in change.fresh for part in new.parts())
    return any(evidence.is_meant(path, evidence.missing) for path in said & evidence.existing)


def _is_written_out(old: Statement, change: CellChange) -> bool:
    """Whether a function that works something out has the name that could not be imported."""
    functions = {s.node.name: s.node for s in change.added if isinstance(s.node, ast.FunctionDef)}
    found = [functions[name] for name in bound_names(old.node) & functions.keys()]
    ends = (n.value for node in found for n in ast.walk(node) if isinstance(n, ast.Return))
    return bool(found) and all(is_computed(value) for value in ends)


def _is_read(old: Statement, change: CellChange) -> bool:
    """Whether a name that a statement binds is read in the new text."""
    return any(bound_names(old.node) & new.loads for new in change.after)


def _data(old: Statement) -> frozenset[str]:
    """Return the names that a statement uses; of what a loop counts with, the loop's."""
    found = old.loads if isinstance(old.node, ast.For) else loads(old.node)
    for outer in old.around:
        if found & _counters(outer.node):
            found = found - _counters(outer.node) | outer.loads
    return found


def _reached(new: Statement, change: CellChange) -> frozenset[str]:
    """Return what a statement reads, and what new statements above made that from."""
    found = new.loads
    for other in reversed(change.fresh):
        if bound_names(other.node) & found:
            found |= other.loads
    return found


def _does(new: Statement, wanted: frozenset[str], made: set[str], change: CellChange) -> bool:
    """Whether a statement makes the same, or uses the same or what that is made from."""
    if made & {root(target) for target in targets(new.node)}:
        return bool(wanted & _reached(new, change))
    around = (s.loads for s in new.around if isinstance(s.node, ast.For))
    used = new.loads.union(*around)
    used |= frozenset().union(*(made_from(name, change) for name in used))
    return bool(wanted & used) and all(
        name in used or made_from(name, change) & used for name in wanted
    )


def _made(node: ast.stmt) -> set[str]:
    """Return the names of what a statement makes or, by a method, changes."""
    made = {root(target) for target in targets(node)}
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute() as method)):
            made.add(root(method))
    return made


def _counters(loop: ast.stmt) -> frozenset[str]:
    """Return the names that a loop counts with."""
    if not isinstance(loop, ast.For):
        return frozenset()
    return frozenset(n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name))
