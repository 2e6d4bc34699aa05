"""Numbers of houses and the like, some with a letter, that are put in order."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near
from jupyter_codeintel.fix.repairs.written import free_name

_UNORDERED = re.compile(
    r"'[<>]' not supported between instances of '(?:int|str)' and '(?:int|str)'"
)
_UNREAD = re.compile(r"invalid literal for int\(\) with base 10: '\d+ ?[A-Za-z]'")
_LETTERED = re.compile(r"\d+ ?[A-Za-z]?")
_OTHER = re.compile(r"alphabet|lexic|as (?:a )?(?:strings?|texts?)\b|letters? first")


async def letters_after_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield a key of the number, then of the whole text, where ``12`` and ``"12b"`` are sorted."""
    is_mixed = _UNORDERED.search(case.error.value) is not None
    if not is_mixed and not _UNREAD.search(case.error.value):
        return
    for site in case.sites[:1]:
        name = free_name(case, "number", "one", "entry")
        for call in site.nodes(ast.Call):
            several = _sorted(call)
            if several is None or name is None or not _are_lettered(case, site, several):
                continue
            digits = f'"".join(filter(str.isdigit, str({name})))'
            key = f"lambda {name}: (int({digits}), str({name}))"
            change = _keyed(site, call, key, is_mixed=is_mixed)
            if change is not None and not _OTHER.search(words_near(case, site)):
                says = "numbers come in their order, and letters after the number"
                yield repaired(site.cell, site.code, [change], says, "lettered_number")
                return


def _sorted(call: ast.Call) -> ast.expr | None:
    """Return what a call puts in order."""
    if callee(call) == "sort" and isinstance(call.func, ast.Attribute) and not call.args:
        return call.func.value
    is_it = callee(call) in ("max", "min", "sorted") and len(call.args) == 1
    return call.args[0] if is_it else None


def _are_lettered(case: Case, site: Site, several: ast.expr) -> bool:
    """Whether things are written out, and each is a number with at most a letter after it."""
    bound = case.binding(site, several)
    things = literal(bound.value if bound is not None else several)
    if not isinstance(things, list | tuple | set):
        return False
    shown = [str(one) for one in things if isinstance(one, int | str)]
    is_whole = len(shown) == len(things) and all(map(_LETTERED.fullmatch, shown))
    return is_whole and not all(map(str.isdigit, shown))


def _keyed(site: Site, call: ast.Call, key: str, *, is_mixed: bool) -> Change | None:
    """Return the change that gives a call a key, in the place of that of plain numbers."""
    for word in call.keywords:
        if word.arg == "key":
            is_plain = ast.unparse(word.value) == "int" and not is_mixed
            return (site.code.span(word.value), key) if is_plain else None
    if not is_mixed:
        return None
    end = site.code.span(call.args[-1])[1] if call.args else site.code.span(call)[1] - 1
    if call.keywords:
        start = site.code.span(call.keywords[0])[0]
        return (start, start), f"key={key}, "
    return (end, end), f"{', ' if call.args else ''}key={key}"
