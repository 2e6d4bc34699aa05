"""Amounts of money whose signs Decimal does not take for a part of a number."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import texts_of

_AMOUNT = re.compile(
    r"(?P<before>[$€£]?)-?\d+(?P<groups>(?:,\d{3})*)(?P<point>\.\d+)?(?P<after>[$€£]?)"
)


async def amounts_without_signs(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Decimal(price.lstrip("$"))`` for ``Decimal(price)`` of ``$3.50``."""
    if not case.is_a("InvalidOperation") or "ConversionSyntax" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "Decimal" or len(call.args) != 1:
                continue
            given = call.args[0]
            found = [_AMOUNT.fullmatch(one.strip()) for one in texts_of(case, site, given)]
            amounts = [one for one in found if one is not None]
            if len(amounts) != len(found) or not isinstance(given, ast.Name | ast.Subscript):
                continue
            before, after = (
                {one[place] for one in amounts} - {""} for place in ("before", "after")
            )
            new = _stripped(before, after, {one["groups"] != "" for one in amounts})
            if new:
                says = "the sign of the currency is no part of the number"
                end = site.code.span(given)[1]
                yield repaired(site.cell, site.code, [((end, end), new)], says, "amount")


def _stripped(before: set[str], after: set[str], groups: set[bool]) -> str:
    """Return the calls that leave the signs of amounts out; none where they are of several."""
    if len(before | after) > 1:
        return ""
    new = "".join(f'.lstrip("{sign}")' for sign in before)
    new += "".join(f'.rstrip("{sign}")' for sign in after)
    return new + ('.replace(",", "")' if True in groups else "")
