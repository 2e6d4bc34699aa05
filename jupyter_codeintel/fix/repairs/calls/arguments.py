"""Arguments that belong together: into one list, or one tuple."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_OF_A_LIST = frozenset(
    {"column_stack", "concat", "concatenate", "dstack", "hstack", "stack", "vstack"}
)
_OF_A_SHAPE = frozenset({"empty", "ones", "zeros"})
_TUPLE_WANTED = re.compile(
    r"^(?:isinstance|issubclass)\(\) arg 2 must be"
    r"|^(?:starts|ends)with first arg must be str or a tuple of str, not (?:list|set)"
)
_OF_A_TUPLE = ("endswith", "isinstance", "issubclass", "startswith")
_SIGNS = (
    "positional argument", "scalar index", "iterable of pandas objects", "as a data type",
    "data type", "must be a sequence",
)  # fmt: skip


async def grouped_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield ``concatenate([a, b])`` for ``concatenate(a, b)``, ``zeros((2, 3))`` likewise."""
    if not case.is_a("TypeError") or not any(sign in case.error.value for sign in _SIGNS):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if len(call.args) < 2 or name not in _OF_A_LIST | _OF_A_SHAPE:
                continue
            start, end = site.code.span(call.args[0])[0], site.code.span(call.args[-1])[1]
            inner = site.code.source[start:end]
            new = f"[{inner}]" if name in _OF_A_LIST else f"({inner})"
            says = f'"{name}" takes them all in one argument'
            yield repaired(site.cell, site.code, [((start, end), new)], says, "grouped_arguments")


async def tuples_of_choices(case: Case) -> AsyncIterator[Repair]:
    """Yield ``isinstance(x, (int, float))`` for ``isinstance(x, [int, float])``."""
    if not case.is_a("TypeError") or not _TUPLE_WANTED.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            choices = call.args[-1] if name in _OF_A_TUPLE and call.args else None
            if isinstance(choices, ast.List) and choices.elts:
                start, end = site.code.span(choices)
                inner = site.code.source[start + 1 : end - 1]
                is_one = len(choices.elts) == 1 and not inner.rstrip().endswith(",")
                new = f"({inner}{',' if is_one else ''})"
                says = f'"{name}" takes several in a tuple, not in a list'
                yield repaired(
                    site.cell, site.code, [((start, end), new)], says, "tuple_of_choices"
                )
            elif isinstance(choices, ast.Name) and await _is_list(case, choices):
                new = f"tuple({choices.id})"
                says = f'"{name}" takes several in a tuple, not in a list'
                change = site.code.span(choices), new
                yield repaired(site.cell, site.code, [change], says, "tuple_of_choices")


async def _is_list(case: Case, choices: ast.Name) -> bool:
    found = case.variable(choices.id)
    return found is not None and found.type in ("list", "set")
