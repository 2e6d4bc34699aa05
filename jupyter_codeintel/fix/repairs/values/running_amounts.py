"""Amounts that change in each step, where a step is worked out from what they were at first."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_Loop = ast.For | ast.While


async def running_amounts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``interest = owed * rate`` for ``interest = loan * rate`` in a loop that changes it.

    Where ``owed`` is ``loan`` at first, and a check of the result fails.
    """
    raised = isinstance(case.sites[0].statement, ast.Raise) if case.sites else False
    if not case.is_a("AssertionError") and not raised:
        return
    found = [
        (cell, case.code(cell), *one)
        for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell)
        for one in _found(case.code(cell))
    ]
    if len(found) == 1:
        cell, text, node, name = found[0]
        says = f'each step is worked out from "{node.id}", and not from what "{name}" has become'
        yield repaired(cell, text, [(text.span(node), name)], says, "running_amount")


def _found(text: Code) -> Iterator[tuple[ast.Name, str]]:
    """Yield where a first amount is multiplied in a loop, and the name of what it becomes."""
    scopes: list[ast.AST] = [text.tree, *text.nodes(ast.FunctionDef)]
    for scope in scopes:
        body = getattr(scope, "body", [])
        for place, statement in enumerate(body):
            if not isinstance(statement, _Loop):
                continue
            for amount, first in _starts(body[:place]):
                read = _read(statement, amount, first)
                if read is not None:
                    yield read, amount


def _starts(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yield the names that are set to another one's value before a loop."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=amount)], value=ast.Name(id=first)):
                yield amount, first


def _read(loop: _Loop, amount: str, first: str) -> ast.Name | None:
    """Return the only place where a step is a multiple of a first amount."""
    inner = [node for one in loop.body for node in ast.walk(one)]
    read = [node for node in inner if isinstance(node, ast.Name) and node.id == first]
    factors = [
        side
        for node in inner
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
        for side in (node.left, node.right)
    ]
    steps = _steps(inner, amount)
    if len(read) != 1 or read[0] not in factors or not isinstance(read[0].ctx, ast.Load):
        return None
    given = [
        node.targets[0].id
        for node in inner
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and read[0] in ast.walk(node.value)
    ]
    is_step = any(read[0] in ast.walk(step) for step in steps)
    is_given = any(name in names_in(step) for name in given for step in steps)
    return read[0] if is_step or is_given else None


def _steps(inner: list[ast.AST], amount: str) -> list[ast.expr]:
    """Return what an amount changes by in a loop."""
    steps = []
    for node in inner:
        match node:
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add() | ast.Sub(), value=value):
                steps += [value] if name == amount else []
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp() as value):
                steps += [value] if name == amount and amount in names_in(value) else []
    return steps
