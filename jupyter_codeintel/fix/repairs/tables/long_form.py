"""Plots of a table that has a column for each kind of thing, where they want one for all."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.namespace import Variable

_MISSING = re.compile(
    r"Could not interpret (?:value|input) [`'](?P<seaborn>[^`']+)[`']"
    r"|Value of '\w+' is not the name of a column in 'data_frame'.*received: (?P<plotly>\S+)",
    re.DOTALL,
)
_LIBRARIES = ("plotly.express", "seaborn")
_DISTRIBUTIONS = ("displot", "ecdf", "ecdfplot", "histogram", "histplot", "kdeplot")
_CATEGORICAL = ("bar", "barplot", "box", "boxenplot", "boxplot", "catplot", "pointplot", "strip",
                "stripplot", "swarmplot", "violin", "violinplot")  # fmt: skip
"""Those that draw numbers for each of several kinds, and not pairs of numbers."""
_KINDS = ("hue", "color", "style", "col", "row", "facet_col", "facet_row", "line_group", "symbol")
_AXES = ("x", "y", *_KINDS, "size", "units", "weights", "text", "hover_name", "animation_frame")
_NUMBERS = re.compile(r"u?int\d+|float\d+", re.IGNORECASE)
_IDS = re.compile(
    r"(?:.*[_ ])?(?:animal|block|code|date|day|epoch|fold|hour|id|index|iteration|key|month|no|nr"
    r"|number|participant|patient|person|plot|rep|replicate|round|row|run|sample|seed|session|step"
    r"|student|subject|time|trial|week|year)"
)
"""Names of numbers that tell which row it is."""
_OTHERS = re.compile(
    r"(?:.*[_ ])?(?:age|average|avg|class|group|height|mean|rank|std|sum|total|weight)(?:[_ ].*)?"
)
"""Names of numbers that may well be something else than the ones beside them."""
_MEASURED = re.compile(
    r"(?:.*[_ ])?(?:amount|cases|cm|cost|count|degrees|distance|grade|height|kg|length|level|mark"
    r"|measurement|mm|number|percent(?:age)?|points|price|rain(?:fall)?|rate|rating|reading|result"
    r"|revenue|sales|score|share|speed|temp(?:erature)?|value|weight)s?(?:[_ ].*)?"
)
"""Names of what is measured of each."""
_INDEXES = ("DatetimeIndex", "Index", "PeriodIndex", "RangeIndex", "date_range", "period_range")
_RESHAPES = ("melt", "stack", "wide_to_long")


class _Plot(NamedTuple):
    """A plotting call: its table, and the columns that it names."""

    call: ast.Call
    data: ast.Name
    named: dict[str, str]


class _Melted(NamedTuple):
    """How a table is laid out anew."""

    ids: tuple[str, ...]
    kind: str
    value: str
    of_index: bool


async def long_for_plots(case: Case) -> AsyncIterator[Repair]:
    """Yield the table with its columns of numbers below each other, as the plot names them."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("ValueError"):
        return
    wrong = match["seaborn"] or match["plotly"]
    for site in case.sites[:1]:
        for plot in _plots(case, site, site.nodes(ast.Call)):
            melted = _melted(case, site, plot) if wrong in plot.named.values() else None
            changes = list(_changes(case, site, plot, melted)) if melted is not None else []
            if changes:
                says = f'"{plot.data.id}" has several columns where the plot wants one'
                yield repaired(site.cell, site.code, changes, says, "long_form")
                return


def _plots(case: Case, site: Site, calls: list[ast.Call]) -> Iterator[_Plot]:
    for call in calls:
        owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        target = case.target(site, owner.id) if isinstance(owner, ast.Name) else None
        if target is None or not target.startswith(_LIBRARIES):
            continue
        given = {word.arg: word.value for word in call.keywords if word.arg is not None}
        data = given.get("data", given.get("data_frame", next(iter(call.args), None)))
        texts = {name: literal(given[name]) for name in _AXES if name in given}
        named = {name: text for name, text in texts.items() if isinstance(text, str)}
        if isinstance(data, ast.Name) and len(named) == len(texts):
            yield _Plot(call, data, named)


