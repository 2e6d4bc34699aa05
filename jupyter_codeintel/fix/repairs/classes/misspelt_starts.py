"""An ``__init__`` under a name that Python does not know."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.classes import (
    Method,
    Owner,
    attributes_set,
    class_named,
    line_of_bases,
)
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute

_INIT = "__init__"
_NO_ARGUMENTS = re.compile(r"^(?:[\w.]+\.)?(\w+)\(\) takes no (?:keyword )?arguments")
_OTHER_START = re.compile(r"__init__\(\) (?:takes|got an unexpected|missing)")
_FORMS = ("init", "inti", "int", "ini", "innit", "initt", "intit", "iinit", "nit")


async def misspelt_starts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``__init__`` for the ``_init_`` of a class whose objects are not set up."""
    attribute = (missing_attribute(case) or ("", ""))[1]
    for owner in _owners(case):
        found = [one for one in owner.methods if _is_meant(case, one, attribute)]
        if owner.method(_INIT) is not None or len(found) != 1:
            continue
        start = owner.code.source.index(found[0].name, _head(owner, found[0]))
        change = (start, start + len(found[0].name)), _INIT
        says = f'"{found[0].name}" is a misspelling of "{_INIT}"'
        yield repaired(owner.cell, owner.code, [change], says, "misspelt_start")
        return


def _owners(case: Case) -> Iterator[Owner]:
    """Yield the classes of the notebook whose objects the error is about."""
    if (missing := missing_attribute(case)) is not None:
        yield from line_of_bases(case.failure, missing[0])
    if not case.is_a("TypeError"):
        return
    if match := _NO_ARGUMENTS.search(case.error.value):
        yield from line_of_bases(case.failure, match[1])
    elif _OTHER_START.search(case.error.value):
        for call in [call for site in case.sites[:1] for call in site.nodes(ast.Call)]:
            if isinstance(call.func, ast.Name):
                found = class_named(case.failure, call.func.id)
                yield from [] if found is None else [found]


def _is_meant(case: Case, method: Method, attribute: str) -> bool:
    """Whether a method sets up its object, and nothing calls it by its name."""
    bare = method.name.strip("_").lower()
    places = [*method.args.posonlyargs, *method.args.args]
    if bare not in _FORMS or not places or method.decorator_list:
        return False
    made = attributes_set(method, places[0].arg)
    if attribute and attribute not in made:
        return False
    return (len(places) > 1 or bool(made)) and not _is_called(case, method.name)


def _is_called(case: Case, name: str) -> bool:
    return any(
        node.attr == name
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Attribute)
    )


def _head(owner: Owner, method: Method) -> int:
    """Return where the name of a method may begin, after ``def``."""
    start = owner.code.span(method)[0]
    return owner.code.source.index("def", start) + len("def")
