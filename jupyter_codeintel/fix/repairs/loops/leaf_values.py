"""Recursions down a tree whose leaves have their values in a table of their own."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top


async def leaf_values(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if part not in parts: return kg[part]`` where a recursion comes to a leaf."""
    for site in case.sites if case.is_a("RecursionError", "KeyError") else ():
        found = leaves_at(case, site)
        if found is None:
            continue
        asked, values = found
        function = site.inside
        assert isinstance(function, ast.FunctionDef)  # noqa: S101 - it is one that has leaves
        text = site.code
        tree, name = _tree(asked)
        lines = [f"if {name} not in {tree}:", f"    return {values}[{name}]"]
        changes: list[Change] = [at_the_top(text, function, lines)]
        if isinstance(asked, ast.Call):
            changes.append((text.span(asked), f"{tree}[{name}]"))
        says = f'what "{tree}" does not take apart has its value in "{values}"'
        yield repaired(site.cell, text, changes, says, "leaf_value")
        return


def leaves_at(case: Case, site: Site) -> tuple[ast.expr, str] | None:
    """Return where a recursion asks for what is below, and the table with the leaves' values."""
    function = site.inside
    if not isinstance(function, ast.FunctionDef) or not _is_recursive(function):
        return None
    names = [one.arg for one in function.args.args]
    asked = [node for node in site.code.nodes(ast.expr, function) if _tree(node)[1] in names]
    if len(asked) != 1 or function.body[0].lineno == function.lineno:
        return None
    tree = _tree(asked[0])[0]
    table = dict(_tables(case)).get(tree)
    leaves = _leaves(table) if table is not None else set()
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    others = [
        name
        for name, other in _tables(case)
        if name not in used | {tree} and leaves and leaves <= {*other} and not {*other} & {*table}  # type: ignore[misc]
    ]
    return (asked[0], others[0]) if len(others) == 1 else None


def _is_recursive(function: ast.FunctionDef) -> bool:
    """Whether a function calls itself, returns something, and has no end for anything."""
    nodes = list(ast.walk(function))
    calls = [one for one in nodes if isinstance(one, ast.Call) and callee(one) == function.name]
    is_ended = any(isinstance(one, ast.If | ast.IfExp | ast.Try) for one in nodes)
    returns = any(isinstance(one, ast.Return) and one.value is not None for one in nodes)
    return bool(calls) and returns and not is_ended


def _tree(node: ast.expr) -> tuple[str, str]:
    """Return the table and the name that it is asked by: of ``parts[part]``."""
    match node:
        case ast.Subscript(value=ast.Name(id=tree), slice=ast.Name(id=name)):
            return tree, name
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=tree), attr="get"),
            args=[ast.Name(id=name), default],
        ) if name in {one.id for one in ast.walk(default) if isinstance(one, ast.Name)}:
            return tree, name  # a leaf is then its own part, without end
    return "", ""


def _tables(case: Case) -> Iterator[tuple[str, dict[object, object]]]:
    """Yield the dicts that a notebook writes out, with their names."""
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        for node in case.code(cell).tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as value):
                    written = literal(value)
                    if isinstance(written, dict):
                        yield name, written


def _leaves(table: dict[object, object]) -> set[object]:
    """Return what is a part of something, and has no parts itself."""
    found: set[object] = set()
    for parts in table.values():
        if not isinstance(parts, list | tuple | set | dict):
            return set()
        for one in parts:
            inner = one if isinstance(one, list | tuple) else [one]
            found |= {each for each in inner if isinstance(each, str)}
    return found - {*table}