def _melted(case: Case, site: Site, plot: _Plot) -> _Melted | None:
    """Return how a table is laid out so that it has the columns of a plot, if it can be."""
    at, frame = handed(case, 0, plot.data)
    live = case.variable(frame.id) if isinstance(frame, ast.Name) else None
    is_live = live is not None and case.path(case.sites[at], frame) is not None
    if live is None or not is_live or not _is_wide(case, live) or _has_others(case, plot):
        return None
    columns = dict(live.columns)
    index = _index(case, case.sites[at], frame)
    named = set(plot.named.values())
    missing = {key: name for key, name in plot.named.items()
               if name not in columns and name != index}  # fmt: skip
    numbers = [name for name, kind in columns.items() if _NUMBERS.fullmatch(kind)]
    values = [name for name in numbers if name not in named and not _IDS.fullmatch(name.lower())]
    ids = tuple(name for name in columns if name not in values)
    if len(columns) < 3 and index is None:
        return None  # they may be the two, by other names
    if not _are_alike(columns, values) or not _are_new(set(missing.values()), set(columns), values):
        return None
    roles = _roles(plot, missing, numbers)
    if roles is None:
        return None
    of_index = index is not None and (index in named or not ids)
    return _Melted((index, *ids) if of_index and index else ids, *roles, of_index)


def _has_others(case: Case, plot: _Plot) -> bool:
    """Whether another table has all the columns that a plot names."""
    namespace = case.failure.namespace
    tables = namespace.variables.values() if namespace is not None else ()
    return any({*plot.named.values()} <= {name for name, _ in table.columns} for table in tables)


def _are_alike(columns: dict[str, str], values: list[str]) -> bool:
    """Whether columns of numbers may all be of the same, and none of them of something else."""
    others = [name for name in values if _OTHERS.fullmatch(name.lower())]
    whole = [name for name in values if columns[name].lower().startswith(("int", "uint"))]
    is_numbered = whole == values[:1] == list(columns)[:1]
    return len(values) > 1 and len(others) in (0, len(values)) and not is_numbered


def _is_wide(case: Case, live: Variable) -> bool:
    """Whether all columns of a table are known, and the notebook lays none out anew."""
    is_whole = live.all_keys and (live.shape is None or live.shape[1:] == (len(live.columns),))
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    calls = (call for cell in cells for call in case.code(cell).nodes(ast.Call))
    is_reshaped = any(callee(call) in _RESHAPES for call in calls)
    return live.type.endswith(".DataFrame") and is_whole and not is_reshaped


def _are_new(missing: set[str], columns: set[str], values: list[str]) -> bool:
    """Whether names are neither misspelt columns, nor those of another table."""
    for name in missing:
        word = _folded(name)
        pairs = {one: sorted((word, _folded(one)), key=len) for one in columns}
        within = [one for one, (short, long) in pairs.items() if len(short) > 2 and short in long]
        is_of_all = len(within) > 1 and set(within) <= set(values)
        if not is_of_all and (within or meant(name, columns) is not None):
            return False
    return True


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name.lower())


def _roles(plot: _Plot, missing: dict[str, str], numbers: list[str]) -> tuple[str, str] | None:
    """Return which missing column is to tell the kind, and which is to hold the numbers."""
    if len(set(missing.values())) != 2:
        return None
    kinds = {name for key, name in missing.items() if key in _KINDS}
    axes = {key: name for key, name in missing.items() if key not in _KINDS}
    if len(kinds) == 1:
        of_values = [name for name in axes.values() if name not in kinds]
        is_beside = plot.named.get("y", numbers[0]) not in numbers
        is_clear = is_beside or "y" in axes or callee(plot.call) in _DISTRIBUTIONS
        if len(of_values) == 1 and is_clear:
            return kinds.pop(), of_values[0]
        return None
    if kinds or set(axes) != {"x", "y"} or callee(plot.call) not in _CATEGORICAL:
        return None
    kind, value = axes["x"], axes["y"]
    is_measured = [_MEASURED.fullmatch(name.lower()) is not None for name in (kind, value)]
    if _is_lying(plot.call) or is_measured == [True, False]:
        kind, value = value, kind
    return kind, value


