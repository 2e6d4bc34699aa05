"""Texts that a loop takes, or a function is given, and that are compared as numbers throughout."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top
from jupyter_codeintel.fix.repairs.live_kinds import texts_of

_COMPARED = re.compile(
    r"'[<>]=?' not supported between instances of '(?P<left>\w+)' and '(?P<right>\w+)'"
)
_NUMBERS = ("float", "int")


async def numbers_in_turn(case: Case) -> AsyncIterator[Repair]:
    """Yield ``guess = int(guess)`` at the top where a text is compared more than once."""
    match = _COMPARED.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for name in _texts(site, match["left"], match["right"]):
            shown = name.id
            around = _around(site, shown)
            if around is None or not _is_number_throughout(around, shown):
                continue
            texts = texts_of(case, site, name)
            kind = "float" if any("." in one for one in texts) else "int"
            change = _at_the_top(site.code, around, f"{shown} = {kind}({shown})")
            if change is not None:
                says = f'"{shown}" is a text, and used as a number'
                yield repaired(site.cell, site.code, [change], says, "number_in_turn")


def _texts(site: Site, left: str, right: str) -> Iterator[ast.Name]:
    """Yield the names of a comparison that an error says are texts."""
    for node in site.nodes(ast.Compare)[:1]:
        sides = ((node.left, left, right), (node.comparators[0], right, left))
        for one, kind, other in sides:
            if kind == "str" and other in _NUMBERS and isinstance(one, ast.Name):
                yield one


def _around(site: Site, name: str) -> ast.For | ast.FunctionDef | None:
    """Return the loop or function whose own variable a name is, if nothing sets it otherwise."""
    found: ast.For | ast.FunctionDef | None = None
    for node in site.code.nodes(ast.stmt):
        if not node.lineno < site.line <= (node.end_lineno or 0):
            continue
        match node:
            case ast.For(target=ast.Name(id=own)) if own == name:
                found = node
            case ast.FunctionDef() if name in [one.arg for one in node.args.args]:
                found = node
    return found


def _is_number_throughout(around: ast.For | ast.FunctionDef, name: str) -> bool:
    """Whether a name is compared or reckoned with twice or more, and never used as a text."""
    inner = [node for statement in around.body for node in ast.walk(statement)]
    uses = [one.ctx for one in inner if isinstance(one, ast.Name) and one.id == name]
    if not all(isinstance(one, ast.Load) for one in uses):
        return False
    reckoned = 0
    for node in inner:
        sides: list[ast.expr] = []
        match node:
            case ast.Attribute(value=value) if getattr(value, "id", "") == name:
                return False
            case ast.Subscript(value=value, slice=key):
                if name in (getattr(value, "id", ""), getattr(key, "id", "")):
                    return False
            case ast.Compare(left=left, comparators=others):
                is_text = any(isinstance(getattr(one, "value", 0), str) for one in others)
                sides = [] if is_text else [left, *others]
            case ast.BinOp(left=left, right=right):
                sides = [left, right]
        reckoned += [getattr(one, "id", "") for one in sides].count(name)
    return reckoned > 1 and reckoned >= len(uses) - 1


def _at_the_top(text: Code, around: ast.For | ast.FunctionDef, line: str) -> Change | None:
    if isinstance(around, ast.FunctionDef):
        return at_the_top(text, around, [line])
    first = around.body[0]
    start = text.span(first)[0]
    if first.lineno == around.lineno:
        return None
    return (start, start), f"{line}\n{' ' * first.col_offset}"
