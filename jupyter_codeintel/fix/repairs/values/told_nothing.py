"""Values that are missing, where the words of a person say what becomes of them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.words import told_near

_NO_FIELD = "'NoneType' object is not subscriptable"
_NO_NUMBER = re.compile(
    r"invalid literal for int\(\) with base 10: '\s*'$|could not convert string to float: '\s*'$"
)
_NONE = re.compile(r"\bNone (?:for|if|when|where)\b")
_LEFT_OUT = re.compile(
    r"\bwho (?:answered|filled in|gave|reported|stated)\b"
    r"|\b(?:exclud|ignor|skipp?)(?:e|es|ing)? (?:all |any |the )?(?:blank|empty|missing)"
    r"|\b(?:leav(?:e|es|ing) out|without) (?:all |any |the )?(?:blank|empty|missing)"
    r"|\b(?:blank|empty|missing)(?: \w+)? (?:are|is) (?:ignored|left out|skipped)"
)


async def fields_of_nothing(case: Case) -> AsyncIterator[Repair]:
    """Yield ``c["address"]["city"] if c["address"] else None`` where the words say so."""
    if _NO_FIELD not in case.error.value:
        return
    for site in case.sites[:1]:
        if not _NONE.search(" ".join(told_near(case, site))):
            continue
        for value, loop in _values(site):
            match value:
                case ast.Subscript(
                    value=ast.Subscript(value=ast.Name(id=name), slice=key) as owner, slice=field
                ) if name == ast.unparse(loop.target):
                    if isinstance(literal(key), str) and isinstance(literal(field), str):
                        end = site.code.span(value)[1]
                        says = "what is missing has no fields, and is None, as the words say"
                        change = (end, end), f" if {site.code.text(owner)} else None"
                        yield repaired(site.cell, site.code, [change], says, "nothing")


def _values(site: Site) -> Iterator[tuple[ast.expr, ast.comprehension]]:
    """Yield what is gathered in one loop, and the loop."""
    for node in site.nodes(ast.expr):
        match node:
            case ast.ListComp(elt=value, generators=[loop]):
                yield value, loop
            case ast.DictComp(value=value, generators=[loop]):
                yield value, loop


async def blanks_left_out(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[int(r["age"]) for r in rows if r["age"].strip()]`` where blanks do not count."""
    if not _NO_NUMBER.search(case.error.value):
        return
    for site in case.sites[:1]:
        if not _LEFT_OUT.search(" ".join(told_near(case, site)).lower()):
            continue
        for value, loop in _values(site):
            match value:
                case ast.Call(func=ast.Name(id="int" | "float"), args=[given]) if not loop.ifs:
                    if isinstance(given, ast.Name | ast.Subscript):
                        end = site.code.span(loop.iter)[1]
                        says = "what is not given does not count, as the words say"
                        change = (end, end), f" if {site.code.text(given)}.strip()"
                        yield repaired(site.cell, site.code, [change], says, "blank_left_out")
