"""How a table is made: of what, and by which calls that keep its rows."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.origins import Origin, origin
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.tables.unique_checks import Unique, names_of
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.written import written

_KEEPING = ("copy", "drop_duplicates", "reset_index", "set_index", "sort_index", "sort_values")
"""Methods that leave rows what they are, or leave out those that are the same."""
_TIMES = re.compile(
    r"(?:\w+_)?(?:date|day|edition|epoch|month|revision|season|since|time|timestamp|ts|updated"
    r"|version|week|year)(?:_\w+)?"
)
_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:[ T]\d\d:\d\d(?::\d\d)?)?")


@dataclass(frozen=True)
class Made:
    """How a table is made that is to have no key twice.

    Parameters
    ----------
    site : Site
        Where that is asked.
    asked : Unique
        The table and its key; that of an index is the column which becomes it.
    found : Origin
        Where it is made.
    calls : tuple of Call
        The calls that keep its rows, the last one first.
    start : expr
        What they start from.
    several : Call, optional
        The call that puts tables one below the other, if it starts from that.
    """

    site: Site
    asked: Unique
    found: Origin
    calls: tuple[ast.Call, ...]
    start: ast.expr
    several: ast.Call | None

    @property
    def place(self) -> Site:
        """Where it is made."""
        return Site(self.found.cell, self.found.code, self.found.line)

    @property
    def names(self) -> list[str]:
        """What the tables are called that stand one below the other."""
        given = self.several.args[0] if self.several is not None and self.several.args else None
        elements = given.elts if isinstance(given, ast.List | ast.Tuple) else []
        return [one.id if isinstance(one, ast.Name) else "" for one in elements]

    def columns(self, case: Case) -> dict[str, str]:
        """Return its columns as it is now, with their kinds; nothing within a function."""
        live = case.variable(self.asked.table) if self.site.inside is None else None
        return dict(live.columns) if live is not None else {}

    def has_times(self, case: Case, column: str, *, numbers: bool = False) -> bool:
        """Whether the order of a column's values is the one of time, as far as can be seen.

        Of numbers its name tells it, where they may be ``numbers``.
        """
        if _is_set(case, self.asked.table, column) or column in ("", *self.asked.key):
            return False
        kind = self.columns(case).get(column, "")
        if kind.startswith("datetime"):
            return True
        if kind.startswith(("float", "int")):
            return numbers and _TIMES.fullmatch(column.lower()) is not None
        values = written(case, self.site, self.asked.table, column).values
        return bool(values) and all(isinstance(one, str) and _ISO.fullmatch(one) for one in values)


def table_made(case: Case, site: Site, asked: Unique) -> Made:
    """Return how a table is made."""
    found = origin(case.failure, site, ast.Name(asked.table, ast.Load()))
    value, calls = found.value, list[ast.Call]()
    while True:
        match value:
            case ast.Call(func=ast.Attribute(value=inner)) if callee_of(value) in _KEEPING:
                calls.append(value)
                if asked.by_index and callee_of(value) == "set_index":
                    asked = asked._replace(key=names_of(option(value, "keys", 0)))
            case ast.Subscript(value=inner, slice=ast.Constant(value=str())) if asked.by_index:
                pass
            case _:
                break
        value = inner
    bound = case.binding(Site(found.cell, found.code, found.line), value)
    return Made(site, asked, found, tuple(calls), value,
                _below(bound.value if bound is not None else value))  # fmt: skip


def _below(value: ast.expr) -> ast.Call | None:
    """Return a call that puts tables one below the other."""
    is_it = isinstance(value, ast.Call) and callee_of(value) == "concat"
    return (
        value if isinstance(value, ast.Call) and is_it and option(value, "axis") is None else None
    )


def sorted_by(made: Made, call: ast.Call) -> tuple[str, bool] | None:
    """Return the column by which a call sorts the rows of each key, and whether upwards."""
    columns, given = names_of(option(call, "by", 0)), option(call, "ascending")
    if not columns or not set(columns[:-1]) <= set(made.asked.key) or option(call, "key"):
        return None
    ways = literal(given) if given is not None else True
    way = ways[-1] if isinstance(ways, list) and len(ways) == len(columns) else ways
    return (columns[-1], bool(way)) if isinstance(way, bool | int) else None


def _is_set(case: Case, table: str, column: str) -> bool:
    """Whether a column gets other values where the table has been made already."""
    targets = (
        target
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Assign)
        for target in node.targets
    )
    shown = {f"{table}['{column}']", f"{table}.{column}"}
    return any(ast.unparse(target) in shown for target in targets)
