"""Columns of texts of which numbers or dates were made in another column, which is not used."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.learning.form_sources import read_texts
from jupyter_codeintel.fix.repairs.learning.second_forms import (
    Form,
    Place,
    candidate,
    forms,
    places,
    uses,
)

_OF_TEXTS = re.compile(
    r"unsupported operand type\(s\) for .*'str'|can't multiply sequence|can only concatenate str"
    r"|not supported between instances of .*'str'|[Cc]ould not convert .* to (?:numeric|float)"
    r"|agg function failed|must be real number, not str|no numeric data to plot"
    r"|(?:dtype|type) '?(?:str|object|string)|[Cc]annot perform .* (?:str|object)"
    r"|Invalid comparison between dtype=(?:str|object)|bad operand type for .*'str'"
    r"|ufunc '\w+' (?:did not contain a loop|not supported)|cannot subtract|with dtype str"
    r"|operation '\w+' not supported|data type .* not understood"
)
_OF_DATES = re.compile(
    r"Can only use \.dt accessor|'str' object has no attribute '(?:date|day|dayofweek|hour|minute"
    r"|month|quarter|second|total_seconds|weekday|year)'"
    r"|not supported between instances of .*(?:Timestamp|datetime|str.* and 'str')"
)
_PARTS = re.compile(r"month|quarter|week|year", re.IGNORECASE)
"""Names of what is only a part of a date."""
_RECKONS = frozenset(
    {"abs", "clip", "corr", "cumsum", "diff", "dt", "hist", "max", "mean", "median", "min",
     "nlargest", "nsmallest", "pct_change", "plot", "quantile", "rolling", "round", "std", "sum",
     "var"}
)  # fmt: skip
"""What is asked of numbers and dates, and not of texts."""
_TEXTS = ("object", "str", "string")


async def second_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``df["price_num"] * 2`` for ``df["price"] * 2`` where the former was made of it."""
    of_dates = _OF_DATES.search(case.error.value) is not None
    if not of_dates and not _OF_TEXTS.search(case.error.value):
        return
    found = [one for one in forms(case, read_texts) if _is_other(case, one, of_dates=of_dates)]
    only = [one for one in found if [other.source for other in found].count(one.source) == 1]
    for site in case.sites[:1] if only else ():
        for step in places(case, site, site.statement) if site.statement is not None else ():
            made = [use for place in step for form in only for use in uses(case, place, form)]
            reckoned = [use for use in made if _is_reckoned(*use)]
            later = _later(case, site, only) if made else []
            says = "numbers or dates were made of the texts, and stand in a column of their own"
            whole = candidate([*(reckoned or made), *later], says, "second_column")
            if whole is not None:
                yield whole
                return


def _later(case: Case, site: Site, only: list[Form]) -> list[tuple[Site, Change]]:
    """Return the uses further down in the cell that would fail in the same way."""
    below = [one for one in site.code.tree.body if one.lineno > site.line]
    found = [
        use
        for statement in below
        if site.inside is None and not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for form in only
        for use in uses(case, Place(Site(site.cell, site.code, statement.lineno), statement), form)
    ]
    return [use for use in found if _is_reckoned(*use)]


def _is_reckoned(site: Site, change: Change) -> bool:
    """Whether a column is used in a way that texts are not."""
    (start, end), _ = change
    text = site.code
    for node in text.nodes(ast.expr):
        match node:
            case ast.BinOp(left=left, right=right):
                sides = [left, right]
            case ast.Compare(left=left, ops=ops, comparators=rights):
                is_order = all(isinstance(one, ast.Gt | ast.GtE | ast.Lt | ast.LtE) for one in ops)
                sides = [left, *rights] if is_order else []
            case ast.Attribute(value=owner, attr=name):
                sides = [owner] if name in _RECKONS else []
            case _:
                sides = []
        for side in sides:
            is_it = isinstance(side, ast.Subscript)
            if is_it and text.span(side)[0] <= start and end <= text.span(side)[1]:
                return True
    return False


def _is_other(case: Case, form: Form, *, of_dates: bool) -> bool:
    """Whether a live form is of numbers or dates, and its source still of texts."""
    table, _, rest = form.source.partition("[")
    old = _kind(case, table, rest.strip("]'\""))
    live = case.variable(form.target) if form.column is None else None
    new = _kind(case, *form.column) if form.column is not None else (live and live.dtype) or ""
    if _PARTS.search(form.target) and not _PARTS.search(rest):
        return False
    is_date = new.startswith(("datetime", "timedelta"))
    is_number = new.lower().startswith(("int", "float", "uint"))
    return old in _TEXTS and (is_date or (is_number and not of_dates))


def _kind(case: Case, table: str, column: str) -> str:
    live = case.variable(table)
    return dict(live.columns).get(column, "") if live is not None else ""
