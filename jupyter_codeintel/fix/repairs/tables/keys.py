"""Columns and keys that are not there."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.keys import missing_keys, used_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.knowledge.same_things import same_thing
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import way_to
from jupyter_codeintel.fix.repairs.spelling import meant, short_with_unit
from jupyter_codeintel.fix.repairs.tables.indexed import is_in_index
from jupyter_codeintel.namespace import Path

_PREFIX = re.compile(r"[A-Za-z]*")


async def missing_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield the column or key that is nearest to one that is not there."""
    for key in missing_keys(case.error):
        real_keys = await _real_keys(case)
        real = meant(key, real_keys)
        says = f'"{key}" is a misspelling of "{real}"'
        if real is None and (real := _in_other_words(case, key, real_keys)) is not None:
            says = f'"{key}" is called "{real}" here'
        if real is None and (real := _with_unit(case, key, real_keys)) is not None:
            says = f'"{key}" is "{real}" here, with its unit'
        if real is None:
            continue
        if used_keys(case.failure)[key] > 1:
            for repair in _made_otherwise(case, key, real):
                yield repair
        for site in case.sites:
            changes = list(_written(site.code, key, real, _start(site)))
            if changes:
                yield repaired(site.cell, site.code, changes, says, "misspelt_key")
                break
        else:
            for repair in _upstream(case, key, real, says):
                yield repair


def _in_other_words(case: Case, key: str, keys: set[str]) -> str | None:
    """Return the one key that says the same in other words, if nothing is to make the wrong one."""
    real = same_thing(str(key), (str(one) for one in keys))
    texts = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    is_made = any(
        (isinstance(node.ctx, ast.Store) and literal(node.slice) == key)
        for text in texts
        for node in text.nodes(ast.Subscript)
    ) or any(word.arg == key for text in texts for word in text.nodes(ast.keyword))
    used = {literal(node) for site in case.sites[:1] for node in site.nodes(ast.Constant)}
    return None if is_made or real in used else real


def _with_unit(case: Case, key: str, keys: set[str]) -> str | None:
    """Return the one key that is a word cut short with its unit, if it is not used beside it."""
    real = short_with_unit(str(key), [str(one) for one in keys])
    used = {literal(node) for site in case.sites[:1] for node in site.nodes(ast.Constant)}
    return None if real in used else real


def _made_otherwise(case: Case, key: str, real: str) -> Iterator[Repair]:
    """Yield the other way round: the data was made with a name that no other cell uses."""
    if used_keys(case.failure)[real] > 1:
        return
    for cell in _sources(case):
        text = case.code(cell)
        changes = list(_written(text, real, key, 0))
        if changes:
            says = f'"{key}" was written "{real}" where the data is made'
            yield repaired(cell, text, changes, says, "misspelt_key_at_source")


def _upstream(case: Case, key: str, real: str, says: str) -> Iterator[Repair]:
    """Yield the change where a key is written in a cell that the failing one builds on."""
    for cell in _sources(case):
        text = case.code(cell)
        changes = list(_written(text, key, real, 0))
        if changes:
            yield repaired(cell, text, changes, says, "misspelt_key")
            return


def _sources(case: Case) -> list[str]:
    names = {name for site in case.sites if site.statement for name in names_in(site.statement)}
    return list(reversed(case.failure.flow.slice(names, before=case.failure.cell)))


def _start(site: Site) -> int:
    """Return where the failing statement begins; what stands above it has worked."""
    if site.inside is not None or site.statement is None:
        return 0
    return site.code.span(site.statement)[0]


def _written(text: Code, key: str, new: str, start: int) -> Iterator[Change]:
    """Yield the changes of a string into another, in its own quotes."""
    for node in text.nodes(ast.Constant):
        first, last = text.span(node)
        if node.value != key or first < start:
            continue
        literal = text.source[first:last]
        prefix = _PREFIX.match(literal)
        quote = literal[-1:]
        if prefix is None or literal != f"{prefix[0]}{quote}{key}{quote}":
            continue  # escaped, or of several pieces
        if quote in new or "\\" in new or "\n" in new:
            yield (first, last), repr(new)
        else:
            yield (first + len(prefix[0]) + 1, last - 1), new


async def keys_of_other_type(case: Case) -> AsyncIterator[Repair]:
    """Yield the number for a key that is written as a text, and the text for a number."""
    if not case.is_a("KeyError"):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            key = getattr(node.slice, "value", None)
            if not isinstance(key, str | int) or repr(key) != case.error.value:
                continue
            if isinstance(key, str) and not key.lstrip("-").isdecimal():
                continue
            new = repr(int(key) if isinstance(key, str) else str(key))
            says = f"the key is {new}, not {key!r}"
            change = site.code.span(node.slice), new
            yield repaired(site.cell, site.code, [change], says, "key_of_other_type")


async def column_of_another(case: Case) -> AsyncIterator[Repair]:
    """Yield the one other frame that has a column which this one lacks."""
    keys = missing_keys(case.error)
    if len(keys) != 1 or meant(keys[0], await _real_keys(case)) is not None:
        return
    variables = case.failure.namespace.variables if case.failure.namespace else {}
    frames = {name for name, told in variables.items() if told.columns}
    # What the failing cell made before it failed is made of the others. And a look at the
    # variables names only the first columns of a wide frame.
    others = sorted(frames - case.failure.flow.facts(case.failure.cell).defines)
    owners = [name for name in others if keys[0] in (await case.resolve(Path(name))).keys.names]
    for site in case.sites[:1] if len(owners) == 1 else ():
        wrong = {
            node.value.id
            for node in site.nodes(ast.Subscript)
            if isinstance(node.value, ast.Name)
            and getattr(node.slice, "value", None) == keys[0]
            and node.value.id in frames
            and not is_in_index(case, node.value.id, keys[0])
        }
        changes = [
            (site.code.span(node), owners[0]) for node in site.nodes(ast.Name) if node.id in wrong
        ]
        if changes:
            says = f'"{keys[0]}" is a column of "{owners[0]}"'
            yield repaired(site.cell, site.code, changes, says, "column_of_another")


async def _real_keys(case: Case) -> set[str]:
    """Return the columns and keys of the live objects in the failing statement."""
    for site in case.sites:
        values: list[ast.expr] = [node.value for node in site.nodes(ast.Subscript)]
        values += [node.value for node in site.nodes(ast.Attribute)]
        values += site.nodes(ast.Name)
        found = await case.resolve_all(way_to(case, site, value) for value in values)
        if keys := {key for one in found for key in one.keys.names}:
            return keys
    # Else of what is live under the names there, also where a function has them of its own.
    names = {name for site in case.sites if site.statement for name in names_in(site.statement)}
    found = await case.resolve_all(Path(name) for name in names)
    keys = {key for one in found for key in one.keys.names}
    return keys or {name for site in case.sites[:1] for name in _headers(case, site)}


def _headers(case: Case, site: Site) -> Iterator[str]:
    """Yield the columns of the text that a failing statement reads as a table."""
    for call in site.nodes(ast.Call):
        given = call.args[0] if callee(call) == "read_csv" and call.args else None
        for node in ast.walk(given) if given is not None else ():
            bound = case.binding(site, node) if isinstance(node, ast.Name) else None
            text = literal(node if bound is None else bound.value)
            if isinstance(text, str) and "\n" in text:
                line = text.lstrip().splitlines()[0]
                sign = next((one for one in "\t;," if one in line), ",")
                yield from (name.strip().strip('"') for name in line.split(sign))
