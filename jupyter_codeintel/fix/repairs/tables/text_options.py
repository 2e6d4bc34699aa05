"""What methods of columns of text are to do: split into columns, missing texts, plain texts."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option

_UNKNOWN = re.compile(
    r"Cannot mask with non-boolean array containing NA"
    r"|bad operand type for unary ~: '(?:NoneType|float|NAType)'"
)
_TESTS = ("contains", "endswith", "fullmatch", "match", "startswith")
_BY_PATTERN = ("contains", "replace", "split")
_PATTERN = re.compile(r"\\|\||\^|\$|\.[*+?{]|\[[^\]]+\]|\(\?|\)[*+?{]")
"""What a text has that is meant as a pattern, even where it is none."""


async def split_into_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``expand=True`` where the parts of texts are to be columns.

    Of a function of rows that returns several values it is ``result_type="expand"``.
    """
    if "Columns must be same length as key" not in case.error.value:
        return
    for site in case.sites[:1]:
        if not isinstance(site.statement, ast.Assign):
            continue
        call = site.statement.value
        given = {word.arg for word in call.keywords} if isinstance(call, ast.Call) else set()
        option = ("", "")
        match call:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Attribute(attr="str"), attr="split" | "rsplit" | "partition"
                )
            ):
                option = "expand", "True"
            case ast.Call(func=ast.Attribute(attr="apply")) if "axis" in given:
                option = "result_type", quoted(site.code, "expand")
        if isinstance(call, ast.Call) and option[0] and option[0] not in given:
            change = with_option(site.code, call, *option)
            says = "the parts of each value are to be columns"
            yield repaired(site.cell, site.code, [change], says, "split_into_columns")


async def unknown_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``contains(..., na=False)`` where some texts are missing, and rows are chosen."""
    if not _UNKNOWN.search(case.error.value):
        return
    for site in case.sites[:1]:
        for cell, text, node in _choosing(case, site):
            calls = [call for call in text.nodes(ast.Call, node) if _is_test(call)]
            if calls:
                changes = [with_option(text, call, "na", "False") for call in calls]
                says = "a missing text has nothing that is looked for"
                yield repaired(cell, text, changes, says, "unknown_text")
                return


def _choosing(case: Case, site: Site) -> Iterator[tuple[str, Code, ast.AST]]:
    """Yield a failing statement, and what the names in it are set to."""
    if site.statement is None:
        return
    yield site.cell, site.code, site.statement
    for name in names_in(site.statement):
        bound = case.binding(site, ast.Name(name, ast.Load()))
        if bound is not None:
            yield bound.cell, bound.code, bound.value


def _is_test(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="str"), attr=name)):
            return name in _TESTS and not any(word.arg == "na" for word in call.keywords)
    return False


async def plain_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``contains("(", regex=False)`` of a text that is no pattern."""
    if not case.is_a("error", "PatternError") or " at position " not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Attribute(attr="str"), attr=name), args=[text, *_]
                ) if name in _BY_PATTERN and _is_plain(case, site, text):
                    change = with_option(site.code, call, "regex", "False")
                    says = "the text is meant as it is, and read as a pattern"
                    yield repaired(site.cell, site.code, [change], says, "plain_text")


def _is_plain(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether a text is meant as it is, as far as it is known."""
    bound = case.binding(site, node)
    value = node if bound is None else bound.value
    match value:
        case ast.Constant(value=str(text)):
            return _PATTERN.search(text) is None
    return bound is None and isinstance(node, ast.Name)
