"""Values that are called, and methods that are not."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.wrong_objects import (
    UNCALLED,
    bindings_at,
    shadowed_builtins,
)
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NOT_CALLABLE = re.compile(r"'(?P<type>[\w.]+)' object is not callable")
_SUBSCRIPTED_CALL = re.compile(
    r"'(?:builtin_function_or_method|function|method|type)' object is not subscriptable"
    r"|type 'range' is not subscriptable"
)
_TAKING = frozenset(
    {"append", "apply", "array", "asarray", "astype", "drop", "endswith", "extend", "fillna",
     "full", "get", "groupby", "insert", "isin", "join", "linspace", "map", "merge", "nlargest",
     "nsmallest", "ones", "replace", "set_index", "sort_values", "startswith", "zeros"}
)  # fmt: skip
_FUNCTIONS = ("abs", "enumerate", "len", "max", "min", "print", "range", "round", "sorted", "sum")
_OF_SEVERAL = {
    **dict.fromkeys(("array", "asarray", "groupby", "isin", "set_index", "sort_values"), "[{}]"),
    **dict.fromkeys(("ones", "zeros"), "({})"),
}
_NUMBERS = ("float", "int", "numpy.float64", "numpy.int64")
_CLOSED = re.compile(r"(?:\s*\))*\s*")
_SUBSCRIPTED = ("DataFrame", "Series", "dict", "list", "ndarray", "tuple")


async def uncalled_methods(case: Case) -> AsyncIterator[Repair]:
    """Yield the call of a method that is used as if it were its result."""
    if not any(f"'{kind}'" in case.error.value for kind in UNCALLED):
        return
    says = "a method is not called: the parentheses are missing"
    for site in case.sites:
        for _, bound in bindings_at(case.failure, site):
            if isinstance(bound.value, ast.Attribute):
                end = bound.code.span(bound.value)[1]
                yield repaired(
                    bound.cell, bound.code, [((end, end), "()")], says, "uncalled_method"
                )
        called = {id(call.func) for call in site.nodes(ast.Call)}
        for node in site.nodes(ast.Attribute):
            inner = node.value
            if isinstance(inner, ast.Attribute) and id(inner) not in called:
                end = site.code.span(inner)[1]
                yield repaired(site.cell, site.code, [((end, end), "()")], says, "uncalled_method")
        taken = [node.value for node in site.nodes(ast.Subscript)]
        if "object is not iterable" in case.error.value:
            taken += [loop.iter for loop in site.loops]
        for one in taken:
            if isinstance(one, ast.Attribute):
                end = site.code.span(one)[1]
                yield repaired(site.cell, site.code, [((end, end), "()")], says, "uncalled_method")


async def arguments_in_brackets(case: Case) -> AsyncIterator[Repair]:
    """Yield ``groupby("a")`` for ``groupby["a"]``, of functions that take something at least."""
    if not _SUBSCRIPTED_CALL.search(case.error.value):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            name = getattr(node.value, "attr", getattr(node.value, "id", ""))
            known = _FUNCTIONS if isinstance(node.value, ast.Name) else _TAKING
            if name not in known and not _takes_some(case, name):
                continue
            after = site.code.span(node.value)[1], site.code.span(node)[1]
            inner = site.code.text(node.slice)
            if isinstance(node.slice, ast.Tuple) and name in _OF_SEVERAL:
                inner = _OF_SEVERAL[name].format(inner)
            says = f'"{name}" is called, with parentheses'
            change = after, f"({inner})"
            yield repaired(site.cell, site.code, [change], says, "arguments_in_brackets")


def _takes_some(case: Case, name: str) -> bool:
    """Whether a function of the notebook cannot be called without an argument."""
    found = [
        node
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.FunctionDef)
        if node.name == name
    ]
    arguments = [node.args for node in found[-1:]]
    return any(
        len([other for other in one.args if other.arg not in ("self", "cls")]) > len(one.defaults)
        for one in arguments
    )


async def called_values(case: Case) -> AsyncIterator[Repair]:
    """Yield what is meant where something is called that cannot be."""
    match = _NOT_CALLABLE.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for name, cell in shadowed_builtins(case.failure, site):
            yield _renamed(case, name, cell)
        for call in site.nodes(ast.Call):
            after = site.code.span(call.func)[1], site.code.span(call)[1]
            text = site.code.source[slice(*after)].strip()
            is_empty = not call.args and not call.keywords
            if is_empty and isinstance(call.func, ast.Attribute):
                says = f'"{call.func.attr}" is a value, not a method'
                yield repaired(site.cell, site.code, [(after, "")], says, "called_value")
            elif match["type"] in _SUBSCRIPTED and _is_key(call) and not _is_builtin(call):
                says = "square brackets take an item, parentheses call"
                changes = [(after, f"[{text[1:-1]}]")]
                yield repaired(site.cell, site.code, changes, says, "called_value")
            elif match["type"] in _NUMBERS and _is_factor(case, site, call):
                after_it = _CLOSED.match(site.code.source, site.code.span(call.func)[1])
                place = after_it.end() if after_it is not None else after[0]
                says = "a number is multiplied with a sign of its own"
                changes = [((place, place), " * ")]
                yield repaired(site.cell, site.code, changes, says, "implied_product")


def _is_factor(case: Case, site: Site, call: ast.Call) -> bool:
    """Whether a number before brackets is surely one that is multiplied with what is in them."""
    if not _is_key(call) or not isinstance(call.func, ast.Name | ast.Constant | ast.BinOp):
        return False
    for node in site.nodes(ast.expr):
        match node:
            case ast.BinOp(op=ast.Div() | ast.FloorDiv() | ast.Mod() | ast.Pow(), right=right):
                if right is call:
                    return False  # whether it is to be divided by both is not known
            case ast.List(elts=several) | ast.Tuple(elts=several) | ast.Call(args=several):
                if call in several and isinstance(call.func, ast.Constant):
                    return False  # a comma may be missing
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    is_sum = isinstance(call.args[0], ast.BinOp | ast.UnaryOp)
    return is_sum and not hasattr(builtins, name) and not _is_function(case, name)


def _is_function(case: Case, name: str) -> bool:
    """Whether a notebook has a function of this name too, which a number may hide."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.stmt) if cell.type == "code" else ():
            match node:
                case ast.FunctionDef(name=other) if other == name:
                    return True
                case ast.Assign(targets=[ast.Name(id=other)], value=ast.Lambda()) if other == name:
                    return True
                case ast.ImportFrom(names=several):
                    if any((one.asname or one.name) == name for one in several):
                        return True
    return False