def _is_lying(call: ast.Call) -> bool:
    return any(word.arg in ("orient", "orientation") and literal(word.value) in ("h", "y")
               for word in call.keywords)  # fmt: skip


def _index(case: Case, site: Site, frame: ast.expr) -> str | None:
    """Return the name of a table's index, if the notebook gives it one."""
    bound = case.binding(site, frame)
    calls = [node for node in ast.walk(bound.value) if isinstance(node, ast.Call)] if bound else []
    if any(callee(call) == "reset_index" for call in calls):
        return None
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    named = [_set_name(node, frame) for cell in cells for node in case.code(cell).nodes(ast.Assign)]
    found = (one for one in (*named, *map(_named_index, calls)) if isinstance(one, str))
    return next(found, None)


def _named_index(call: ast.Call) -> object:
    """Return the name that a call gives the index of its result."""
    given = {word.arg: literal(word.value) for word in call.keywords}
    if callee(call) in ("set_index", "rename_axis"):
        return literal(call.args[0]) if call.args else None
    if callee(call) in ("pivot", "pivot_table"):
        return given.get("index")
    return given.get("name") if callee(call) in _INDEXES else given.get("index_col")


def _set_name(node: ast.Assign, frame: ast.expr) -> object:
    """Return the name that is set as that of a table's index."""
    match node.targets:
        case [ast.Attribute(value=ast.Attribute(value=owner, attr="index"), attr="name")]:
            return literal(node.value) if ast.dump(owner) == ast.dump(frame) else None
    return None


def _changes(case: Case, site: Site, plot: _Plot, melted: _Melted) -> Iterator[Change]:
    """Yield the line above that makes the other table, and the plots that are of it."""
    statement, text, frame = site.statement, site.code, plot.data.id
    name = _free_name(case, frame)
    if statement is None or name is None:
        return
    start, place = text.line_span(statement.lineno)[0], text.span(statement)[0]
    if text.source[start:place].strip() or text.source.startswith("elif", place):
        return
    quote = '"' if '"' in text.text(plot.call) else "'"
    quoted = [f"{quote}{one}{quote}" for one in melted.ids]
    options = []
    if quoted:
        options.append(
            f"id_vars={quoted[0] if len(quoted) == 1 else '[' + ', '.join(quoted) + ']'}"
        )
    for option, told, usual in (
        ("var_name", melted.kind, "variable"),
        ("value_name", melted.value, "value"),
    ):
        options += [f"{option}={quote}{told}{quote}"] if told != usual else []
    owner = f"{frame}.reset_index()" if melted.of_index else frame
    yield (start, start), f"{text.source[start:place]}{name} = {owner}.melt({', '.join(options)})\n"
    known = {*melted.ids, melted.kind, melted.value}
    below = [call for call in text.nodes(ast.Call, site.inside) if call.lineno >= statement.lineno]
    for other in _plots(case, site, below):
        named = set(other.named.values())
        is_of_it = other.data.id == frame and named & {melted.kind, melted.value}
        if other.call is plot.call or (is_of_it and named <= known):
            yield text.span(other.data), name


def _free_name(case: Case, frame: str) -> str | None:
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    used = {node.id for cell in cells for node in case.code(cell).nodes(ast.Name)}
    free = (name for name in ("long", f"{frame}_long") if name not in used)
    return next((name for name in free if case.variable(name) is None), None)
