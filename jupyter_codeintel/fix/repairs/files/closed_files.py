"""Files that are read or written after they are closed."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import arguments_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_INDENT = 4


async def within_the_opening(case: Case) -> AsyncIterator[Repair]:
    """Yield what uses a file within the ``with`` that opens it, which ends before."""
    if "I/O operation on closed file" not in case.error.value:
        return
    for site in case.sites[:1]:
        for body in _bodies(site.code):
            places = [n for n, one in enumerate(body) if _holds(one, site.statement)]
            opening = _opening(body, places[0]) if places else None
            if opening is None:
                continue
            first = body.index(opening) + 1
            names = _of_file(opening)
            last = max(n for n, one in enumerate(body) if n == places[0] or _uses(one, names))
            changes = _indented(site.code, opening, body[first : last + 1])
            if changes:
                says = "the file is closed where the with above ends"
                yield repaired(site.cell, site.code, changes, says, "within_the_opening")


async def closed_after_the_loop(case: Case) -> AsyncIterator[Repair]:
    """Yield the ``close()`` of a file after the loop that uses it, not in each round."""
    if "I/O operation on closed file" not in case.error.value:
        return
    for site in case.sites[:1]:
        for loop in site.code.nodes(ast.For):
            closing = loop.body[-1]
            if not _closes_too_early(loop, closing, site.statement):
                continue
            start, end = site.code.span(closing)
            line = site.code.line_span(closing.lineno)[0]
            if site.code.source[line:start].strip():
                continue
            says = "the file is closed in each round of the loop"
            new = f"{' ' * loop.col_offset}{site.code.text(closing)}"
            yield repaired(site.cell, site.code, [((line, end), new)], says, "closed_after")


def _closes_too_early(loop: ast.For, closing: ast.stmt, statement: ast.stmt | None) -> bool:
    """Whether each round of a loop closes a file that was opened before it, and uses it."""
    name = _closed(closing)
    inner = list(ast.walk(loop))
    is_opened_there = any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in inner
    )
    is_used = any(node is statement for node in inner)
    return bool(name) and not is_opened_there and is_used and len(loop.body) > 1


def _bodies(text: Code) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(text.tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body:
                yield body


def _holds(outer: ast.stmt, statement: ast.stmt | None) -> bool:
    """Whether a statement is another one, or a loop or condition around it."""
    if outer is statement:
        return True
    is_open = isinstance(outer, ast.For | ast.If | ast.While)
    return is_open and any(node is statement for node in ast.walk(outer))


def _opening(body: list[ast.stmt], place: int) -> ast.With | None:
    """Return the nearest ``with`` before a place that opens what is used there."""
    for one in reversed(body[:place]):
        if isinstance(one, ast.With) and _uses(body[place], _of_file(one)):
            return one
    return None


def _of_file(opening: ast.With) -> set[str]:
    """Return the names of a file, and of what is made of it and reads it later."""
    files = {
        item.optional_vars.id for item in opening.items if isinstance(item.optional_vars, ast.Name)
    }
    made = {
        node.targets[0].id
        for node in opening.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and _is_of(node.value, files)
    }
    return files | made


def _is_of(value: ast.expr, files: set[str]) -> bool:
    match value:
        case ast.Call():
            given = arguments_of(value)
            return any(isinstance(one, ast.Name) and one.id in files for one in given)
        case ast.GeneratorExp(generators=[first, *_]):
            return isinstance(first.iter, ast.Name) and first.iter.id in files
    return False


def _uses(statement: ast.stmt, names: set[str]) -> bool:
    """Whether a statement reads one of some names, before it might set it anew."""
    return any(
        isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load)
        for node in ast.walk(statement)
    ) and not isinstance(statement, ast.With)


def _indented(text: Code, opening: ast.With, moved: list[ast.stmt]) -> list[Change]:
    """Return the changes that put statements at the end of a body; none if a text would change."""
    kinds = ast.Constant | ast.JoinedStr
    inner = [node for one in moved for node in ast.walk(one) if isinstance(node, kinds)]
    is_plain = all(node.lineno == node.end_lineno for node in inner)
    first = opening.body[0]
    if not moved or not is_plain or first.lineno == opening.lineno:
        return []
    if any(isinstance(one, ast.With) for one in moved):
        return []
    added = " " * (first.col_offset - opening.col_offset or _INDENT)
    lines = range((opening.end_lineno or 0) + 1, (moved[-1].end_lineno or 0) + 1)
    starts = [text.line_span(line)[0] for line in lines if text.line(line).strip()]
    return [((start, start), added) for start in starts]


def _closed(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="close"), args=[])
        ):
            return name
    return ""
