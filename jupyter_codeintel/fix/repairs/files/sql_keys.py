"""Tables whose key is one column, where only two columns together tell their rows apart."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.files.sql_reading import folded, singulars
from jupyter_codeintel.fix.repairs.words import all_words

_TWICE = re.compile(r"^UNIQUE constraint failed: (?P<table>\w+)\.(?P<column>\w+)$")
_KEY = re.compile(r"\s+(?P<key>primary\s+key|unique)\b(?!\s*\()", re.IGNORECASE)
_OF_KEYS = re.compile(r"\s*(?:text|(?:var)?char\b.*|date|int(?:eger)?)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\bint", re.IGNORECASE)
_TELLS = re.compile(r"id$|^(?:year|month|week|day|hour|round|number|no|nr)$", re.IGNORECASE)
_REPLACED = re.compile(
    r"\b(?:correct(?:ed|ion|ions|s)|duplicates?|last one|latest|newest|overwr\w+|replac\w+"
    r"|supersed\w+|typed twice|twice|updat\w+|upsert\w*)\b"
)


class _Made(NamedTuple):
    """Where a table is made: its text, the columns in brackets, and where the brackets end."""

    cell: str
    code: Code
    place: int
    inner: str


async def keys_of_two_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``PRIMARY KEY (station, day)`` for ``day TEXT PRIMARY KEY``.

    The rows are in the notebook, and one other column alone makes their key a key.
    """
    match = _TWICE.search(case.error.value) if case.is_a("IntegrityError") else None
    words = " ".join(all_words(case)).lower()
    if match is None or _REPLACED.search(words) or _is_own(match["table"], match["column"]):
        return
    made = list(_made(case, match["table"]))
    rows = list(_rows(case, match["table"], [n for n, _ in _columns(made[0])])) if made else []
    if len(made) != 1 or not rows or None in rows:
        return
    found = _second(_columns(made[0]), match["column"], [one for one in rows if one is not None])
    keys = list(_KEY.finditer(made[0].inner))
    if found is None or len(keys) != 1:
        return
    one = made[0]
    both = [name for name, _ in _columns(one) if name in (found, match["column"])]
    end = one.place + len(one.inner)
    key = keys[0]["key"]
    closing = len(one.inner.rstrip()) - len(one.inner)
    changes = [
        ((one.place + keys[0].start(), one.place + keys[0].end()), ""),
        ((end + closing, end + closing), f", {key} ({', '.join(both)})"),
    ]
    says = f'"{both[0]}" and "{both[1]}" together tell the rows apart'
    yield repaired(one.cell, one.code, changes, says, "key_of_two_columns")


def _is_own(table: str, column: str) -> bool:
    """Whether a column numbers the rows of its table."""
    own = {"id", "rowid", "key", *(f"{one}id" for one in singulars(table)), f"{folded(table)}id"}
    return folded(column) in own


def _cells(case: Case) -> dict[str, None]:
    return dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))


def _made(case: Case, table: str) -> Iterator[_Made]:
    """Yield where a table is made, in a text whose signs are written as they are."""
    head = re.compile(rf"\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?{table}\s*\(", re.IGNORECASE)
    for cell in _cells(case):
        text = case.code(cell)
        for node in text.nodes(ast.Constant):
            shown = text.text(node)
            for match in head.finditer(shown) if isinstance(node.value, str) else ():
                inner = _inner(shown[match.end() :])
                if inner is not None and "--" not in inner:
                    yield _Made(cell, text, text.span(node)[0] + match.end(), inner)


def _inner(rest: str) -> str | None:
    """Return what stands before the bracket that closes one."""
    depth = 1
    for place, sign in enumerate(rest):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if not depth:
            return rest[:place]
    return None


def _columns(made: _Made) -> list[tuple[str, str]]:
    """Return the columns of a table, and what is said of each."""
    fields = [one.split(None, 1) for one in made.inner.split(",") if one.strip()]
    return [(one[0].strip('"`[]'), one[1] if len(one) > 1 else "") for one in fields]


def _rows(case: Case, table: str, names: list[str]) -> Iterator[dict[str, object] | None]:
    """Yield the rows that are put into a table by column; None where one is not known."""
    put = re.compile(
        rf"^\s*insert\s+into\s+{table}\s*(?:\((?P<names>[^)]*)\))?\s*values\s*"
        r"\(\s*\?(?:\s*,\s*\?)*\s*\)\s*;?\s*$",
        re.IGNORECASE,
    )
    other = re.compile(
        rf"\b(?:insert\s+(?:or\s+\w+\s+)?into|references)\s+{table}\b", re.IGNORECASE
    )
    for cell in _cells(case):
        for call in case.code(cell).nodes(ast.Call):
            query = literal(call.args[0]) if call.args else None
            match = put.search(query) if isinstance(query, str) else None
            if match is not None and len(call.args) > 1:
                columns = (
                    [one.strip() for one in match["names"].split(",")] if match["names"] else names
                )
                for row in _given(case, Site(cell, case.code(cell), call.lineno), call):
                    is_whole = row is not None and len(row) == len(columns)
                    yield dict(zip(columns, row or (), strict=False)) if is_whole else None
            elif isinstance(query, str) and other.search(query):
                yield None


def _given(case: Case, site: Site, call: ast.Call) -> Iterator[list[object] | None]:
    """Yield the rows that a call is given: all of them, or one in each turn of a loop."""
    given = call.args[1]
    if callee(call) == "execute" and isinstance(given, ast.Name):
        loops = [loop for loop in site.loops_around if ast.unparse(loop.target) == given.id]
        if not loops:
            yield None
            return
        given = loops[-1].iter
    elif callee(call) != "executemany":
        yield None
        return
    bound = case.binding(site, given)
    rows = literal(bound.value if bound is not None else given)
    for row in rows if isinstance(rows, list | tuple) else (None,):
        yield list(row) if isinstance(row, list | tuple) else None


def _second(columns: list[tuple[str, str]], key: str, rows: list[dict[str, object]]) -> str | None:
    """Return the one column that makes a key of another one, both with values of several rows."""
    found = []
    for name, said in columns:
        is_key = _OF_KEYS.match(said) and (not _WHOLE.search(said) or _TELLS.search(name))
        if name == key or not is_key or any(not {name, key} <= row.keys() for row in rows):
            continue
        pairs = Counter((repr(row[name]), repr(row[key])) for row in rows)
        first = Counter(repr(row[name]) for row in rows)
        second = Counter(repr(row[key]) for row in rows)
        if all(max(count.values()) > 1 for count in (first, second)) and max(pairs.values()) == 1:
            found.append(name)
    return found[0] if len(found) == 1 else None
