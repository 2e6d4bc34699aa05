"""What the ``__init__`` of a class gives to that of the class it is made of."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_MISSING = re.compile(
    r"\w+\.__init__\(\) missing \d+ required (?:positional|keyword-only) arguments?: (?P<names>.*)"
)
_TOO_MANY = re.compile(
    r"\w+\.__init__\(\) takes (?P<taken>\d+) positional arguments? but (?P<given>\d+) w"
)


async def base_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield ``super().__init__(name)`` for ``super().__init__()``, or for ``(self, name)``."""
    missing = _MISSING.match(case.error.value)
    surplus = _TOO_MANY.match(case.error.value)
    if missing is None and surplus is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not _is_of_base(call):
                continue
            if missing is not None:
                names = re.findall(r"'(\w+)'", missing["names"])
                change = _given(site, call, names, by_name="keyword" in case.error.value)
                says = "the class that it is made of takes what it is given too"
            else:
                assert surplus is not None  # noqa: S101 - tells mypy what the first lines say
                change = _without_self(site, call, int(surplus["given"]) - int(surplus["taken"]))
                says = '"super()" gives the object itself'
            if change is not None:
                yield repaired(site.cell, site.code, [change], says, "base_argument")


def _is_of_base(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
            return True
    return False


def _given(site: Site, call: ast.Call, names: list[str], *, by_name: bool) -> Change | None:
    """Return the change that gives a call what the function around it has by these names."""
    function = site.inside
    taken = function.args if function is not None else ast.arguments([], [], None, [], [], None, [])
    own = {one.arg for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)}
    if not names or not set(names) <= own:
        return None
    used = {node.id for argument in call.args for node in ast.walk(argument)
            if isinstance(node, ast.Name)}  # fmt: skip
    if used & set(names):
        return None  # they are given, in another order
    as_words = by_name or bool(call.keywords)
    shown = ", ".join(f"{name}={name}" if as_words else name for name in names)
    end = site.code.span(call)[1] - 1
    between = ", " if call.args or call.keywords else ""
    return (end, end), between + shown


def _without_self(site: Site, call: ast.Call, surplus: int) -> Change | None:
    match call.args:
        case [ast.Name(id="self") as own, *rest] if surplus == 1:
            start = site.code.span(own)[0]
            end = site.code.span(rest[0])[0] if rest else site.code.span(own)[1]
            return (start, end), ""
    return None
