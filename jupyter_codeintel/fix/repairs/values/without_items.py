"""What has no items, length or slices of its own, and gets them from a list or a text of it."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of
from jupyter_codeintel.fix.repairs.words import told_near

_ITERATORS = re.compile(
    r"'(?:itertools\.\w+|_csv\.reader|(?:\w+_)?\w*iterator)' object is not subscriptable"
    r"|object of type '(?:itertools\.\w+|_csv\.reader|(?:\w+_)?\w*iterator)' has no len\(\)"
)
_ENDLESS = re.compile(r"'itertools\.(?:count|cycle|repeat)'")
_SLICED = "sequence index must be integer, not 'slice'"
_UNHASHABLE_SLICE = "unhashable type: 'slice'"
_OF_NUMBER = re.compile(
    r"object of type '(?P<length>int)' has no len\(\)|'(?P<item>int)' object is not subscriptable"
    r"|argument of type '(?P<within>int)' is not (?:iterable|a container)"
)
_DIGITS = re.compile(r"\b(?:digits?|figures?|characters?|palindrom\w+)\b")


async def items_of_iterators(case: Case) -> AsyncIterator[Repair]:
    """Yield the list of an iterator, where it is made or where its items are taken."""
    if not _ITERATORS.search(case.error.value) or _ENDLESS.search(case.error.value):
        return
    says = "only a list of it has items and a length"
    for site in case.sites[:1]:
        for node in _asked(site):
            bound = case.binding(site, node)
            if isinstance(node, ast.Name) and bound is not None:
                change = bound.code.span(bound.value), f"list({bound.code.text(bound.value)})"
                yield repaired(bound.cell, bound.code, [change], says, "list_of_iterator")
            else:
                change = site.code.span(node), f"list({site.code.text(node)})"
                yield repaired(site.cell, site.code, [change], says, "list_of_iterator")


async def slices_of_others(case: Case) -> AsyncIterator[Repair]:
    """Yield ``list(readings)[-2:]`` of a deque, ``counts.most_common(2)`` of a Counter."""
    if not any(said in case.error.value for said in (_SLICED, _UNHASHABLE_SLICE)):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            if not isinstance(node.slice, ast.Slice):
                continue
            kind, text = await kind_of(case, site, node.value), site.code
            match kind, node.slice:
                case "deque", _:
                    change = text.span(node.value), f"list({text.text(node.value)})"
                    says = "only a list of a deque has slices"
                    yield repaired(site.cell, text, [change], says, "slice_of_another")
                case "Counter", ast.Slice(lower=None, upper=ast.expr() as upper, step=None):
                    end = text.span(node.value)[1], text.span(node)[1]
                    change = end, f".most_common({text.text(upper)})"
                    says = "the most frequent ones of a Counter are asked for by their number"
                    yield repaired(site.cell, text, [change], says, "slice_of_another")


async def digits_of_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield ``len(str(number))`` for ``len(number)`` where the words speak of digits."""
    match = _OF_NUMBER.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        is_told = any(_DIGITS.search(words.lower()) for words in _said(case, site))
        asked = _containers(site) if match["within"] else _all_asked(site) if is_told else []
        kinds = [await kind_of(case, site, node) for node in asked]
        if asked and all(
            kind in ("int", "") and not isinstance(node, ast.Constant)
            for kind, node in zip(kinds, asked, strict=True)
        ):
            shown = site.code.text(asked[0])
            says = f'"{shown}" is a number; only its text has digits'
            changes = [(site.code.span(node), f"str({shown})") for node in asked]
            yield repaired(site.cell, site.code, changes, says, "digits_of_number")


def _said(case: Case, site: Site) -> list[str]:
    """Return the words near a place, and the names that a failing statement sets."""
    names = [one.id for one in site.nodes(ast.Name) if isinstance(one.ctx, ast.Store)]
    return [*told_near(case, site), " ".join(names).replace("_", " ")]


def _asked(site: Site) -> list[ast.expr]:
    """Return what a failing statement asks for an item or its length, if it is one."""
    asked = _all_asked(site)
    return asked if len(asked) == 1 else []


def _all_asked(site: Site) -> list[ast.expr]:
    """Return all of it that is written alike, as both digits of ``n[i] == n[-1 - i]``."""
    asked = [node.value for node in site.nodes(ast.Subscript) if isinstance(node.ctx, ast.Load)]
    asked += [
        call.args[0]
        for call in site.nodes(ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id == "len" and len(call.args) == 1
    ]
    return asked if len({ast.unparse(one) for one in asked}) == 1 else []


def _containers(site: Site) -> list[ast.expr]:
    """Return what a failing statement looks for digits in."""
    return [
        node.comparators[0]
        for node in site.nodes(ast.Compare)
        if len(node.ops) == 1
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and isinstance(getattr(node.left, "value", None), str)
        and str(getattr(node.left, "value", "")).isdecimal()
    ]
