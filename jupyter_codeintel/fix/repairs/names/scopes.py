"""A function takes a variable of the notebook, or an attribute, for a name of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top

UNBOUND = re.compile(
    r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced before assignment"
)

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_UNDEFINED = re.compile(r"name '(\w+)' is not defined")


async def attributes_without_self(case: Case) -> AsyncIterator[Repair]:
    """Yield ``self.x`` for ``x`` in a method, where others set it or it is one of them."""
    match = UNBOUND.search(case.error.value) or _UNDEFINED.search(case.error.value)
    name = match and next(group for group in match.groups() if group)
    for site in case.sites[:1] if name else ():
        method = site.inside
        if method is None or not method.args.args:
            continue
        own = method.args.args[0].arg
        owners = [node for node in site.code.nodes(ast.ClassDef) if method in node.body]
        is_set = any(sets_attribute(owner, own, name) for owner in owners)
        is_method = any(getattr(one, "name", "") == name for node in owners for one in node.body)
        if own != "self" or not (is_set or is_method):
            continue
        called = {call.func for call in site.code.nodes(ast.Call, within=method)}
        changes = [
            (site.code.span(node), f"{own}.{name}")
            for node in site.code.nodes(ast.Name, within=method)
            if node.id == name and (is_set or node in called)
        ]
        if not changes:
            continue
        says = f'"{name}" belongs to the object: {own}.{name}'
        yield repaired(site.cell, site.code, changes, says, "attribute_without_self")


def sets_attribute(owner: ast.ClassDef, own: str, name: str | None) -> bool:
    """Whether a class gives its objects an attribute, in any of its methods."""
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == own
        for node in ast.walk(owner)
    )


async def undeclared_globals(case: Case) -> AsyncIterator[Repair]:
    """Yield ``global x`` in a function that changes a variable which a cell sets.

    ``nonlocal x`` where the function around it does; and where the function counts for itself
    and returns what it has, the start that the cell gives.
    """
    match = UNBOUND.search(case.error.value)
    name = match and (match[1] or match[2])
    for site in case.sites[:1] if name else ():
        function = site.inside
        if function is None or name not in _updated(function):
            continue
        if _is_bound_around(site.code, function, str(name)):
            others = [one for one in _updated(function)
                      if _is_bound_around(site.code, function, one)]  # fmt: skip
            says = f'the function changes "{name}" of the one around it'
            lines = [f"nonlocal {', '.join(others)}"]  # the others would fail next
        else:
            lines, says = _declared(case, site.code, function, str(name))
        if lines:
            change = at_the_top(site.code, function, lines)
            yield repaired(site.cell, site.code, [change], says, "undeclared_global")


def _declared(case: Case, text: Code, function: _Function, name: str) -> tuple[list[str], str]:
    """Return what a function lacks about variables of the notebook that it changes."""
    cells = _defining(case, _updated(function))
    if name not in cells:
        return [], ""
    # The others of the kind would fail next.
    starts = {
        one: _start(case.code(cell), one)
        for one, cell in cells.items()
        if _is_own_result(case, function, one)
    }
    if None not in starts.values() and name in starts:
        says = f'"{name}" is counted by the function, which has to begin with a value'
        return [f"{one} = {start}" for one, start in starts.items()], says
    shared = [one for one in cells if one not in starts and _is_shared(function, one)]
    if name not in shared:
        return [], ""
    says = f'the function changes "{name}" of the notebook, which it has to say'
    return [f"global {', '.join(shared)}"], says


def _updated(function: _Function) -> list[str]:
    """Return the names that a function gives only values that are made of their old ones."""
    updates: dict[str, int] = {}
    stores: dict[str, int] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            stores[node.id] = stores.get(node.id, 0) + 1
        name = _changed(node)
        if name is not None:
            updates[name] = updates.get(name, 0) + 1
    declared = {name for node in ast.walk(function) if isinstance(node, ast.Global | ast.Nonlocal)
                for name in node.names}  # fmt: skip
    given = {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
    return [name for name in updates if updates[name] == stores[name]
            and name not in given | declared]  # fmt: skip


def _changed(node: ast.AST) -> str | None:
    """Return the name that a statement gives a value made of its old one."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name)):
            return name
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in names_in(value):
            return name
    return None


def _is_bound_around(text: Code, function: _Function, name: str) -> bool:
    """Whether a function around another one binds a name."""
    own = set(ast.walk(function))
    for outer in text.nodes(ast.FunctionDef):
        if outer is function or function not in ast.walk(outer):
            continue
        for node in ast.walk(outer):
            is_set = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            if is_set and node not in own and getattr(node, "id", None) == name:
                return True
        if any(argument.arg == name for argument in text.nodes(ast.arg, outer.args)):
            return True
    return False


def _defining(case: Case, names: list[str]) -> dict[str, str]:
    """Return the cells that set some names outside of functions."""
    flow, failing = case.failure.flow, case.failure.cell
    found = flow.defining_cells(names, before=failing)
    own = dict.fromkeys(flow.facts(failing).defines, failing)
    return {name: (own | found)[name] for name in names if name in own or name in found}


def _start(text: Code, name: str) -> str | None:
    """Return the literal that a cell gives a name first."""
    for statement in text.tree.body:
        for target in statement.targets if isinstance(statement, ast.Assign) else ():
            assert isinstance(statement, ast.Assign)  # noqa: S101 - it has targets
            pairs = [(target, statement.value)]
            if isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
                pairs = list(zip(target.elts, statement.value.elts, strict=False))
            for one, value in pairs:
                if isinstance(one, ast.Name) and one.id == name:
                    return text.text(value) if isinstance(value, ast.Constant) else None
    return None


def _is_own_result(case: Case, function: _Function, name: str) -> bool:
    """Whether a function's loop makes what it returns, and nobody else asks for it."""
    loops = (node for node in ast.walk(function) if isinstance(node, ast.For | ast.While))
    inside = {id(node) for loop in loops for node in ast.walk(loop)}
    updates = [node for node in ast.walk(function) if _changed(node) == name]
    if not _is_returned(function, name) or any(id(node) not in inside for node in updates):
        return False
    for cell in case.failure.document.cells:
        tree = case.code(cell.id).tree
        others = [node for node in tree.body if not isinstance(node, _DEFINITIONS)]
        results = {id(node) for one in others if _is_result(one, function.name, name)
                   for node in ast.walk(one)}  # fmt: skip
        if any(name in names_in(one) for one in others) and not results:
            return False
    return True


def _is_result(statement: ast.stmt, function: str, name: str) -> bool:
    """Whether a statement gives a name what a function returns."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)], value=value):
            return target == name and function in names_in(value)
    return False


def _is_returned(function: _Function, name: str) -> bool:
    """Whether a function gives back what it makes of a name."""
    ends = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    return any(end is not None and name in names_in(end) for end in ends)


def _is_shared(function: _Function, name: str) -> bool:
    """Whether a name may be meant as the notebook's: not where another value is returned."""
    if not _is_returned(function, name):
        return True
    return all(
        isinstance(node, ast.AugAssign) or isinstance(getattr(node, "value", None), ast.BinOp)
        for node in ast.walk(function)
        if _changed(node) == name
    )
