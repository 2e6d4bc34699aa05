"""What ``__str__`` and ``__repr__`` of a class return that is no text."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_NO_TEXT = re.compile(r"(?P<name>__(?:str|repr)__) returned non-string \(type (?P<type>\w+)\)")


async def texts_of_objects(case: Case) -> AsyncIterator[Repair]:
    """Yield ``return str(self.balance)``, or ``return`` for ``print`` where nothing is returned."""
    match = _NO_TEXT.search(case.error.value)
    if match is None:
        return
    found: list[tuple[str, Change]] = []
    for cell in (case.failure.cell, *case.failure.flow.order(case.failure.cell)):
        text = case.code(cell)
        for node in text.nodes(ast.FunctionDef):
            if node.name == match["name"]:
                change = (
                    _returned_print(text, node)
                    if match["type"] == "NoneType"
                    else _returned_text(text, node)
                )
                found += [(cell, change)] if change is not None else []
    if len({*found}) == 1:
        cell, change = found[0]
        says = f'"{match["name"]}" is to return a text'
        yield repaired(cell, case.code(cell), [change], says, "text_of_object")


def _returned_print(text: Code, function: ast.FunctionDef) -> Change | None:
    """Return the change that returns what a function prints at its end."""
    if any(isinstance(node, ast.Return) for node in ast.walk(function)):
        return None
    printed = [
        node
        for node in text.nodes(ast.Call, function)
        if isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    match function.body[-1]:
        case (
            ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[one], keywords=[])) as last
        ) if len(printed) == 1:
            shown = text.text(one)
            is_text = isinstance(one, ast.JoinedStr) or (
                isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
            is_joined = isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add | ast.Mod)
            return text.span(last), f"return {shown if is_text or is_joined else f'str({shown})'}"
    return None


def _returned_text(text: Code, function: ast.FunctionDef) -> Change | None:
    """Return the change that makes a text of the one value that a function returns."""
    returned = [node for node in text.nodes(ast.Return, function) if node.value is not None]
    values = [node.value for node in returned if node.value is not None]
    if len(values) != 1 or isinstance(values[0], ast.JoinedStr | ast.Tuple):
        return None
    shown = text.text(values[0])
    return text.span(values[0]), f"str({shown})"
