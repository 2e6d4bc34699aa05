"""Putting a docstring into a cell whose code stays as it is."""

from __future__ import annotations

import ast
import inspect
import re

from jupyter_codeintel.chat.commands.blocks import code_in, parsed

_Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_QUOTED = re.compile(r'\A[rRuU]?("""|\'\'\'|"|\')(.*?)\1\s*\Z', re.DOTALL)


def docstring_in(answer: str, name: str) -> str:
    """Return the docstring in a model's answer, which may be the whole function."""
    text = code_in(answer)
    tree = parsed(text)
    found = _definition(tree, name) if tree is not None else None
    if found is not None:
        return ast.get_docstring(found) or ""
    quoted = _QUOTED.match(text.strip())
    return inspect.cleandoc(quoted[2] if quoted else text).strip()


def with_docstring(source: str, name: str, docstring: str) -> str | None:
    """Return a cell's text with another docstring for a function or class of it.

    Returns
    -------
    str or None
        None where the cell is not plain Python, the name is not there, or the code would
        not stay what it is.
    """
    tree = parsed(source)
    node = _definition(tree, name) if tree is not None else None
    if node is None or not docstring.strip():
        return None
    lines = source.encode("utf-8", "replace").split(b"\n")
    first = node.body[0]
    has_docstring = _is_docstring(first)
    line = min([first.lineno, *(d.lineno for d in getattr(first, "decorator_list", ()))])
    indent = _indent_of_body(node, lines)
    text = _literal(docstring, indent).encode("utf-8", "replace")
    before, start = lines[: line - 1], lines[line - 1][: first.col_offset]
    if has_docstring:
        assert first.end_lineno is not None  # noqa: S101 - parsed text has ends
        assert first.end_col_offset is not None  # noqa: S101
        rest = lines[first.end_lineno - 1][first.end_col_offset :].lstrip(b"; \t")
        after = lines[first.end_lineno :]
    else:
        rest, after = lines[line - 1][len(start) :], lines[line:]
    opening = [start.rstrip()] if start.strip() else []
    following = [indent.encode() + rest] if rest.strip() else []
    changed = b"\n".join([*before, *opening, text, *following, *after]).decode()
    return changed if only_docstrings_differ(source, changed) else None


def only_docstrings_differ(one: str, other: str) -> bool:
    """Whether two texts are the same Python but for docstrings."""
    first, second = parsed(one), parsed(other)
    if first is None or second is None:
        return False
    return ast.dump(_Bare().visit(first)) == ast.dump(_Bare().visit(second))


class _Bare(ast.NodeTransformer):
    """Takes docstrings out of functions and classes."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, _Documented) and _is_docstring(node.body[0]):
            node.body = node.body[1:]
        return node


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _definition(tree: ast.Module | None, name: str) -> _Documented | None:
    nodes = ast.walk(tree) if tree is not None else ()
    found = [node for node in nodes if isinstance(node, _Documented) and node.name == name]
    return found[-1] if found else None


def _indent_of_body(node: _Documented, lines: list[bytes]) -> str:
    """Return the spaces before a body; of one behind the colon, those it would have."""
    first = node.body[0]
    before = lines[first.lineno - 1][: first.col_offset]
    return before.decode() if not before.strip() else " " * (node.col_offset + 4)


def _literal(docstring: str, indent: str) -> str:
    """Return a docstring as code, indented."""
    text = docstring.strip().replace("\\", "\\\\").replace('"""', "'''")
    lines = text.splitlines()
    if len(lines) == 1 and not text.endswith('"'):
        return f'{indent}"""{text}"""'
    body = [lines[0], *(f"{indent}{line}".rstrip() for line in lines[1:])]
    return "\n".join([f'{indent}"""{body[0]}', *body[1:], f'{indent}"""'])
