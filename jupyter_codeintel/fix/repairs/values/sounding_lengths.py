"""Lengths of pipes and strings that sound, of which a wave is longer."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_HALF = re.compile(
    r"(?<![a-z])(?:open (?:organ )?(?:pipes?|tubes?)|half[- ]wave|half a wave\w*)(?![a-z])"
)
_QUARTER = re.compile(
    r"(?<![a-z])(?:(?:stopped|closed|gedackt) (?:organ )?(?:pipes?|tubes?)"
    r"|quarter[- ]wave)(?![a-z])"
)
_LENGTH = re.compile(r"(?<![a-z])lengths?(?![a-z])")
_SPEED = re.compile(r"^(?:v|c)$|speed|velocity|sound", re.IGNORECASE)
_FREQUENCY = re.compile(r"^(?:f|f0|nu)$|freq|hertz|(?:^|_)hz$|pitch", re.IGNORECASE)


async def sounding_lengths(case: Case) -> AsyncIterator[Repair]:
    """Yield ``speed / (2 * frequency)`` for the length of an open pipe, and 4 for a stopped one."""
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    told = " ".join([*all_words(case), *(case.failure.source(cell) for cell in cells)])
    words = " ".join(told.lower().replace("_", " ").split())
    ways = [number for number, way in ((2, _HALF), (4, _QUARTER)) if way.search(words)]
    if not case.is_a("AssertionError") or len(ways) != 1:
        return
    found = [(cell, change) for cell in cells for change in _waves(case.code(cell), ways[0])]
    if len(found) == 1:
        cell, change = found[0]
        says = "a pipe is half as long as the wave" if ways[0] == 2 else "a quarter of the wave"
        yield repaired(cell, case.code(cell), [change], says, "sounding_length")


def _waves(text: Code, part: int) -> Iterator[Change]:
    """Yield the changes of whole waves that are given back or named as lengths."""
    named: list[tuple[str, ast.expr | None]] = [
        (ast.unparse(node.targets[0]), node.value) for node in text.nodes(ast.Assign)
    ]
    for function in text.nodes(ast.FunctionDef):
        named += [(function.name, node.value) for node in text.nodes(ast.Return, function)]
    for name, value in named:
        match value:
            case ast.BinOp(
                left=ast.Name(id=speed), op=ast.Div(), right=ast.Name(id=pitch) as below
            ):
                is_wave = _SPEED.search(speed) and _FREQUENCY.search(pitch)
                if is_wave and _LENGTH.search(name.lower().replace("_", " ")):
                    yield text.span(below), f"({part} * {pitch})"
