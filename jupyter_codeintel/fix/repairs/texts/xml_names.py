"""Names of elements in an XML text that has a namespace of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_NONE = re.compile(
    r"'NoneType' object (?:has no attribute '\w+'|is not (?:iterable|subscriptable))"
)
_NAMESPACE = re.compile(r"<\w[^<>]*\sxmlns=['\"]")
_NAME = re.compile(r"(?:\w[\w.-]*/)*\w[\w.-]*")
_FINDING = ("find", "findall", "findtext", "iter", "iterfind")


async def names_in_any_namespace(case: Case) -> AsyncIterator[Repair]:
    """Yield ``root.find("{*}title")`` for ``root.find("title")`` where there is a namespace."""
    if not _NONE.search(case.error.value):
        return
    for site in case.sites[:1]:
        changes: list[Change] = []
        lines: list[int] = []
        for call in site.code.nodes(ast.Call):
            given = call.args[0] if len(call.args) == 1 and not call.keywords else None
            if callee(call) not in _FINDING or not isinstance(call.func, ast.Attribute):
                continue
            if isinstance(given, ast.Constant) and _NAME.fullmatch(str(given.value)):
                start, end = site.code.span(given)
                names = "/".join(f"{{*}}{one}" for one in str(given.value).split("/"))
                changes.append(((start + 1, end - 1), names))
                lines.append(call.lineno)
        first = site.statement.lineno if site.statement is not None else site.line
        last = (site.statement.end_lineno if site.statement is not None else 0) or site.line
        if _is_of_namespace(case) and any(first <= line <= last for line in lines):
            says = "the names of the elements are in the namespace of the text"
            yield repaired(site.cell, site.code, changes, says, "name_in_namespace")


def _is_of_namespace(case: Case) -> bool:
    """Whether a text of XML is written in the notebook, with a namespace that has no prefix."""
    is_read = any(
        "etree" in case.failure.source(cell.id)
        for cell in case.failure.document.cells
        if cell.type == "code"
    )
    return is_read and any(
        isinstance(node.value, str) and _NAMESPACE.search(node.value)
        for cell in case.failure.document.cells
        for node in (case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ())
    )
