"""Formulas of models that name columns which are no names to Python: ``screen time``."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair

_UNKNOWN = re.compile(r"name '(\w+)' is not defined")
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")
_START = re.compile(r"([a-zA-Z]*)(\"\"\"|\'\'\'|\"|\')")
RESULTS = re.compile(r"\.(?:bse|conf_int\(\)|params|pvalues|tvalues)(?:\.loc)?$")
_FRAME = "pandas.core.frame.DataFrame"


async def quoted_columns(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Q('screen time')`` in a formula for each column whose name Python cannot read."""
    if not case.is_a("PatsyError", "SyntaxError", "NameError"):
        return
    for place, site in enumerate(case.sites):
        for call in site.nodes(ast.Call):
            columns = columns_beside(case, place, call)
            if not columns:
                continue
            for at, node in formulas_of(case, place, call):
                changes = list(_changes(case, at, node, columns))
                if changes:
                    says = "columns whose names are no Python names are quoted in a formula"
                    edits = _with_results(case, at, changes, columns)
                    yield Candidate(edits, "rule", says, "quoted_columns")
                    return


def _with_results(
    case: Case, at: Site, changes: list[Change], columns: list[str]
) -> dict[str, str]:
    """Return the new texts of cells; results are named like the columns in the formula."""
    wanted: dict[str, list[Change]] = {at.cell: list(dict.fromkeys(changes))}
    new = " ".join(text for _, text in changes)
    names = {
        name: (f"Q({quote}{name}{quote})", '"' if quote == "'" else "'")
        for name in columns
        for quote in "'\""
        if f"Q({quote}{name}{quote})" in new
    }
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else Code("")
        for node in text.nodes(ast.Subscript):
            key = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            name = key.value if isinstance(key, ast.Constant) else None
            if name in names and RESULTS.search(ast.unparse(node.value)):
                shown, quote = names[str(name)]
                wanted.setdefault(cell.id, []).append((text.span(key), f"{quote}{shown}{quote}"))
    return {cell: case.code(cell).replaced(*several) for cell, several in wanted.items()}


def columns_beside(case: Case, place: int, call: ast.Call) -> list[str]:
    """Return the names of the columns of the frame that a call is given besides a text."""
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "data")]
    for node in given:
        _, frame = handed(case, place, node)
        live = case.variable(frame.id) if isinstance(frame, ast.Name) else None
        if live is not None and live.type == _FRAME:
            return [name for name, _ in live.columns]
    return []


def formulas_of(case: Case, place: int, call: ast.Call) -> Iterator[tuple[Site, ast.expr]]:
    """Yield the formulas that a call is given, where each is written."""
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "formula")]
    for node in given:
        at, written = handed(case, place, node)
        site = case.sites[at]
        bound = case.binding(site, written)
        if bound is not None:
            site, written = bound.site, bound.value
        if any("~" in site.code.text(part) for part in texts_of(written)):
            yield site, written


def texts_of(node: ast.expr) -> list[ast.expr]:
    """Return the texts that are put together to one, those with values in them in one piece."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*texts_of(left), *texts_of(right)]
        case ast.JoinedStr() | ast.Constant(value=str()):
            return [node]
    return []


def _changes(case: Case, site: Site, node: ast.expr, columns: list[str]) -> Iterator[Change]:
    for text in texts_of(node):
        shown = site.code.text(text)
        new = _with_quotes(case, text, shown, columns)
        if new != shown:
            yield site.code.span(text), new


def _with_quotes(case: Case, node: ast.expr, shown: str, columns: list[str]) -> str:
    """Return a text, as it is written, with its columns quoted."""
    start = _START.match(shown)
    if start is None:
        return shown
    quote = "'" if '"' in start[2] else '"'
    first, last = start.end(), len(shown) - len(start[2])
    is_joined = isinstance(node, ast.JoinedStr)
    pieces = re.split(r"(\{[^{}]*\})", shown[first:last]) if is_joined else [shown[first:last]]
    pieces[::2] = [_quoted(piece, columns, quote, case.error.value) for piece in pieces[::2]]
    for at in range(1, len(pieces), 2):
        value = _text_of(case, pieces[at][1:-1])
        if value in columns and not _is_name(value):
            around = pieces[at - 1][-1:], pieces[at + 1][:1]
            if not set(around) & {"'", '"'}:
                pieces[at] = f"Q({quote}{pieces[at]}{quote})"
    return shown[:first] + "".join(pieces) + shown[last:]


def _text_of(case: Case, name: str) -> str:
    """Return the text that a live variable is."""
    live = case.variable(name)
    if live is None or live.type != "str" or live.value is None:
        return ""
    return str(ast.literal_eval(live.value))


def _quoted(formula: str, columns: list[str], quote: str, message: str) -> str:
    """Return a formula with each column quoted that Python cannot read, the longest first."""
    found = {name: name for name in columns if not _is_name(name) and _is_one(name, columns)}
    unknown = _UNKNOWN.search(message)
    if unknown is not None:
        meant = [name for name in found if re.sub(r"\W+", "_", name).strip("_") == unknown[1]]
        found |= {unknown[1]: meant[0]} if len(meant) == 1 else {}
    for name in sorted(found, key=len, reverse=True):
        words = r"\s+".join(map(re.escape, name.split()))
        after = r"(?!\w|\.\w|\s*\()" if name[-1].isalnum() else ""
        pattern = rf"(?<![\w.]){words}{after}"
        pieces = _QUOTED.split(formula)
        pieces[::2] = [
            re.sub(pattern, lambda _, real=found[name]: f"Q({quote}{real}{quote})", piece)
            for piece in pieces[::2]
        ]
        formula = "".join(pieces)
    return formula


def _is_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def _is_one(name: str, columns: list[str]) -> bool:
    """Whether a name can only be read as one: not as a difference of two other columns."""
    if name != name.strip() or re.search(r"[\"'\\{}~\n]", name) or name.isdigit():
        return False
    parts = [part.strip() for part in re.split(r"[-+*/:|()]", name)]
    return len(parts) == 1 or not set(parts) & set(columns)
