"""Letters that are shifted in an alphabet, capitals and small ones by the same base."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_CASES = re.compile(r"\.(?:is)?(?:upper|lower)\(|casefold|swapcase|ascii_|string\.")
_ONE_CASE = re.compile(
    r"\b(?:only|just) (?:small|lower|upper|capital)"
    r"|\b(?:ignor\w+|without|no) (?:the )?(?:case|capitals)"
    r"|\b(?:lower|upper)[- ]?case (?:letters )?only|capitals (?:are |stay )?(?:left|unchanged|not)"
)
_SIZE = 26
_CODES = {97: "a", 65: "A"}
_SAYS = "capitals and small letters have alphabets of their own"


async def bases_of_capitals(case: Case) -> AsyncIterator[Repair]:
    """Yield ``ord("A") if ch.isupper() else ord("a")`` for the base that letters are shifted by.

    A check fails, and there are texts with letters of both kinds.
    """
    cells = list(dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)))
    sources = "\n".join(case.failure.source(cell) for cell in cells)
    words = " ".join(all_words(case)).lower()
    if not case.is_a("AssertionError") or _CASES.search(sources) or _ONE_CASE.search(words):
        return
    found = [
        (cell, changes)
        for cell in cells
        for function in case.code(cell).nodes(ast.FunctionDef)
        if (changes := list(_changes(case.code(cell), function)))
    ]
    if len(found) == 1 and _has_both(case, cells):
        cell, changes = found[0]
        yield repaired(cell, case.code(cell), changes, _SAYS, "capital_letters")


def _has_both(case: Case, cells: list[str]) -> bool:
    """Whether a text of several words has capitals and small letters."""
    texts = [str(node.value) for cell in cells for node in case.code(cell).nodes(ast.Constant)
             if isinstance(node.value, str)]  # fmt: skip
    return any(re.search(r"[A-Z]", one) and re.search(r"[a-z]{2}", one) for one in texts)


def _changes(text: Code, function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the changes of the base in ``chr((ord(ch) - base + k) % 26 + base)``."""
    shifts = [node for node in text.nodes(ast.Call, function) if _is_shift(node)]
    if len(shifts) != 1:
        return
    signs = {
        inner.args[0].id
        for inner in ast.walk(shifts[0])
        if isinstance(inner, ast.Call) and callee_of(inner) == "ord"
        for _ in inner.args[:1]
        if isinstance(inner.args[0], ast.Name)
    }
    loops = [loop for loop in text.nodes(ast.For, function) if ast.unparse(loop.target) in signs]
    within = loops[0] if loops else shifts[0]
    for node in ast.walk(within) if len(signs) == 1 else ():
        if isinstance(node, ast.expr) and _base(node):
            sign, quote = next(iter(signs)), '"' if '"' in text.source else "'"
            letters = [f"ord({quote}{one}{quote})" for one in "Aa"]
            new = f"{letters[0]} if {sign}.isupper() else {letters[1]}"
            is_alone = any(one.value is node for one in text.nodes(ast.Assign))
            yield text.span(node), new if is_alone else f"({new})"


def _is_shift(node: ast.Call) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="chr"), args=[ast.BinOp(left=one, right=other)]):
            parts = (one, other)
            return any(
                isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod)
                and literal(part.right) == _SIZE
                for part in parts
            )  # fmt: skip
    return False


def _base(node: ast.expr) -> str:
    """Return the first letter of an alphabet that a number is the code of."""
    match node:
        case ast.Call(func=ast.Name(id="ord"), args=[ast.Constant(value=str(letter))]):
            return letter if letter in "aA" else ""
        case ast.Constant(value=int(number)):
            return _CODES.get(number, "")
    return ""
