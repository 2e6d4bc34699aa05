"""Arguments that a function of the notebook, or a plotting function, takes otherwise."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_COUNT = re.compile(
    r"(?P<function>[\w.]+)\(\) takes (?P<taken>\d+) positional arguments? but (?P<given>\d+)"
)
_MANY = re.compile(r"got multiple values for argument 'data'|takes from 0 to 1 positional")
_AXES = ("x", "y", "hue")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


async def missing_parameters(case: Case) -> AsyncIterator[Repair]:
    """Yield the parameter that a function is given and uses, but does not name."""
    match = _COUNT.search(case.error.value)
    if match is None:
        return
    owner, _, name = match["function"].rpartition(".")
    missing = int(match["given"]) - int(match["taken"])
    found = case.failure.flow.definitions(before=case.failure.cell).get(owner or name)
    cell = case.failure.cell if found is None else found[0]
    text = case.code(cell)
    for node in text.nodes(ast.stmt):
        if not isinstance(node, _Function) or node.name != name:
            continue
        if owner and not _takes_object(node):
            continue  # it lacks its object, and no other parameter
        unbound = _unbound(case, text, node)
        if len(unbound) == missing:
            yield _with(cell, text, node, unbound)
        if len(unbound) == 1 and node.args.vararg is None:
            yield _with(cell, text, node, [f"*{unbound[0]}"])


def _takes_object(node: _Function) -> bool:
    first = [*node.args.posonlyargs, *node.args.args][:1]
    return bool(node.decorator_list) or any(one.arg in ("self", "cls") for one in first)


async def positional_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield the names of what a plot is given by position: ``x=`` and ``y=``."""
    if _MANY.search(case.error.value) is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            root = call.func.value if isinstance(call.func, ast.Attribute) else None
            if not isinstance(root, ast.Name) or case.target(site, root.id) != "seaborn":
                continue
            changes = _named(site.code, call)
            if changes:
                says = "the plot takes its columns by name"
                yield repaired(site.cell, site.code, changes, says, "positional_column")


def _named(text: Code, call: ast.Call) -> list[Change]:
    """Return the changes that name what is given by position: columns, then the data."""
    taken = {word.arg for word in call.keywords}
    names = [name for name in _AXES if name not in taken]
    changes: list[Change] = []
    for argument in call.args:
        is_text = isinstance(argument, ast.Constant)
        is_data = bool(changes) and not is_text and "data" not in taken
        if not is_data and not names:
            return []
        name = "data" if is_data else names.pop(0)
        taken.add(name)
        start = text.span(argument)[0]
        changes.append(((start, start), f"{name}="))
    return changes


def _with(cell: str, text: Code, node: _Function, names: list[str]) -> Repair:
    """Return a candidate that adds parameters after the others."""
    positional = [*node.args.posonlyargs, *node.args.args]
    shown = ", ".join(names)
    if not positional:
        start = text.source.index("(", text.span(node)[0]) + 1
        change = ((start, start), shown)
    else:
        last = node.args.defaults[-1] if node.args.defaults else positional[-1]
        end = text.span(last)[1]
        if node.args.defaults and not shown.startswith("*"):
            shown = ", ".join(f"{name}=None" for name in names)
        change = ((end, end), f", {shown}")
    says = f'"{node.name}" is given "{", ".join(names)}" without taking it'
    return repaired(cell, text, [change], says, "missing_parameter")


def _unbound(case: Case, text: Code, node: _Function) -> list[str]:
    """Return the names that a function reads and nothing binds, in order."""
    bound = case.failure.flow.visible_names(case.failure.cell) | BUILTIN_NAMES
    bound |= case.failure.flow.facts(case.failure.cell).defines
    if case.failure.namespace is not None:
        bound |= case.failure.namespace.variables.keys()
    bound |= {argument.arg for argument in text.nodes(ast.arg, node)}
    names = [one for body in node.body for one in text.nodes(ast.Name, body)]
    bound |= {one.id for one in names if isinstance(one.ctx, ast.Store)}
    read = sorted((one for one in names if one.id not in bound), key=text.span)
    return list(dict.fromkeys(one.id for one in read))
