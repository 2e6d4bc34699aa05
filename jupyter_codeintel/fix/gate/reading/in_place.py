"""What a candidate defines anew, as an edit of the cell that had it."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading.trees import tree_of, tree_of_most

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def in_place(failure: Failure, edits: Mapping[str, str]) -> dict[str, str]:
    """Return edits that say the same, with functions and classes where they were defined.

    What replaces them has to stand up to the same questions, wherever it is written.

    Parameters
    ----------
    failure : Failure
        What is to be repaired.
    edits : mapping of str to str
        New texts by cell.
    """
    found = dict(edits)
    for cell, source in edits.items():
        known = failure.flow.definitions(cell)
        own = failure.flow.facts(cell).defines
        for node in reversed(_body(source)):
            if not isinstance(node, _Definition) or node.name in own or node.name not in known:
                continue
            home = known[node.name][0]
            there = found.get(home, failure.source(home))
            old = next((n for n in tree_of_most(there)[0].body
                        if isinstance(n, _Definition) and n.name == node.name), None)  # fmt: skip
            if home not in edits and old is not None:
                new = _cut(found[cell], node)
                found[home] = _with(there, old, new[1])
                found[cell] = new[0]
        if found[cell].strip() == failure.source(cell).strip():
            del found[cell]
    return found or dict(edits)


def _body(source: str) -> list[ast.stmt]:
    try:
        return tree_of(source).body
    except SyntaxError:
        return []


def _first(node: _Definition) -> int:
    """Return the index of a definition's first line."""
    return min(part.lineno for part in (node, *node.decorator_list)) - 1


def _cut(source: str, node: _Definition) -> tuple[str, str]:
    """Return a text without a definition, and the definition."""
    lines = source.splitlines()
    first, end = _first(node), node.end_lineno
    return "\n".join([*lines[:first], *lines[end:]]), "\n".join(lines[first:end])


def _with(source: str, old: _Definition, new: str) -> str:
    """Return a text with another definition in place of one."""
    lines = source.splitlines()
    return "\n".join([*lines[: _first(old)], new, *lines[old.end_lineno :]])
