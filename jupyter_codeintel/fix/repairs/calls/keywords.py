"""Keyword arguments that a call does not take."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import AsyncIterator
from functools import cache
from importlib.resources import files

from jupyter_codeintel.fix import knowledge
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.spelling import meant

_SUGGESTED = re.compile(r"[Dd]id you mean:? '(\w+)'")
_PARAMETER = re.compile(r"(?:^|[(,]\s*)(\w+)(?=\s*[,=:)])")


def refused_keywords(case: Case, site: Site) -> list[tuple[ast.Call, ast.keyword]]:
    """Return the keyword arguments of a failing statement that the error names."""
    if not case.is_a("TypeError", "AttributeError", "ValueError", "KeyError"):
        return []
    words = set(re.findall(r"\w+", case.error.value))
    return [
        (call, keyword)
        for call in site.nodes(ast.Call)
        for keyword in call.keywords
        if keyword.arg is not None and keyword.arg in words and _is_refused(case, keyword.arg)
    ]


async def wrong_keywords(case: Case) -> AsyncIterator[Repair]:
    """Yield the keyword argument that is nearest to one that is refused."""
    for site in case.sites:
        for call, keyword in refused_keywords(case, site):
            name = keyword.arg or ""
            taken = {other.arg for other in call.keywords if other.arg}
            free = _parameters(case, call) - taken
            real = _suggested(case) or meant(name, free) or _begun(name, free)
            if real is not None:
                start = site.code.span(keyword)[0]
                says = f'the argument is called "{real}", not "{name}"'
                changes = [((start, start + len(name)), real)]
                yield repaired(site.cell, site.code, changes, says, "wrong_keyword")


def _begun(name: str, free: set[str]) -> str | None:
    """Return the one parameter that a name is short for."""
    longer = [one for one in free if len(name) > 2 and one.startswith(name)]
    return longer[0] if len(longer) == 1 else None


def _is_refused(case: Case, name: str) -> bool:
    value = case.error.value
    return any(
        re.search(phrase, value)
        for phrase in (
            rf"unexpected keyword argument '{name}'",
            rf"'{name}' is an invalid keyword argument",
            rf"[Uu]nrecognized (?:key|keyword|argument)\w*\b.*\b{name}\b",
            rf"got unexpected keyword arguments?:? .*\b{name}\b",
            rf"has no property '?{name}\b",
            rf"[Uu]nknown property {name}\b",
            rf"[Ii]nvalid (?:parameter|keyword|argument)\w* '?{name}\b",
        )
    )


def _suggested(case: Case) -> str | None:
    match = _SUGGESTED.search(case.error.value)
    return match[1] if match else None


def _parameters(case: Case, call: ast.Call) -> set[str]:
    """Return what a function of the notebook takes, else what many calls take."""
    if isinstance(call.func, ast.Name):
        name = call.func.id
        live = case.variable(name)
        found = case.failure.flow.definitions(before=case.failure.cell).get(name)
        signature = (live.signature if live else None) or (found[1].signature if found else None)
        if signature:
            return set(_PARAMETER.findall(signature))
    return set(_names())


@cache
def _names() -> frozenset[str]:
    text = files(knowledge).joinpath("keywords.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["names"])
