"""Names of columns that have spaces around them in the data."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.bindings import names_in, root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute
from jupyter_codeintel.namespace import Variable

_MAKERS = ("DataFrame", "from_dict", "from_records", "json_normalize")
_DEEPEST = 4


@dataclass(frozen=True)
class Making:
    """The statement that reads a table, or makes it.

    Parameters
    ----------
    cell : str
        Where.
    code : Code
        Its text.
    statement : Assign
        It sets the table's name.
    call : Call
        What reads or makes the table.
    """

    cell: str
    code: Code
    statement: ast.Assign
    call: ast.Call


async def stripped_headers(case: Case) -> AsyncIterator[Repair]:
    """Yield the names of all columns without the spaces around them, where the table is made."""
    keys = missing_keys(case.error)
    missing = missing_attribute(case)
    if missing is not None and missing[0] == "DataFrame":
        keys = missing[1:]
    for name in dict.fromkeys(_tables(case, keys)) if keys else ():
        made = making(case, name)
        live = case.variable(_target(made)) if made is not None else None
        if made is None or live is None or not _fits(live, keys):
            continue
        if _names_with_spaces(case, made, live):
            continue
        table, text, statement = _target(made), made.code, made.statement
        start, end = text.span(statement)[0], text.line_span(statement.end_lineno or 0)[1]
        line_start = text.line_span(statement.lineno)[0]
        indent = text.source[line_start:start]
        after = text.source[text.span(statement)[1] : end].strip()
        if indent.strip() or (after and not after.startswith("#")):
            continue  # other statements stand in the same line
        new = f"\n{indent}{table}.columns = {table}.columns.str.strip()"
        says = f'the names of the columns of "{table}" have spaces around them'
        yield repaired(made.cell, text, [((end, end), new)], says, "stripped_headers")


def making(case: Case, name: str) -> Making | None:
    """Return the statement that reads or makes a live table, or the one that it is taken from."""
    for _ in range(_DEEPEST):
        setting = list(_setting(case, name))
        for cell, text, statement in reversed(setting):
            call = _maker(statement.value)
            if call is not None:
                return Making(cell, text, statement, call)
        roots = {root_name(statement.value) for _, _, statement in setting} - {name}
        other = roots.pop() if len(roots) == 1 else None
        if other is None:
            return None
        name = other
    return None


def _setting(case: Case, name: str) -> Iterator[tuple[str, Code, ast.Assign]]:
    """Yield the assignments to a name in the cells, not in functions, up to the failing line."""
    failing = {site.line for site in case.sites if site.cell == case.failure.cell}
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        inner = {id(node) for function in text.nodes(ast.FunctionDef)
                 for node in ast.walk(function)}  # fmt: skip
        for node in sorted(text.nodes(ast.Assign), key=text.span):
            is_late = cell == case.failure.cell and node.lineno >= max(failing, default=0)
            if id(node) not in inner and not is_late and _sets(node, name):
                yield cell, text, node


def _sets(node: ast.Assign, name: str) -> bool:
    target = node.targets[0]
    return len(node.targets) == 1 and isinstance(target, ast.Name) and target.id == name


def _target(made: Making) -> str:
    target = made.statement.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _maker(value: ast.expr) -> ast.Call | None:
    """Return the call that a chain of methods begins with, if it reads or makes a table."""
    while isinstance(value, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(value, ast.Call):
            name = callee(value)
            is_function = isinstance(value.func, ast.Name)
            if name.startswith("read_") or name in _MAKERS or is_function:
                return value
        value = value.func if isinstance(value, ast.Call) else value.value
    return None


def _tables(case: Case, keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the live tables of a failing statement that have the keys but for spaces."""
    for site in case.sites:
        for name in names_in(site.statement) if site.statement is not None else ():
            live = case.variable(name)
            if live is not None and _fits(live, keys):
                yield name


def _fits(live: Variable, keys: tuple[str, ...]) -> bool:
    names = [name for name, _ in live.columns]
    stripped = [name.strip() for name in names]
    are_all = live.shape is None or live.shape[-1] == len(names)  # the others are no texts
    is_clear = are_all and len(set(stripped)) == len(names)
    lacking = [key for key in keys if key not in names]
    return is_clear and bool(lacking) and all(key in stripped for key in lacking)


def _names_with_spaces(case: Case, made: Making, live: Variable) -> bool:
    """Whether the notebook names a column with the spaces that it has."""
    spaced = {name for name, _ in live.columns if name != name.strip()}
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else Code("")
        making_it = set(ast.walk(made.statement)) if cell.id == made.cell else set()
        keys = [key for node in text.nodes(ast.expr) if node not in making_it
                for key in _keys(node)]  # fmt: skip
        named = (part.value for key in keys for part in text.nodes(ast.Constant, key))
        if spaced.intersection(one for one in named if isinstance(one, str)):
            return True
    return False


def _keys(node: ast.expr) -> list[ast.expr]:
    """Return where an expression may name columns."""
    if isinstance(node, ast.Subscript):
        return [node.slice]
    return arguments_of(node) if isinstance(node, ast.Call) else []
