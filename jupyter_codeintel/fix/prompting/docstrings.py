"""Long docstrings, set aside while a model writes a function anew: it would repeat them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from jupyter_codeintel.fix.diagnosis.code import code

_LONG = 4
"""Lines; a model that writes twenty words a second repeats them in three seconds."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def without_docstrings(source: str) -> tuple[str, Mapping[str, str]]:
    """Return a text without its functions' long docstrings, and those by function."""
    lines = source.splitlines(keepends=True)
    found: dict[str, str] = {}
    for function in _functions(source):
        first = function.body[0]
        start, end = first.lineno - 1, first.end_lineno or first.lineno
        is_long = ast.get_docstring(function) is not None and end - start >= _LONG
        # A docstring that is all there is cannot go.
        if is_long and len(function.body) > 1 and function.name not in found:
            found[function.name] = "".join(lines[start:end])
            lines[start:end] = [""] * (end - start)
    return "".join(lines), found


def with_docstrings(source: str, docstrings: Mapping[str, str]) -> str:
    """Return a text with docstrings put back into the functions that have none."""
    lines = source.splitlines(keepends=True)
    for function in _functions(source):
        first = function.body[0]
        is_bare = ast.get_docstring(function) is None and first.lineno > function.lineno
        if is_bare and function.name in docstrings:
            lines[first.lineno - 1] = docstrings[function.name] + lines[first.lineno - 1]
    return "".join(lines)


def _functions(source: str) -> Iterator[_Function]:
    """Yield functions that stand at the outermost level, where their names are their own."""
    for node in code(source).tree.body:
        if isinstance(node, _Function):
            yield node
