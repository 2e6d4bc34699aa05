"""Where a new import stands in a cell."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Change


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
