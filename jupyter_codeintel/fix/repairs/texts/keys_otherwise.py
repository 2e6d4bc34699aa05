"""Keys that are looked up in other letters than a table has them in."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Callable, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.knowledge.currencies import HUNDREDTHS
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after

_Keys = dict[str, frozenset[str]]
_BASES = re.compile(r"[ACGTU]{2,}")
_FEWEST = 2
_SHORTEST = 2


class Spelling(NamedTuple):
    """What is called on a text to spell it otherwise, and what comes of it."""

    calls: str
    spelled: Callable[[str], str]


_AS_DNA = Spelling('.replace("U", "T")', lambda text: text.replace("U", "T"))
_AS_RNA = Spelling('.replace("T", "U")', lambda text: text.replace("T", "U"))
_JOINED = Spelling('.replace(" ", "_")', lambda text: text.replace(" ", "_"))
_PARTED = Spelling('.replace("_", " ")', lambda text: text.replace("_", " "))
_STRIP = Spelling(".strip()", str.strip)
_LOWER = Spelling(".lower()", str.lower)
_UPPER = Spelling(".upper()", str.upper)
_TITLE = Spelling(".title()", str.title)
_CAPITALIZED = Spelling(".capitalize()", str.capitalize)


def _then(*several: Spelling) -> Spelling:
    """Return one spelling after the other."""

    def spelled(text: str) -> str:
        for one in several:
            text = one.spelled(text)
        return text

    return Spelling("".join(one.calls for one in several), spelled)


PLAIN: tuple[Spelling, ...] = (
    _STRIP, _LOWER, _UPPER, _TITLE, _CAPITALIZED, _JOINED, _PARTED,
    *(_then(_STRIP, one) for one in (_LOWER, _UPPER, _TITLE, _CAPITALIZED, _JOINED)),
    _then(_LOWER, _JOINED), _then(_LOWER, _PARTED),
)  # fmt: skip
"""The simplest come first."""
_OF_BASES: tuple[Spelling, ...] = (_AS_DNA, _AS_RNA, _then(_UPPER, _AS_DNA), _then(_UPPER, _AS_RNA))


def spelling_of(
    key: str, keys: frozenset[str], texts: frozenset[str] = frozenset()
) -> Spelling | None:
    """Return how a text is to be spelled to be one of those that are all spelled so.

    Of several ways, it is the one that does for other texts of a notebook as well: for ``"USD "``
    beside ``"eur"``.
    """
    if len(keys) < _FEWEST or len(key.strip()) < _SHORTEST:
        return None  # a letter may be another one in capitals
    if not HUNDREDTHS.keys().isdisjoint((key, *texts)):
        return None
    is_bases = all(_BASES.fullmatch(one) for one in keys) and bool(_BASES.fullmatch(key.upper()))
    found = [
        one
        for one in (*PLAIN, *(_OF_BASES if is_bases else ()))
        if one.spelled(key) in keys and all(one.spelled(other) == other for other in keys)
    ]
    others = {text for text in texts - keys if any(one.spelled(text) in keys for one in found)}
    whole = (one for one in found if all(one.spelled(text) in keys for text in others))
    return next(whole, next(iter(found), None))


async def keys_otherwise(case: Case) -> AsyncIterator[Repair]:
    """Yield ``prices[name.lower()]`` for names in other letters than those of the prices.

    And ``codons[codon.replace("U", "T")]`` for RNA that is read with a table of DNA.
    """
    key = _missing(case)
    for site in case.sites[:1] if key else ():
        live = await _live_keys(case, site)
        found = {
            ast.dump(node): (node, spelling)
            for owner, node in _asked(site.nodes(ast.expr))
            for spelling in _spellings(case, site, owner, str(key), live)
        }
        if len(found) != 1:
            continue
        node, spelling = next(iter(found.values()))
        changes = list(_changes(case, site, node, spelling, str(key), live))
        says = f"{key!r} is there in other letters: {spelling.spelled(str(key))!r}"
        yield repaired(site.cell, site.code, changes, says, "key_otherwise")


def _missing(case: Case) -> str | None:
    if case.error.name != "KeyError":
        return None
    try:
        key = ast.literal_eval(case.error.value)
    except (ValueError, SyntaxError):
        return None
    return key if isinstance(key, str) else None


def _asked(nodes: list[ast.expr] | Iterator[ast.expr]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what is asked by a key that is not written out, with the key."""
    for node in nodes:
        match node:
            case ast.Subscript(value=ast.Name() | ast.Attribute() as owner, slice=key):
                pass
            case ast.Call(func=ast.Attribute(value=owner, attr="pop"), args=[key]):
                pass
            case _:
                continue
        if isinstance(key, ast.Name | ast.Attribute | ast.Subscript | ast.Call):
            yield owner, key


async def _live_keys(case: Case, site: Site) -> _Keys:
    """Return the keys of the live tables that something is asked of, also those of long ones."""
    found: _Keys = {}
    for owner, _ in _asked(site.nodes(ast.expr)):
        path = case.path(site, owner) if isinstance(owner, ast.Name) else None
        if path is not None:
            keys = (await case.resolve(path)).keys
            found[path.root] = keys.names if keys.complete else frozenset()
    return found


def _spellings(
    case: Case, site: Site, owner: ast.expr, key: str, live: _Keys
) -> Iterator[Spelling]:
    """Yield how a key is spelled in a table; in the one that it may be for a parameter."""
    tables = {keys for keys in _tables(case, site, owner, live) if keys and key not in keys}
    texts = frozenset(
        str(node.value)
        for cell in case.failure.document.cells
        for node in (case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ())
        if isinstance(node.value, str)
    )
    found = {one for keys in tables if (one := spelling_of(key, keys, texts)) is not None}
    if len(found) == 1:
        yield found.pop()


def _tables(case: Case, site: Site, owner: ast.expr, known: _Keys) -> Iterator[frozenset[str]]:
    """Yield the keys of a table; of all that are live where it has a name of a function's own."""
    bound = case.binding(site, owner)
    written = literal(bound.value) if bound is not None else None
    if isinstance(written, dict):
        if all(isinstance(one, str) for one in written):
            yield frozenset(written)
        return
    if keys := known.get(getattr(owner, "id", "")):
        yield keys
        return
    named = owner if isinstance(owner, ast.Name) else None
    live = case.variable(named.id) if named is not None and case.path(site, named) else None
    namespace = case.failure.namespace
    several = [live] if live is not None else namespace.variables.values() if namespace else ()
    for one in several:
        if one.type == "dict" and one.keys and one.all_keys and one.length == len(one.keys):
            yield frozenset(one.keys)


def _changes(
    case: Case, site: Site, key: ast.expr, spelling: Spelling, missing: str, live: _Keys
) -> Iterator[Change]:
    """Yield the changes of a key wherever it is looked up around a place."""
    scope = site.inside or next((one for one in site.code.nodes(ast.For)
             if one.lineno <= site.line <= (one.end_lineno or 0)), site.statement)  # fmt: skip
    texts = {id(node) for text in site.code.nodes(ast.JoinedStr, scope) for node in ast.walk(text)}
    for owner, node in _asked(site.code.nodes(ast.expr, scope)):
        if ast.dump(node) != ast.dump(key):
            continue
        if spelling in _spellings(case, site, owner, missing, live):
            calls = spelling.calls
            yield after(site, node, calls.replace('"', "'") if id(node) in texts else calls)