async def called_modules(case: Case) -> AsyncIterator[Repair]:
    """Yield ``datetime.datetime(...)`` where the module is called that has it."""
    if "'module' object is not callable" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            path = case.path(site, call.func)
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if path is not None and name in (await case.resolve(path)).members.names:
                end = site.code.span(call.func)[1]
                says = f'"{name}" is a module, which has what is meant'
                change = (end, end), f".{name}"
                yield repaired(site.cell, site.code, [change], says, "called_module")


def _is_key(call: ast.Call) -> bool:
    return len(call.args) == 1 and not call.keywords and not isinstance(call.args[0], ast.Starred)


def _is_builtin(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and hasattr(builtins, call.func.id)


def _renamed(case: Case, name: str, cell: str) -> Repair:
    """Give the notebook's variable another name; what is called is Python's own."""
    text = case.code(cell)
    called = {id(call.func) for call in text.nodes(ast.Call)}
    start = min(
        text.span(node)[0]
        for node in text.nodes(ast.Name)
        if node.id == name and isinstance(node.ctx, ast.Store)
    )
    changes = [
        (text.span(node), f"{name}_")
        for node in text.nodes(ast.Name)
        if node.id == name and id(node) not in called and text.span(node)[0] >= start
    ]
    says = f'"{name}" is Python\'s own; a variable hides it'
    return repaired(cell, text, changes, says, "shadowed_builtin")
