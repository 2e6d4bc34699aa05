"""Ends of recursions that take an amount apart: too much is taken, or nothing is left to take."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_SIGN = r"(?: \+ | or )"
_TAKEN = r"F\((?P<amount>\w+) - {item}, {same}\)"
_LEFT = r"F\((?P=amount), {rest}\)"
_FORMS: tuple[tuple[str, str, str, str], ...] = (
    (r"(?P<of>\w+)\[0\]", r"(?P=of)", r"(?P=of)\[1:\]", "not {of}"),
    (r"(?P<of>\w+)\[0\]", r"(?P=of)\[1:\]", r"(?P=of)\[1:\]", "not {of}"),
    (r"(?P<of>\w+)\[-1\]", r"(?P=of)", r"(?P=of)\[:-1\]", "not {of}"),
    (r"(?P<of>\w+)\[-1\]", r"(?P=of)\[:-1\]", r"(?P=of)\[:-1\]", "not {of}"),
    (r"(?P<list>\w+)\[(?P<of>\w+)\]", r"(?P=of)(?: \+ 1)?", r"(?P=of) \+ 1", "{of} == len({list})"),
    (r"(?P<list>\w+)\[(?P<of>\w+)\]", r"(?P=of)(?: - 1)?", r"(?P=of) - 1", "{of} < 0"),
)
"""An item that is taken, what is handed on with the rest and without it, and the end."""


async def ways_to_sum(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if amount < 0 or not coins: return 0`` of what counts the ways to pay an amount."""
    if not case.is_a("RecursionError", "IndexError"):
        return
    for site in case.sites[:1]:
        function = site.inside
        match function:
            case ast.FunctionDef(body=[*above, ast.Return(value=ast.expr() as value) as last]):
                pass
            case _:
                continue
        found = _ends(function.name, value)
        tests = [ast.unparse(one.test) for one in above if isinstance(one, ast.If)]
        if found is None or f"{found[0]} == 0" not in tests:
            continue
        told = " ".join(tests)
        amount, end = f"{found[0]} < 0", found[1]
        missing = [one for one in (amount, end) if one not in told]
        if missing:
            start = site.code.span(last)[0]
            nothing = "False" if isinstance(value, ast.BoolOp) else "0"
            margin = " " * last.col_offset
            line = f"if {' or '.join(missing)}:\n{margin}    return {nothing}\n{margin}"
            says = "there is no way where too much was taken, or nothing is left to take"
            yield repaired(site.cell, site.code, [((start, start), line)], says, "ways_to_sum")


def _ends(function: str, value: ast.expr) -> tuple[str, str] | None:
    """Return the name of an amount, and when there is nothing left to take from it."""
    shown = re.sub(rf"\b{re.escape(function)}\(", "F(", ast.unparse(value))
    for item, same, rest, end in _FORMS:
        taken, left = _TAKEN.format(item=item, same=same), _LEFT.format(rest=rest)
        other = left.replace("(?P=amount)", r"(?P<amount>\w+)").replace("(?P=of)", r"\w+")
        turned = f"{other}{_SIGN}{taken.replace('(?P<amount>', '(?P<same>')}"
        match = re.fullmatch(f"{taken}{_SIGN}{left}", shown) or re.fullmatch(turned, shown)
        if match is not None:
            return match["amount"], end.format(**match.groupdict())
    return None
