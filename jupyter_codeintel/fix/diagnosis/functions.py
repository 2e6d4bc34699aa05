"""Which cell is to blame for a call of the notebook's own function."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.failure import Failure

ARGUMENTS = re.compile(
    r"(?P<function>[\w.<>]+)\(\) (?:takes|missing|got an unexpected|got multiple)"
)


def function_suspects(failure: Failure, places: Sequence[Site]) -> Iterator[Suspect]:
    """Yield the cells of the functions that an error is about."""
    defined = failure.flow.definitions(before=failure.cell)
    match = ARGUMENTS.match(failure.error.value)
    if match is not None:
        name = match["function"].partition(".")[0]
        if name in defined:
            yield Suspect(defined[name][0], f'it defines "{name}", which takes other arguments')
    if failure.error.name == "AssertionError":
        for site in places:
            yield from _tested(failure, site)


def _called(site: Site) -> Iterator[str]:
    for call in site.nodes(ast.Call):
        if isinstance(call.func, ast.Name):
            yield call.func.id


def _tested(failure: Failure, site: Site) -> Iterator[Suspect]:
    """Yield what an assertion is about: functions, then where its values come from."""
    defined = failure.flow.definitions(before=failure.cell)
    for name in (*_called(site), *sorted(failure.flow.facts(failure.cell).uses)):
        if name in defined:
            yield Suspect(defined[name][0], f'it defines "{name}", which is tested')
    names = {node.id: None for node in site.nodes(ast.Name)}
    found = failure.flow.defining_cells(names, before=failure.cell)
    imported = failure.flow.imports(before=failure.cell)
    for name in names:
        if name in found and name not in imported:
            yield Suspect(found[name], f'it sets "{name}", which is tested')
