"""Moments of a day that are put together from a day and a time of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change

_PARTS = ("hour", "minute", "second")


def moments_of(case: Case, site: Site, time: ast.Call) -> Iterator[Change]:
    """Yield ``day + t`` for ``day.replace(hour=t.hour)``, where a time becomes a length of time.

    Parameters
    ----------
    case : Case
        A failure.
    site : Site
        Where the time is read.
    time : Call
        What reads the time.
    """
    names = {
        target.id
        for node in site.code.nodes(ast.Assign)
        if node.value is time
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    scope = Site(site.cell, site.code, time.lineno).inside or site.code.tree
    for call in site.code.nodes(ast.Call, scope):
        match call:
            case ast.Call(func=ast.Attribute(value=day, attr="replace"), args=[], keywords=words):
                if words and all(_is_part(word, names) for word in words):
                    start = site.code.text(day) + _from_midnight(case, site, day, words)
                    name = next(iter(names))
                    yield site.code.span(call), f"{start} + {name}"
            case ast.Call(
                func=ast.Attribute(value=owner, attr="combine"),
                args=[
                    day,
                    ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="time"), args=[]),
                ],
            ) if name in names:
                kind = site.code.text(owner)
                start = f"{kind}.combine({site.code.text(day)}, {kind}.min.time())"
                yield site.code.span(call), f"{start} + {name}"


def _is_part(word: ast.keyword, names: set[str]) -> bool:
    """Whether an option takes its part from a time: ``hour=t.hour``."""
    match word.value:
        case ast.Attribute(value=ast.Name(id=name), attr=part):
            return name in names and part == word.arg and part in _PARTS
        case ast.Constant(value=0):
            return word.arg in (*_PARTS, "microsecond")
    return False


def _from_midnight(case: Case, site: Site, day: ast.expr, words: list[ast.keyword]) -> str:
    """Return what makes a day begin at midnight, if it does not do so already."""
    bound = case.binding(site, day)
    value = bound.value if bound is not None else None
    if isinstance(value, ast.Call) and callee_of(value) == "datetime" and len(value.args) == 3:
        return ""
    given = ", ".join(f"{word.arg}=0" for word in words)
    return f".replace({given})"
