"""Texts that are not quite JSON: a value in each line, or written as Python writes it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import, with_option
from jupyter_codeintel.fix.repairs.looped_values import values_at

_IN_LINES = re.compile(r"Extra data: line [23] column 1 ")
_NO_NAME = re.compile(r"Expecting property name enclosed in double quotes: .*\(char (\d+)\)")
_FIRST_PLACES = 4
"""Where the first name of a text stands; further on, it is more likely a comma too many."""
_OF_A_DICT = ("get", "items", "keys", "values")


async def json_in_lines(case: Case) -> AsyncIterator[Repair]:
    """Yield the list of what is read line by line, for a text with a value in each line."""
    says = "there is one JSON value in each line"
    if case.is_a("JSONDecodeError") and _IN_LINES.search(case.error.value):
        for site in case.sites[:1]:
            for node in _functions(case, site):
                change = _lines(site.code, node, site.nodes(ast.Call))
                if change is not None and not _is_one_value(case, site):
                    yield repaired(site.cell, site.code, [change], says, "json_in_lines")
    elif case.is_a("ValueError") and case.error.value == "Trailing data":
        for site in case.sites[:1]:
            for call in site.nodes(ast.Call):
                if callee(call) == "read_json":
                    change = with_option(site.code, call, "lines", "True")
                    yield repaired(site.cell, site.code, [change], says, "json_in_lines")


async def python_texts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``ast.literal_eval`` for a dict or list that is written as Python writes it."""
    match = _NO_NAME.search(case.error.value) if case.is_a("JSONDecodeError") else None
    if match is None or int(match[1]) > _FIRST_PLACES:
        return
    live = case.variable("ast")
    if case.name_of("ast") is None and live is not None:
        return  # the name is taken
    for site in case.sites[:1]:
        for node in _functions(case, site):
            options = [call for call in site.nodes(ast.Call) if call.func is node and call.keywords]
            if _name(node) != "loads" or options or not _may_be_python(case, site, node):
                continue
            name = case.name_of("ast") or "ast"
            changes = [(site.code.span(node), f"{name}.literal_eval")]
            if (mixed := _in_both_ways(case, site, node)) is not None:
                shown = site.code.text(mixed.args[0])
                test = f"""{shown}.lstrip()[:2] in ("{{'", "['")"""
                new = f"({name}.literal_eval({shown}) if {test} else {site.code.text(mixed)})"
                changes = [(site.code.span(mixed), new)]
            if case.name_of("ast") is None:
                changes.append(inserted_import(site.code, "import ast"))
            says = "the text has the single quotes of Python, which JSON has not"
            yield repaired(site.cell, site.code, changes, says, "python_text")


def _in_both_ways(case: Case, site: Site, node: ast.expr) -> ast.Call | None:
    """Return the call that reads several texts, of which some are JSON and some Python's."""
    call = next((call for call in site.nodes(ast.Call) if call.func is node and call.args), None)
    texts = values_at(case, site, call.args[0]) if call is not None else []
    given = [str(one).strip() for one in texts]
    are_json = [_is_read(json.loads, one) for one in given]
    is_mixed = any(are_json) and not all(are_json) and all(
        is_json or (one[:2] in ("{'", "['") and _is_read(ast.literal_eval, one))
        for one, is_json in zip(given, are_json, strict=True)
    )  # fmt: skip
    return call if is_mixed else None


def _is_read(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (ValueError, SyntaxError):
        return False
    return True


def _functions(case: Case, site: Site) -> Iterator[ast.Attribute | ast.Name]:
    """Yield where a statement names the functions that read JSON."""
    for node in site.nodes(ast.Attribute):
        module = case.target(site, node.value.id) if isinstance(node.value, ast.Name) else ""
        if module == "json" and node.attr in ("load", "loads"):
            yield node
    for name in site.nodes(ast.Name):
        if case.target(site, name.id) == "json.loads":
            yield name


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else "loads"


def _lines(text: Code, node: ast.Attribute | ast.Name, calls: list[ast.Call]) -> Change | None:
    """Return the change of a call into a list of the values of its lines."""
    call = next((call for call in calls if call.func is node), None)
    if call is None or len(call.args) != 1:
        return None
    given = text.text(call.args[0])
    function = text.text(node)
    if _name(node) == "load":
        function = f"{function}s"
    elif isinstance(call.args[0], ast.Attribute | ast.Call | ast.Name | ast.Subscript):
        given = f"{given}.splitlines()"
    else:
        given = f"({given}).splitlines()"
    options = "".join(f", {text.text(option)}" for option in call.keywords)
    new = f"[{function}(line{options}) for line in {given} if line.strip()]"
    return text.span(call), new


def _is_one_value(case: Case, site: Site) -> bool:
    """Whether a name is set to what is read that the notebook uses as one dict.

    Or a function returns it, which more than one place calls: for other texts, as it did.
    """
    failure = case.failure
    cells = [case.code(cell.id) for cell in failure.document.cells if cell.type == "code"]
    if site.inside is not None:
        called = [call for text in cells for call in text.nodes(ast.Call)
                  if callee(call) == site.inside.name]  # fmt: skip
        return len(called) > 1
    targets = site.statement.targets if isinstance(site.statement, ast.Assign) else []
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return any(
        _is_dict(node) and _of(node) in names for text in cells for node in text.nodes(ast.expr)
    )


def _is_dict(node: ast.expr) -> bool:
    match node:
        case ast.Subscript(slice=ast.Constant(value=str())):
            return True
        case ast.Attribute(attr=name):
            return name in _OF_A_DICT
    return False


def _of(node: ast.expr) -> str:
    return getattr(getattr(node, "value", None), "id", "")


def _may_be_python(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether a text that is known here has single quotes; of others nobody knows."""
    call = next((call for call in site.nodes(ast.Call) if call.func is node), None)
    given = call.args[0] if call is not None and call.args else None
    bound = case.binding(site, given) if given is not None else None
    value = bound.value if bound is not None else given
    return not isinstance(value, ast.Constant) or "'" in str(value.value)
