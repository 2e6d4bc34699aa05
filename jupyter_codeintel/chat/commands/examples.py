"""Examples in docstrings, as assertions."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator

from jupyter_codeintel.chat.commands.blocks import parsed
from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES

_MOST = 8
_ARROW = re.compile(r"\s*(?:={1,2}>|-{1,2}>|==|[➞→⟶]|(?:should )?returns?:?(?= ))\s*")
"""What people write between a call and what comes out, where they write no doctest."""


def documented(function: str, name: str) -> list[ast.Assert]:
    """Return the examples in a function's docstring whose values are literals.

    Parameters
    ----------
    function : str
        Its source.
    name : str
        What it is called.
    """
    text = _docstring(function, name)
    found = {ast.unparse(node): node for node in (*_doctests(text, name), *_lines(text, name))}
    return list(found.values())[:_MOST]


def mentions(node: ast.AST, name: str) -> bool:
    """Whether a name is used in a piece of code."""
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def equal(asked: ast.expr, value: ast.expr) -> ast.Assert:
    """Return the assertion that an expression has a value."""
    nothing = isinstance(value, ast.Constant) and value.value is None
    return ast.Assert(ast.Compare(asked, [ast.Is() if nothing else ast.Eq()], [value]))


def literal(text: str) -> ast.expr | None:
    """Return a text as an expression if it is a literal."""
    value = expression(text)
    if value is None:
        return None
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return None
    return value


def expression(text: str) -> ast.expr | None:
    """Return a text as an expression if it is one and no more."""
    tree = parsed(text.strip())
    match tree:
        case ast.Module(body=[ast.Expr(value=found)]):
            return found
    return None


def _docstring(function: str, name: str) -> str:
    tree = parsed(function)
    for node in tree.body if tree is not None else ():
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if node.name == name:
                return ast.get_docstring(node) or ""
    return ""


def _doctests(text: str, name: str) -> Iterator[ast.Assert]:
    try:
        examples = doctest.DocTestParser().get_examples(text)
    except ValueError:  # its indentation is wrong
        return
    for example in examples:
        asked = expression(example.source)
        if asked is None or not mentions(asked, name):
            continue
        if example.want:
            value = literal(example.want)
        else:
            value = ast.Constant(None) if isinstance(asked, ast.Call) else None
        if value is not None:
            yield equal(asked, value)
        elif isinstance(asked, ast.Compare) and not example.want:
            yield ast.Assert(asked)


def _lines(text: str, name: str) -> Iterator[ast.Assert]:
    """Yield what lines say that are no doctests: ``f(1) == 2``, ``f(1) -> 2``."""
    for line in text.splitlines():
        begun = re.search(rf"\b{re.escape(name)}\(", line)
        if begun is None or line.lstrip().startswith(">>>"):
            continue
        told = line[begun.start() :]
        for arrow in _ARROW.finditer(told):
            asked = expression(told[: arrow.start()])
            value = _value(told[arrow.end() :])
            if asked is not None and value is not None and _alone(asked, name):
                yield equal(asked, value)
                break


def _alone(asked: ast.expr, name: str) -> bool:
    """Whether an expression needs no other names: ``f(a)`` may stand for ``f('a')``."""
    names = {node.id for node in ast.walk(asked) if isinstance(node, ast.Name)}
    return names - BUILTIN_NAMES == {name}


def _value(text: str) -> ast.expr | None:
    """Return the literal that a text begins with, and that ends where it may end."""
    for end in ("", "#", "  ", ". ", ", "):
        part = text.partition(end)[0] if end else text
        found = literal(part.strip().rstrip(".,;`"))
        if found is not None:
            return found
    return None
