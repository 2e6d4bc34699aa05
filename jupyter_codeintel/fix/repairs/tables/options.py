"""Options of methods that a column has not, and those that a table needs."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option

_OF_A_COLUMN = re.compile(
    r"Series\.sort_values\(\) (?:got an unexpected keyword argument 'by'|takes 1 positional)"
    r"|No axis named (?:1|columns) for object type Series"
)
_AXIS = re.compile(r"No axis named (?P<name>column|col|row) for object type DataFrame")
_NEW_CATEGORY = re.compile(
    r"Cannot setitem on a Categorical with a new category \((?P<name>.*?)\), set the categories"
)
_SAYS_CATEGORY = "a column of categories has to know each of them"


async def options_of_frames(case: Case) -> AsyncIterator[Repair]:
    """Yield ``s.sort_values()`` for ``s.sort_values(by="a")`` of a column; an axis likewise."""
    if not _OF_A_COLUMN.search(case.error.value):
        return
    is_sorting = "sort_values" in case.error.value
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute):
                continue
            words = [word for word in call.keywords if word.arg == ("by" if is_sorting else "axis")]
            given = [*call.args[:1], *words] if callee(call) == "sort_values" else words
            if is_sorting != (callee(call) == "sort_values") or len(given) != 1:
                continue
            says = "a column is sorted or reckoned with as it is, without a name or an axis"
            change = _without(site.code, call, given[0]), ""
            yield repaired(site.cell, site.code, [change], says, "option_of_frame")
            return


def _without(text: Code, call: ast.Call, given: ast.AST) -> tuple[int, int]:
    """Return the place of an argument, with the comma that parts it from the others."""
    places = sorted(text.span(one) for one in (*call.args, *call.keywords))
    at = places.index(text.span(given))
    if at + 1 < len(places):
        return places[at][0], places[at + 1][0]
    return (places[at - 1][1] if at else places[at][0]), places[at][1]


async def names_of_axes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``axis="columns"`` for ``axis="column"``, ``"index"`` for ``"row"``."""
    match = _AXIS.search(case.error.value)
    wrong = match["name"] if match is not None else None
    for site in case.sites[:1] if wrong is not None else ():
        for word in site.nodes(ast.keyword):
            if word.arg == "axis" and getattr(word.value, "value", None) == wrong:
                start, end = site.code.span(word.value)
                name = "index" if wrong == "row" else "columns"
                says = f'the axis is called "{name}"'
                change = (start + 1, end - 1), name
                yield repaired(site.cell, site.code, [change], says, "name_of_axis")


async def equal_edges(case: Case) -> AsyncIterator[Repair]:
    """Yield ``qcut(..., duplicates="drop")`` where several quantiles are the same."""
    if "Bin edges must be unique" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            labels = [word.value for word in call.keywords if word.arg == "labels"]
            is_safe = not labels or getattr(labels[0], "value", None) is False
            if callee(call) == "qcut" and is_safe:
                change = with_option(site.code, call, "duplicates", quoted(site.code, "drop"))
                says = "quantiles that are the same make one edge"
                yield repaired(site.cell, site.code, [change], says, "equal_edges")


async def new_categories(case: Case) -> AsyncIterator[Repair]:
    """Yield ``.cat.add_categories("x")`` before a column of categories is filled with it."""
    match = _NEW_CATEGORY.search(case.error.value)
    name = match["name"] if match is not None else ""
    for site in case.sites[:1] if name else ():
        for change in _with_category(site, name):
            yield repaired(site.cell, site.code, [change], _SAYS_CATEGORY, "new_category")
            return


def _with_category(site: Site, name: str) -> Iterator[Change]:
    text = site.code
    for call in site.nodes(ast.Call):
        match call:
            case ast.Call(
                func=ast.Attribute(value=of, attr="fillna"), args=[ast.Constant(value=value) as new]
            ) if str(value) == name:
                end = text.span(of)[1]
                yield (end, end), f".cat.add_categories({text.text(new)})"
    match site.statement:
        case ast.Assign(
            targets=[
                ast.Subscript(
                    value=ast.Attribute(value=frame, attr="loc" | "at"),
                    slice=ast.Tuple(elts=[_, ast.Constant(value=str()) as column]),
                )
            ],
            value=ast.Constant(value=value) as new,
        ) if str(value) == name:
            start = text.span(site.statement)[0]
            indentation = text.source[text.line_span(site.statement.lineno)[0] : start]
            part = f"{text.text(frame)}[{text.text(column)}]"
            line = f"{part} = {part}.cat.add_categories({text.text(new)})\n{indentation}"
            if not indentation.strip():
                yield (start, start), line


async def frames_of_one_row(case: Case) -> AsyncIterator[Repair]:
    """Yield ``DataFrame([{"a": 1}])`` for ``DataFrame({"a": 1})``, which has no rows."""
    if "If using all scalar values, you must pass an index" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "DataFrame" or not call.args or len(call.keywords) > 0:
                continue
            given = call.args[0]
            bound = case.binding(site, given)
            made = given if bound is None else bound.value
            if len(call.args) == 1 and isinstance(made, ast.Dict) and _is_a_row(made):
                change = site.code.span(given), f"[{site.code.text(given)}]"
                says = "single values make one row, which stands in a list"
                yield repaired(site.cell, site.code, [change], says, "frame_of_one_row")
                return


def _is_a_row(made: ast.Dict) -> bool:
    """Whether a dict is of values of a row: those of one kind may be of a column."""
    kinds = {type(one.value) if isinstance(one, ast.Constant) else None for one in made.values}
    return len(made.keys) > 1 and (len(kinds) > 1 or None in kinds)


async def columns_of_dates(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pd.to_datetime(df["a"], format=f)`` for ``datetime.strptime(df["a"], f)``."""
    pandas = case.name_of("pandas")
    if pandas is None or "strptime() argument 1 must be str, not Series" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) == "strptime" and len(call.args) == 2:
                column, form = map(site.code.text, call.args)
                new = f"{pandas}.to_datetime({column}, format={form})"
                says = "a whole column is read as dates by to_datetime"
                change = site.code.span(call), new
                yield repaired(site.cell, site.code, [change], says, "column_of_dates")
