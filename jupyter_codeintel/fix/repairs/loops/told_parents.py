"""Tables of what stands above what, of which one entry is not what the words say."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise

from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_CHAIN = re.compile(r"[\w-]+(?:\s*(?:->|>|\u2192|\u00bb)\s*[\w-]+)+")
_STEP = re.compile(r"\s*(?:->|>|\u2192|\u00bb)\s*")
_FEWEST = 2

_Pairs = dict[str, set[str]]


async def told_parents(case: Case) -> AsyncIterator[Repair]:
    """Yield ``"computers": "electronics"`` for a table that a comment tells otherwise.

    It says ``root > electronics > computers``, and all other entries are as the words are.
    """
    if not case.is_a("RecursionError", "KeyError", "AssertionError"):
        return
    for pairs in _told(case):
        found = [
            (cell, key, value, meant)
            for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell)
            for table in case.code(cell).nodes(ast.Dict)
            for key, value, meant in _wrong(table, pairs)
        ]
        if len(set(found)) == 1:
            cell, key, value, meant = found[0]
            text = case.code(cell)
            quote = text.text(value)[-1]
            says = f'"{key}" is below "{meant}", as the words say'
            change = text.span(value), f"{quote}{meant}{quote}"
            yield repaired(cell, text, [change], says, "told_parent")
            return


def _told(case: Case) -> Iterator[_Pairs]:
    """Yield what each name is said to come after, and what it is said to come before."""
    after: _Pairs = {}
    before: _Pairs = {}
    for words in all_words(case):
        for chain in _CHAIN.findall(words):
            names = _STEP.split(chain)
            for one, other in pairwise(names):
                after.setdefault(other, set()).add(one)
                before.setdefault(one, set()).add(other)
    yield after
    yield before


def _wrong(table: ast.Dict, pairs: _Pairs) -> Iterator[tuple[str, ast.expr, str]]:
    """Yield the one entry that is otherwise than it is told, where the others are as told."""
    told = [
        (str(literal(key)), value, next(iter(pairs[str(literal(key))])))
        for key, value in zip(table.keys, table.values, strict=True)
        if key is not None and len(pairs.get(str(literal(key)), ())) == 1
        and isinstance(literal(value), str)
    ]  # fmt: skip
    wrong = [(key, value, meant) for key, value, meant in told if literal(value) != meant]
    if len(wrong) == 1 and len(told) - 1 >= _FEWEST:
        yield wrong[0]
