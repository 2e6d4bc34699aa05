"""Which cell is to blame for data that is not as expected: often the one that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jupyter_codeintel.fix.diagnosis.code import Code, code
from jupyter_codeintel.fix.diagnosis.keys import missing_keys, used_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.trial import Raised

_OPTIONS = ("header", "index_col", "skiprows", "dtype", "names", "sep", "usecols")


@dataclass(frozen=True)
class Reading:
    """A call that reads a table, with options that change its columns.

    Parameters
    ----------
    cell : str
        Where.
    code : Code
        Its text.
    call : Call
        The call.
    options : tuple of keyword
        Those that change which columns there are, or their types.
    """

    cell: str
    code: Code
    call: ast.Call
    options: tuple[ast.keyword, ...]


def loading_suspects(failure: Failure, places: Sequence[Site]) -> Iterator[Suspect]:
    """Yield the cells that read or made the data that an error is about."""
    keys = missing_keys(failure.error)
    if not keys and not is_of_types(failure.error):
        return
    for reading in readings(failure, places):
        given = ", ".join(f"{option.arg}" for option in reading.options)
        yield Suspect(reading.cell, f"it reads the data with {given}")
    for key in keys:
        # A name that other cells use as well is hardly the misspelt one.
        if used_keys(failure)[key] > 1:
            for site in places:
                for name, bound in bindings_at(failure, site):
                    if bound.cell != failure.cell:
                        yield Suspect(bound.cell, f'it makes "{name}" without "{key}"')


def readings(failure: Failure, places: Sequence[Site]) -> Iterator[Reading]:
    """Yield what reads the data of the failing statement, with options, the last one first."""
    names = {node.id for site in places for node in site.nodes(ast.Name)}
    cells = failure.flow.slice(names, before=failure.cell)
    for cell in (failure.cell, *reversed(cells)):
        text = code(failure.source(cell))
        for call in text.nodes(ast.Call):
            options = tuple(word for word in call.keywords if word.arg in _OPTIONS)
            if options and _function(call).startswith("read_"):
                yield Reading(cell, text, call, options)


def _function(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_of_types(error: Raised) -> bool:
    """Whether an operation is not possible with the types of some data."""
    words = ("dtype", "unsupported operand", "not supported between", "could not convert")
    return error.name in ("TypeError", "DataError") and any(word in error.value for word in words)
