"""The top of a prompt: what local modules and the cells that do not fit into it define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jupyter_codeintel.context.budget import CHARS_PER_TOKEN
from jupyter_codeintel.context.dataflow.events import Import
from jupyter_codeintel.context.dataflow.notebook_flow import Dataflow
from jupyter_codeintel.context.modules import Imported


def head_of(flow: Dataflow, cells: Iterable[str], modules: Iterable[Imported], tokens: int) -> str:
    """Return import lines, then signatures and first docstring lines.

    Parameters
    ----------
    flow : Dataflow
        Knows the cells.
    cells : iterable of str
        Ids of the cells that are left out, in order.
    modules : iterable of Imported
        What the notebook takes from files beside it.
    tokens : int
        The budget, in estimated tokens.
    """
    facts = [flow.facts(cell) for cell in cells]
    imports = dict.fromkeys(line for told in facts for line in _lines(told.imports))
    stars = dict.fromkeys(f"from {module} import *" for told in facts for module in told.stars)
    # The latest definition of a name is the one that counts.
    definitions = {found.name: found.text for told in facts for found in told.definitions}
    local = [found.text for module in modules for found in module.definitions]
    blocks = [*imports, *stars, *local, *reversed(definitions.values())]
    left = tokens * CHARS_PER_TOKEN
    kept: list[str] = []
    for block in blocks:
        if len(block) < left:
            kept.append(f"{block}\n")
            left -= len(block) + 1
    return "".join([*kept, "\n"]) if kept else ""


def _lines(imports: Iterable[Import]) -> Iterator[str]:
    for found in imports:
        if found.member is not None:
            renamed = "" if found.member == found.name else f" as {found.name}"
            yield f"from {found.module} import {found.member}{renamed}"
        else:
            plain = found.module == found.name or found.module.startswith(f"{found.name}.")
            yield f"import {found.module}" + ("" if plain else f" as {found.name}")
