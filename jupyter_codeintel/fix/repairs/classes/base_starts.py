"""Classes whose ``__init__`` leaves out that of the class they are made of."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.classes import (
    Method,
    Owner,
    attributes_set,
    line_of_bases,
)
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute

_INIT = "__init__"


async def uncalled_base_starts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``super().__init__(...)`` where a base sets the attribute that is not there."""
    missing = missing_attribute(case)
    if missing is None:
        return
    kind, name = missing
    waiting = list(line_of_bases(case.failure, kind))
    while waiting:
        owner = waiting.pop(0)
        start = owner.method(_INIT)
        if start is None or _calls_above(start):
            continue
        given = _given(start, waiting, name)
        if given is not None and not _is_set(owner, name):
            change = at_the_top(owner.code, start, [f"super().{_INIT}({given})"])
            says = f'"{name}" is set by the class above, whose {_INIT} is not called'
            yield repaired(owner.cell, owner.code, [change], says, "uncalled_base_start")
        return


def _is_set(owner: Owner, name: str) -> bool:
    """Whether a class gives its objects an attribute on its own, which it then does too late."""
    return any(name in attributes_set(method, _own(method)) for method in owner.methods)


def _own(method: Method) -> str:
    places = [*method.args.posonlyargs, *method.args.args]
    return places[0].arg if places else "self"


def _calls_above(start: Method) -> bool:
    """Whether an ``__init__`` calls another one, or hands on what it is given in some way."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == _INIT)
        or (isinstance(node, ast.Name) and node.id == "super")
        for node in ast.walk(start)
    )


def _given(start: Method, above: list[Owner], name: str) -> str | None:
    """Return the arguments for the ``__init__`` above, if it leads to the attribute."""
    starts = [found for one in above if (found := one.method(_INIT)) is not None]
    for number, one in enumerate(starts):
        if name in attributes_set(one, _own(one)):
            return _arguments(start, starts[0])
        if number + 1 < len(starts) and not _calls_above(one):
            return None
    return None


def _arguments(start: Method, base: Method) -> str | None:
    """Return those of a method's parameters that another one takes, as a call gives them."""
    taken = {one.arg for one in _parameters(start)}
    given, by_place = [], True
    for parameter in _parameters(base):
        name = parameter.arg
        if name not in taken:
            by_place = False
            if name in _required(base):
                return _handed_on(start, base)
        elif by_place and parameter not in base.args.kwonlyargs:
            given.append(name)
        elif parameter in base.args.posonlyargs:
            return None
        else:
            given.append(f"{name}={name}")
    return ", ".join([*given, *_rest(start, base)])


def _parameters(method: Method) -> list[ast.arg]:
    """Return the parameters of a method, without its object."""
    arguments = method.args
    return [*[*arguments.posonlyargs, *arguments.args][1:], *arguments.kwonlyargs]


def _required(method: Method) -> set[str]:
    arguments = method.args
    places = [*arguments.posonlyargs, *arguments.args]
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    needed = places[: len(places) - len(arguments.defaults)]
    return {one.arg for one in needed} | {one.arg for one, value in named if value is None}


def _rest(start: Method, base: Method) -> Iterator[str]:
    """Yield what a method takes of any number, where the other one does as well."""
    if start.args.kwarg is not None and base.args.kwarg is not None:
        yield f"**{start.args.kwarg.arg}"


def _handed_on(start: Method, base: Method) -> str | None:
    """Return ``*args, **kwargs`` that a method takes and does nothing with."""
    rest = [(mark, one.arg) for mark, one in (("*", start.args.vararg), ("**", start.args.kwarg))
            if one is not None]  # fmt: skip
    used = {node.id for node in ast.walk(start) if isinstance(node, ast.Name)}
    shared = {one.arg for one in _parameters(start)} & {one.arg for one in _parameters(base)}
    if not rest or shared or any(name in used for _, name in rest):
        return None
    return ", ".join(f"{mark}{name}" for mark, name in rest)
