"""How a CSV file is written: what stands between its fields, and lines with nothing in them."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option

_SEPARATORS = {";": '";"', "\t": '"\\t"', "|": '"|"'}
_SHORT = "list index out of range"


async def separators_of_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``csv.DictReader(f, delimiter=";")`` for a file with semicolons."""
    key = _missing(case)
    if key is None:
        return
    headers = [text.lstrip().split("\n")[0] for text in _texts(case)]
    for separator, shown in _SEPARATORS.items():
        split = [[one.strip('"') for one in header.split(separator)] for header in headers]
        if not any(key in one and len(one) > 1 for one in split):
            continue
        for text, cell, call in _readers(case):
            if not {word.arg for word in call.keywords} & {"delimiter", "dialect", "fieldnames"}:
                says = f'the fields are separated by "{shown[1:-1]}"'
                change = with_option(text, call, "delimiter", shown)
                yield repaired(cell, text, [change], says, "separator_of_rows")


async def blanks_before_fields(case: Case) -> AsyncIterator[Repair]:
    """Yield ``csv.DictReader(f, skipinitialspace=True)`` for ``a, b`` with blanks."""
    key = _missing(case)
    if key is None or key != key.strip():
        return
    headers = [text.lstrip().split("\n")[0].split(",") for text in _texts(case)]
    if not any(f" {key}" in one and key not in one for one in headers):
        return
    for text, cell, call in _readers(case):
        if len(call.args) == 1 and not call.keywords:
            says = "there is a blank before each field, which is no part of it"
            change = with_option(text, call, "skipinitialspace", "True")
            yield repaired(cell, text, [change], says, "blank_before_field")


def _missing(case: Case) -> str | None:
    key = case.error.value.strip("'\"") if case.is_a("KeyError") else ""
    return key or None


def _texts(case: Case) -> Iterator[str]:
    """Yield the texts of several lines that a notebook writes out."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ():
            if isinstance(node.value, str) and "\n" in node.value.strip():
                yield node.value


def _readers(case: Case) -> list[tuple[Code, str, ast.Call]]:
    """Return the one call that reads rows by their names; nothing if there are others."""
    found: list[tuple[Code, str, ast.Call]] = []
    cells = [*case.failure.flow.order(case.failure.cell), case.failure.cell]
    for cell in dict.fromkeys(cells):
        text = case.code(cell)
        calls = (call for call in text.nodes(ast.Call) if callee(call) == "DictReader")
        found += ((text, cell, call) for call in calls)
    return found if len(found) == 1 else []


async def empty_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield the rows of a file without those that have no fields, which are empty lines."""
    if case.error.value != _SHORT or not any(_has_empty_line(one) for one in _texts(case)):
        return
    for site in case.sites[:1]:
        used = {ast.unparse(n.value) for n in site.nodes(ast.Subscript)
                if isinstance(literal(n.slice), int)}  # fmt: skip
        loops: list[ast.For | ast.comprehension] = [*site.nodes(ast.comprehension)]
        loops += site.code.nodes(ast.For)
        for loop in loops:
            name = ast.unparse(loop.target)
            is_short = isinstance(loop, ast.For) and loop.body[0].lineno == loop.lineno
            if name in used and _is_reader(case, site, loop.iter) and not is_short:
                change = _without_empty(site, loop, name)
                says = "an empty line is a row without fields"
                yield repaired(site.cell, site.code, [change], says, "empty_row")
                return


def _has_empty_line(text: str) -> bool:
    """Whether there are commas in a text, and lines without anything."""
    return "," in text and "" in text.removesuffix("\n").lstrip("\n").split("\n")


def _is_reader(case: Case, site: Site, node: ast.expr) -> bool:
    bound = case.binding(site, node)
    made = node if bound is None else bound.value
    if callee_of(made) == "list" and isinstance(made, ast.Call) and made.args:
        made = made.args[0]
    return callee_of(made) == "reader"


def _without_empty(site: Site, loop: ast.For | ast.comprehension, name: str) -> Change:
    """Return the change that passes over what is empty."""
    if isinstance(loop, ast.comprehension):
        end = site.code.span(loop.iter)[1]  # before other conditions, which may use its fields
        return (end, end), f" if {name}"
    start, column = site.code.span(loop.body[0])[0], loop.body[0].col_offset
    step = " " * max(column - loop.col_offset, 1)
    inner = f"if not {name}:\n{' ' * column}{step}continue\n{' ' * column}"
    return (start, start), inner
