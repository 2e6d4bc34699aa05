"""Where new parts stand: an import in a cell, a line in a function, an option in a call."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Change

_CLOSED = re.compile(r"(?:\s*\))*")


def inserted_import(text: Code, statement: str) -> Change:
    """Return the change that adds an import: after those at the top, else at the top itself."""
    last: ast.stmt | None = None
    for node in text.tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            break
        last = node
    if last is not None:
        end = text.line_span(last.end_lineno or last.lineno)[1]
        return (end, end), f"\n{statement}"
    start = _top(text)
    return (start, start), f"{statement}\n"


def _top(text: Code) -> int:
    """Return where the first statement begins; a cell magic and a docstring stay above."""
    for node in text.tree.body:
        start, _ = text.line_span(node.lineno)
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring:  # a line of IPython's is read as the expression 0
            return start
    return len(text.source) if text.source.endswith("\n") else 0


def at_the_top(
    text: Code, function: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]
) -> Change:
    """Return the change that puts lines where the body begins after its docstring."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body or (len(body) == 1 and isinstance(body[0], ast.Pass)):
        return _alone(text, function, lines)
    place = text.span(body[0])[0]
    between = "; " if body[0].lineno == function.lineno else "\n" + " " * body[0].col_offset
    return (place, place), "".join(f"{line}{between}" for line in lines)


def _alone(
    text: Code, function: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]
) -> Change:
    """Return the change that puts lines after a docstring, or for ``pass``."""
    last = function.body[-1]
    start, end = text.span(last)
    if isinstance(last, ast.Pass):
        return (start, end), f"\n{' ' * last.col_offset}".join(lines)
    return (end, end), "".join(f"\n{' ' * last.col_offset}{line}" for line in lines)


def with_option(text: Code, call: ast.Call, name: str, value: str) -> Change:
    """Return the change that gives a call an option, in the place of the one it has."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return text.span(keyword.value), value
    given = sorted((*call.args, *call.keywords), key=text.span)
    last = text.span(call)[1] - 1
    if not given:
        return (last, last), f"{name}={value}"
    end = text.span(given[-1])[1]
    closed = _CLOSED.match(text.source[end:last])  # brackets of the last argument's own
    end += closed.end() if closed else 0
    return (end, end), f", {name}={value}"


def after(site: Site, node: ast.expr, more: str) -> Change:
    """Return the change that adds a part to an expression."""
    start, end = site.code.span(node)
    if isinstance(node, ast.Attribute | ast.Call | ast.Name | ast.Subscript):
        return (end, end), more
    return (start, end), f"({site.code.text(node)}){more}"


def line_above(site: Site, *lines: str) -> Change:
    """Return the change that puts lines before the failing statement."""
    assert site.statement is not None  # noqa: S101 - it has a node that is changed
    start = site.code.line_span(site.statement.lineno)[0]
    place = site.code.span(site.statement)[0]
    indentation = site.code.source[start:place]
    return (start, start), "".join(f"{indentation}{line}\n" for line in lines)


def can_take_lines(site: Site) -> bool:
    """Whether lines can stand before the failing statement, which stands alone in its line."""
    statement = site.statement
    if statement is None:
        return False
    start, place = site.code.line_span(statement.lineno)[0], site.code.span(statement)[0]
    is_first = not site.code.source[start:place].strip()
    return is_first and not site.code.source.startswith("elif", place)


def quoted(text: Code, value: str) -> str:
    """Return a text in the quotes that a cell uses."""
    quote = "'" if '"' not in text.source else '"'
    return f"{quote}{value}{quote}"
