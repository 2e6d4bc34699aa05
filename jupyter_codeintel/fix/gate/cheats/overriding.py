"""Other people's objects that a candidate bends so that the error does not show."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange, imported
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_literal,
    loads,
    root,
    value_of,
)

_BUILTINS = frozenset(dir(builtins))
_ENDS = frozenset({"exit", "quit", "_exit", "abort", "SystemExit", "KeyboardInterrupt"})
_HIDES = frozenset({"exec", "compile", "setattr", "delattr", "__import__", "__setattr__"})
_TRICKS = frozenset({"__class__", "__dict__", "__code__", "__builtins__", "__bases__", "modules"})
_MOCKS = frozenset({"mock", "Mock", "MagicMock", "AsyncMock", "patch", "SimpleNamespace"})
_ANSWERS_ALL = frozenset({"__getattr__", "__getattribute__", "__eq__", "__ne__", "__bool__",
                          "__lt__", "__le__", "__gt__", "__ge__", "__hash__"})  # fmt: skip


def overriding(change: CellChange) -> Iterator[Objection]:
    """Yield objections where names, libraries or the way code runs are bent."""
    modules = imported(change)
    for statement in (*change.added, *(new for _, new in change.altered)):
        yield from _attributes(statement, modules, change)
    yield from _rebound(change)
    yield from _in_place_of_imports(change)
    yield from _covered(change)
    yield from _ways_out(change)


def _attributes(
    statement: Statement, modules: frozenset[str], change: CellChange
) -> Iterator[Objection]:
    known = {ast.unparse(n) for n in change.nodes_before if isinstance(n, ast.Attribute)
             and isinstance(n.ctx, ast.Store)}  # fmt: skip
    for node in statement.parts():
        if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Store | ast.Del):
            continue
        text = ast.unparse(node)
        if text in known or ".options." in text:
            continue
        if root(node) in modules:
            yield refuse("overrides", f"It changes a library: {text} = …")
        elif root(node) in change.classes and not _is_of_a_new_function(statement, node):
            yield doubt("overrides", f"It changes a class from outside: {text} = …")
        if node.attr in _TRICKS:
            yield refuse("overrides", f"It bends an object through {node.attr}.")


def _is_of_a_new_function(statement: Statement, node: ast.Attribute) -> bool:
    """Whether a method is set to a function of its name, which is judged."""
    value = value_of(statement.node)
    return isinstance(value, ast.Name) and value.id == node.attr


def _rebound(change: CellChange) -> Iterator[Objection]:
    before = change.failure.flow.facts(change.cell).defines
    before = before.union(*(bound_names(s.node) for s in change.before))
    elsewhere = change.failure.flow.definitions(change.cell)
    for statement in change.after:
        names = bound_names(statement.node) - before
        if not names or (statement.functions and not _is_global(names, change)):
            continue
        for name in sorted(names):
            if _is_own(name, statement):
                continue
            if name in _BUILTINS and not _in_class(statement):
                yield refuse("overrides", f"It puts something else in place of Python's {name}.")
            elif name in elsewhere:
                yield refuse("overrides", f"It defines {name} anew in another cell.")


def _in_place_of_imports(change: CellChange) -> Iterator[Objection]:
    """Judge a function of its own for one that was imported, as a check that asks nothing."""
    known = imported(change) - change.imported_now
    for statement in () if change.is_of("ImportError") else change.added:
        node = statement.node
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in known:
            yield doubt("overrides", f"It puts something else in place of {node.name}.")


def _covered(change: CellChange) -> Iterator[Objection]:
    """Yield doubts about new values of a name whose own nothing has read until then."""
    unread: set[str] = set()
    for statement in change.after:
        is_plain = not statement.functions and not statement.around
        made = (
            bound_names(statement.node) if isinstance(statement.node, ast.Assign) else frozenset()
        )
        unread -= statement.loads
        if is_plain and statement in change.added:
            for name in sorted(made & unread):
                yield doubt("overrides", f"{name} is worked out, and replaced before it is used.")
        elif is_plain and (value := value_of(statement.node)) is not None and not is_literal(value):
            unread |= made


def _is_own(name: str, statement: Statement) -> bool:
    """Whether it gives one of Python's own names what it means."""
    match statement.node:
        case ast.ImportFrom(module="builtins", names=aliases):
            return any(alias.name == name for alias in aliases)
    return False


def _is_global(names: frozenset[str], change: CellChange) -> bool:
    return any(names & set(node.names) for node in change.new(ast.Global))


def _in_class(statement: Statement) -> bool:
    return any(isinstance(outer.node, ast.ClassDef) for outer in statement.around)


def _ways_out(change: CellChange) -> Iterator[Objection]:
    for call in change.new_calls():
        name = callee(call)
        if name in _ENDS:
            yield refuse("ends", f"It ends the run with {name}().")
        elif name in _HIDES and not _is_re(call):
            yield refuse("hides", f"It hides what it does behind {name}().")
        elif name in ("globals", "locals", "vars"):
            yield doubt("hides", f"It reaches for names through {name}().")
    for node in change.new(ast.Raise):
        if node.exc is not None and root(node.exc) in _ENDS:
            yield refuse("ends", "It ends the run.")
    known = {n.id for n in change.nodes_before if isinstance(n, ast.Name)}
    for name in {*_names(change)} & _MOCKS - known:
        yield refuse("mocks", f"It puts a stand-in in place of the real thing: {name}.")
    for function in change.new(ast.FunctionDef):
        if function.name in _ANSWERS_ALL and _is_new(function, change):
            yield from _answers(function)


def _is_re(call: ast.Call) -> bool:
    return callee(call) == "compile" and isinstance(call.func, ast.Attribute)


def _names(change: CellChange) -> Iterator[str]:
    for node in change.nodes_after:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.alias):
            yield from node.name.split(".")
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _is_new(function: ast.FunctionDef, change: CellChange) -> bool:
    nodes = change.nodes_before
    return function.name not in {n.name for n in nodes if isinstance(n, ast.FunctionDef)}


def _answers(function: ast.FunctionDef) -> Iterator[Objection]:
    returned = [n.value for n in ast.walk(function) if isinstance(n, ast.Return)]
    if all(is_literal(value) or not loads(value) for value in returned if value is not None):
        yield refuse("overrides", f"Its {function.name} answers whatever is asked.")
    elif function.name in ("__getattr__", "__getattribute__"):
        yield doubt("overrides", f"Its {function.name} answers for attributes that are missing.")
