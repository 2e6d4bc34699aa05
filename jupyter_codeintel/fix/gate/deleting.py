"""Code that a candidate takes out instead of repairing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.change import CellChange, imported
from jupyter_codeintel.fix.gate.evidence import Evidence
from jupyter_codeintel.fix.gate.hollowing import is_substantial, only_shows
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading import (
    bound_names,
    is_computed,
    is_literal,
    loads,
    root,
    strings,
    targets,
    value_of,
)
from jupyter_codeintel.fix.gate.statements import Statement

_MODES = frozenset({"'w'", "'r'", "'a'", "'wt'", "'rt'", "'wb'", "'rb'"})
"""In which a file is opened."""


def deleting(change: CellChange) -> Iterator[Objection]:
    """Yield objections where a statement is gone."""
    for old in change.raised:
        if old not in change.became and old.node.lineno not in change.unread:
            yield from _gone(old, change)
    for old in change.removed:
        if old not in change.raised and not old.functions and _is_left_out(old, change):
            yield doubt("removes", f"It takes out a line: {old.line}")


def _gone(old: Statement, change: CellChange) -> Iterator[Objection]:
    """Judge what raised and is no statement any more: it may have gone into another one."""
    is_import = isinstance(old.node, ast.Import | ast.ImportFrom)
    if is_import and (not _is_read(old, change) or _is_written_out(old, change)):
        return  # what used it does without, or with a function of its own, and is judged
    if isinstance(old.node, ast.With) and _opens_another(old, change):
        return
    outer = [s for s in old.around if isinstance(s.node, ast.FunctionDef)]
    if outer and outer[0] not in change.became:
        return  # with the function; its name, and the line that called it, are judged
    if old.functions and any(new.functions == old.functions for new in change.fresh):
        return  # a function's body may be written anew: what it returns tells
    if isinstance(old.node, ast.If) and _asks_in_comprehension(old, change):
        return
    wanted = _data(old) - change.missing - imported(change) - _renamed(change)
    made = _made(old.node) - {""}
    # What it changed may be made at once now, of what it was made of.
    makers = (s for s in change.before if bound_names(s.node) & wanted and s not in change.raised)
    wanted = wanted.union(*(s.loads for s in makers)) - imported(change)
    fresh = [new for new in change.fresh if is_substantial(new)]
    holders = [new for new in fresh if _does(new, wanted, made, _reached(new, change))]
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
    found = loads(old.node)
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


def _does(new: Statement, wanted: frozenset[str], made: set[str], reached: frozenset[str]) -> bool:
    """Whether a statement makes the same, or uses the same."""
    if made & {root(target) for target in targets(new.node)}:
        return bool(wanted & reached)
    around = (s.loads for s in new.around if isinstance(s.node, ast.For))
    return bool(wanted) and wanted <= new.loads.union(*around)


def _is_left_out(old: Statement, change: CellChange) -> bool:
    """Whether nothing new works with what a statement worked with, and it did something."""
    if isinstance(old.node, ast.If) and _asks_otherwise(old, change):
        return False  # how it asks is judged
    data = old.loads - imported(change) - change.missing
    is_used = bool(data & frozenset().union(*(s.loads for s in change.fresh)))
    return not (is_used and _is_made_again(old, change)) and _matters(old, change)


def _is_made_again(old: Statement, change: CellChange) -> bool:
    """Whether new statements make all that a statement, or one in it, made and that is read."""
    inner = [old, *(s for s in change.before if old in s.around)]
    made = frozenset().union(*(_made(s.node) for s in inner)) & _read(change)
    return made <= frozenset().union(*(_made(s.node) for s in change.fresh))


def _matters(old: Statement, change: CellChange) -> bool:
    """Whether taking it out takes something away: not a name that hid one of Python's own."""
    node = old.node
    elsewhere = bound_names(node) & (change.inlined | change.imported_now)
    is_idle = isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)
    if elsewhere or is_idle or _is_generated(node, change):
        return False
    if old.around and old.around[-1] in change.removed:
        return False  # one line is told, not all that are in it
    if isinstance(node, ast.Expr | ast.With):
        return is_substantial(old) and not _is_said_elsewhere(old, change)
    is_loop = isinstance(node, ast.For | ast.While)
    if is_loop and any(node.lineno <= n <= (node.end_lineno or 0) + 1 for n in change.unread):
        return False  # what it made cannot be read
    if _is_made_otherwise(old, change) or (is_loop and _is_done_at_once(old, change)):
        return False
    names = bound_names(node)
    hides = bool(names) and names <= BUILTIN_NAMES
    return not hides


def _asks_otherwise(old: Statement, change: CellChange) -> bool:
    """Whether another condition stands over what an ``if`` stood over."""
    inner = (new for was, new in change.became.items() if was.around[-1:] == (old,))
    outer = [new.around[-1] for new in inner if new.around]
    return any(isinstance(one.node, ast.If) and one in change.added for one in outer)


def _is_generated(function: ast.stmt, change: CellChange) -> bool:
    """Whether a class has become a ``dataclass`` with a field for all that it was given."""
    if not isinstance(function, ast.FunctionDef) or function.name != "__init__":
        return False
    given = {argument.arg for argument in function.args.args[1:]}
    for node in (n for n in ast.walk(change.tree_after) if isinstance(n, ast.ClassDef)):
        fields = {ast.unparse(s.target) for s in node.body if isinstance(s, ast.AnnAssign)}
        is_dataclass = any("dataclass" in ast.unparse(one) for one in node.decorator_list)
        if is_dataclass and given <= fields:
            return True
    return False


def _is_said_elsewhere(old: Statement, change: CellChange) -> bool:
    """Whether all texts and numbers of a call stand in a new call on the same object."""
    said = _constants(old)
    is_file = isinstance(old.node, ast.With)
    fresh = [new for new in change.fresh if is_file or root(old.node) == root(new.node)]
    return bool(said) and any(said <= _constants(new) for new in fresh)


def _constants(statement: Statement) -> set[str]:
    said = {repr(n.value) for n in statement.parts() if isinstance(n, ast.Constant)}
    return said - _MODES


def _is_made_otherwise(old: Statement, change: CellChange) -> bool:
    """Whether other statements make now, of the same data, what a statement made."""
    made = {root(target) for target in targets(old.node)} - {""}
    now = {root(target) for new in change.fresh for target in targets(new.node)}
    read = frozenset().union(*(new.loads for new in change.fresh))
    started = is_literal(value_of(old.node)) and not made & _read(change)
    return started or (bool(made) and made <= now and old.loads - made <= read)


def _read(change: CellChange) -> frozenset[str]:
    """Return the names that the new text reads."""
    return frozenset().union(*(new.loads for new in change.after))


def _is_done_at_once(loop: Statement, change: CellChange) -> bool:
    """Whether one statement makes now, of the same data, what a loop made."""
    made: set[str] = set()
    for statement in change.before:
        if loop in statement.around:
            made |= _made(statement.node)
    now: set[str] = set()
    for new in change.fresh:
        now |= {root(target) for target in targets(new.node)}
    read = frozenset().union(*(new.loads for new in change.fresh))
    data = loop.loads - _counters(loop.node)
    users = [new for old, new in change.altered if _reads_one(old, made)]
    users += [new for new in change.added if isinstance(new.node, ast.For)]
    return (bool(made & now) and data <= read) or any(data <= new.loads for new in users)


def _reads_one(statement: Statement, names: set[str]) -> bool:
    """Whether a statement reads one of some names, be it one of Python's own."""
    return any(isinstance(part, ast.Name) and part.id in names for part in statement.parts())


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
