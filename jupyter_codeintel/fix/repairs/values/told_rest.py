"""Lists, defaults and exponentials where the words of a person say what is meant."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near
from jupyter_codeintel.namespace import Path

_BY_KEY = "list indices must be integers or slices, not str"
_ALL = re.compile(r"\b(?:all|each|every|list of)\b")
_ONE = re.compile(r"\b(?:first|last|one|single|newest|oldest)\b")
_OPTIONAL = (
    r"\b{key}s? (?:is|are|may be) (?:optional|left out|missing|not (?:always )?given)"
    r"|\boptional {key}|\b(?:missing|no|without(?: an?)?) {key}"
)
_MEANS = re.compile(
    r"\b(?:none|missing|no \w+|otherwise|default(?:s|ing)?(?: is)?|if not given|absent|left out)"
    r" (?:means|counts as|is|to|as|=)? ?(?P<value>0(?:\.0)?|1(?:\.0)?)(?![\w.])"
)


async def told_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[user["name"] for user in users]`` for ``users["name"]`` where all are asked for."""
    if _BY_KEY not in case.error.value:
        return
    for site in case.sites[:1]:
        words = _words(case, site)
        if not _ALL.search(words) or _ONE.search(words):
            continue
        match site.statement:
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=ast.Subscript(
                    value=ast.Name() as users, slice=ast.Constant(value=str() as key)
                ),
            ) if target.endswith("s"):
                path = case.path(site, users)
                if path is None:
                    continue
                entry = await case.resolve(Path(path.root, (*path.steps, ("key", 0))))
                if entry.type == "dict" and key in entry.keys.names:
                    value = site.statement.value
                    assert isinstance(value, ast.Subscript)  # noqa: S101 - as matched
                    name = _one_of(users.id)
                    quoted = site.code.text(value.slice)
                    new = f"[{name}[{quoted}] for {name} in {users.id}]"
                    says = f'"{users.id}" is a list, and the words ask for all of it'
                    change = site.code.span(value), new
                    yield repaired(site.cell, site.code, [change], says, "told_list")


def _one_of(several: str) -> str:
    one = several.removesuffix("s")
    return one if one != several and len(one) > 1 else "one"


async def told_defaults(case: Case) -> AsyncIterator[Repair]:
    """Yield ``item.get("discount", 0)`` where the words say what it is if it is not there."""
    key = case.error.value.strip("'\"") if case.is_a("KeyError") else ""
    if not re.fullmatch(r"[a-zA-Z]\w*", key):
        return
    for site in case.sites[:1]:
        words = _words(case, site).replace("_", " ")
        told = key.lower().replace("_", " ")
        values = {match["value"] for match in _MEANS.finditer(words)}
        if len(values) != 1 or not re.search(_OPTIONAL.format(key=re.escape(told)), words):
            continue
        for node in site.nodes(ast.Subscript):
            is_it = getattr(node.slice, "value", None) == key and isinstance(node.ctx, ast.Load)
            if is_it and isinstance(node.value, ast.Name):
                quoted = site.code.text(node.slice)
                new = f"{node.value.id}.get({quoted}, {next(iter(values))})"
                says = f'the words say what "{key}" is where it is left out'
                yield repaired(site.cell, site.code, [(site.code.span(node), new)], says, "told")


async def softmaxes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``exp(s - top)`` for ``exp(s)`` of a softmax, which is the same without the largest."""
    if case.error.value != "math range error":
        return
    for site in case.sites[:1]:
        told = f"{_words(case, site)} {site.code.source} {site.function}".lower()
        statement = site.statement
        if "softmax" not in told or statement is None:
            continue
        for node in site.nodes(ast.ListComp):
            match node:
                case ast.ListComp(
                    elt=ast.Call(args=[ast.Name(id=name) as given]) as elt,
                    generators=[
                        ast.comprehension(target=ast.Name(id=target), iter=ast.Name(id=of))
                    ],
                ) if name == target and callee(elt) == "exp":
                    place, indent = site.code.span(statement)[0], " " * statement.col_offset
                    changes = [
                        ((place, place), f"top = max({of})\n{indent}"),
                        (site.code.span(given), f"{name} - top"),
                    ]
                    says = "a softmax stays the same where the largest score is subtracted"
                    is_taken = case.variable("top") is not None or "top" in site.code.source
                    if not is_taken:
                        yield repaired(site.cell, site.code, changes, says, "softmax")


def _words(case: Case, site: Site) -> str:
    return " ".join(told_near(case, site)).lower()
