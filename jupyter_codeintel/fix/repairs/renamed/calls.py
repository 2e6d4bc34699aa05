"""Methods, arguments and strings that libraries do not know any more."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.knowledge.changed import Row, changed
from jupyter_codeintel.fix.repairs.calls.in_place import argument_span
from jupyter_codeintel.fix.repairs.calls.keywords import refused_keywords
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import attributes_at, missing_attribute
from jupyter_codeintel.fix.repairs.renamed.appending import concatenated


async def renamed_methods(case: Case) -> AsyncIterator[Repair]:
    """Yield what objects have instead of a method or attribute that they had."""
    missing = missing_attribute(case)
    if missing is None:
        return
    kind, name = missing
    row = changed("methods", name, kind)
    for site in case.sites[:1]:
        for node in attributes_at(site, name):
            call = _call_of(site.code, node)
            if kind in ("DataFrame", "Series") and name == "append" and call is not None:
                change = concatenated(case, site, node, call)
                says = '"append" is gone; "concat" takes its place'
                yield repaired(site.cell, site.code, change, says, "renamed_api")
            elif row is not None:
                change = list(_method_changes(site, node, row))
                says = f'a {kind} has no "{name}"; something else takes its place'
                yield repaired(site.cell, site.code, change, says, "renamed_api")


async def renamed_arguments(case: Case) -> AsyncIterator[Repair]:
    """Yield calls without, or with another, argument that is not taken any more."""
    for site in case.sites:
        for call, keyword in refused_keywords(case, site):
            row = changed("keywords", keyword.arg or "", function_name(call))
            if row is not None:
                change = _keyword_change(site.code, call, keyword, row)
                says = f'the argument "{keyword.arg}" is not taken any more'
                yield repaired(site.cell, site.code, [change], says, "renamed_api")


async def renamed_values(case: Case) -> AsyncIterator[Repair]:
    """Yield the strings that a function takes instead of one that it took."""
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            given = [(function_name(call), argument) for argument in call.args]
            given += [(keyword.arg or "", keyword.value) for keyword in call.keywords]
            for of, node in given:
                value = node.value if isinstance(node, ast.Constant) else None
                if not isinstance(value, str) or f"'{value}'" not in case.error.value:
                    continue
                row = changed("values", value, of)
                start, end = site.code.span(node)
                if row is not None and site.code.source[start + 1 : end - 1] == value:
                    says = f'"{value}" is called "{row.new}" now'
                    change = ((start + 1, end - 1), row.new)
                    yield repaired(site.cell, site.code, [change], says, "renamed_api")


def function_name(call: ast.Call) -> str:
    """Return the last part of a function's name."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _call_of(text: Code, node: ast.Attribute) -> ast.Call | None:
    return next((call for call in text.nodes(ast.Call) if call.func is node), None)


def _method_changes(site: Site, node: ast.Attribute, row: Row) -> Iterator[Change]:
    """Yield the changes of all calls of a method on the same object, none within another."""
    text, owner = site.code, site.code.text(node.value)
    done = -1
    alike = [
        one
        for one in text.nodes(ast.Attribute, site.inside)
        if one is node or (one.attr == node.attr and text.text(one.value) == owner)
    ]
    for one in sorted(alike, key=lambda one: text.span(one)[0]):
        if one is node or one.lineno > node.lineno:
            (start, end), new = _method_change(text, one, _call_of(text, one), row)
            if start >= done:
                done = end
                yield (start, end), new


def _method_change(text: Code, node: ast.Attribute, call: ast.Call | None, row: Row) -> Change:
    if "{" not in row.new:
        end = text.span(node)[1]
        return (end - len(node.attr), end), row.new
    # What ends in a bracket stands for the call, else for the method alone.
    whole = call if call is not None and row.new.endswith((")", "]")) else node
    new = row.new.replace("{object}", text.text(node.value))
    if call is None or len(call.args) + len(call.keywords) < 2:
        new = new.replace("(({arguments}))", "({arguments})")  # one size is no tuple
    return text.span(whole), new.replace("{arguments}", _arguments(text, call))


def _arguments(text: Code, call: ast.Call | None, but: ast.keyword | None = None) -> str:
    if call is None:
        return ""
    kept = [node for node in (*call.args, *call.keywords) if node is not but]
    return ", ".join(text.text(node) for node in sorted(kept, key=text.span))


def _keyword_change(text: Code, call: ast.Call, keyword: ast.keyword, row: Row) -> Change:
    start, end = text.span(keyword)
    if not row.new:
        return argument_span(text, call, keyword), ""
    if "{" in row.new:
        function = call.func
        owner = text.text(function.value) if isinstance(function, ast.Attribute) else ""
        rest = f"{text.text(function)}({_arguments(text, call, keyword)})"
        new = row.new.replace("{call}", rest).replace("{object}", owner)
        return text.span(call), new.replace("{arguments}", _arguments(text, call))
    if "=" in row.new:
        return (start, end), row.new
    return (start, start + len(keyword.arg or "")), row.new
