"""Values that JSON does not know, and values that are read or written the wrong way round."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import, with_option
from jupyter_codeintel.fix.repairs.live_kinds import kind_of, texts_of
from jupyter_codeintel.fix.repairs.words import all_words

_UNKNOWN = re.compile(r"Object of type (\w+) is not JSON serializable")
_AS_LISTS = ("deque", "dict_keys", "dict_values", "filter", "map", "range", "zip")
_AS_TEXTS = ("PosixPath", "UUID", "WindowsPath", "date", "datetime", "time", "Timestamp")
_AS_OTHERS = {
    **dict.fromkeys(_AS_TEXTS, "str"),
    **dict.fromkeys(_AS_LISTS, "list"),
    **dict.fromkeys(("bool", "bool_", "float32", "int32", "int64", "ndarray", "uint8"),
                    "lambda value: value.tolist()"),
}  # fmt: skip
_FILES = ("BufferedWriter", "StringIO", "TextIOWrapper")
_NO_FILE = "file must have a 'write' attribute"
_READ = re.compile(r"the JSON object must be str, bytes or bytearray, not (\w+)")
_USED_AS_READ = re.compile(
    r"string indices must be integers|'str' object has no attribute '(?:get|items|keys|values)'"
)


async def values_for_json(case: Case) -> AsyncIterator[Repair]:
    """Yield ``json.dumps(entry, default=str)`` of times, and a list of what is a set."""
    match = _UNKNOWN.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for call in _dumps(site):
            if any(word.arg == "default" for word in call.keywords):
                continue
            says = f'JSON has nothing of the kind "{match[1]}"'
            if match[1] in _AS_OTHERS:
                for maker in _makers(case, match[1]):
                    change = with_option(site.code, call, "default", maker)
                    yield repaired(site.cell, site.code, [change], says, "value_for_json")
            elif match[1] in ("set", "frozenset"):
                for maker in ("sorted", "list"):
                    changes = [change async for change in _listed(case, site, call, maker)]
                    yield repaired(site.cell, site.code, changes, says, "value_for_json")


def _makers(case: Case, kind: str) -> list[str]:
    """Return what makes a value of another kind, as it is told first."""
    if kind not in ("datetime", "time", "Timestamp"):
        return [_AS_OTHERS[kind]]
    is_iso = any(re.search(r"\bISO\b|isoformat", words) for words in all_words(case))
    return sorted(("str", "lambda value: value.isoformat()"), reverse=not is_iso)


async def _listed(case: Case, site: Site, call: ast.Call, maker: str) -> AsyncIterator[Change]:
    """Yield the changes of the sets that a call is given; else the option for those further in."""
    found = False
    for node in ast.walk(call.args[0]) if call.args else ():
        is_made = isinstance(node, ast.Set | ast.SetComp) or callee_of(node) == "set"
        if is_made or (
            isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
            and await kind_of(case, site, node) in ("set", "frozenset")
        ):
            found = True
            yield site.code.span(node), f"{maker}({site.code.text(node)})"
    if not found:
        yield with_option(site.code, call, "default", maker)


async def files_given_second(case: Case) -> AsyncIterator[Repair]:
    """Yield ``json.dump(settings, f)`` for ``json.dump(f, settings)``."""
    match = _UNKNOWN.search(case.error.value)
    is_file = match is not None and match[1] in _FILES
    if not is_file and _NO_FILE not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in _dumps(site):
            if callee(call) != "dump" or len(call.args) < 2:
                continue
            if not is_file and not _is_file(site, call.args[0]):
                continue
            first, second = call.args[:2]
            changes = [
                (site.code.span(first), site.code.text(second)),
                (site.code.span(second), site.code.text(first)),
            ]
            says = "the file is given after what is written to it"
            yield repaired(site.cell, site.code, changes, says, "file_second")


def _is_file(site: Site, node: ast.expr) -> bool:
    """Whether an expression opens a file, or a ``with`` names it as one."""
    opened = {
        ast.unparse(item.optional_vars)
        for one in site.code.nodes(ast.With)
        for item in one.items
        if item.optional_vars is not None and callee_of(item.context_expr) == "open"
    }
    return callee_of(node) == "open" or ast.unparse(node) in opened


async def values_already_read(case: Case) -> AsyncIterator[Repair]:
    """Yield what is no text any more as it is, where it is read as JSON."""
    match = _READ.search(case.error.value)
    if match is None or match[1] not in ("Response", "dict", "list"):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "loads" or len(call.args) != 1:
                continue
            shown = site.code.text(call.args[0])
            says = f'"{shown}" is no text of JSON'
            change = site.code.span(call), shown
            if match[1] == "Response":
                change = site.code.span(call), f"{shown}.json()"
            elif site.statement in site.code.tree.body[:-1] and _sets_itself(site, call):
                change = _without(site)
            yield repaired(site.cell, site.code, [change], says, "already_read")


def _sets_itself(site: Site, call: ast.Call) -> bool:
    match site.statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return value is call and ast.unparse(call.args[0]) == name
    return False


def _without(site: Site) -> Change:
    """Return the change that leaves a statement of its own line out."""
    assert site.statement is not None  # noqa: S101 - it is an assignment
    start = site.code.line_span(site.statement.lineno)[0]
    last = site.code.line_span((site.statement.end_lineno or site.statement.lineno) + 1)[0]
    return (start, last), ""


async def texts_read_as_json(case: Case) -> AsyncIterator[Repair]:
    """Yield ``json.loads(reply)["user"]`` for ``reply["user"]`` of a text that is JSON."""
    if not _USED_AS_READ.search(case.error.value):
        return
    for site in case.sites[:1]:
        owners = {ast.unparse(owner): owner for owner in _used(site.nodes(ast.expr))}
        for shown, owner in owners.items():
            texts = texts_of(case, site, owner)
            if not texts or not all(text.lstrip()[:1] in ("{", "[") for text in texts):
                continue
            name = case.name_of("json")
            inner = site.code.nodes(ast.expr) if site.inside is None else site.nodes(ast.expr)
            same = [one for one in _used(inner) if ast.unparse(one) == shown]
            same = [one for one in same if one.lineno >= site.line]
            new = f"{name or 'json'}.loads({shown})"
            changes = [(site.code.span(one), new) for one in same]
            if name is None:
                changes.append(inserted_import(site.code, "import json"))
            says = f'"{shown}" is a text of JSON, which has to be read'
            yield repaired(site.cell, site.code, changes, says, "text_read_as_json")


def _used(nodes: Iterator[ast.expr] | list[ast.expr]) -> Iterator[ast.expr]:
    """Yield what is used like a dict of texts."""
    for node in nodes:
        match node:
            case ast.Subscript(value=ast.Name() as owner, slice=ast.Constant(value=str())):
                yield owner
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Name() as owner, attr="get" | "items" | "keys" | "values"
                )
            ):
                yield owner


def _dumps(site: Site) -> list[ast.Call]:
    return [call for call in site.nodes(ast.Call) if callee(call) in ("dump", "dumps")]
