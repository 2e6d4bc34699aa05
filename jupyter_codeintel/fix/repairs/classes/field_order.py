"""Dataclasses whose fields without a default stand after those that have one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair

_FOLLOWS = re.compile(r"^non-default argument '?(?P<name>\w+)'? follows default argument")


async def required_fields_first(case: Case) -> AsyncIterator[Repair]:
    """Yield the fields in an order that can be, with the names of what calls give by place."""
    match = _FOLLOWS.search(case.error.value)
    if match is None or not case.is_a("TypeError"):
        return
    cell = case.failure.cell
    text = case.code(cell)
    for node in text.nodes(ast.ClassDef):
        fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
        names = [_name(one) for one in fields]
        if match["name"] not in names or node.bases or not all(names):
            continue
        if any("ClassVar" in ast.unparse(one.annotation) for one in fields):
            continue
        new = sorted(fields, key=_has_default)
        given = _calls(case, node.name, names, [_name(one) for one in new if not _has_default(one)])
        if given is None:
            return
        kept = next(
            i for i, (one, other) in enumerate(zip(fields, new, strict=True)) if one != other
        )
        edits = _named(case, given, names, kept)
        moved = [
            (_place(text, one), _line(text, other)) for one, other in zip(fields, new, strict=True)
        ]
        edits[cell] = [*edits.get(cell, []), *moved[kept:]]
        texts = {one: case.code(one).replaced(*changes) for one, changes in edits.items()}
        says = "fields without a default stand before those that have one"
        yield Candidate(texts, "rule", says, "required_fields_first")
        return


def _name(field: ast.AnnAssign) -> str:
    return field.target.id if isinstance(field.target, ast.Name) else ""


def _has_default(field: ast.AnnAssign) -> bool:
    value = field.value
    if isinstance(value, ast.Call) and callee_of(value) == "field":
        return any(word.arg in ("default", "default_factory", "init") for word in value.keywords)
    return value is not None


def _calls(
    case: Case, name: str, fields: list[str], required: list[str]
) -> list[tuple[str, ast.Call]] | None:
    """Return the calls that give values in the order that is written; None if they differ.

    None of them where all calls leave something out in that order: they mean the other one.
    """
    found = [
        (cell.id, call)
        for cell in case.failure.document.cells
        if cell.type == "code"
        for call in case.code(cell.id).nodes(ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id == name
    ]
    complete: list[bool] = []
    for _, call in found:
        words = [word.arg for word in call.keywords]
        if None in words or any(isinstance(one, ast.Starred) for one in call.args):
            return None
        complete.append(set(required) <= {*fields[: len(call.args)], *words})
    if not all(complete):
        return [] if not any(complete) else None
    return found


def _named(
    case: Case, given: list[tuple[str, ast.Call]], fields: list[str], kept: int
) -> dict[str, list[Change]]:
    """Return the changes that name the values of calls whose places move."""
    changes: dict[str, list[Change]] = {}
    for cell, call in given:
        for name, value in list(zip(fields, call.args, strict=False))[kept:]:
            start = case.code(cell).span(value)[0]
            changes.setdefault(cell, []).append(((start, start), f"{name}="))
    return changes


def _place(text: Code, field: ast.AnnAssign) -> tuple[int, int]:
    """Return the place of a field with the comment behind it."""
    return text.span(field)[0], text.line_span(field.end_lineno or field.lineno)[1]


def _line(text: Code, field: ast.AnnAssign) -> str:
    start, end = _place(text, field)
    return text.source[start:end]
