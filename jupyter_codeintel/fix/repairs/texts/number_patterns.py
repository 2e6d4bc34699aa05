"""Patterns of numbers that leave out a minus, or want a point in each of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NO_MATCH = re.compile(
    r"'NoneType' object (?:has no attribute '(?:group|groups|groupdict)'|is not subscriptable)"
)
_NUMBER = re.compile(r"(?<![?\]])\\d\+(?:\\\.\\d\+)?")
_FORMS = (r"-?\d+", r"-?\d+\.\d+", r"\d+(?:\.\d+)?", r"-?\d+(?:\.\d+)?")
"""What a number may be, those that allow the least first."""
_WAYS = ("fullmatch", "match", "search")


async def patterns_of_all_numbers(case: Case) -> AsyncIterator[Repair]:
    r"""Yield ``-?\d+`` for ``\d+`` where that alone makes a pattern match all of the texts."""
    if not _NO_MATCH.search(case.error.value):
        return
    cells = [*case.failure.flow.order(case.failure.cell), case.failure.cell]
    patterns = [
        (cell, case.code(cell), node) for cell in cells for node in _patterns(case.code(cell))
    ]
    several = [texts for cell in cells for texts in _texts(case.code(cell))]
    calls = {callee(call) for cell in cells for call in case.code(cell).nodes(ast.Call)}
    ways = calls.intersection(_WAYS)
    if len(patterns) != 1 or len(ways) != 1:
        return
    cell, text, node = patterns[0]
    shown, way = text.text(node), ways.pop()
    if not shown.startswith(("r'", 'r"')) or len(_NUMBER.findall(shown)) != 1:
        return
    old = shown[2:-1]
    missed = [texts for texts in several if _is_missed(old, way, texts)]
    for form in _FORMS if len(missed) == 1 else ():
        new = _NUMBER.sub(lambda _, form=form: form, old)  # type: ignore[misc]
        if _takes_all(old, new, way, missed[0]):
            says = "the pattern leaves out some of the numbers: with a minus, or without a point"
            change = text.span(node), f"{shown[:2]}{new}{shown[-1]}"
            yield repaired(cell, text, [change], says, "pattern_of_all_numbers")
            return


def _patterns(text: Code) -> Iterator[ast.Constant]:
    """Yield the patterns that a cell is written with."""
    for call in text.nodes(ast.Call):
        match call:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re")),
                args=[ast.Constant(value=str()) as pattern, *_],
            ):
                yield pattern


def _texts(text: Code) -> Iterator[list[str]]:
    """Yield the texts of a list, and the lines of a long text."""
    for node in text.nodes(ast.expr):
        if isinstance(node, ast.List | ast.Tuple) and node.elts:
            texts = [getattr(one, "value", None) for one in node.elts]
            if all(isinstance(one, str) for one in texts):
                yield [one for one in texts if isinstance(one, str)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines = node.value.strip().splitlines()
            if len(lines) > 1:
                yield lines


def _is_missed(pattern: str, way: str, texts: list[str]) -> bool:
    """Whether a pattern matches some of the texts, and not all."""
    found = [_groups(pattern, way, one) for one in texts]
    return any(found) and not all(found)


def _takes_all(old: str, new: str, way: str, texts: list[str]) -> bool:
    """Whether another pattern matches all texts, with whole numbers, and those as before."""
    for one in texts:
        before, after = _groups(old, way, one), _groups(new, way, one)
        if not after or (before and before != after):
            return False
        if re.search(rf"(?:\d|-){re.escape(after[-1])}|{re.escape(after[-1])}\.?\d", one):
            return False
    return True


def _groups(pattern: str, way: str, text: str) -> tuple[str, ...]:
    """Return what a pattern finds in a text; nothing where it does not match."""
    try:
        found = getattr(re, way)(pattern, text)
    except re.error:
        return ()
    return (found[0], *(one or "" for one in found.groups())) if found is not None else ()
