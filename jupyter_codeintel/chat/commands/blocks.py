"""Code in a model's answer."""

from __future__ import annotations

import ast
import re

_BLOCK = re.compile(r"^(`{3,})[^\n`]*\n(.*?)(?:^\1|\Z)", re.MULTILINE | re.DOTALL)


def code_in(answer: str) -> str:
    """Return the first block of code; all of an answer that has none."""
    match = _BLOCK.search(answer)
    return (match[2] if match else answer).strip("\n")


def parsed(code: str) -> ast.Module | None:
    """Return the syntax tree of Python code, None for anything else."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
