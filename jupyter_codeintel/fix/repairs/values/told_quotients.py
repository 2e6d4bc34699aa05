"""Quotients that are written the other way round than the words say."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.gate.reading.trees import bound_names
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words, last_name

_TOLD = re.compile(r"\b([a-z]+)[ _]per[ _](?:an? |each |one )?([a-z]+)")
_KNOWN = (
    (r"ctr|click_?through", r"click", r"impression|view"),
    (r"cpc", r"cost|spend", r"click"),
    (r"conversion|conv_rate", r"conversion|order|purchase|sale", r"visit|session"),
    (r"speed|velocity", r"dist|km|metre|meter|mile", r"time|hour|duration|second|minute"),
    (r"pace", r"time|duration|second|minute", r"dist|km|mile"),
    (r"densit", r"mass|weight|people|population|inhabitants", r"vol|area"),
)
"""What a quotient is called, and the words of what stands above and below in it."""
_RATE = re.compile(r"\b([a-z]{3,})_?(?:rate|share|ratio|fraction|pct|percent)\b")
"""The first of both words is what there is some of: ``click_rate``."""
_ERRORS = ("AssertionError", "FloatingPointError", "RuntimeWarning", "ZeroDivisionError")


async def told_quotients(case: Case) -> AsyncIterator[Repair]:
    """Yield ``clicks / impressions`` for ``impressions / clicks`` as clicks per impression."""
    words = " ".join(all_words(case)).lower()
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    for cell in cells if case.is_a(*_ERRORS) else ():
        text = case.code(cell)
        for node in text.nodes(ast.Assign):
            match node.value:
                case ast.BinOp(ast.Name() | ast.Subscript() as above, ast.Div(),
                               ast.Name() | ast.Subscript() as below):  # fmt: skip
                    pair = last_name(above).lower(), last_name(below).lower()
                    names = [last_name(target) for target in node.targets] + [*bound_names(node)]
                    ways = list(_ways(" ".join(names).lower(), words))
                    if any(_is(*pair, way[::-1]) for way in ways) and not any(
                        _is(*pair, way) for way in ways
                    ):
                        change = (text.span(node.value), f"{text.text(below)} / {text.text(above)}")
                        says = "the quotient is the other way round"
                        yield repaired(cell, text, [change], says, "told_quotient")
                        return


def _ways(names: str, words: str) -> Iterator[tuple[str, str]]:
    """Yield patterns of what stands above and below: by the words, and by the result's name."""
    for above, below in _TOLD.findall(f"{words} {names}"):
        yield _one(above), _one(below)
    for counted in _RATE.findall(names):
        yield _one(counted), ""
    for called, above, below in _KNOWN:
        if re.search(called, names):
            yield above, below


def _one(word: str) -> str:
    """Return a word for several things as that for one of them."""
    return word.removesuffix("es") if word.endswith("ches") else word.removesuffix("s")


def _is(above: str, below: str, way: tuple[str, str]) -> bool:
    pairs = zip(way, (above, below), strict=True)
    return all(re.search(rf"(?:^|_)(?:{pattern})", name) for pattern, name in pairs)
