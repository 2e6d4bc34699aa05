"""Answers that a candidate knows by heart instead of working them out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Set

from jupyter_codeintel.fix.gate.evidence.expectations import IS_NEAR, Expectations, expectations
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.functions import functions_of
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    fixed,
    is_literal,
    is_made,
    literal,
    loads,
    root,
    strings,
    targets,
)
from jupyter_codeintel.fix.gate.reading.uses import has_other_numbers, is_of_a_formula
from jupyter_codeintel.fix.gate.reading.vocabulary import NO_VALUES

_TELLING = 6
"""Characters of a text that hardly stands in a function by chance."""


def special_cases(change: CellChange) -> Iterator[Objection]:
    """Yield objections where a function knows the inputs or results that are checked."""
    expected = expectations(change.failure)
    known = {fixed(node) for node in change.nodes_before} - {""}
    for statement in change.after:
        if not statement.functions and not isinstance(statement.node, ast.FunctionDef):
            continue
        if not _fits_several(statement, change, expected.results - known):
            yield from _by_heart(statement, expected, known)
    yield from _same_for_all(change)
    yield from _answers(change)
    yield from _one_more(change)


def _one_more(change: CellChange) -> Iterator[Objection]:
    """Judge a condition that lets the tested number through besides: ``x == 90 or x > 90``."""
    for test in change.new(ast.BoolOp) if change.is_of("AssertionError") else ():
        for one in test.values:
            match one:
                case ast.Compare(
                    left=ast.Name(),
                    ops=[ast.Eq()],
                    comparators=[ast.Constant(value=int() | float())],
                ):
                    yield doubt("special", f"It treats one case on its own: {ast.unparse(one)}")


def _by_heart(statement: Statement, expected: Expectations, known: set[str]) -> Iterator[Objection]:
    for node in statement.parts():
        if isinstance(node, ast.Compare | ast.Dict | ast.Call):
            asked = {fixed(inner) for inner in ast.walk(node)} & expected.inputs
            if asked - known and (_is_equality(node) or isinstance(node, ast.Dict)):
                yield refuse(
                    "special", f"It treats a tested input on its own: {min(asked - known)}"
                )
        given = fixed(node)
        if isinstance(node, ast.Constant) and given not in known and _is_part(node, expected):
            yield doubt("special", f"It holds a part of a tested input: {given[:60]}")
        if given in expected.results - known and not _is_small(node):
            yield refuse("special", f"It holds an expected result: {given[:60]}")


def _fits_several(statement: Statement, change: CellChange, results: Set[str]) -> bool:
    """Whether a calculation has other numbers, with which more comes out than one of them."""
    held = {fixed(part) for part in statement.parts()}
    is_other = has_other_numbers(statement, change) or is_of_a_formula(statement)
    return is_other and not results <= held


def _answers(change: CellChange) -> Iterator[Objection]:
    """Judge values that are written out for one input."""
    for case in change.new(ast.If):
        asked = [node for node in ast.walk(case.test) if isinstance(node, ast.Compare)]
        if not asked or not all(isinstance(node.ops[0], ast.Eq) for node in asked):
            continue
        given = [way.value for way in case.body if isinstance(way, ast.Return)]
        is_text = any(len(text) > 1 for node in asked for text in strings(ast.walk(node)))
        asks_for_one = any(abs(number) > 1 for node in asked for number in _numbers(node)) or (
            is_text and all(map(is_literal, given))
        )
        if asks_for_one and change.is_of("AssertionError") and isinstance(case.body[0], ast.Return):
            yield doubt("special", f"It treats one case on its own: {ast.unparse(case.test)[:60]}")
        for way in case.body:
            value = way.value if isinstance(way, ast.Return) else None
            if value is None or ast.unparse(value) in NO_VALUES:
                continue
            if not is_literal(value) and is_made(value):
                yield refuse("special", f"It knows one answer: {ast.unparse(value)[:60]}")


def _numbers(node: ast.Compare) -> list[float]:
    sides = (node.left, *node.comparators)
    values = (literal(part) for side in sides for part in (side, *getattr(side, "elts", ())))
    return [value for value in values if isinstance(value, int | float)]


def _is_part(node: ast.Constant, expected: Expectations) -> bool:
    text = node.value
    if not isinstance(text, str) or len(text) < _TELLING:
        return False
    return any(text in whole for whole in expected.inputs)


def _is_equality(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return callee(node) in IS_NEAR
    kinds = ast.Eq | ast.In | ast.Is | ast.NotEq | ast.NotIn | ast.IsNot
    return isinstance(node, ast.Compare) and any(isinstance(op, kinds) for op in node.ops)


def _is_small(node: ast.AST) -> bool:
    """Whether a number may well be part of a method: 10, 26, 0.5."""
    value = literal(node)
    return (isinstance(value, int) and abs(value) <= 10) or (
        isinstance(value, str) and len(value) < 2
    )


def _same_for_all(change: CellChange) -> Iterator[Objection]:
    """Judge a function that worked its result out and now gives one constant."""
    before = functions_of(change.tree_before)
    for name, function in functions_of(change.tree_after).items():
        old = before.get(name)
        if old is None or not _returns(old) or _is_constant(old):
            continue
        if _is_constant(function):
            yield refuse("constant", f"{function.name}() gives the same whatever it is given.")
        elif _is_table(function) and not _is_table(old):
            yield refuse("constant", f"{function.name}() looks its answers up in a table.")
        elif _gives_back(function) and not _gives_back(old):
            yield doubt("constant", f"{function.name}() gives back what it is given.")
        elif _is_cut(function) and not _is_cut(old):
            yield refuse("constant", f"{function.name}() returns before it works anything out.")


def _returns(function: ast.FunctionDef) -> list[ast.expr | None]:
    return [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]


def _is_constant(function: ast.FunctionDef) -> bool:
    """Whether neither what it returns nor when depends on what it is given."""
    returned = _returns(function)
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function)):
        return False
    if any(not is_literal(value) for value in returned if value is not None):
        return False
    tests = [n for n in ast.walk(function) if isinstance(n, ast.If | ast.While | ast.For)]
    read = frozenset().union(*(loads(n.iter if isinstance(n, ast.For) else n.test) for n in tests))
    constant = {repr(literal(value)) for value in returned if value is not None}
    return len(constant) <= 1 or not read


def _is_table(function: ast.FunctionDef) -> bool:
    """Whether it returns numbers that are written out for each input: ``{1: 1, 2: 2}.get(n)``."""
    match [value for value in _returns(function) if value is not None]:
        case [ast.Subscript(value=table)] | [ast.Call(func=ast.Attribute(value=table, attr="get"))]:
            held = table.values if isinstance(table, ast.Dict) else getattr(table, "elts", [])
            return len(held) > 1 and all(isinstance(literal(one), int | float) for one in held)
    return False


def _gives_back(function: ast.FunctionDef) -> bool:
    """Whether all that it returns is a parameter, or a copy of one, that it never changes."""
    given = {argument.arg for argument in function.args.args}
    values = (
        re.sub(r"\.copy\(\)$", "", ast.unparse(value)) for value in _returns(function) if value
    )
    changed = {root(target) for node in ast.walk(function) if isinstance(node, ast.stmt)
               for target in targets(node)}  # fmt: skip
    calls = {root(node.func) for node in ast.walk(function)
             if isinstance(node, ast.Call) and callee(node) != "copy"}  # fmt: skip
    returned = set(values)
    return bool(returned) and returned <= given - changed - calls


def _is_cut(function: ast.FunctionDef) -> bool:
    """Whether code stands after an unconditional return."""
    ends = [isinstance(statement, ast.Return | ast.Raise) for statement in function.body]
    return any(ends[:-1])
