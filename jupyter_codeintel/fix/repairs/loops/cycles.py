"""Lists whose first item follows the last one by what they are: alphabets, weekdays, months."""

from __future__ import annotations

import ast
import re
import string

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.words import told_near

_CIPHER = re.compile(
    r"(?<![a-z])(?:(?:en|de)?ciphers?(?:ed)?|(?:en|de)crypt(?:s|ed|ion)?|(?:en|de)code[sd]?"
    r"|caesar|rot_?\d*|shift(?:s|ed)?|rotat(?:e[ds]?|ion))(?![a-z])",
    re.IGNORECASE,
)
_ALPHABETS = {string.ascii_lowercase, string.ascii_uppercase, string.digits}
_CYCLES = (
    "mo tu we th fr sa su", "ja fe mar ap may jun jul au se oc no de",
    "c c# d d# e f f# g g# a a# b", "c db d eb e f gb g ab a bb b", "do re mi fa sol la ti",
    "n e s w", "n ne e se s sw w nw", "north east south west", "spring summer autumn winter",
    "up right down left",
)  # fmt: skip


def told_by_cycles(case: Case, site: Site) -> bool:
    """Whether each index of a failing statement goes on from the place of an item in a cycle.

    Parameters
    ----------
    case : Case
        A failure.
    site : Site
        Where an index went beyond the last place: ``days[days.index(today) + 3]``.
    """
    owners = [
        node.value
        for node in site.nodes(ast.Subscript)
        if isinstance(node.slice, ast.BinOp) and _goes_on(node)
    ]
    return bool(owners) and all(_is_cycle(case, site, one) for one in owners)


def _goes_on(node: ast.Subscript) -> bool:
    """Whether an index is a number of steps from where an item stands in the same list."""
    match node.slice:
        case ast.BinOp(
            left=ast.Call(func=ast.Attribute(value=of, attr="index" | "find")),
            op=ast.Add() | ast.Sub(),
        ):
            pass
        case ast.BinOp(
            right=ast.Call(func=ast.Attribute(value=of, attr="index" | "find")), op=ast.Add()
        ):
            pass
        case _:
            return False
    return ast.unparse(of) == ast.unparse(node.value)


def _is_cycle(case: Case, site: Site, node: ast.expr) -> bool:
    items = _items(case, site, node)
    if isinstance(items, str):
        return items in _ALPHABETS and _is_cipher(case, site)
    if not isinstance(items, list | tuple) or not all(isinstance(one, str) for one in items):
        return False
    words = [one.strip().lower() for one in items]
    return any(_is_turned(words, cycle.split()) for cycle in _CYCLES)


def _is_turned(words: list[str], cycle: list[str]) -> bool:
    """Whether words are those of a cycle, from any of them on."""
    is_short = len(cycle) in (4, 8, 12) and "de" not in cycle
    for start in range(len(cycle) if len(words) == len(cycle) else 0):
        pairs = zip(words, [*cycle[start:], *cycle[:start]], strict=True)
        if all(one == other if is_short else one.startswith(other) for one, other in pairs):
            return True
    return False


def _items(case: Case, site: Site, node: ast.expr) -> object:
    """Return the items that a name stands for."""
    bound = case.binding(site, node)
    value = bound.value if bound is not None else node
    match value:
        case ast.Attribute(attr="ascii_lowercase" | "ascii_uppercase" | "digits" as name):
            return getattr(string, name)
        case ast.Call(func=ast.Attribute(value=words, attr="split"), args=[]):
            told = literal(words)
            return told.split() if isinstance(told, str) else None
        case ast.Call(func=ast.Name(id="list"), args=[ast.Constant(value=str(letters))]):
            return letters
    return literal(value)


def _is_cipher(case: Case, site: Site) -> bool:
    """Whether letters are shifted, by the words or by the names at a place."""
    told = [*told_near(case, site), site.inside.name if site.inside is not None else ""]
    told += [node.id for node in site.nodes(ast.Name)]
    return any(_CIPHER.search(one.replace("_", " ")) for one in told)
