"""Means of three neighbours, which the words make of fewer at both ends."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above
from jupyter_codeintel.fix.repairs.words import words_near
from jupyter_codeintel.fix.repairs.written import free_name

_ENDS = r"(?:at|near|towards?) (?:the|both|either|each) (?:\w+ )?(?:ends?|edges?|borders?|sides?)"
_FEWER = (
    r"(?:only|just) (?:the )?(?:\w+ )?(?:values|neighbou?rs|points|readings|samples|ones)"
    r"|(?:fewer|shorter|smaller|truncated|cut|available|existing|exists?|are there)"
)
_SAID = re.compile(rf"{_ENDS}[^.;]*\b(?:{_FEWER})\b|\b(?:{_FEWER})\b[^.;]*{_ENDS}")
_OUTSIDE = re.compile(r"(?:list|tuple|string) index out of range|is out of bounds")
_SAYS = "at both ends there are fewer neighbours, and their mean is of those"


async def cut_windows(case: Case) -> AsyncIterator[Repair]:
    """Yield the mean of ``x[max(0, i - 1) : i + 2]`` for that of three where one is missing."""
    if not case.is_a("IndexError") or not _OUTSIDE.search(case.error.value):
        return
    for site in case.sites[:1]:
        name = free_name(case, "window", "neighbours", "part")
        found = [*_means(site)]
        if len(found) != 1 or name is None or not _SAID.search(words_near(case, site)):
            continue
        node, values, index, reach = found[0]
        part = f"{values}[max(0, {index} - {reach}):{index} + {reach + 1}]"
        changes: list[Change] = []
        is_inner = any(isinstance(one, ast.ListComp) for one in site.nodes(ast.expr))
        if not is_inner and can_take_lines(site):
            changes.append(line_above(site, f"{name} = {part}"))
            part = name
        changes.append((site.code.span(node), f"sum({part}) / len({part})"))
        yield repaired(site.cell, site.code, changes, _SAYS, "cut_window")


def _means(site: Site) -> Iterator[tuple[ast.BinOp, str, str, int]]:
    """Yield a sum of neighbours that their number divides: of what, where, and how far it goes."""
    for node in site.nodes(ast.BinOp):
        match node:
            case ast.BinOp(left=above, op=ast.Div(), right=ast.Constant(value=int() as count)):
                terms = [*_terms(above)]
                places = [_place(one) for one in terms]
                known = {(of, index) for of, index, _ in places}
                steps = sorted(step for _, _, step in places)
                reach = count // 2
                if len(known) == 1 and reach and steps == [*range(-reach, reach + 1)]:
                    of, index = known.pop()
                    if of and index:
                        yield node, of, index, reach


def _terms(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _place(node: ast.expr) -> tuple[str, str, int]:
    """Return of what an item is, its index by name, and how many steps it is from there."""
    match node:
        case ast.Subscript(value=of, slice=ast.Name(id=index)):
            return ast.unparse(of), index, 0
        case ast.Subscript(
            value=of,
            slice=ast.BinOp(left=ast.Name(id=index), op=sign, right=ast.Constant(value=int(step))),
        ) if isinstance(sign, ast.Add | ast.Sub):
            return ast.unparse(of), index, step if isinstance(sign, ast.Add) else -step
    return "", "", 0
