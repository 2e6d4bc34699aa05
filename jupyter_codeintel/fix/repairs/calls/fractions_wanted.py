"""Per cents that are given to a function whose words say that it takes fractions."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, comments, literal
from jupyter_codeintel.fix.repairs.callers import argument
from jupyter_codeintel.fix.repairs.calls.root_searches import root_searches
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after
from jupyter_codeintel.fix.repairs.words import all_words, last_name

_FRACTION = re.compile(
    r"\b(?:decimal )?fractions?\b|\bas (?:a )?decimals?\b|\bnot (?:in |a )?per ?cents?\b"
    r"|\b(?:between|from|in|within) [\[(]?0(?:\.0)?(?:,| and| to) ?1\b(?!\d|\.[1-9])"
    r"|\b0?\.\d+ (?:=|for|is|means) \d+(?:\.\d+)? ?(?:%|per ?cent)",
    re.IGNORECASE,
)
_PERCENT = r"(?:in |as |given in )?(?:%|per ?cents?\b|pct\b)"
_SAYS_PERCENT = re.compile(rf"^#\s*{_PERCENT}|\d ?%", re.IGNORECASE)
_HUNDREDTH = re.compile(r"/\s*100(?![\d.])|\*\s*0?\.01(?!\d)|\b1e-0?2\b")
_CLAUSES = re.compile(r"[.;](?:\s|$)|\n")
_SAYS = "the function takes fractions, and these are per cents"


async def fractions_wanted(case: Case) -> AsyncIterator[Repair]:
    """Yield ``price(100, b["coupon"] / 100)`` where ``price`` says that it takes a fraction."""
    found = {}
    for function in _functions(case):
        for name in _fractions(function):
            for site, given in _calls(case, function, name):
                if _is_percent(case, site, given):
                    found[site.cell, site.code.span(given)] = site, given
    if len(found) != 1:
        return
    site, given = next(iter(found.values()))
    origins = list(_origins(case, site, given))
    for origin, value in [*(origins if len(origins) == 1 else []), (site, given)]:
        end = origin.code.span(value)[1]
        is_number = isinstance(value, ast.Constant)
        change = ((end, end), " / 100") if is_number else after(origin, value, " / 100")
        yield repaired(origin.cell, origin.code, [change], _SAYS, "fraction_wanted")


def _functions(case: Case) -> Iterator[ast.FunctionDef]:
    """Yield the functions that an error came through, and those that a root is searched of."""
    for site in case.sites:
        if isinstance(site.inside, ast.FunctionDef):
            yield site.inside
    for search in root_searches(case):
        for one in search.functions:
            if isinstance(one.node, ast.FunctionDef):
                yield one.node


def _fractions(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the parameters of which a function says that they are fractions."""
    if _HUNDREDTH.search(ast.unparse(function)):
        return
    raised = [
        str(node.value)
        for one in ast.walk(function)
        if isinstance(one, ast.Raise | ast.Assert)
        for node in ast.walk(one)
        if isinstance(node, ast.Constant)
    ]
    clauses = [*_CLAUSES.split(ast.get_docstring(function) or ""), *raised]
    for given in function.args.args:
        told = [one for one in clauses if re.search(rf"\b{re.escape(given.arg)}\b", one)]
        if any(map(_FRACTION.search, told)):
            yield given.arg


def _calls(case: Case, function: ast.FunctionDef, name: str) -> Iterator[tuple[Site, ast.expr]]:
    """Yield what a function is given for a parameter, wherever it is called."""
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else Code("")
        for call in text.nodes(ast.Call):
            given = argument(call, function, name) if callee_of(call) == function.name else None
            if given is not None:
                yield Site(cell.id, text, given.lineno), given


def _is_percent(case: Case, site: Site, given: ast.expr) -> bool:
    """Whether names and words tell that a value is in per cent."""
    bound = case.binding(site, given)
    number = literal(bound.value if bound is not None else given)
    if isinstance(number, int | float):
        text, line = (bound.code, bound.statement.lineno) if bound else (site.code, given.lineno)
        said = " ".join(one for at, one in comments(text.python) if at == line)
        is_named = isinstance(given, ast.Name) and _is_of_percent(case, given.id)
        return 1 <= number <= 100 and (is_named or bool(_SAYS_PERCENT.search(said)))
    name = last_name(given)
    return bool(name) and _is_of_percent(case, name)


def _is_of_percent(case: Case, name: str) -> bool:
    if re.search(r"(?:^|_)(?:pct|percent|perc)(?:_|$)", name, re.IGNORECASE):
        return True
    shown = re.escape(name).replace("_", "[_ ]")
    told = re.compile(rf"\b{shown}s?[\s(:,\[]*(?:(?:is|are) )?{_PERCENT}", re.IGNORECASE)
    return any(map(told.search, all_words(case)))


def _origins(case: Case, site: Site, given: ast.expr) -> Iterator[tuple[Site, ast.expr]]:
    """Yield where a value is put under its key, or is given its name."""
    bound = case.binding(site, given)
    if bound is not None and isinstance(literal(bound.value), int | float):
        yield bound.site, bound.value
    if not isinstance(given, ast.Subscript):
        return
    name = last_name(given)
    for cell in case.failure.flow.order(case.failure.cell):
        text = case.code(cell)
        for node in text.nodes(ast.AST):
            pairs: list[tuple[object, ast.expr]] = []
            if isinstance(node, ast.Dict):
                pairs = [(literal(k), v) for k, v in zip(node.keys, node.values, strict=True)]
            elif isinstance(node, ast.Call) and callee_of(node) == "dict":
                pairs = [(word.arg, word.value) for word in node.keywords]
            for key, value in pairs:
                if key == name:
                    yield Site(cell, text, value.lineno), value
