"""Systems of nodes of which one is held, and that are solved as if all of them were free."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_SINGULAR = re.compile(r"singular", re.IGNORECASE)
_PART = r"(?:node|mass|cart|bead|block|point|vertex|junction|busbar|bus|station)"
_HELD = (
    r"(?:fixed|held|ground(?:ed)?|clamped|earth(?:ed)?|anchored|pinned|bolted|nailed|tied|welded"
    r"|datum|zero (?:potential|volts)|0 ?v(?:olts?)?"
    r"|(?:in |on |at )?(?:(?:the|an?) )?(?:wall|reference)"
    r"|(?:attached|connected|fastened) to (?:the|a|an) (?:wall|ceiling|ground|earth))\b"
)
_WORD = r"(?: (?!(?:and|by|from|never|not|or|to)\b)\w+)?"
_BY_NUMBER = (
    re.compile(
        rf"\b{_PART}s? (\d+)(?: (?:and|&) (?:{_PART} )?(\d+))?,?"
        rf"(?: (?:is|are|as|stays?|sits?|being))?{_WORD},? (?:at )?(?:the )?{_HELD}"
    ),
    re.compile(
        rf"\b{_HELD}(?: end| point)?(?: (?:is|at|on|in|as|being))?:? (?:the )?{_PART} (\d+)()"
    ),
)
_BY_END = re.compile(
    rf"\b(left|first|right|last)(?:most)? (?:end|side|{_PART})(?: is| being)?{_WORD},? {_HELD}"
)
_AT_A_VALUE = re.compile(
    r"\b(?:at|to) (?!0\b(?!\.\d*[1-9]))[-+]?\d+(?:\.\d+)? ?(?:v|volts?|°|deg|k|mm|m|cm)\b"
)
_MORE_UNKNOWNS = re.compile(
    r"\b(?:beams?|truss(?:es)?|rotations?|dofs?|degrees of freedom|2d|3d)\b"
)
_NUMBERED = re.compile(rf"\b{_PART}s? (\d+)")
_NAME = re.compile(
    r"^(?:anchor|clamped|datum|earth|fixed|gnd|ground|grounded|held|ref|reference|wall)"
    r"(?:_?(?:idx|index|nodes?))?$",
    re.IGNORECASE,
)


class _Solved(NamedTuple):
    """A system, and the expression of its solution."""

    whole: ast.expr
    matrix: ast.expr
    right: ast.expr


async def solved_for_free_nodes(case: Case) -> AsyncIterator[Repair]:
    """Yield the system without the node that the words hold, whose value is zero.

    Differences alone are known of all the nodes together: their matrix is singular.
    """
    if not case.is_a("LinAlgError") or not _SINGULAR.search(case.error.value):
        return
    words = " ".join(" ".join(all_words(case)).lower().split())
    numpy = case.name_of("numpy")
    if numpy is None or not has_one_unknown(words):
        return
    for site in case.sites[:1]:
        for one in _solved(site):
            right = site.code.text(one.right)
            shape = shape_of(case.failure, site, right)
            held = held_of(case, words, shape[0]) if shape else ""
            if shape and len(shape) == 1 and held:
                free = _free(numpy, held, shape[0], right)
                lines = _lines(case, site, one, numpy, free)
                statement = site.statement
                if statement is not None and lines:
                    change = site.code.span(statement), lines
                    says = "a node that is held is no unknown; without it the system can be solved"
                    yield repaired(site.cell, site.code, [change], says, "held_nodes")


def has_one_unknown(words: str) -> bool:
    """Whether the words leave it at one unknown for each node, and at nothing for a held one."""
    return _MORE_UNKNOWNS.search(words) is None and _AT_A_VALUE.search(words) is None


def _solved(site: Site) -> Iterator[_Solved]:
    """Yield the system that a statement solves and does nothing else."""
    value = site.statement.value if isinstance(site.statement, ast.Assign | ast.Return) else None
    match value:
        case ast.Call(args=[matrix, right]) if callee_of(value) == "solve":
            found = _Solved(value, matrix, right)
        case ast.BinOp(left=ast.Call(args=[matrix]), op=ast.MatMult(), right=right) if (
            callee_of(value.left) == "inv"
        ):
            found = _Solved(value, matrix, right)
        case _:
            return
    if isinstance(found.matrix, ast.Name) and isinstance(found.right, ast.Name):
        yield found


def held_of(case: Case, words: str, count: int) -> str:
    """Return how the held nodes are written: a name, a number or a list; nothing if unknown."""
    names = [
        node.targets[0].id
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Assign)
        if isinstance(node.targets[0], ast.Name)
        and _NAME.match(node.targets[0].id)
        and _are_nodes(literal(node.value), count)
    ]
    if names:
        return names[0] if len(set(names)) == 1 else ""
    numbers = {
        int(one) for told in _BY_NUMBER for found in told.findall(words) for one in found if one
    }
    if numbers and not _is_from_zero(case, words, numbers, count):
        return ""
    ends = {0 if end in ("left", "first") else count - 1 for end in _BY_END.findall(words)}
    found = sorted(numbers or ends)
    if len(found) > 1:
        return str(found) if len(found) < count else ""
    return str(found[0]) if found else ""


def _are_nodes(value: object, count: int) -> bool:
    values = value if isinstance(value, list | tuple | set) else [value]
    return bool(values) and all(
        isinstance(one, int) and not isinstance(one, bool) and 0 <= one < count for one in values
    )


def _is_from_zero(case: Case, words: str, numbers: set[int], count: int) -> bool:
    """Whether the nodes of the words are counted from zero on, as those of arrays are."""
    told = {int(number) for number in _NUMBERED.findall(words)} | numbers
    if max(told) >= count:
        return False
    pairs: list[ast.expr] = []
    for cell in case.failure.document.cells:
        text = case.code(cell.id)
        for pair in text.nodes(ast.Tuple) if cell.type == "code" else ():
            pairs += pair.elts
        for item in text.nodes(ast.Subscript) if cell.type == "code" else ():
            pairs.append(item.slice)
    return 0 in told or any(literal(part) == 0 for part in pairs)


def _free(numpy: str, held: str, count: int, right: str) -> str:
    """Return the places of the nodes that are not held."""
    if held == "0":
        return f"{numpy}.arange(1, len({right}))"
    if held == str(count - 1):
        return f"{numpy}.arange(len({right}) - 1)"
    return f"{numpy}.delete({numpy}.arange(len({right})), {held})"


def _lines(case: Case, site: Site, one: _Solved, numpy: str, free: str) -> str:
    """Return the statements that solve a system for its free nodes."""
    statement, text = site.statement, site.code
    used = {node.id for cell in case.failure.document.cells if cell.type == "code"
            for node in case.code(cell.id).nodes(ast.Name)}  # fmt: skip
    kept = next((name for name in ("free", "kept", "free_nodes") if name not in used), "")
    target = "solution"
    if isinstance(statement, ast.Assign):
        if len(statement.targets) != 1 or not isinstance(statement.targets[0], ast.Name):
            return ""
        target = statement.targets[0].id
    if statement is None or not kept or target in (text.text(one.matrix), text.text(one.right)):
        return ""
    matrix, right = text.text(one.matrix), text.text(one.right)
    inner = f"{matrix}[{numpy}.ix_({kept}, {kept})]"
    solver = (
        text.text(one.whole.func) if isinstance(one.whole, ast.Call) else f"{numpy}.linalg.solve"
    )
    lines = [
        f"{kept} = {free}",
        f"{target} = {numpy}.zeros(len({right}))",
        f"{target}[{kept}] = {solver}({inner}, {right}[{kept}])",
    ]
    if isinstance(statement, ast.Return):
        lines.append(f"return {target}")
    return f"\n{' ' * statement.col_offset}".join(lines)
