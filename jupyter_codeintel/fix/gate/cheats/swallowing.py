"""Errors that a candidate hides instead of repairing what raises them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.fallbacks import (
    ends_of_generators,
    fallbacks,
    tried_in_turn,
)
from jupyter_codeintel.fix.gate.reading.functions import functions_of
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, loads
from jupyter_codeintel.fix.gate.reasons.counting import counting

_SILENCERS = frozenset(
    {"suppress", "filterwarnings", "simplefilter", "catch_warnings", "seterr", "errstate",
     "captureWarnings", "disable_warnings", "set_custom_exc", "redirect_stderr"}
)  # fmt: skip
_SPEAKS_OF_ERRORS = (
    "error",
    "raise",
    "invalid",
    "bad_lines",
    "strict",
    "check",
    "skipkeys",
    "exact",
)
_SILENT = frozenset({"ignore", "skip", "warn", "replace", "raise_from_none"})
_OPTIONS = ("option_context", "set_option")
_HOOKS = frozenset({"excepthook", "showwarning", "chained_assignment", "showtraceback"})


def swallowing(change: CellChange) -> Iterator[Objection]:
    """Yield an objection for each new way to go on after an error."""
    yield from _handlers(change)
    for call in change.new(ast.Call):
        if callee(call) in _SILENCERS:
            yield refuse("swallows", f"It silences errors or warnings with {callee(call)}().")
    for keyword in change.new(ast.keyword):
        yield from _keyword(keyword)
    for node in change.new(ast.Attribute):
        if isinstance(node.ctx, ast.Store) and node.attr in _HOOKS:
            yield refuse("swallows", f"It silences errors or warnings through {node.attr}.")
    yield from _parameters(change)
    for call in change.new(ast.Call):
        said = {literal(argument) for argument in call.args if isinstance(argument, ast.Constant)}
        if callee(call) in _OPTIONS and any("chained" in str(text) for text in said):
            yield refuse("swallows", "It switches a warning off instead of mending its cause.")


def _handlers(change: CellChange) -> Iterator[Objection]:
    harmless = [handler for node in change.new(ast.Try) for handler in _harmless(node)]
    harmless += [h for node in change.nodes_after for h in tried_in_turn(node)]
    for handler in change.new(ast.ExceptHandler):
        if handler in harmless:
            continue
        # A handler whose text alone changed may be honest; one that catches more is not.
        if not _raises(handler) and not _known(handler, change):
            yield refuse("swallows", "It catches the error instead of repairing what raises it.")
    known = {id(statement.node) for statement in change.became.values()}
    for old, new in change.became.items():
        tries = [outer for outer in new.around if _catches(outer) and id(outer.node) in known]
        had = [outer for outer in old.around if _catches(outer)]
        if len(tries) > len(had):
            yield refuse("swallows", "It moves code into a try that goes on after an error.")
            return
    for finish in (node for node in change.new(ast.Try) if node.finalbody):
        if any(isinstance(node, ast.Return | ast.Break | ast.Continue)
               for statement in finish.finalbody for node in ast.walk(statement)):  # fmt: skip
            yield refuse("swallows", "Its finally leaves before an error can be seen.")


def _parameters(change: CellChange) -> Iterator[Objection]:
    """Judge parameters that a call gave in vain, and that are taken now and not looked at."""
    before = functions_of(change.tree_before)
    told = change.failure.error.value
    for name, node in functions_of(change.tree_after).items() if "argument" in told else ():
        if name not in before or f"{node.name}()" not in told:
            continue
        given = [part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg)]
        had = {part.arg for part in ast.walk(before[name].args) if isinstance(part, ast.arg)}
        read = frozenset().union(*(loads(statement) for statement in node.body))
        for one in given:
            if one not in read | had:
                yield refuse("swallows", f"{node.name}() takes {one} and does not look at it.")


def _harmless(node: ast.Try) -> list[ast.ExceptHandler]:
    """Return the handlers that do what was asked in another way."""
    return [*counting(node), *fallbacks(node), *ends_of_generators(node)]


def _catches(statement: Statement) -> bool:
    node = statement.node
    if isinstance(node, ast.Try) and _harmless(node):
        return False
    return isinstance(node, ast.Try | ast.TryStar) and bool(node.handlers)


def _raises(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)


def _known(handler: ast.ExceptHandler, change: CellChange) -> bool:
    """Whether a handler of the same exceptions was there."""
    caught = ast.dump(handler.type) if handler.type else ""
    return any(
        (ast.dump(node.type) if node.type else "") == caught
        for node in change.nodes_before
        if isinstance(node, ast.ExceptHandler)
    )


def _keyword(keyword: ast.keyword) -> Iterator[Objection]:
    name = (keyword.arg or "").lower()
    if not any(word in name for word in _SPEAKS_OF_ERRORS):
        return
    value = literal(keyword.value)
    said = f"{keyword.arg}={ast.unparse(keyword.value)}"
    if value == "replace":
        yield doubt("coerces", f"{said} passes over what it does not know.")
    elif _is_silent(name, value):
        yield refuse("swallows", f"{said} goes on after an error.")


def _is_silent(name: str, value: object) -> bool:
    if isinstance(value, str):
        return value in _SILENT
    if name.startswith(("ignore", "skip")):
        return value is True
    return value is False or (value is None and "raise" in name)
