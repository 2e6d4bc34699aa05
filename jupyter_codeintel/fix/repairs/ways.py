"""Repairs that a message decides: a table of what it says and what is changed then."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, Rule, repaired

Changes = Callable[[Case, Site, re.Match[str]], Iterator[Change]]


@dataclass(frozen=True)
class Way:
    """What is done about a message.

    Parameters
    ----------
    pattern : str or pattern
        What is looked for in the error: ``ValueError: left keys must be sorted``.
    changes : callable
        Yields the changes of the failing cell; none where it is no case of this.
    says : str
        What the repair says.
    kind : str
        Of what kind it is.
    """

    pattern: str | re.Pattern[str]
    changes: Changes
    says: str
    kind: str


def rule_of(*ways: Way) -> Rule:
    """Return the rule that repairs by the first of some ways that has changes to make."""

    async def rule(case: Case) -> AsyncIterator[Repair]:
        for way in ways:
            match = re.search(way.pattern, f"{case.error.name}: {case.error.value}")
            for site in case.sites[:1] if match is not None else ():
                assert match is not None  # noqa: S101 - for the type checker
                changes = list(way.changes(case, site, match))
                if changes:
                    yield repaired(site.cell, site.code, changes, way.says, way.kind)
                    return

    return rule


def of_calls(
    names: Iterable[str], changes: Callable[[Case, Site, ast.Call], Iterator[Change]]
) -> Changes:
    """Return the changes of the first call by one of some names that has any."""

    def found(case: Case, site: Site, _: re.Match[str]) -> Iterator[Change]:
        for call in site.nodes(ast.Call):
            made = list(changes(case, site, call)) if callee(call) in names else []
            if made:
                yield from made
                return

    return found


def methods(site: Site, *names: str) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Yield the calls of methods at a place by their names, the nearest first."""
    for call in site.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and callee(call) in names:
            yield call, call.func


def option(call: ast.Call, name: str, place: int | None = None) -> ast.expr | None:
    """Return what a call is given by a name, or at a place."""
    found = next((word.value for word in call.keywords if word.arg == name), None)
    if found is None and place is not None and place < len(call.args):
        return call.args[place]
    return found


def argument(call: ast.Call, at: int, *names: str) -> ast.expr | None:
    """Return what a call is given at a place, or under a name."""
    for word in call.keywords:
        if word.arg in names:
            return word.value
    given = call.args[: at + 1]
    has_stars = any(isinstance(one, ast.Starred) for one in given)
    return given[at] if len(given) > at and not has_stars else None
