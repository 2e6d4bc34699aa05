"""Titles, names of axes, ticks and numbers that are put into a picture."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import live_at
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute
from jupyter_codeintel.fix.repairs.ways import Way, argument, of_calls, rule_of
from jupyter_codeintel.fix.repairs.words import words_near

_NOT_CALLED = re.compile(r"'Text' object is not callable")
_SET = ("title", "xlabel", "xlim", "xticks", "ylabel", "ylim", "yticks")
"""What the module of plots calls a function, and a panel has a setter for."""
_OF_GRIDS = {"set_title": "figure.suptitle", "set_xlabel": "set_xlabels", "set_xlim": "set",
             "set_ylabel": "set_ylabels", "suptitle": "figure.suptitle"}  # fmt: skip
_GRIDS = ("FacetGrid", "JointGrid", "PairGrid")
_TICKS = re.compile(
    r"number of FixedLocator locations \((\d+)\).*does not match the number of labels \((\d+)\)"
)
_TEXTS = ("object", "str", "string", "category")
_DECIMALS = {"one": "1", "1": "1", "two": "2", "2": "2", "three": "3", "3": "3"}
_TO_DECIMALS = re.compile(r"\b(one|two|three|[123]) (?:decimals?|digits?)\b")
_WHOLE = re.compile(r"\b(?:integers?|whole numbers?|no decimals?|without decimals?)\b")


async def words_of_panels(case: Case) -> AsyncIterator[Repair]:
    """Yield ``ax.set_title("a")`` for ``ax.title("a")``, and its like for other words."""
    if not _NOT_CALLED.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or callee(call) != "title":
                continue
            panel = ast.unparse(call.func.value)
            changes = [
                ((site.code.span(one.func)[1] - len(callee(one)),) * 2, "set_")
                for one in site.code.nodes(ast.Call, site.inside)
                if isinstance(one.func, ast.Attribute)
                and callee(one) in _SET
                and one.lineno >= call.lineno
                and ast.unparse(one.func.value) == panel
            ]
            says = f'"{panel}" is a panel, which is told its words by "set_title" and the like'
            yield repaired(site.cell, site.code, changes, says, "words_of_panels")


async def words_of_grids(case: Case) -> AsyncIterator[Repair]:
    """Yield the title of the whole figure, and names of all axes, for a grid of panels."""
    missing = missing_attribute(case)
    if missing is None or missing[0] not in _GRIDS or missing[1] not in _OF_GRIDS:
        return
    if missing[0] != "FacetGrid" and "suptitle" not in _OF_GRIDS[missing[1]]:
        return
    for site in case.sites[:1]:
        failing = [node for node in site.nodes(ast.Attribute) if node.attr == missing[1]]
        for node in failing[:1]:
            changes: list[Change] = []
            for call in site.code.nodes(ast.Call, site.inside):
                if call.lineno >= node.lineno and isinstance(call.func, ast.Attribute):
                    is_same = ast.unparse(call.func.value) == ast.unparse(node.value)
                    changes += _of_grid(site, call) if is_same else ()
            says = "a grid of panels has one title, that of its figure"
            yield repaired(site.cell, site.code, changes, says, "words_of_grids")


def _of_grid(site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield what a call is for a grid of panels."""
    new = _OF_GRIDS.get(callee(call), "set")
    if new == "set":
        return
    end = site.code.span(call.func)[1]
    yield (end - len(callee(call)), end), new
    if new == "figure.suptitle" and len(call.args) == 1 and not call.keywords:
        last = site.code.span(call.args[0])[1]
        yield (last, last), ", y=1.03"  # above the titles of the panels


def _ticks(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield as many ticks as there are labels, counted from the same start."""
    match, labels = _TICKS.search(case.error.value), argument(call, 0, "labels")
    if match is None or labels is None:
        return
    count = length_of(case.failure, site, labels.id) if isinstance(labels, ast.Name) else None
    if isinstance(labels, ast.List | ast.Tuple):
        count = len(labels.elts)
    owner = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    name = callee(call).replace("ticklabels", "ticks")
    places = [
        (one, one.args[0])
        for one in site.code.nodes(ast.Call, site.inside)
        if callee(one) == name
        and len(one.args) == 1
        and isinstance(one.func, ast.Attribute)
        and ast.unparse(one.func.value) == owner
        and one.lineno <= call.lineno
    ]
    if len(places) != 1 or count is None or count != int(match[2]):
        return
    given = places[0][1]
    if isinstance(given, ast.Call) and callee(given) in ("arange", "range") and not given.keywords:
        first = given.args[0] if len(given.args) == 2 else ast.Constant(0)
        if isinstance(first, ast.Constant) and first.value == 0 and len(given.args) < 3:
            shown = f"len({labels.id})" if isinstance(labels, ast.Name) else str(count)
            yield site.code.span(given), f"{site.code.text(given.func)}({shown})"


def _format(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield the format of fractions for numbers that are no whole ones."""
    given = argument(call, 99, "fmt")
    if isinstance(given, ast.Constant) and given.value in ("d", ",d"):
        words = words_near(case, site)
        told = _TO_DECIMALS.search(words)
        digits = "0" if _WHOLE.search(words) else _DECIMALS[told[1]] if told else "2"
        start, end = site.code.span(given)
        quote = site.code.source[start]
        comma = "," * str(given.value).startswith(",")
        yield (start, end), f"{quote}{comma}.{digits}f{quote}"


def _labelled(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    """Yield a table whose only column of texts names its rows."""
    given = argument(call, 0, "data")
    live = live_at(case, site, given)
    if given is None or live is None or not live.all_keys or not live.columns:
        return
    texts = [name for name, kind in live.columns if kind.startswith(_TEXTS)]
    if len(texts) == 1 and live.columns[0][0] == texts[0] and len(live.columns) > 1:
        end = site.code.span(given)[1]
        quote = "'" if "'" in site.code.source and '"' not in site.code.source else '"'
        yield (end, end), f".set_index({quote}{texts[0]}{quote})"


told_of_pictures = rule_of(
    Way(
        _TICKS,
        of_calls(("set_xticklabels", "set_yticklabels"), _ticks),
        "there is a tick for each label",
        "told_of_picture",
    ),
    Way(
        r"Unknown format code 'd' for object of type '(?:numpy\.)?float",
        of_calls(("heatmap",), _format),
        'the format "d" is for whole numbers',
        "told_of_picture",
    ),
    Way(
        "could not convert string to float",
        of_calls(("clustermap", "heatmap"), _labelled),
        "a column of texts names the rows",
        "told_of_picture",
    ),
)
"""Yields a tick for each label, and numbers and names of a table as they are."""
