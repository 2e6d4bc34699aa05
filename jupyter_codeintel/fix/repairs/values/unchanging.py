"""Texts and tuples, which do not change: a new one is made of their parts."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of

_ASSIGNED = re.compile(r"'(?P<kind>str|tuple)' object does not support item assignment")
_FORMS = {
    "str": ("{value} + {rest}", "{start} + {value} + {rest}", "{start} + {value}"),
    "tuple": ("({value}, *{rest})", "(*{start}, {value}, *{rest})", "(*{start}, {value})"),
}
"""The first item is another one; one in between; the last one."""
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//"}


async def parts_and_another(case: Case) -> AsyncIterator[Repair]:
    """Yield ``word = "J" + word[1:]`` for ``word[0] = "J"``."""
    match = _ASSIGNED.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        found = _assigned(site)
        if found is None or site.statement is None:
            continue
        target, value = found
        known = await kind_of(case, site, target.value)
        if known not in ("", match["kind"]):
            continue  # the one in it is meant, or what sets it is no part of the notebook
        parts = _parts(site.code.text(target.value), target.slice)
        if parts is None:
            continue
        form, start, rest = parts
        new = _FORMS[match["kind"]][form].format(value=value, start=start, rest=rest)
        change = site.code.span(site.statement), f"{site.code.text(target.value)} = {new}"
        says = f'a "{match["kind"]}" does not change; a new one is made of its parts'
        yield repaired(site.cell, site.code, [change], says, "parts_and_another")


def _assigned(site: Site) -> tuple[ast.Subscript, str] | None:
    """Return the item that a statement sets, and what to, as it reads."""
    match site.statement:
        case ast.Assign(targets=[ast.Subscript(value=ast.Name()) as target], value=value):
            shown = site.code.text(value)
            is_simple = not isinstance(value, ast.IfExp | ast.Lambda | ast.NamedExpr | ast.Tuple)
            return target, shown if is_simple else f"({shown})"
        case ast.AugAssign(target=ast.Subscript(value=ast.Name()) as target, op=op, value=value):
            sign = _SIGNS.get(type(op))
            if sign is not None and isinstance(value, ast.Constant | ast.Name):
                return target, f"{site.code.text(target)} {sign} {site.code.text(value)}"
    return None


def _parts(owner: str, place: ast.expr) -> tuple[int, str, str] | None:
    """Return which item is set, what is before it, and what is behind it."""
    match place:
        case ast.Constant(value=0):
            return 0, "", f"{owner}[1:]"
        case ast.Constant(value=int(index)) if not isinstance(index, bool):
            return 1, f"{owner}[:{index}]", f"{owner}[{index + 1}:]"
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)):
            return 2, f"{owner}[:-1]", ""
        case ast.Name(id=index):
            return 1, f"{owner}[:{index}]", f"{owner}[{index} + 1 :]"
    return None


async def rows_that_change(case: Case) -> AsyncIterator[Repair]:
    """Yield rows that are lists for the tuples of a table whose items are set."""
    match = _ASSIGNED.search(case.error.value)
    if match is None or match["kind"] != "tuple":
        return
    for site in case.sites[:1]:
        match getattr(site.statement, "targets", [getattr(site.statement, "target", None)]):
            case [
                ast.Subscript(value=ast.Subscript(value=ast.Name() as table, slice=row), slice=at)
            ]:
                is_one = isinstance(row, ast.Constant) and isinstance(at, ast.Constant)
                bound = case.binding(site, table) if not is_one else None
            case _:
                continue
        if bound is None:
            continue
        rows = _rows(bound.value)
        if len({type(literal(part)) for one in rows for part in one.elts}) != 1:
            continue  # records, which may be made anew
        changes = [change for one in rows for change in _as_list(bound.code, one)]
        if changes:
            says = f'items of the rows of "{table.id}" are set, which tuples do not allow'
            yield repaired(bound.cell, bound.code, changes, says, "rows_that_change")


def _rows(value: ast.expr) -> list[ast.Tuple]:
    """Return the rows of a table that is written with tuples; none if some are no tuples."""
    match value:
        case ast.ListComp(elt=ast.Tuple() as row):
            return [row]
        case ast.List(elts=rows) if all(isinstance(row, ast.Tuple) for row in rows):
            return [row for row in rows if isinstance(row, ast.Tuple)]
    return []


def _as_list(text: Code, row: ast.Tuple) -> list[Change]:
    start, end = text.span(row)
    inner = text.source[start + 1 : end - 1]
    is_in_brackets = text.source[start] == "(" and text.source[end - 1] == ")"
    return [((start, end), f"[{inner.rstrip().removesuffix(',')}]")] if is_in_brackets else []


async def shuffled_letters(case: Case) -> AsyncIterator[Repair]:
    """Yield the list of a text's letters that is shuffled, and joined to a text again."""
    match = _ASSIGNED.search(case.error.value)
    if match is None or match["kind"] != "str":
        return
    for site in case.sites[:1]:
        match site.statement:
            case ast.Expr(value=ast.Call(args=[ast.Name(id=name) as text]) as call):
                is_text = await kind_of(case, site, text) in ("", "str")
                known = {node.id for node in site.code.nodes(ast.Name)}
                if callee_of(call) != "shuffle" or not is_text or "letters" in known:
                    continue
                indent = " " * site.statement.col_offset
                lines = (
                    f"letters = list({name})",
                    f"{site.code.text(call.func)}(letters)",
                    f'{name} = "".join(letters)',
                )
                change = site.code.span(site.statement), f"\n{indent}".join(lines)
                says = "a text does not change; a list of its letters is shuffled"
                yield repaired(site.cell, site.code, [change], says, "shuffled_letters")
