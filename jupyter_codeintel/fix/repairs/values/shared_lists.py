"""One list in many places: rows that are multiplied, and defaults that calls share."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top

_CHANGING = ("add", "append", "extend", "insert", "setdefault", "update")


async def rows_of_their_own(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[[0] * 3 for _ in range(3)]`` for ``[[0] * 3] * 3`` whose items are set."""
    if not case.is_a("AssertionError"):
        return
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        for node in text.nodes(ast.Assign):
            name, new = getattr(node.targets[0], "id", ""), _each(text, node.value)
            if new and any(_is_set_within(case, one, name) for one in _cells(case)):
                says = f'the parts of "{name}" are one and the same object'
                yield repaired(cell, text, [(text.span(node.value), new)], says, "row_of_its_own")


def _each(text: Code, value: ast.expr) -> str:
    """Return what makes every part anew, for what puts one in all places; else nothing."""
    match value:
        case ast.BinOp(left=ast.List(elts=[row]), op=ast.Mult(), right=count):
            if isinstance(row, ast.List | ast.ListComp | ast.Dict) or _is_repeated(row):
                return f"[{text.text(row)} for _ in range({text.text(count)})]"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="dict"), attr="fromkeys"), args=given):
            match given:
                case [keys, ast.List() | ast.Dict() | ast.Set() as one]:
                    return f"{{key: {text.text(one)} for key in {text.text(keys)}}}"
    return ""


def _cells(case: Case) -> list[str]:
    return [*case.failure.flow.order(case.failure.cell), case.failure.cell]


def _is_repeated(node: ast.expr) -> bool:
    """Whether an expression is a list that is repeated: ``[0] * 3``."""
    match node:
        case ast.BinOp(left=ast.List(), op=ast.Mult()):
            return True
        case ast.BinOp(left=ast.BinOp() as inner, op=ast.Mult()):
            return _is_repeated(inner)
    return False


def _is_set_within(case: Case, cell: str, name: str) -> bool:
    """Whether an item of one of the rows is set, or a row is filled."""
    for node in case.code(cell).nodes(ast.expr):
        match node:
            case ast.Subscript(value=ast.Subscript(value=ast.Name(id=of)), ctx=ast.Store()):
                pass
            case ast.Call(func=ast.Attribute(value=ast.Subscript(value=ast.Name(id=of)), attr=way)):
                of = of if way in _CHANGING else ""
            case _:
                continue
        if of == name:
            return True
    return False


async def defaults_of_each_call(case: Case) -> AsyncIterator[Repair]:
    """Yield ``def add(item, basket=None)`` for ``basket=[]`` that the function fills."""
    if not case.is_a("AssertionError"):
        return
    called = {callee(call) for call in _calls(case)}
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        for name_of, function, within in _functions(text):
            changes: list[Change] = []
            lines: list[str] = []
            for name, default in _filled(function, within) if name_of in called else ():
                changes.append((text.span(default), "None"))
                lines += [f"if {name} is None:", f"    {name} = {text.text(default)}"]
            if changes:
                changes.append(at_the_top(text, function, lines))
                says = f'all calls of "{name_of}" share the default that it fills'
                yield repaired(cell, text, changes, says, "default_of_each_call")


def _calls(case: Case) -> Iterator[ast.Call]:
    """Yield the calls that a failing statement is about: its own, and those of its names."""
    for site in case.sites[-1:]:
        values: list[ast.expr] = [*site.nodes(ast.Call)]
        for name in names_in(site.statement) if site.statement is not None else ():
            bound = case.binding(site, ast.Name(name, ast.Load()))
            values += [bound.value] if bound is not None else []
        for value in values:
            if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
                yield value


def _functions(text: Code) -> Iterator[tuple[str, ast.FunctionDef, ast.AST]]:
    """Yield functions by the name they are called by, and what may fill what they keep."""
    for node in text.nodes(ast.stmt):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node, node
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name == "__init__":
                    yield node.name, method, node


def _filled(function: ast.FunctionDef, within: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the parameters whose empty default a function changes."""
    given = [*function.args.posonlyargs, *function.args.args]
    last = given[len(given) - len(function.args.defaults) :]
    pairs = [*zip(last, function.args.defaults, strict=True)]
    named = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    pairs += [(one, default) for one, default in named if default is not None]
    for one, default in pairs:
        ways = {one.arg, *_kept(function, one.arg)}
        is_empty = ast.unparse(default) in ("[]", "{}", "set()", "list()", "dict()")
        if is_empty and any(_changes(node, ways) for node in ast.walk(within)):
            yield one.arg, default


def _kept(function: ast.FunctionDef, name: str) -> Iterator[str]:
    """Yield the attributes that a parameter is kept in: ``self.items = items``."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self")) as target],
                value=ast.Name(id=given),
            ) if given == name:
                yield ast.unparse(target)


def _changes(node: ast.AST, ways: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=way)):
            return ast.unparse(of) in ways and way in _CHANGING
        case ast.Subscript(value=of, ctx=ast.Store()):
            return ast.unparse(of) in ways
    return False
