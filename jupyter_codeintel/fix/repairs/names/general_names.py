"""General names, ``df`` and ``model``, where there is one thing of their kind by another name."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.missing_names import missing_name
from jupyter_codeintel.fix.repairs.case import Case, Repair
from jupyter_codeintel.fix.repairs.names.undefined import local_names, renamed
from jupyter_codeintel.namespace import Path, Variable

_OF_TABLES = frozenset({"data", "dataset", "df", "frame", "table"})
_OF_ESTIMATORS = frozenset(
    {"classifier", "clf", "est", "estimator", "model", "reg", "regressor"}
)  # fmt: skip


async def only_of_its_kind(case: Case) -> AsyncIterator[Repair]:
    """Yield the only table for ``df``, and the only estimator for ``model``.

    Also the only thing of a class whose name has the word: a random forest for ``forest``.
    """
    name = missing_name(case.error)
    if name is None or _is_set(case, name):
        return
    namespace = case.failure.namespace
    live = namespace.variables.values() if namespace is not None else ()
    things = [one for one in live if one.module is None]
    if name in _OF_TABLES:
        found = [one.name for one in things if one.type.rpartition(".")[2] == "DataFrame"]
    elif name in _OF_ESTIMATORS:
        found = [one.name for one in things if await _is_estimator(case, one)]
    elif name not in sys.stdlib_module_names:
        like = [one for one in things if name in _words(one)]
        found = [one.name for one in like if await _has(case, one, "fit")]
    else:
        return
    for site in case.sites[:1] if len(found) == 1 else ():
        if name not in local_names(site):
            yield renamed(site, name, found[0], f'there is no "{name}", but "{found[0]}"')


def _is_set(case: Case, name: str) -> bool:
    """Whether any cell gives a name a value, which may only not have run."""
    cells = (cell.id for cell in case.failure.document.cells)
    return any(name in case.failure.flow.facts(cell).defines for cell in cells)


def _words(live: Variable) -> list[str]:
    """Return the words of a library's class, in small letters, if they are several."""
    package, _, cls = live.type.rpartition(".")
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+", cls)
    return [word.lower() for word in words] if package and len(words) > 1 else []


async def _is_estimator(case: Case, live: Variable) -> bool:
    return await _has(case, live, "fit", "predict")


async def _has(case: Case, live: Variable, *methods: str) -> bool:
    members = (await case.resolve(Path(live.name))).members.names
    return members.issuperset(methods)
