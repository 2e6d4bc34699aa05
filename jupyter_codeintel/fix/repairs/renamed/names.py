"""Names of modules that are called otherwise now."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.knowledge.changed import changed_names
from jupyter_codeintel.fix.knowledge.imports import module_of_alias
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import

_INSTEAD = re.compile(
    r"`(?P<old>[\w.]+)`? (?:was|has been) (?:removed|renamed).*?[Uu]se `(?P<new>-?[\w.]+)` instead",
    re.DOTALL,
)
_RENAMED_STRING = re.compile(
    r"'(?P<old>[\w-]+)' is no longer supported.*?[Uu]se '(?P<new>[\w-]+)' instead", re.DOTALL
)


async def renamed_by_message(case: Case) -> AsyncIterator[Repair]:
    """Yield the replacement that the error itself names."""
    for phrase in (_INSTEAD, _RENAMED_STRING):
        match = phrase.search(case.error.value)
        if match is None:
            continue
        old, new = match["old"], match["new"]
        says = f'"{old}" is called "{new}" now'
        for site in case.sites[:1]:
            changes = [
                (site.code.span(node), _with_own_name(site.code.text(node), old, new))
                for node in site.code.nodes(ast.Attribute)
                if site.code.text(node).partition(".")[2] == old.partition(".")[2] != ""
            ]
            if phrase is _RENAMED_STRING:
                changes = [
                    ((start + 1, end - 1), new)
                    for start, end in map(site.code.span, site.nodes(ast.Constant))
                    if site.code.source[start + 1 : end - 1] == old
                ]
            if changes:
                yield repaired(site.cell, site.code, changes, says, "renamed_api")


async def renamed_names(case: Case) -> AsyncIterator[Repair]:
    """Yield what modules have instead of what they had."""
    if not case.is_a("AttributeError"):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Attribute):
            old = full_name(case, site, node)
            new = changed_names().get(old) if old else None
            if old is None or new is None or f"'{node.attr}'" not in case.error.value:
                continue
            changes = list(_everywhere(case, site, old, new))
            says = f'"{old}" is gone; "{_shown(new)}" takes its place'
            yield repaired(site.cell, site.code, changes, says, "renamed_api")


def full_name(case: Case, site: Site, node: ast.expr) -> str | None:
    """Return what an expression means by the notebook's imports: ``numpy.nan`` of ``np.nan``."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    target = case.target(site, node.id) if isinstance(node, ast.Name) else None
    return None if target is None else ".".join([target, *parts])


def written(case: Case, text: Code, new: str) -> tuple[str, tuple[Change, ...]]:
    """Return how a full name is written in the notebook, and the import that it needs there."""
    module, _, name = new.rpartition(".")
    if module == "builtins" or new.startswith("builtins."):
        return new.removeprefix("builtins."), ()
    rest = ""
    known = new
    while known:
        alias = case.name_of(known)
        if alias is not None:
            return f"{alias}{rest}", ()
        known, _, last = known.rpartition(".")
        rest = f".{last}{rest}"
    for alias in ("np", "pd", "plt"):
        if module_of_alias(alias) in (new, module):
            statement = f"import {module_of_alias(alias)} as {alias}"
            shown = alias if module_of_alias(alias) == new else f"{alias}.{name}"
            return shown, (inserted_import(text, statement),)
    return new, (inserted_import(text, f"import {module or new}"),)


def _everywhere(case: Case, site: Site, old: str, new: str) -> Iterator[Change]:
    """Yield the changes of all places in the cell that mean the old name."""
    calls = {id(call.func): call for call in site.code.nodes(ast.Call)}
    for node in site.code.nodes(ast.Attribute):
        if full_name(case, site, node) != old:
            continue
        if "{" not in new:
            text, imports = written(case, site.code, new)
            yield from imports
            yield site.code.span(node), text
        elif id(node) in calls:
            call = calls[id(node)]
            arguments = [site.code.text(argument) for argument in call.args]
            if len(arguments) > new.count("{1}"):
                yield site.code.span(call), new.replace("pandas.", _pandas(case)).format(*arguments)


def _pandas(case: Case) -> str:
    return f"{case.name_of('pandas') or 'pandas'}."


def _shown(new: str) -> str:
    return new.removeprefix("builtins.")


def _with_own_name(text: str, old: str, new: str) -> str:
    """Return the new name with the notebook's own name of the module."""
    own, known = text.partition(".")[0], old.partition(".")[0]
    sign = "-" if new.startswith("-") else ""
    bare = new.lstrip("-")
    return sign + (own + bare.removeprefix(known) if bare.startswith(f"{known}.") else bare)
