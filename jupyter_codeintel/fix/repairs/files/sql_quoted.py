"""Values between quotes in the text of a query, lists of values, and names SQL keeps to itself."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.live_kinds import kind_of

_UNREAD = re.compile(r"^near \"|^unrecognized token|^no such column")
_PLACE = re.compile(r"\\?['\"]%s\\?['\"]|%[sd]")
_FIELD = re.compile(r"\\?'\{[^{}]*\}\\?'|\{[^{}]*\}")
_AFTER = re.compile(r"(?:[=<>]|\blike|[(,])\s*$", re.IGNORECASE)
_TOO_MANY = re.compile(r"current statement uses 1, and there are \d+ supplied")
_OF_LIST = re.compile(r"type 'list' is not supported")
_IN_ONE = re.compile(r"\bin\s*(?P<mark>\(\s*\?\s*\)|\?)", re.IGNORECASE)
_NEAR = re.compile(r'^near "(?P<word>\w+)": syntax error')
_KEPT = ("check", "default", "group", "index", "order", "references", "to", "transaction")


async def values_without_quotes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``"... values (?)", (name,)`` for ``"... values ('%s')" % name``."""
    if not case.is_a("OperationalError") or not _UNREAD.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "execute" or len(call.args) != 1 or call.keywords:
                continue
            new = await _with_marks(case, site, call.args[0])
            if new is not None:
                says = "a query is given its values beside its text, whatever signs they have"
                change = site.code.span(call.args[0]), new
                yield repaired(site.cell, site.code, [change], says, "value_without_quotes")


async def _with_marks(case: Case, site: Site, query: ast.expr) -> str | None:
    """Return a query with marks for its values, and these beside it."""
    text = site.code
    match query:
        case ast.BinOp(left=ast.Constant(value=str()) as form, op=ast.Mod(), right=right):
            given = right.elts if isinstance(right, ast.Tuple) else [right]
            if len(given) == 1 and await kind_of(case, site, given[0]) in ("tuple", "dict"):
                return None
            written, places = text.text(form), _PLACE
        case ast.JoinedStr(values=parts):
            fields = [one for one in parts if isinstance(one, ast.FormattedValue)]
            if any(one.conversion != -1 or one.format_spec is not None for one in fields):
                return None
            given = [one.value for one in fields]
            written, places = re.sub(r"^[fF]", "", text.text(query)), _FIELD
        case _:
            return None
    found = list(places.finditer(written))
    is_quoted = any("'" in one[0] or '"' in one[0].split("{")[0] for one in found)
    if len(found) != len(given) or not is_quoted:
        return None
    if not all(_AFTER.search(written[: one.start()]) for one in found):
        return None
    shown = ", ".join(text.text(one) for one in given)
    values = f"({shown},)" if len(given) == 1 else f"({shown})"
    new = f"{places.sub('?', written)}, {values}"
    return new if _is_python(new) else None


def _is_python(text: str) -> bool:
    try:
        ast.parse(f"f({text})")
    except SyntaxError:
        return False
    return True


async def marks_for_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield as many marks in ``id in (?)`` as there are values in a list."""
    is_counted = _TOO_MANY.search(case.error.value)
    if not is_counted and not _OF_LIST.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if len(call.args) != 2 or callee(call) != "execute":
                continue
            query, given = call.args
            values = given.elts[0] if isinstance(given, ast.Tuple) and given.elts else given
            is_one = not isinstance(given, ast.Tuple) or len(given.elts) == 1
            if not is_one or not isinstance(values, ast.Name):
                continue
            new = _marked(site.code, query, values.id)
            kind = await kind_of(case, site, values)
            if new is not None and kind in ("list", "tuple"):
                says = f'each value of "{values.id}" has a mark of its own'
                changes = [(site.code.span(query), new), (site.code.span(given), values.id)]
                yield repaired(site.cell, site.code, changes, says, "marks_for_list")


def _marked(text: Code, query: ast.expr, values: str) -> str | None:
    """Return a query with marks that are counted out; None where it has others."""
    told = literal(query)
    written = text.text(query)
    if not isinstance(told, str) or told.count("?") != 1 or "{" in told or "\\" in written:
        return None
    found = _IN_ONE.search(written)
    if found is None or written[:1] not in "'\"":
        return None
    quote = "'" if written[0] == '"' else '"'
    marks = f"({{{quote}, {quote}.join({quote}?{quote} * len({values}))}})"
    return f"f{written[: found.start('mark')]}{marks}{written[found.end('mark') :]}"


async def reserved_names(case: Case) -> AsyncIterator[Repair]:
    """Yield ``select "group"`` for ``select group``, a column with a name that SQL keeps."""
    match = (
        _NEAR.search(case.error.value) if case.is_a("OperationalError", "DatabaseError") else None
    )
    word = match["word"] if match is not None else ""
    if word.lower() not in _KEPT or not _is_column(case, word):
        return
    for site in case.sites[:1]:
        for text, cell, query in _queries(case, site):
            pattern = rf"(?<![\w\"'`\[.]){word}(?![\w\"`\]]|\s+by\b)"
            change = _quoted(text, query, re.compile(pattern, re.IGNORECASE))
            if change is not None:
                says = f'"{word}" has a meaning in SQL, but for a quoted name'
                yield repaired(cell, text, [change], says, "reserved_name")


def _is_column(case: Case, word: str) -> bool:
    """Whether a table of the notebook has such a column."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ():
            if isinstance(node.value, str) and re.search(rf'["`\[]{word}["`\]]', node.value):
                return True
    live = case.failure.namespace.variables.values() if case.failure.namespace else ()
    return any(word in dict(one.columns) for one in live)


def _queries(case: Case, site: Site) -> Iterator[tuple[Code, str, ast.Constant]]:
    for call in site.nodes(ast.Call):
        if callee(call) not in ("execute", "read_sql", "read_sql_query") or not call.args:
            continue
        bound = case.binding(site, call.args[0])
        query = call.args[0] if bound is None else bound.value
        if isinstance(query, ast.Constant) and isinstance(query.value, str):
            place = (site.code, site.cell) if bound is None else (bound.code, bound.cell)
            yield *place, query


def _quoted(text: Code, query: ast.Constant, pattern: re.Pattern[str]) -> Change | None:
    """Return the change that quotes a name, in quotes that the text of the query can have."""
    written = text.text(query)
    if not pattern.search(written):
        return None
    if written.startswith(('"""', "'")):
        return text.span(query), pattern.sub(lambda one: f'"{one[0]}"', written)
    if written.startswith('"') and "'" not in written and "\\" not in written:
        inner = pattern.sub(lambda one: f'"{one[0]}"', written[1:-1])
        return text.span(query), f"'{inner}'"
    return text.span(query), pattern.sub(lambda one: f"[{one[0]}]", written)
