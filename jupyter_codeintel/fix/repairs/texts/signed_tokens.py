"""Parts of a text that are taken for signs, and are numbers with a point or a minus."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_DIGITS = ("isdecimal", "isdigit", "isnumeric")
_NUMBER = re.compile(r"-\d+|-?\d+\.\d+")
_WHOLE = re.compile(r"-?\d+")


async def numbers_beside_signs(case: Case) -> AsyncIterator[Repair]:
    """Yield ``token not in ("+", "*")`` for ``token.isdigit()`` where 2.5 is a number too."""
    if "pop from empty list" not in case.error.value:
        return
    tokens = set(_tokens(case))
    for site in case.sites[:1]:
        for node in site.code.nodes(ast.If, site.inside):
            match node.test:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=way), args=[]):
                    made = _made(node.body, name) if way in _DIGITS else ""
                case _:
                    continue
            if not node.lineno < site.line <= (node.end_lineno or 0):
                continue
            signs = list(dict.fromkeys(_signs(node.orelse, name)))
            others = {one for one in tokens if one not in signs and not one.isdigit()}
            form = {"float": _NUMBER, "int": _WHOLE}.get(made)
            if len(signs) > 1 and others and form and all(map(form.fullmatch, others)):
                new = f"{name} not in ({', '.join(_quoted(site.code, one) for one in signs)})"
                says = "a number may have a point or a minus; all but the signs are numbers"
                change = site.code.span(node.test), new
                yield repaired(site.cell, site.code, [change], says, "number_beside_signs")


def _tokens(case: Case) -> Iterator[str]:
    """Yield the parts of the texts that begin with numbers: ``3 4.5 +``."""
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        for node in case.code(cell).nodes(ast.Constant):
            parts = node.value.split() if isinstance(node.value, str) else []
            if (len(parts) > 2 and _NUMBER.fullmatch(parts[0])) or (
                parts[:1] and parts[0].isdigit()
            ):
                yield from parts


def _made(body: list[ast.stmt], name: str) -> str:
    """Return of what kind the numbers are that are made of the parts."""
    for step in body:
        for node in ast.walk(step):
            match node:
                case ast.Call(func=ast.Name(id="float" | "int" as made), args=[ast.Name(id=of)]):
                    return made if of == name else ""
    return ""


def _signs(steps: list[ast.stmt], name: str) -> Iterator[str]:
    for step in steps:
        for node in ast.walk(step):
            match node:
                case ast.Compare(
                    left=ast.Name(id=of),
                    ops=[ast.Eq()],
                    comparators=[ast.Constant(value=str(sign))],
                ) if of == name:
                    yield sign


def _quoted(text: Code, sign: str) -> str:
    return f'"{sign}"' if f'"{sign}"' in text.source else f"'{sign}'"
