"""Classes in the place of their objects, functions that are not called, and named arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of

_NO_SELF = re.compile(
    r"^(?P<kind>\w+)\.(?P<name>\w+)\(\) missing 1 required positional argument: '(?P<lacks>\w+)'$"
)
_UNCALLED = re.compile(
    r"'(?:function|method)' and '|' and '(?:function|method)'|not '(?:function|method)'"
    r"|'(?:function|method)' object (?:is not iterable|has no attribute)"
    r"|type '(?:function|method)' has no len"
)
_TAKING_VALUES = ("abs", "float", "int", "len", "list", "max", "min", "round", "set", "sorted",
                  "sum", "tuple")  # fmt: skip
_TOO_MANY = re.compile(
    r"^(?:[\w<>]+\.)*?(?:(?P<kind>\w+)\.)?(?P<name>\w+)\(\) takes "
    r"(?:from \d+ to )?(?P<most>\d+) pos"
)


async def objects_of_classes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Greeter().greet()`` for ``Greeter.greet()``, and ``g = Greeter()``."""
    match = _NO_SELF.match(case.error.value)
    if match is None:
        return
    kind = match["kind"]
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            match call.func:
                case ast.Attribute(value=ast.Name(id=name) as owner, attr=method):
                    pass
                case _:
                    continue
            if method != match["name"] or (match["lacks"] != "self" and not call.args):
                continue
            says = f'"{kind}" is the class, and not one of its objects'
            live = _objects(case, kind)
            if name == kind and len(live) == 1:
                change = site.code.span(owner), live[0]
                yield repaired(site.cell, site.code, [change], says, "object_of_class")
            elif _starts_with_nothing(case, kind):
                bound = case.binding(site, owner)
                is_class = bound is not None and ast.unparse(bound.value) == kind
                if name == kind:
                    end = site.code.span(owner)[1]
                    yield repaired(
                        site.cell, site.code, [((end, end), "()")], says, "object_of_class"
                    )
                elif bound is not None and is_class:
                    end = bound.code.span(bound.value)[1]
                    yield repaired(
                        bound.cell, bound.code, [((end, end), "()")], says, "object_of_class"
                    )


def _objects(case: Case, kind: str) -> list[str]:
    """Return the live variables that are objects of a class."""
    namespace = case.failure.namespace
    found = namespace.variables if namespace is not None else {}
    return [name for name, one in found.items() if one.type.rpartition(".")[2] == kind]


def _definitions(case: Case) -> Iterator[ast.stmt]:
    """Yield the functions and classes of a notebook, the last ones first."""
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        yield from case.code(cell).nodes(ast.stmt)


def _starts_with_nothing(case: Case, kind: str) -> bool:
    """Whether an object of a class of the notebook can be made without arguments."""
    for node in _definitions(case):
        if isinstance(node, ast.ClassDef) and node.name == kind:
            starts = [
                one
                for one in node.body
                if isinstance(one, ast.FunctionDef) and one.name == "__init__"
            ]
            if starts:
                return _needs_nothing(starts[0])
            is_plain = not (node.bases or node.decorator_list)
            return is_plain and not any(isinstance(one, ast.AnnAssign) for one in node.body)
    return False


def _needs_nothing(function: ast.FunctionDef) -> bool:
    """Whether a function can be called without arguments."""
    given = [*function.args.posonlyargs, *function.args.args]
    own = 1 if given and given[0].arg in ("cls", "self") else 0
    named = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    is_named = all(value is not None for _, value in named)
    return len(given) - own <= len(function.args.defaults) and is_named


async def uncalled_functions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``total() + 1`` for ``total + 1``, of a function that needs nothing."""
    if not _UNCALLED.search(case.error.value):
        return
    for site in case.sites[:1]:
        changes: list[Change] = []
        for node in dict.fromkeys(_values(site)):
            name = getattr(node, "attr", getattr(node, "id", None))
            if name is None or await kind_of(case, site, node) not in ("function", "method"):
                continue
            found = [
                one
                for one in _definitions(case)
                if isinstance(one, ast.FunctionDef) and one.name == name
            ]
            if found and all(_needs_nothing(one) for one in found):
                end = site.code.span(node)[1]
                changes.append(((end, end), "()"))
        if changes:
            says = "a function is not called: the parentheses are missing"
            yield repaired(site.cell, site.code, changes, says, "uncalled_function")


def _values(site: Site) -> Iterator[ast.expr]:
    """Yield what a statement reckons with, compares and goes through."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
                yield from (left, right)
            case ast.Call(func=ast.Name(id=name), args=args) if name in _TAKING_VALUES:
                yield from args
            case ast.Attribute(value=ast.Name() as owner, ctx=ast.Load()):
                yield owner
    yield from (loop.iter for loop in site.loops)
    if isinstance(site.statement, ast.AugAssign):
        yield site.statement.value


async def named_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield ``greet("ana", loud=True)`` for ``greet("ana", True)`` where it has to be named."""
    match = _TOO_MANY.match(case.error.value)
    if match is None:
        return
    called = match["kind"] if match["name"] == "__init__" else match["name"]
    functions = list(_functions(case, match["kind"], match["name"]))
    if len(functions) != 1 or not functions[0].args.kwonlyargs:
        return
    own = functions[0].args.args[:1]
    most = int(match["most"]) - (bool(own) and own[0].arg in ("cls", "self"))
    for site in case.sites[:1]:
        changes: list[Change] = []
        for call in site.nodes(ast.Call):
            over = call.args[most:] if callee(call) == called else []
            for one, name in zip(over, _names(functions[0], call, over), strict=False):
                start = site.code.span(one)[0]
                changes.append(((start, start), f"{name}="))
        if changes:
            says = f'"{called}" takes it by its name only'
            yield repaired(site.cell, site.code, changes, says, "named_argument")


def _functions(case: Case, kind: str | None, name: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a name, or the methods of a class."""
    every = list(_definitions(case))
    if kind is not None:
        owners = [one for one in every if isinstance(one, ast.ClassDef) and one.name == kind]
        every = [inner for one in owners for inner in one.body]
    yield from (one for one in every if isinstance(one, ast.FunctionDef) and one.name == name)


def _names(function: ast.FunctionDef, call: ast.Call, over: list[ast.expr]) -> list[str]:
    """Return the names of arguments that are too many; nothing where others may be meant."""
    given = {word.arg for word in call.keywords}
    pairs = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    free = {one.arg: default for one, default in pairs if one.arg not in given}
    called = [one.id for one in over if isinstance(one, ast.Name)]
    if over and len(called) == len(over) and set(called) <= set(free):
        return called
    for names in (list(free), [name for name, default in free.items() if default is None]):
        if len(names) == len(over):
            return names
    return []
