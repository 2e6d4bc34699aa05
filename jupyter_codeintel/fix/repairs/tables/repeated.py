"""Rows that are in a table twice, where each key is to be there once."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after, quoted
from jupyter_codeintel.fix.repairs.tables.rows_that_count import row_in_time, row_of_table, said_of
from jupyter_codeintel.fix.repairs.tables.tables_made import Made, sorted_by, table_made
from jupyter_codeintel.fix.repairs.tables.unique_checks import asked_to_be_unique
from jupyter_codeintel.fix.repairs.ways import option

_OTHER = {"first": "last", "last": "first"}


async def repeated_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``drop_duplicates("id", keep="last")``, if a check asks for unique keys.

    Words have to say which row of a key counts: the latest, or the one of a table. Where they do
    not, only rows that are the same in all columns go, and only those of several tables: two
    things may have the same number.
    """
    for site in case.sites[:1]:
        for one in dict.fromkeys(asked_to_be_unique(case, site)):
            made = table_made(case, site, one)
            changes, says = list(_by_words(case, made)), "of the rows of one key, one counts"
            if not changes:
                changes = list(_same_rows(made))
                says = "what is in both tables is to be there once"
            if changes:
                yield repaired(made.found.cell, made.found.code, changes, says, "repeated_rows")


def _by_words(case: Case, made: Made) -> Iterator[Change]:
    """Yield the change that keeps the row of each key which words say."""
    if not made.asked.key:
        return
    said = said_of(case, (made.site, made.place))
    keep, names = row_in_time(said, made.asked.table), made.names
    sorts = [one for one in made.calls if callee(one) == "sort_values"]
    for call in sorts if keep is not None else ():
        by = sorted_by(made, call)
        if keep is not None and by is not None and made.has_times(case, by[0], numbers=True):
            yield from _once(made, call, _dropped(made, keep if by[1] else _OTHER[keep], call))
            return
    of_table = row_of_table(case, said, names) if len(names) > 1 else None
    times = [name for name in made.columns(case) if made.has_times(case, name)]
    if of_table is not None:
        yield from _once(made, made.start, _dropped(made, of_table, made.several))
    elif keep is not None and not sorts and len(times) == 1:
        more = f".sort_values({quoted(made.found.code, times[0])})"
        yield from _once(made, made.start, more + _dropped(made, keep, made.several))


def _dropped(made: Made, keep: str | None, of: ast.expr | None) -> str:
    """Return the call that leaves a row of each key, with new numbers if those before are new."""
    text, options = made.found.code, list[str]()
    if keep is not None:
        key = [quoted(text, one) for one in made.asked.key]
        options += [
            key[0] if len(key) == 1 else f"[{', '.join(key)}]",
            f"keep={quoted(text, keep)}",
        ]
    if isinstance(of, ast.Call) and literal(option(of, "ignore_index")) is True:
        options.append("ignore_index=True")
    return f".drop_duplicates({', '.join(options)})"


def _once(made: Made, of: ast.expr, more: str) -> Iterator[Change]:
    """Yield a call after another one, instead of one that leaves out only what is the same."""
    behind = [one for one in made.calls if one is not of and any(n is of for n in ast.walk(one))]
    before = [one for one in made.calls if one not in behind]
    drops = [one for one in made.calls if callee(one) == "drop_duplicates"]
    if any(callee(one) == "set_index" for one in before) or any(
        one.args or one.keywords for one in drops
    ):
        return  # the key is no column there, or rows are left out otherwise
    if behind and behind[-1] in drops:
        yield (made.found.code.span(of)[1], made.found.code.span(behind[-1])[1]), more
    else:
        yield after(made.place, of, more)


def _same_rows(made: Made) -> Iterator[Change]:
    """Yield the change that leaves out what is the same in all columns, of several tables."""
    is_called_otherwise = made.asked.by_index and not made.asked.key  # by what is no column
    is_done = any(callee(one) == "drop_duplicates" for one in made.calls)
    if made.several is None or is_called_otherwise or is_done:
        return
    of = made.found.value
    while isinstance(of, ast.Subscript) or (
        of is not made.start
        and isinstance(of, ast.Call)
        and callee(of) in ("reset_index", "set_index")
    ):
        of = of.value if isinstance(of, ast.Subscript) else _owner(of)
    yield after(made.place, of, _dropped(made, None, made.several if of is made.start else of))


def _owner(call: ast.Call) -> ast.expr:
    return call.func.value if isinstance(call.func, ast.Attribute) else call
