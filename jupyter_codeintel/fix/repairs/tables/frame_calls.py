"""What methods of frames are given: a column to sort by, new names, rows of differences."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.tables.kinds import frame_columns
from jupyter_codeintel.fix.repairs.words import told_near

_LENGTHS = re.compile(r"Length of values \((\d+)\) does not match length of index \((\d+)\)")
_EXISTS = re.compile(r"cannot insert (?P<key>.+), already exists")


async def told_order(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df.sort_values("n")`` for ``df.sort_values()``, where the words say by what."""
    if "sort_values() missing 1 required positional argument: 'by'" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "sort_values" or not isinstance(call.func, ast.Attribute):
                continue
            columns = await frame_columns(case, 0, call.func.value)
            told = [_columns_told(words, columns) for words in told_near(case, site)]
            found = next((one for one in told if one), [])
            if len(found) == 1 and not call.args:
                start = site.code.span(call.func)[1] + 1
                new = quoted(site.code, found[0]) + (", " if call.keywords else "")
                says = f'the words say that it is sorted by "{found[0]}"'
                yield repaired(site.cell, site.code, [((start, start), new)], says, "told_order")


def _columns_told(words: str, columns: frozenset[str]) -> list[str]:
    """Return the columns that words say something is sorted by."""
    return [
        column
        for column in sorted(columns)
        if re.search(
            rf"\b(?:by|on)\s+(?:the\s+)?[`\"']?{re.escape(column)}\b", words, re.IGNORECASE
        )
    ]


async def new_names_of_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``rename(columns={"a": "b"})`` for ``rename(columns={"a", "b"})``."""
    if "'set' object is not callable" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "rename" or not isinstance(call.func, ast.Attribute):
                continue
            columns = await frame_columns(case, 0, call.func.value)
            for word in call.keywords:
                match word.value:
                    case ast.Set(elts=[old, new]) if word.arg == "columns":
                        if literal(old) not in columns or literal(new) in columns:
                            continue
                        between = site.code.span(old)[1], site.code.span(new)[0]
                        says = "the old name and the new one are parted by a colon"
                        yield repaired(site.cell, site.code, [(between, ": ")], says, "new_name")


async def rows_of_differences(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["a"].diff()`` for ``np.diff(df["a"])`` as a column, which is one too short."""
    match = _LENGTHS.search(case.error.value)
    if match is None or int(match[1]) + 1 != int(match[2]):
        return
    for site in case.sites[:1]:
        match site.statement:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=frame))], value=value):
                calls = [one for one in site.code.nodes(ast.Call, value) if callee(one) == "diff"]
                changes = [change for call in calls for change in _as_column(site, call, frame)]
                is_told = any("first" in words.lower() for words in told_near(case, site))
                if changes and len(changes) == len(calls) and not is_told:
                    says = "a column of differences has a row for the first value too"
                    yield repaired(site.cell, site.code, changes, says, "row_of_differences")


def _as_column(site: Site, call: ast.Call, frame: str) -> Iterator[Change]:
    match call:
        case ast.Call(args=[given], keywords=[]):
            column = _column_itself(given)
            match column:
                case (
                    ast.Subscript(value=ast.Name(id=name)) | ast.Attribute(value=ast.Name(id=name))
                ) if name == frame:
                    yield site.code.span(call), f"{site.code.text(column)}.diff()"


def _column_itself(node: ast.expr) -> ast.expr:
    match node:
        case ast.Attribute(value=column, attr="values"):
            return column
        case ast.Call(func=ast.Attribute(value=column, attr="to_numpy"), args=[]):
            return column
    return node


async def results_beside_groups(case: Case) -> AsyncIterator[Repair]:
    """Yield ``reset_index(name="count")`` where the result is named like its group."""
    match = _EXISTS.search(case.error.value)
    key = match["key"] if match is not None else ""
    for site in case.sites[:1] if key else ():
        for call in site.nodes(ast.Call):
            if callee(call) != "reset_index" or call.args or call.keywords:
                continue
            change = _beside_groups(case, site, call, key)
            if change is not None:
                says = f'"{key}" is the group already, so that the result needs another name'
                yield repaired(site.cell, site.code, [change], says, "result_beside_group")
                return


def _beside_groups(case: Case, site: Site, call: ast.Call, key: str) -> Change | None:
    """Return what gives the result of groups a name, or drops an index that is a column."""
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    while isinstance(inner, ast.Call) and callee(inner) == "sort_values":
        inner = inner.func.value if isinstance(inner.func, ast.Attribute) else None
    bound = case.binding(site, inner) if inner is not None and key != "level_0" else None
    inner = bound.value if bound is not None else inner
    quote = "'" if '"' not in site.code.source else '"'
    match inner:
        case ast.Name() if key == "level_0":
            return with_option(site.code, call, "drop", "True")
        case ast.Call(
            func=ast.Attribute(
                value=ast.Subscript(value=ast.Call() as grouped, slice=ast.Constant(value=column)),
                attr=method,
            )
        ) if column == key and callee(grouped) == "groupby":
            name = _name_of_result(site, key, method)
            return with_option(site.code, call, "name", f"{quote}{name}{quote}") if name else None
    return None


def _name_of_result(site: Site, key: str, method: str) -> str:
    """Return the one new column that is asked for afterwards, else what was worked out."""
    targets = site.statement.targets if isinstance(site.statement, ast.Assign) else []
    names = {one.id for one in targets if isinstance(one, ast.Name)}
    asked = set()
    for node in site.code.nodes(ast.expr):
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(column))):
                if name in names:
                    asked.add(column)
            case ast.Call(func=ast.Attribute(value=of, attr="sort_values"), args=[given, *_]):
                if isinstance(of, ast.Call) or getattr(of, "id", None) in names:
                    asked.add(str(literal(given)))
    for whole in site.code.nodes(ast.Assign):
        match whole:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id=name), attr="columns")],
                value=ast.List(elts=[ast.Constant(value=first), ast.Constant(value=str(second))]),
            ) if name in names and first == key:
                asked.add(second)
    asked.discard(key)
    return method if not asked else asked.pop() if len(asked) == 1 else ""
