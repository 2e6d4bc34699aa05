"""Shares that are given in per cent where a call takes them as fractions of one."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, comments, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair
from jupyter_codeintel.fix.repairs.values.share_ways import changed_ways, numbers_at
from jupyter_codeintel.fix.repairs.words import all_words

_QUANTILE = (
    r"percentiles should all be in the interval \[0, 1\]|Quantiles must be in the range"
    r"|Each 'q' must be between 0 and 1|quantile value .* not in \[0, 1\]"
    r"|quantile should be between 0"
)
_OF_SKLEARN = (
    r"The '(?P<name>\w+)' parameter of (?P<owner>\w+) must be .*float in the range"
    r" [\[(]0(?:\.0)?, (?:1(?:\.0)?|0\.5)[\])].*Got (?P<number>[\d.]+) instead"
)
_PER_CENT = r"(?:%|per ?cent|pct|percentile|(?:st|nd|rd|th) percentile)"
_NAMED = re.compile(r"percent|prozent|pct|perc(?![a-z])", re.IGNORECASE)
_SAID = re.compile(r"%|\bper ?cent\b|\bpct\b", re.IGNORECASE)
_SPOKEN = {5: "five", 10: "ten", 15: "fifteen", 20: "twenty", 25: "twenty[- ]five", 30: "thirty",
           50: "fifty", 70: "seventy", 75: "seventy[- ]five", 80: "eighty", 90: "ninety",
           95: "ninety[- ]five", 99: "ninety[- ]nine"}  # fmt: skip
_PARTS = {10: "a tenth", 20: "a fifth", 25: "a quarter", 50: "half"}
_LEAST_ALPHA = 10
_FEW = 4
"""Up to this, a number may be meant of quarters, or be a slip of another kind."""


class _Kind(NamedTuple):
    """A message, and what takes the share then: calls, the names of it, and its place.

    With a number in the message it is looked for in the whole notebook. Where there is nothing
    else that a number above one can mean, no words have to say that it is a share.
    """

    pattern: str
    calls: tuple[str, ...]
    names: tuple[str, ...]
    place: int | None = None
    is_certain: bool = False


_KINDS = (
    _Kind(r"n_components=(?P<number>[\d.]+) must be between", ("PCA",), ("n_components",), 0),
    _Kind(r"(?:test|train)_size=(?P<number>[\d.]+) should be|sum of train_size and test_size", (),
          ("test_size", "train_size")),
    _Kind(_QUANTILE, ("quantile", "nanquantile", "describe", "agg", "apply", "aggregate"),
          ("q", "percentiles"), None, is_certain=True),
    _Kind(r"upsampling the population `frac` > 1", ("sample",), ("frac",), 1),
    _Kind(r"alpha \((?P<number>[\d.]+)\) is outside 0-1 range", (), ("alpha", "framealpha")),
    _Kind(r"p must be in the range 0.0 < p < 1.0", ("inv_cdf",), ("p",), 0, is_certain=True),
    _Kind(r"p > 1 or p is NaN", ("binomial",), ("p",), 1),
    _Kind(r"p > 1 or p contains NaN", ("geometric",), ("p",), 0),
    _Kind(r"alpha must satisfy: 0 < alpha <= 1", ("ewm",), ("alpha",)),
)  # fmt: skip


async def shares_of_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``PCA(n_components=0.95)`` for ``PCA(n_components=95)`` of 95 % of the variance."""
    for kind, match in _kinds(case):
        wanted = match.groupdict().get("number")
        number = float(wanted.rstrip(".")) if wanted else None
        found = [
            (site, node)
            for site, node in _given(case, kind, number)
            if (numbers := numbers_at(case, site, node, number)) is not None
            and (
                (kind.is_certain and max(numbers) > _FEW)
                or all(_is_told(case, site, node, one) for one in numbers)
            )
        ]
        for changes in changed_ways(case, found):
            says = "it is a share in per cent, and is taken as a fraction of one"
            edits = {cell: case.code(cell).replaced(*dict.fromkeys(some))
                     for cell, some in changes.items()}  # fmt: skip
            yield Candidate(edits, "rule", says, "share_of_one")
        return


def _kinds(case: Case) -> Iterator[tuple[_Kind, re.Match[str]]]:
    for kind in _KINDS:
        if match := re.search(kind.pattern, case.error.value):
            number = match.groupdict().get("number")
            is_seen = "alpha" in kind.names and number and float(number) >= _LEAST_ALPHA
            yield kind._replace(is_certain=True) if is_seen else kind, match
    if match := re.search(_OF_SKLEARN, case.error.value):
        name, owner = match["name"], match["owner"]
        of_quantile = name == "quantile" or (name == "alpha" and owner.startswith("Gradient"))
        place = 0 if owner == "PCA" else None
        calls = () if name in ("test_size", "train_size") else (owner,)
        yield _Kind("", calls, (name,), place, is_certain=of_quantile), match


def _given(case: Case, kind: _Kind, number: float | None) -> Iterator[tuple[Site, ast.expr]]:
    """Yield what calls are given for a share: in the failing place, or anywhere for a number."""
    if number is None and kind.calls:
        for site in case.sites[:1]:
            for call in site.nodes(ast.Call):
                yield from ((site, node) for node in _shares(call, kind))
        return
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        for call in text.nodes(ast.Call):
            yield from ((Site(cell, text, call.lineno), node) for node in _shares(call, kind))
        for table in text.nodes(ast.Dict) if number is not None else ():
            pairs = zip(table.keys, table.values, strict=True)
            yield from ((Site(cell, text, table.lineno), node) for key, node in pairs
                        if literal(key) in kind.names)  # fmt: skip


def _shares(call: ast.Call, kind: _Kind) -> Iterator[ast.expr]:
    if kind.calls and callee(call) not in kind.calls:
        return
    for word in call.keywords:
        if word.arg in kind.names:
            yield word.value
    place = kind.place
    if callee(call) in ("quantile", "nanquantile"):
        # The data comes first, unless it is what the method is of.
        is_function = isinstance(call.func, ast.Name) or (
            getattr(getattr(call.func, "value", None), "id", "") in ("np", "numpy", "pl")
        )
        place = 1 if is_function else 0
    if place is not None and place < len(call.args):
        yield call.args[place]


def _is_told(case: Case, site: Site, node: ast.expr, number: float) -> bool:
    """Whether words or a name say that a number is a share in per cent."""
    if isinstance(node, ast.Name) and _NAMED.search(node.id):
        return True
    lines = [said for line, said in comments(site.code.python) if line == node.lineno]
    if any(map(_SAID.search, lines)):
        return True
    shown = rf"{number:g}".replace(".", r"\.")
    spoken = _SPOKEN.get(int(number), shown)
    pattern = rf"(?<![\d.])(?:{shown}|\b{spoken})\s?-?{_PER_CENT}"
    if int(number) in _PARTS:
        pattern += rf"|\b{_PARTS[int(number)]} of\b"
    rest = f"{100 - number:g}"
    pattern += rf"|(?<![\d.])(?:{shown}\s?[/:]\s?{rest}|{rest}\s?[/:]\s?{shown})(?![\d.])"
    return any(re.search(pattern, text, re.IGNORECASE) for text in all_words(case))
