"""Methods of the notebook's own classes that do not take their object."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.scopes import sets_attribute

_COUNT = re.compile(
    r"(?P<function>[\w.]+)\(\) takes (?:from \d+ to )?(?P<taken>\d+) positional arguments?"
    r" but (?P<given>\d+)"
)
_OF_THE_CLASS = ("__new__", "__init_subclass__", "__class_getitem__")
_Method = ast.FunctionDef | ast.AsyncFunctionDef


async def methods_without_self(case: Case) -> AsyncIterator[Repair]:
    """Yield a method that takes ``self``, and its attributes with ``self`` before them."""
    match = _COUNT.search(case.error.value)
    if match is None or int(match["given"]) - int(match["taken"]) != 1:
        return
    owner, _, name = match["function"].rpartition(".")
    found = case.failure.flow.definitions(before=case.failure.cell).get(owner)
    cells = [case.failure.cell, *([found[0]] if found is not None else [])]
    for cell in cells if case.sites else ():
        text = case.code(cell)
        for around, method in _methods(text, owner.rpartition(".")[2], name):
            if not _lacks_self(case.sites[0], around, method, int(match["taken"])):
                continue
            methods = [method, *_called_alike(case.sites[0], around, method)]
            changes = [change for one in methods for change in _changes(text, around, one)]
            says = f'"{name}" is a method: it takes its object first'
            yield repaired(cell, text, changes, says, "method_without_self")
            return


def _methods(text: Code, owner: str, name: str) -> Iterator[tuple[ast.ClassDef, _Method]]:
    """Yield the methods of a name in a class; of older Pythons the class is not known."""
    for around in text.nodes(ast.ClassDef):
        if owner in ("", around.name):
            for node in around.body:
                if isinstance(node, _Method) and node.name == name:
                    yield around, node


def _lacks_self(site: Site, around: ast.ClassDef, method: _Method, taken: int) -> bool:
    """Whether a method is called on an object, which it does not take."""
    positional = [*method.args.posonlyargs, *method.args.args]
    if method.decorator_list or method.name in _OF_THE_CLASS or len(positional) != taken:
        return False
    if any(argument.arg in ("self", "cls") for argument in positional):
        return False
    if _is_called_on_class(site, around, method.name):
        return False
    if not positional:
        return True
    others = [node for node in around.body if isinstance(node, _Method) and node is not method]
    takes_self = any(node.args.args and node.args.args[0].arg == "self" for node in others)
    says_self = any(node.id == "self" for node in _names(method))
    return (takes_self or says_self) and not _is_given_attributes(around, positional[0].arg)


def _is_given_attributes(around: ast.ClassDef, name: str) -> bool:
    """Whether the object has another name in the class: ``this.width = width``."""
    return any(
        isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        for node in ast.walk(around)
        if isinstance(node, ast.Attribute)
    )


def _is_called_on_class(site: Site, around: ast.ClassDef, name: str) -> bool:
    return any(
        isinstance(call.func, ast.Attribute)
        and call.func.attr == name
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("cls", around.name)
        for call in site.nodes(ast.Call)
    )


def _called_alike(site: Site, around: ast.ClassDef, method: _Method) -> Iterator[_Method]:
    """Yield the other methods without parameters that the cell calls on objects."""
    if method.args.args or method.args.posonlyargs:
        return
    calls = [node.func for node in site.code.nodes(ast.Call)]
    called = [node for node in calls if isinstance(node, ast.Attribute)]
    on_class = {node.attr for node in called if getattr(node.value, "id", "") == around.name}
    names = {node.attr for node in called} - on_class
    for node in around.body:
        if isinstance(node, _Method) and node is not method and node.name in names:
            arguments = node.args
            any_taken = (arguments.args, arguments.posonlyargs, arguments.vararg)
            if not any(any_taken) and not node.decorator_list:
                yield node


def _names(method: _Method) -> list[ast.Name]:
    return [node for one in method.body for node in ast.walk(one) if isinstance(node, ast.Name)]


def _changes(text: Code, around: ast.ClassDef, method: _Method) -> Iterator[Change]:
    """Yield ``self`` as the first parameter, and before the attributes that are read bare."""
    start = text.source.index("(", text.span(method)[0]) + 1
    arguments = method.args
    others = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    more = others or arguments.vararg or arguments.kwarg
    yield (start, start), "self, " if more else "self"
    for node in _bare_attributes(around, method):
        if text.text(node) == node.id:  # not everywhere in formatted texts of older Pythons
            yield text.span(node), f"self.{node.id}"


def _bare_attributes(around: ast.ClassDef, method: _Method) -> Iterator[ast.Name]:
    """Yield the names in a method that are attributes of its object and nothing else."""
    updated = {
        node.target
        for node in ast.walk(method)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    }
    names = _names(method)
    bound = {node.arg for node in ast.walk(method) if isinstance(node, ast.arg)} | {
        node.id for node in names if not isinstance(node.ctx, ast.Load) and node not in updated
    }
    called = {node.func for node in ast.walk(method) if isinstance(node, ast.Call)}
    for node in names:
        is_builtin = node.id in BUILTIN_NAMES and node in called
        if node.id not in bound and not is_builtin and sets_attribute(around, "self", node.id):
            yield node
