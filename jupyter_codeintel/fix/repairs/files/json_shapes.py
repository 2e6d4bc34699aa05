"""JSON of objects, dumped twice, read twice, with names for numbers, or with a comma too many."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.classes.dataclass_fields import name_of_member, with_import
from jupyter_codeintel.fix.repairs.inserting import with_option

_UNKNOWN = re.compile(r"Object of type (?P<name>\w+) is not JSON serializable")
_TEXT_USED = re.compile(
    r"string indices must be integers|'str' object has no attribute '(?:get|items|keys|values)'"
)
_NOTHING = "Expecting value: line 1 column 1 (char 0)"
_COMMA = re.compile(
    r"^(?:Expecting (?:property name enclosed in double quotes|value)"
    r"|Illegal trailing comma before end of (?:object|array)): "
)
_TOO_MANY = re.compile(r"(?P<string>\"(?:[^\"\\\n]|\\.)*\")|,(?=\s*[}\]])")
_DEEPEST = 4


async def dataclasses_for_json(case: Case) -> AsyncIterator[Repair]:
    """Yield ``json.dumps(points, default=asdict)`` for objects of a dataclass."""
    match = _UNKNOWN.search(case.error.value)
    if match is None or not _is_dataclass(case, match["name"]):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            is_given = any(word.arg in ("cls", "default") for word in call.keywords)
            if callee(call) in ("dump", "dumps") and not is_given:
                name, imported = name_of_member(case, site.cell, "asdict")
                change = with_option(site.code, call, "default", name)
                says = f'JSON knows dicts, and "{match["name"]}" is a dataclass'
                yield with_import(case, site.cell, [change], imported, says, "dataclass_for_json")


def _is_dataclass(case: Case, name: str) -> bool:
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.ClassDef) if cell.type == "code" else ():
            if node.name == name:
                marks = (one.func if isinstance(one, ast.Call) else one
                         for one in node.decorator_list)  # fmt: skip
                return any(ast.unparse(one).split(".")[-1] == "dataclass" for one in marks)
    return False


async def texts_dumped_twice(case: Case) -> AsyncIterator[Repair]:
    """Yield ``json.dumps(players)`` for ``json.dumps(json.dumps(players))``, which is read once."""
    if not _TEXT_USED.search(case.error.value):
        return
    for site in case.sites[:1]:
        for name in site.nodes(ast.Name):
            for bound in _origins(case, site, name, 0):
                match bound.value:
                    case ast.Call(args=[ast.Call() as inner]) as outer:
                        names = {callee(outer), callee(inner)}
                        if names == {"dumps"} and not outer.keywords:
                            change = bound.code.span(outer), bound.code.text(inner)
                            says = "what is dumped once more is a text, also when it is read"
                            yield repaired(
                                bound.cell, bound.code, [change], says, "text_dumped_twice"
                            )
                            return


def _origins(case: Case, site: Site, node: ast.expr, depth: int) -> Iterator[Binding]:
    """Yield the assignments that a value comes from, the nearest first."""
    bound = case.binding(site, node) if depth < _DEEPEST else None
    if bound is None:
        loops: list[ast.For | ast.comprehension] = [*site.nodes(ast.comprehension)]
        loops += site.code.nodes(ast.For)
        for loop in loops if depth == 0 else ():
            if isinstance(node, ast.Name) and ast.unparse(loop.target) == node.id:
                yield from _origins(case, site, loop.iter, depth + 1)
        return
    yield bound
    value = bound.value
    if isinstance(value, ast.Call) and callee(value) == "loads" and value.args:
        yield from _origins(case, bound.site, value.args[0], depth + 1)


async def files_read_before(case: Case) -> AsyncIterator[Repair]:
    """Yield ``f.seek(0)`` before ``json.load(f)`` of a file that is read already."""
    if not case.error.value.endswith(_NOTHING):
        return
    for site in case.sites[:1]:
        statement = site.statement
        for call in site.nodes(ast.Call):
            file = call.args[0] if callee(call) == "load" and call.args else None
            if not isinstance(file, ast.Name) or statement is None:
                continue
            reads = [
                one
                for one in site.code.nodes(ast.Call)
                if callee(one) in ("read", "readlines")
                and ast.unparse(getattr(one.func, "value", one)) == file.id
                and not one.args
            ]
            within = [node for node in site.code.nodes(ast.With)
                      if node.lineno <= site.line <= (node.end_lineno or 0)]  # fmt: skip
            start = within[-1].lineno if within else 0
            if any(start <= one.lineno < site.line for one in reads):
                place, indent = site.code.span(statement)[0], " " * statement.col_offset
                change = (place, place), f"{file.id}.seek(0)\n{indent}"
                says = f'"{file.id}" is read to its end already'
                yield repaired(site.cell, site.code, [change], says, "file_read_before")


async def numbers_as_names(case: Case) -> AsyncIterator[Repair]:
    """Yield ``prices[str(number)]`` for a dict that JSON has given texts for its keys."""
    key = case.error.value if case.is_a("KeyError") else ""
    if not re.fullmatch(r"-?\d+", key):
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Subscript):
            found = await case.resolve(case.path(site, node.value))
            if found.type != "dict" or key not in found.keys.names:
                continue
            shown = site.code.text(node.slice)
            is_literal = isinstance(node.slice, ast.Constant)
            new = f'"{shown}"' if is_literal else f"str({shown})"
            says = f'the keys of "{site.code.text(node.value)}" are texts'
            change = site.code.span(node.slice), new
            yield repaired(site.cell, site.code, [change], says, "number_as_name")


async def commas_too_many(case: Case) -> AsyncIterator[Repair]:
    """Yield a text of JSON without the commas that nothing follows."""
    if not case.is_a("JSONDecodeError") or not _COMMA.search(case.error.value):
        return
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else None
        for node in text.nodes(ast.Constant) if text is not None else ():
            if not isinstance(node.value, str) or node.value.lstrip()[:1] not in ("{", "["):
                continue
            assert text is not None  # noqa: S101 - it has nodes
            written = text.text(node)
            quotes = '"""' if written.endswith('"""') else ""
            head = written[: written.index(quotes) + 3] if quotes else ""
            tail = quotes
            inner = written[len(head) : len(written) - len(tail)]
            new = head + _TOO_MANY.sub(lambda one: one["string"] or "", inner) + tail
            if _is_refused(node.value) and new != written and not _is_refused(_value(new)):
                says = "JSON has no comma before a closing bracket"
                change = text.span(node), new
                yield repaired(cell.id, text, [change], says, "comma_too_many")


def _value(written: str) -> object:
    try:
        return literal(ast.parse(written, mode="eval").body)
    except SyntaxError:
        return None


def _is_refused(text: object) -> bool:
    try:
        json.loads(text if isinstance(text, str) else "")
    except ValueError:
        return True
    return False
