"""Patterns that take one digit of a number, where numbers of several digits are written."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_WAYS = ("compile", "findall", "finditer", "fullmatch", "match", "search")
_ONE = re.compile(
    r"(?<!\\)\((?:\?P<\w+>)?(?P<digit>\\d|\[0-9\])(?P<maybe>\??)\)(?![?*+{]|\(?(?:\\d|\[0-9\]))"
)
_SIGNS = re.compile(r"[\w+\-.()]+")
_SAYS = "a number may have several digits"


async def several_digits(case: Case) -> AsyncIterator[Repair]:
    r"""Yield ``([A-Z][a-z]?)(\d*)`` for ``([A-Z][a-z]?)(\d?)`` where a text has ``H12``."""
    if not case.is_a("AssertionError"):
        return
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    found = [
        (cell, node, match)
        for cell in cells
        for node in _patterns(case.code(cell))
        for match in _ONE.finditer(case.code(cell).text(node))
    ]
    if len(found) != 1:
        return
    cell, node, match = found[0]
    text, place = case.code(cell), case.code(cell).span(node)[0]
    before = text.text(node)[: match.start()]
    group = len(re.findall(r"(?<!\\)\((?!\?(?!P<))", before)) + 1
    texts = [one for other in cells for one in _texts(case.code(other), node)]
    if any(_is_cut(str(node.value), group, one) for one in texts):
        more = "*" if match["maybe"] else "+"
        start, end = match.end("digit"), match.end("maybe")
        change = (place + start, place + end), more
        yield repaired(cell, text, [change], _SAYS, "several_digits")


def _patterns(text: Code) -> Iterator[ast.Constant]:
    """Yield the patterns that are written in calls of ``re``."""
    for call in text.nodes(ast.Call):
        given = call.args[0] if call.args else None
        is_of_re = callee(call) in _WAYS and root(call.func) == "re"
        if is_of_re and isinstance(given, ast.Constant) and isinstance(literal(given), str):
            yield given


def _texts(text: Code, pattern: ast.Constant) -> Iterator[str]:
    for node in text.nodes(ast.Constant):
        if node is not pattern and isinstance(node.value, str) and "\\" not in node.value:
            yield from _SIGNS.findall(node.value)


def _is_cut(pattern: str, group: int, text: str) -> bool:
    """Whether a group takes the first of several digits in a text that it is all about."""
    try:
        found = list(re.finditer(pattern, text))
        ends = [one.end(group) for one in found if one[group]]
    except (re.error, IndexError):
        return False
    covered = {at for one in found for at in range(*one.span())}
    letters = [at for at, sign in enumerate(text) if sign.isalpha()]
    return (
        bool(letters)
        and covered.issuperset(letters)
        and any(text[at : at + 1].isdigit() for at in ends)
    )
