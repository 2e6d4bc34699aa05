"""Loops that use each item, and compare it with the next one, which the last does not have."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator
from typing import Literal, NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.loops.both_neighbours import changes_to_inner_places
from jupyter_codeintel.fix.repairs.loops.item_uses import (
    Items,
    branch_of,
    items_of,
    reset_in,
    rest_of,
)
from jupyter_codeintel.fix.repairs.words import goes_round, told_near

Meant = Literal["and", "or", "pairs", "unsure"]
"""How the last item is to be taken: as one for which the test does not hold, or holds, or not
at all since only pairs are looked at."""

_OF_LISTS = re.compile(r"index out of range|is out of bounds for axis")
_RUNS = re.compile(
    r"\b(?:adjacent|collaps\w*|compress\w*|consecutive|dedup\w*|duplicat\w*|encod\w*|repeat\w*"
    r"|runs?|squeez\w*|streaks?|unique)\b", re.IGNORECASE)  # fmt: skip
_CHANGES = re.compile(
    r"\b(?:boundar\w*|chang\w*|differ\w*|jump\w*|switch\w*|transition\w*)\b", re.IGNORECASE
)


class _Test(NamedTuple):
    """A comparison with the next item, in the statement or expression that it decides."""

    compare: ast.Compare
    of: ast.If | ast.IfExp | ast.While | ast.comprehension


async def last_item_without_next(case: Case) -> AsyncIterator[Repair]:
    """Yield ``i + 1 < len(s) and ...`` where each item counts, and the next one is asked about."""
    if not case.is_a("IndexError") or not _OF_LISTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        items = items_of(site)
        if items is None or goes_round(case, site.cell) or changes_to_inner_places(case, site):
            continue
        meant, test = how_meant(case, site, items), _test(site, items)
        if test is not None:
            change = _guarded(site, items, test, meant) if meant in ("and", "or") else []
        else:
            change = _nothing_after(case, site, items)
        if not change:
            continue
        says = "the last one has no next one to be compared with"
        yield repaired(site.cell, site.code, change, says, "last_item")


def keeps_each_item(case: Case, site: Site) -> bool:
    """Whether a loop that ends one earlier would lose what the last item is to give."""
    items = items_of(site)
    return items is not None and how_meant(case, site, items) != "pairs"


def how_meant(case: Case, site: Site, items: Items) -> Meant:
    """Return how the last item is to be taken by the test of the failing place."""
    test = _test(site, items)
    if test is None:
        return "unsure" if items.is_used_alone(items.body) else "pairs"
    if isinstance(test.of, ast.comprehension):
        is_item = items.is_item(items.made) if items.made is not None else False
        return _of_differing(case, site, test) if is_item else "pairs"
    closing = _by_closing(site, items, test)
    if closing is not None:
        return closing
    body, other = _branches(items, test)
    if isinstance(test.of, ast.IfExp) or (isinstance(test.of, ast.If) and test.of.orelse):
        return _by_branches(test, body, other)
    around = rest_of(items.body, test.of) if body == "skip" else _around(items, test)
    if items.is_used_alone(around):
        return "and"
    return _of_differing(case, site, test) if body == "collects" else "pairs"


def _around(items: Items, test: _Test) -> list[ast.stmt]:
    """Return what a loop does besides what a test decides."""
    return [one for one in items.body if test.of not in ast.walk(one)]


def _by_closing(site: Site, items: Items, test: _Test) -> Meant | None:
    """Decide by the branch that closes a run or a group, unless that is done after the loop."""
    if not isinstance(test.of, ast.If):
        return None
    branches: tuple[tuple[list[ast.stmt], Meant], ...]
    branches = (test.of.orelse, "and"), (test.of.body, "or")
    for branch, meant in branches:
        names = reset_in(items, branch)
        if names:
            is_ahead = any(map(items.looks_ahead, branch))
            if not _is_read_after(site, items, names):
                return "unsure" if is_ahead else meant
            if not items.is_used_alone(_around(items, test)):
                return "pairs"
            return "unsure" if meant == "and" else "and"
    return None


def _is_read_after(site: Site, items: Items, names: set[str]) -> bool:
    """Whether something is read after the loop: the last run or group is closed there."""
    end = items.body[-1].end_lineno or items.body[-1].lineno
    return any(
        node.id in names and isinstance(node.ctx, ast.Load) and node.lineno > end
        for node in site.code.nodes(ast.Name, site.inside)
    )


def _branches(items: Items, test: _Test) -> tuple[str, str]:
    """Return what is done with the item where a test holds, and where it does not."""
    if isinstance(test.of, ast.IfExp):
        sides = test.of.body, test.of.orelse
        kinds = [_side(items, one) for one in sides]
        return kinds[0], kinds[1]
    assert isinstance(test.of, ast.If | ast.While)  # noqa: S101 - those have statements
    return branch_of(items, test.of.body), branch_of(items, test.of.orelse)


def _side(items: Items, node: ast.expr) -> str:
    if items.looks_ahead(node):
        return "ahead"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return "less" if items.is_item(node) else ""
    return "more" if items.is_item(node) else ""


def _by_branches(test: _Test, body: str, other: str) -> Meant:
    """Decide by what is done with the item in both branches."""
    if "ahead" in (body, other) and not {body, other} & {"more", "less", "collects"}:
        return "pairs"
    if other in ("more", "collects") and body in ("ahead", "less", "more", "skip", ""):
        return "and" if body != "" or not _is_unlike(test) else "unsure"
    if body == "more" and other == "less":
        return "or"
    if body == "collects" and other == "":
        return "or" if _is_unlike(test) else "unsure"
    return "unsure" if body or other else "pairs"


def _of_differing(case: Case, site: Site, test: _Test) -> Meant:
    """Decide about items that are collected where the next one is another, by the words."""
    if not _is_unlike(test):
        return "pairs"
    told = " ".join([*told_near(case, site), site.function]).replace("_", " ")
    is_run, is_change = _RUNS.search(told) is not None, _CHANGES.search(told) is not None
    if is_run == is_change:
        return "unsure"
    return "or" if is_run else "pairs"


def _is_unlike(test: _Test) -> bool:
    return isinstance(test.compare.ops[0], ast.NotEq | ast.IsNot)


def _test(site: Site, items: Items) -> _Test | None:
    """Return the comparison of the failing statement that looks ahead."""
    statement = site.statement
    if isinstance(statement, ast.If | ast.While):
        found = _compare(items, statement.test)
        return _Test(found, statement) if found is not None else None
    for choice in site.nodes(ast.IfExp):
        found = _compare(items, choice.test)
        if found is not None:
            return _Test(found, choice)
    for loop in site.nodes(ast.comprehension):
        for asked in loop.ifs:
            found = _compare(items, asked)
            if found is not None:
                return _Test(found, loop)
    return None


def _compare(items: Items, asked: ast.expr) -> ast.Compare | None:
    """Return the comparison in a condition; none below ``not``, where it means the opposite."""
    if isinstance(asked, ast.BoolOp):
        found = [one for part in asked.values if (one := _compare(items, part)) is not None]
        return found[0] if len(found) == 1 else None
    return asked if isinstance(asked, ast.Compare) and items.looks_ahead(asked) else None


def _guarded(site: Site, items: Items, test: _Test, meant: Meant) -> list[Change]:
    """Return the changes after which only an item that has a next one is compared with it."""
    text = site.code
    start, end = text.span(test.compare)
    asked = test.of.test if not isinstance(test.of, ast.comprehension) else test.compare
    sign, word = ("<", "and") if meant == "and" else ("==", "or")
    guard = f"{items.index} + {items.step} {sign} {items.length} {word} "
    is_alone = asked is test.compare
    is_same = isinstance(asked, ast.BoolOp) and isinstance(asked.op, ast.And) and word == "and"
    if is_alone or is_same:
        return [((start, start), guard)]
    return [((start, start), f"({guard}"), ((end, end), ")")]


def _nothing_after(case: Case, site: Site, items: Items) -> list[Change]:
    """Return the change by which the next value is 0 after the last: less than all of a table."""
    match site.statement:
        case ast.Assign(
            targets=[ast.Name()],
            value=ast.Subscript(value=ast.Name() as table, slice=ast.Subscript()) as value,
        ):
            bound = case.binding(site, table)
            worth = literal(bound.value) if bound is not None else None
            is_above = isinstance(worth, dict) and all(
                isinstance(one, int | float) and one > 0 for one in worth.values()
            )
            tests = [one for one in items.body if isinstance(one, ast.If)]
            if is_above and len(tests) == 1 and _is_added_last(items, tests[0]):
                end = site.code.span(value)[1]
                return [((end, end), f" if {items.index} + {items.step} < {items.length} else 0")]
    return []


def _is_added_last(items: Items, test: ast.If) -> bool:
    """Whether the item is added, not taken off, where the next one is the least of all."""
    branches = [branch_of(items, test.body), branch_of(items, test.orelse)]
    match test.test:
        case ast.Compare(ops=[ast.Lt() | ast.LtE()], comparators=[ast.Name(id=name)]):
            return name in items.later and branches == ["less", "more"]
        case ast.Compare(ops=[ast.Gt() | ast.GtE()], comparators=[ast.Name(id=name)]):
            return name in items.later and branches == ["more", "less"]
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Gt() | ast.GtE()]):
            return name in items.later and branches == ["less", "more"]
    return False
