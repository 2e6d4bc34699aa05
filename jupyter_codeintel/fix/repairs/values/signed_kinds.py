"""Amounts whose kind tells their sign, and that a loop adds up whatever kind they are of."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_PAIRS = (
    ("in", "out"), ("deposit", "withdrawal"), ("deposit", "withdraw"), ("income", "expense"),
    ("credit", "debit"), ("cr", "dr"), ("receipt", "payment"), ("buy", "sell"), ("+", "-"),
    ("gain", "loss"), ("add", "remove"), ("received", "shipped"), ("purchase", "sale"),
    ("arrival", "departure"), ("board", "alight"), ("on", "off"), ("up", "down"),
    ("inflow", "outflow"), ("delivery", "sale"), ("earned", "spent"), ("charge", "discharge"),
    ("purchase", "return"), ("sale", "refund"), ("plus", "minus"), ("win", "loss"),
)  # fmt: skip
"""Kinds of amounts: those that are added, and those that are taken away."""


class _Sum(NamedTuple):
    """What a loop adds up, and how its rows tell the kind."""

    added: ast.expr
    kind: str
    kinds: set[str]


async def signs_by_kind(case: Case) -> AsyncIterator[Repair]:
    """Yield ``amount if kind == "in" else -amount`` for ``amount`` where a check fails."""
    if not case.is_a("AssertionError"):
        return
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        for found in _sums(case, cell, text):
            pair = _pair(found.kinds)
            if pair is not None:
                amount = text.text(found.added)
                quote = '"' if '"' in text.source or "'" not in text.source else "'"
                test = f"{found.kind} == {quote}{pair[0]}{quote}"
                says = f'what is "{pair[1]}" is taken away'
                change = text.span(found.added), f"{amount} if {test} else -{amount}"
                yield repaired(cell, text, [change], says, "sign_by_kind")
                return


def _pair(kinds: set[str]) -> tuple[str, str] | None:
    """Return the kind that is added and that which is not, as they are written."""
    written = {kind.lower(): kind for kind in kinds}
    for plus, minus in _PAIRS:
        if set(written) == {plus, minus}:
            return written[plus], written[minus]
    return None


def _sums(case: Case, cell: str, text: Code) -> Iterator[_Sum]:
    """Yield the sums of amounts beside which each row has a kind that nobody asks for."""
    for loop in text.nodes(ast.For):
        steps = [one for one in loop.body if isinstance(one, ast.AugAssign)]
        if len(steps) == 1 and isinstance(steps[0].op, ast.Add):
            yield from _sum(case, cell, text, loop, steps[0].value, loop.body)
    for call in text.nodes(ast.Call):
        match call.args:
            case [ast.GeneratorExp(elt=added, generators=[one]) | ast.ListComp(
                elt=added, generators=[one]
            ), *_] if callee(call) in ("sum", "fsum") and not one.ifs:  # fmt: skip
                yield from _sum(case, cell, text, one, added, [added])


def _sum(
    case: Case,
    cell: str,
    text: Code,
    loop: ast.For | ast.comprehension,
    added: ast.expr,
    body: list[ast.stmt] | list[ast.expr],
) -> Iterator[_Sum]:
    rows = _rows(case, Site(cell, text, getattr(loop, "lineno", added.lineno)), loop.iter)
    match loop.target, added:
        case ast.Tuple(elts=names), ast.Name(id=amount):
            unread = [name.id for name in names
                      if isinstance(name, ast.Name) and not _reads(body, name.id)]  # fmt: skip
            places = {ast.unparse(name): place for place, name in enumerate(names)}
            if amount in places:
                for kind in unread:
                    yield _Sum(added, kind, _values(rows, places[kind]))
        case ast.Name(id=row), ast.Subscript(value=ast.Name(id=owner)) if row == owner:
            asked = {ast.unparse(node) for part in body for node in ast.walk(part)
                     if isinstance(node, ast.Subscript)}  # fmt: skip
            for key in _keys(rows):
                quote = text.text(added.slice)[:1]
                kind = f"{row}[{quote}{key}{quote}]" if isinstance(key, str) else f"{row}[{key}]"
                if f"{row}[{key!r}]" not in asked:
                    yield _Sum(added, kind, _values(rows, key))


def _reads(body: list[ast.stmt] | list[ast.expr], name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name for one in body for node in ast.walk(one)
    )


def _rows(case: Case, site: Site, node: ast.expr) -> list[object]:
    """Return the rows that a notebook writes out, if it does so for all of them."""
    bound = case.binding(site, node)
    value = literal(bound.value if bound is not None else node)
    return list(value) if isinstance(value, list | tuple) else []


def _keys(rows: list[object]) -> list[str | int]:
    first = rows[0] if rows else None
    if isinstance(first, dict):
        return [key for key in first if isinstance(key, str)]
    return list(range(len(first))) if isinstance(first, tuple | list) else []


def _values(rows: list[object], key: str | int) -> set[str]:
    """Return the texts under a key of all rows; none if one has something else there."""
    found: set[str] = set()
    for row in rows:
        value = None
        if isinstance(row, dict):
            value = row.get(key)
        elif isinstance(row, tuple | list) and isinstance(key, int) and key < len(row):
            value = row[key]
        if not isinstance(value, str):
            return set()
        found.add(value)
    return found
