"""Columns of joined frames that are asked for by endings that they did not get."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.live_kinds import live_at
from jupyter_codeintel.fix.repairs.ways import option

_SHORTEST = 2
"""Letters of a word that is cut short."""


async def told_suffixes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``merge(..., suffixes=("_old", "_new"))`` for columns that are called so later."""
    for site in case.sites[:1] if case.is_a("KeyError") else ():
        for node in site.nodes(ast.Subscript):
            bound, key = case.binding(site, node.value), literal(node.slice)
            call = bound.value if bound is not None else None
            live = live_at(case, site, node.value)
            if bound is None or live is None or repr(key) != case.error.value:
                continue
            if not isinstance(call, ast.Call) or option(call, "suffixes") is not None:
                continue
            names = _sides(case, bound.site, call)
            columns = {name for name, _ in live.columns}
            ends = _ends(_asked(site, live.name), columns, names) if names else None
            if ends is not None:
                shown = ", ".join(quoted(bound.code, end) for end in ends)
                change = with_option(bound.code, call, "suffixes", f"({shown})")
                says = "the columns of both frames are asked for by these endings"
                yield repaired(bound.cell, bound.code, [change], says, "told_suffixes")
                return


def _sides(case: Case, site: Site, call: ast.Call) -> list[str]:
    """Return the names of the two frames that a call merges."""
    if callee(call) != "merge" or not isinstance(call.func, ast.Attribute):
        return []
    owner = call.func.value
    is_module = isinstance(owner, ast.Name) and case.target(site, owner.id) == "pandas"
    frames = [*([] if is_module else [owner]), *call.args][:2]
    names = [frame.id for frame in frames if isinstance(frame, ast.Name)]
    return names if len(names) == 2 else []


def _asked(site: Site, frame: str) -> set[str]:
    """Return the columns that a cell asks a frame for."""
    found = set()
    for node in site.code.nodes(ast.Subscript):
        match node:
            case ast.Subscript(
                value=ast.Name(id=name), slice=ast.Constant(value=str(key)), ctx=ast.Load()
            ) if name == frame:
                found.add(key)
    return found


def _ends(asked: set[str], columns: set[str], names: list[str]) -> tuple[str, str] | None:
    """Return the endings of the frames' columns, which are told by the names of the frames."""
    doubled = [one[:-2] for one in columns if one.endswith("_x") and f"{one[:-2]}_y" in columns]
    found = set()
    for base in doubled:
        ends = {one[len(base) :] for one in asked - columns if one.startswith(base)}
        ends = {end for end in ends if end == "" or end.startswith("_")}
        left, right = (
            {end for end in ends if end and _is_of(name.lower().split("_"), end[1:].lower())}
            for name in names
        )
        if len(left) == 1 and len(right) == 1 and ends == left | right and left != right:
            found.add((left.pop(), right.pop()))
        elif "" in ends and not left and len(right) == 1 and ends == {"", *right}:
            found.add(("", right.pop()))
        elif "" in ends and not right and len(left) == 1 and ends == {"", *left}:
            found.add((left.pop(), ""))
        elif ends:
            return None
    return found.pop() if len(found) == 1 else None


def _is_of(words: list[str], end: str) -> bool:
    """Whether an ending is a word of a frame's name, or one cut short: ``mid`` of ``midterm``."""
    return any(word.startswith(end) and len(end) >= _SHORTEST for word in words) or end in words
