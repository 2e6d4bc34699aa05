"""Recursions that call themselves twice, once with just what they were given."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBER = rf"(?:{'|'.join(_NUMBERS)}|[1-9])"
_LISTED = re.compile(rf"\b{_NUMBER}(?:, {_NUMBER})*,? (?:or|and) {_NUMBER}\b")
_TWO = r"\bfib(?:onacci)?\b|\blucas|(?:sum of (?:the )?|previous |last )two\b"
_SERIES = ((r"tribonacci", {1, 2, 3}), (r"padovan|perrin", {2, 3}), (_TWO, {1, 2}))
_MOST = 5

_Steps = dict[str, int | None]


class _Call(NamedTuple):
    """A call of itself, and by how much each parameter goes on; None where it is another."""

    node: ast.Call
    given: dict[str, ast.expr]
    steps: _Steps


async def sibling_steps(case: Case) -> AsyncIterator[Repair]:
    """Yield ``f(n - 1) + f(n - 2)`` for ``f(n) + f(n - 2)`` within ``f(n)``.

    Also ``best(i + 1, left)`` for ``best(i, left)`` beside ``best(i + 1, left - costs[i])``.
    """
    for site in case.sites[:1] if case.is_a("RecursionError") else ():
        function = site.inside
        calls = list(_calls(function)) if isinstance(function, ast.FunctionDef) else []
        stuck = [one for one in calls if not any(one.steps.values())]
        others = [one for one in calls if one not in stuck]
        if len(stuck) != 1 or not others or stuck[0].node not in site.nodes(ast.Call):
            continue
        assert isinstance(function, ast.FunctionDef)  # noqa: S101 - it calls itself
        found = _step(case, site, function, stuck[0], others)
        if found is not None:
            name, step = found
            new = f"{name} {'+' if step > 0 else '-'} {abs(step)}"
            says = f'"{function.name}" calls itself with the "{name}" that it was given'
            change = site.code.span(stuck[0].given[name]), new
            yield repaired(site.cell, site.code, [change], says, "sibling_step")


def _calls(function: ast.FunctionDef) -> Iterator[_Call]:
    """Yield the calls of itself, if all are plain, and no parameter is set anew."""
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    is_method = names[:1] == ["self"]
    names = names[is_method:]
    nodes = list(ast.walk(function))
    if any(isinstance(one, ast.Name) and one.id in names and not isinstance(one.ctx, ast.Load)
           for one in nodes):  # fmt: skip
        return
    called = f"self.{function.name}" if is_method else function.name
    for node in nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == called:
            given = dict(zip(names, node.args, strict=False))
            given |= {word.arg: word.value for word in node.keywords if word.arg in names}
            yield _Call(node, given, {name: _by(name, given.get(name)) for name in names})


def _by(name: str, given: ast.expr | None) -> int | None:
    """Return by how much a parameter goes on, 0 where it is left as it is."""
    match given:
        case None:
            return 0
        case ast.Name(id=of):
            return 0 if of == name else None
        case ast.BinOp(left=ast.Name(id=of), op=op, right=ast.Constant(value=int(by))) if (
            of == name and isinstance(op, ast.Add | ast.Sub) and 0 < by <= _MOST
        ):
            return by if isinstance(op, ast.Add) else -by
    return None


def _step(
    case: Case, site: Site, function: ast.FunctionDef, stuck: _Call, others: list[_Call]
) -> tuple[str, int] | None:
    """Return the parameter that is to go on, and by how much."""
    stepping = {name for one in others for name, by in one.steps.items() if by}
    name = next(iter(stepping)) if len(stepping) == 1 else ""
    steps = [one.steps[name] for one in others] if name in stuck.given else []
    whole = [by for by in steps if by]
    if not whole or len(whole) != len(steps) or len({by > 0 for by in whole}) != 1:
        return None
    changed = [
        given for one in others for key, given in one.given.items() if one.steps[key] is None
    ]
    if not changed:
        is_apart = None in stuck.steps.values() or not _are_beside(function, stuck, others)
        sizes = {abs(by) for by in whole}
        missing = _missing(case, site, function, sizes) if not is_apart else set[int]()
        sign = 1 if whole[0] > 0 else -1
        return (name, sign * missing.pop()) if len(missing) == 1 else None
    is_sure = _are_exchanged(stuck, others) or _are_of_items(stuck, changed, name)
    return (name, whole[0]) if is_sure and len(set(whole)) == 1 else None


def _are_beside(function: ast.FunctionDef, stuck: _Call, others: list[_Call]) -> bool:
    """Whether all calls are made together, none of them in a case of its own."""
    calls = {id(stuck.node), *(id(one.node) for one in others)}
    for node in ast.walk(function):
        parts = [getattr(node, key, []) for key in ("body", "orelse", "finalbody", "values")]
        blocks = [part if isinstance(part, list) else [part] for part in parts]
        held = [
            len(calls & {id(inner) for one in block for inner in ast.walk(one)}) for block in blocks
        ]
        is_case = isinstance(node, ast.If | ast.IfExp | ast.Try | ast.BoolOp)
        if is_case and any(held) and max(held) < len(calls):
            return False
    return not any(isinstance(node, ast.For | ast.While) for node in ast.walk(function))


def _missing(case: Case, site: Site, function: ast.FunctionDef, sizes: set[int]) -> set[int]:
    """Return the steps that the words tell and no call makes, or that are left out among them."""
    said = " ".join([function.name.replace("_", " "), *told_near(case, site)]).lower()
    said = " ".join(said.split())
    told = [{_NUMBERS.get(one) or int(one) for one in re.findall(_NUMBER, listed)}
            for listed in _LISTED.findall(said)]  # fmt: skip
    told += [steps for pattern, steps in _SERIES if re.search(pattern, said)][:1]
    if told:
        missing = [steps - sizes for steps in told if sizes <= steps]
        is_sure = len(missing) == len(told) and all(one == missing[0] for one in missing)
        return missing[0] if is_sure else set()
    return set(range(1, max(sizes))) - sizes


def _are_exchanged(stuck: _Call, others: list[_Call]) -> bool:
    """Whether the other parameters are handed on in other places, all in each call."""
    kept = [
        sorted(ast.unparse(given) for key, given in one.given.items() if one.steps[key] is None)
        for one in (stuck, *others)
    ]
    names = {*stuck.steps}
    return bool(kept[0]) and all(
        one and {*one} <= names and len({*one}) == len(one) for one in kept
    )


def _are_of_items(stuck: _Call, changed: list[ast.expr], name: str) -> bool:
    """Whether all that another call changes is changed by the item that is passed over."""
    if None in stuck.steps.values():
        return False
    return all(
        any(
            isinstance(inner, ast.Subscript) and ast.unparse(inner.slice).startswith(name)
            for inner in ast.walk(given)
        )
        for given in changed
    )
