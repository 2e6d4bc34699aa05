"""Code that a candidate takes out instead of repairing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.change import CellChange, Statement, imported
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading import (
    bound_names,
    callee,
    is_computed,
    is_literal,
    loads,
    root,
    targets,
    value_of,
)

_SHOWS = frozenset({"print", "display", "pprint", "repr", "str", "type", "dir", "help", "id"})


def deleting(change: CellChange) -> Iterator[Objection]:
    """Yield objections where a statement is gone, or does nothing of what it did."""
    for old in change.raised:
        if _serves_elsewhere(old, change):
            continue
        new = change.became.get(old)
        if new is None:
            yield from _gone(old, change)
        elif old.head != new.head:
            yield from _hollow(old, new, change)
    yield from _unread(change)
    for old in change.removed:
        if old not in change.raised and not old.functions and _matters(old):
            yield doubt("removes", f"It takes out a line: {_line(old)}")


def _gone(old: Statement, change: CellChange) -> Iterator[Objection]:
    """Judge what raised and is no statement any more: it may have gone into another one."""
    outer = [s for s in old.around if isinstance(s.node, ast.FunctionDef)]
    if outer and outer[0] not in change.became:
        return  # with the function; its name, and the line that called it, are judged
    fresh = [*change.added, *(new for _, new in change.altered)]
    if old.functions and any(new.functions == old.functions for new in fresh):
        return  # a function's body may be written anew: what it returns tells
    wanted = loads(old.node) - _names_at_fault(change) - imported(change)
    made = {root(target) for target in targets(old.node)} - {""}
    holders = [new for new in fresh if _is_substantial(new) and _does(new, wanted, made)]
    if not holders or _only_shows(holders, old):
        yield refuse("deletes", f"It takes out what failed: {_line(old)}")


def _does(new: Statement, wanted: frozenset[str], made: set[str]) -> bool:
    """Whether a statement makes the same, or uses the same."""
    if made:
        return bool(made & {root(target) for target in targets(new.node)})
    return bool(wanted) and wanted <= _loads(new)


def _hollow(old: Statement, new: Statement, change: CellChange) -> Iterator[Objection]:
    if not _is_substantial(new) or _only_shows([new], old):
        yield refuse("deletes", f"It does not do any more what failed: {_line(old)}")
        return
    fresh = frozenset().union(*(_loads(s) for s in [new, *change.added]))
    lost = _loads(old) - fresh - _names_at_fault(change) - _bound_anew(change)
    gained = _loads(new) - _loads(old)
    if lost and not gained:
        names = ", ".join(sorted(lost))
        yield doubt("drops", f"What failed does not use {names} any more.")


def _unread(change: CellChange) -> Iterator[Objection]:
    """Of lines that were no Python, the words have to be somewhere in the new text."""
    lines = change.source_before.splitlines()
    for number in sorted(change.unread):
        words = {word for word in _words(lines[number - 1]) if len(word) > 1}
        kept = {word for word in words if word in _words(_code(change))}
        if words and 2 * len(kept) < len(words):
            yield refuse("deletes", f"It takes out what failed: {lines[number - 1].strip()}")


def _code(change: CellChange) -> str:
    return ast.unparse(change.tree_after)


def _words(text: str) -> set[str]:
    cleaned = "".join(c if c.isidentifier() or c.isdigit() else " " for c in text.partition("#")[0])
    return set(cleaned.split())


def _serves_elsewhere(old: Statement, change: CellChange) -> bool:
    """Whether the statement is a definition that an error passed through by its line alone."""
    return isinstance(old.node, ast.FunctionDef | ast.ClassDef) and old in change.became


def _loads(statement: Statement) -> frozenset[str]:
    return frozenset().union(*(loads(part) for part in statement.parts()))


def _is_substantial(statement: Statement) -> bool:
    """Whether it reads something or calls something, and is not there for its looks."""
    node = statement.node
    if isinstance(node, ast.Pass | ast.Global | ast.Nonlocal):
        return False
    if isinstance(node, ast.Expr):
        call = node.value
        if isinstance(call, ast.Call) and callee(call) in _SHOWS:
            return any(not is_literal(part) and _reads(part) for part in call.args)
        return not is_literal(call)
    return True


def _reads(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Name | ast.Call) for inner in ast.walk(node))


def _only_shows(new: list[Statement], old: Statement) -> bool:
    """Whether a computation has become a look at what there is."""
    value = value_of(old.node)
    if isinstance(old.node, ast.Expr) and _shown(value) is None and is_computed(value):
        return all(
            isinstance(s.node, ast.Expr) and not is_computed(_shown(s.node.value) or s.node.value)
            for s in new
        )
    return False


def _shown(value: ast.expr | None) -> ast.expr | None:
    """Return what a call only shows."""
    if isinstance(value, ast.Call) and callee(value) in _SHOWS and value.args:
        return value.args[0]
    return None


def _matters(old: Statement) -> bool:
    """Whether taking it out takes something away: not a name that hid one of Python's own."""
    node = old.node
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Pass):
        return False
    if isinstance(node, ast.Expr):
        return _is_substantial(old)
    names = bound_names(node)
    hides = bool(names) and names <= BUILTIN_NAMES
    return not hides


def _names_at_fault(change: CellChange) -> frozenset[str]:
    """Return the names that the error itself calls wrong."""
    error = change.failure.error
    name = error.attributes.get("name") if "NameError" in (error.name, *error.names) else None
    return frozenset({name} if name else ())


def _bound_anew(change: CellChange) -> frozenset[str]:
    """Return the names of objects that statements taken out were about."""
    anew = {root(target) for s in change.added for target in targets(s.node)}
    return frozenset(anew)


def _line(statement: Statement) -> str:
    return ast.unparse(statement.node).splitlines()[0][:80]
