"""Arguments of Python's own functions that are of another form."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of
from jupyter_codeintel.fix.repairs.words import told_near

_ONE_TEXT = re.compile(r"(?:[^%]|%%)*%[sr](?:[^%]|%%)*")
_UNUSED = "not all arguments converted during string formatting"
_NO_TYPE = "isinstance() arg 2 must be a type"
_NO_END = re.compile(r"randint\(\) missing 1 required positional argument: 'b'")
_OF_DICE = re.compile(r"\b(?:dice|die)\b|(?:between|from) 1 (?:and|to) ")


async def tuples_in_formats(case: Case) -> AsyncIterator[Repair]:
    """Yield ``"at %s" % (point,)`` for ``"at %s" % point`` of a tuple."""
    if _UNUSED not in case.error.value:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.BinOp):
            form = literal(node.left) if isinstance(node.op, ast.Mod) else None
            if not isinstance(form, str) or not _ONE_TEXT.fullmatch(form):
                continue
            is_named = isinstance(node.right, ast.Name | ast.Attribute | ast.Subscript)
            if is_named and await kind_of(case, site, node.right) == "tuple":
                shown = site.code.text(node.right)
                says = f'"{shown}" is a tuple, and to be shown as one value'
                change = site.code.span(node.right), f"({shown},)"
                yield repaired(site.cell, site.code, [change], says, "tuple_in_format")


async def types_themselves(case: Case) -> AsyncIterator[Repair]:
    """Yield ``isinstance(v, str)`` for ``isinstance(v, "str")``."""
    if _NO_TYPE not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee_of(call) != "isinstance" or len(call.args) != 2:
                continue
            given = call.args[1]
            kinds = given.elts if isinstance(given, ast.Tuple) else [given]
            names = {kind: kind.value for kind in kinds if isinstance(kind, ast.Constant)}
            if names and all(_is_type(case, name) for name in names.values()):
                changes = [(site.code.span(kind), str(name)) for kind, name in names.items()]
                says = "a type is given without quotes"
                yield repaired(site.cell, site.code, changes, says, "type_itself")


def _is_type(case: Case, name: object) -> bool:
    """Whether a text is the name of a type: one of Python's own, or one of the notebook."""
    if not isinstance(name, str):
        return False
    live = case.variable(name)
    own = getattr(builtins, name, None)
    return isinstance(own, type) if live is None else live.type == "type"


async def dice_from_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``randint(1, 6)`` for ``randint(6)`` where the words say where it begins."""
    if not _NO_END.search(case.error.value):
        return
    for site in case.sites[:1]:
        told = " ".join(told_near(case, site)).lower()
        for call in site.nodes(ast.Call):
            if callee_of(call) == "randint" and len(call.args) == 1 and _OF_DICE.search(told):
                start = site.code.span(call.args[0])[0]
                says = "the numbers begin with 1"
                change = (start, start), "1, "
                yield repaired(site.cell, site.code, [change], says, "dice_from_one")
