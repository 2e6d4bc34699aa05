"""Samples and their labels that are each brought into a random order of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import free_name

_SCORED = re.compile(
    r"acc(?:uracy)?|score|auc|f1|r2|mse|rmse|mae|err(?:or)?|corr\w*", re.IGNORECASE
)
_ON_PURPOSE = re.compile(
    r"\bpermutation (?:test|importance)|\bpermut\w+ (?:the )?labels?|\bnull\b|\bchance level"
    r"|\b(?:random|shuffled?|scrambled) labels?|\bbaseline\b|\bbreak\w* the (?:link|relation)",
    re.IGNORECASE,
)


class _Shuffle(NamedTuple):
    """A statement that gives something a new order, and the generator that draws it."""

    statement: ast.stmt
    name: str
    owner: str
    key: ast.expr | None


async def shuffled_together(case: Case) -> AsyncIterator[Repair]:
    """Yield one order for ``X`` and ``y``, of which each was shuffled for itself.

    It has to be a score that is too low, of what both are used for together.
    """
    if not case.is_a("AssertionError") or not any(map(_is_of_score, _asserts(case))):
        return
    if any(_ON_PURPOSE.search(words) for words in all_words(case)):
        return
    name = free_name(case, "order", "shuffled", "new_order")
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        for first, second in pairwise(_shuffles(text)):
            is_pair = first.owner == second.owner and first.name != second.name
            kinds = {first.key is None, second.key is None}
            if name is None or not is_pair or len(kinds) != 1 or not _used(case, first, second):
                continue
            changes = _together(text, first, second, name)
            says = f'"{first.name}" and "{second.name}" belong together, row by row'
            yield repaired(cell, text, changes, says, "shuffled_together")
            return


def _asserts(case: Case) -> list[ast.Assert]:
    return [site.statement for site in case.sites[:1] if isinstance(site.statement, ast.Assert)]


def _is_of_score(statement: ast.Assert) -> bool:
    names = [getattr(one, "id", getattr(one, "attr", "")) for one in ast.walk(statement.test)]
    return any(_SCORED.search(name) for name in names if isinstance(name, str))


def _shuffles(text: Code) -> Iterator[_Shuffle]:
    """Yield what is shuffled at the top of a cell, by an order or in its place."""
    for node in text.tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Subscript(
                    value=ast.Name(id=same),
                    slice=ast.Call(func=ast.Attribute(attr="permutation", value=owner)) as key,
                ),
            ) if name == same:
                yield _Shuffle(node, name, ast.unparse(owner), key)
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(attr="shuffle", value=owner),
                    args=[ast.Name(id=name)],
                    keywords=[],
                )
            ) if ast.unparse(owner) != "random":
                yield _Shuffle(node, name, ast.unparse(owner), None)


def _used(case: Case, first: _Shuffle, second: _Shuffle) -> bool:
    """Whether two names, or parts of them, are given to one estimator or split."""
    stems = [one.name.lower() for one in (first, second)]
    for cell in case.failure.document.cells:
        for call in case.code(cell.id).nodes(ast.Call) if cell.type == "code" else ():
            if callee(call) in ("fit", "train_test_split", "cross_val_score", "score"):
                given = [getattr(node, "id", "").lower() for node in call.args[:2]]
                if len(given) == 2 and all(map(str.startswith, given, stems)):
                    return True
    return False


def _together(text: Code, first: _Shuffle, second: _Shuffle, name: str) -> list[Change]:
    start = text.span(first.statement)[0]
    if first.key is not None and second.key is not None:
        above: Change = (start, start), f"{name} = {text.text(first.key)}\n"
        return [above, (text.span(first.key), name), (text.span(second.key), name)]
    lines = [f"{name} = {first.owner}.permutation(len({first.name}))"]
    lines += [f"{one.name} = {one.name}[{name}]" for one in (first, second)]
    end = text.span(first.statement)[1]
    return [((start, end), "\n".join(lines[:2])), (text.span(second.statement), lines[2])]
