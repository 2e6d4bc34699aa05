"""Numbers that a function of mathematics is not made for: roots of negatives, large powers."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.words import told_near

_COMPLEX = re.compile(r"\b(?:complex|imaginary)\b", re.IGNORECASE)
_REAL = re.compile(
    r"\b(?:no|not|only|without|non|skip\w*|ignor\w+|if|when|none|raise|unless)\b[^.;]{0,30}\b(?:complex|imaginary)\b"
    r"|\breal (?:roots?|solutions?) only\b|\bonly (?:the )?real\b|\b(?:complex|imaginary) [^.;]*"
    r"\b(?:skip|ignor|left out|none|not)",
    re.IGNORECASE,
)


async def complex_roots(case: Case) -> AsyncIterator[Repair]:
    """Yield ``cmath.sqrt`` for ``math.sqrt`` of a negative number, where the words say so."""
    is_outside = "math domain error" in case.error.value or "nonnegative" in case.error.value
    if not case.is_a("ValueError") or not is_outside:
        return
    for site in case.sites[:1]:
        told = " ".join([*told_near(case, site), case.failure.goal])
        roots = [call.func for call in site.nodes(ast.Call) if _is_root(case, site, call.func)]
        if not roots or not _COMPLEX.search(told) or _REAL.search(told):
            continue
        name = case.name_of("cmath")
        changes = [(site.code.span(one), f"{name or 'cmath'}.sqrt") for one in roots]
        if name is None:
            changes.append(_imported(case, site, len(roots)))
        says = "the root of a negative number is complex, as the words say"
        yield repaired(site.cell, site.code, changes, says, "complex_root")


def _is_root(case: Case, site: Site, node: ast.expr) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr="sqrt"):
            return case.target(site, module) == "math"
        case ast.Name(id=name):
            return case.target(site, name) == "math.sqrt"
    return False


def _imported(case: Case, site: Site, count: int) -> Change:
    """Return the import of ``cmath``, in the place of that of ``math`` if that is used up."""
    for node in site.code.nodes(ast.Import):
        if [(one.name, one.asname) for one in node.names] == [("math", None)]:
            cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
            if sum(_uses(case.code(cell), "math") for cell in cells) == count:
                return site.code.span(node), "import cmath"
    return inserted_import(site.code, "import cmath")


def _uses(text: Code, name: str) -> int:
    return sum(node.id == name for node in text.nodes(ast.Name))


async def logistic_of_large(case: Case) -> AsyncIterator[Repair]:
    """Yield the other form of ``1 / (1 + exp(-x))`` where ``x`` is far below zero."""
    if not case.is_a("OverflowError"):
        return
    for site in case.sites[:1]:
        statement = site.statement
        for node in site.nodes(ast.BinOp):
            found = _logistic(node)
            if found is None or statement is None:
                continue
            name, function = found[0], site.code.text(found[1])
            if getattr(statement, "value", None) is node and isinstance(statement, ast.Return):
                change = _first(site, statement, name, function)
            else:
                change = _either(site, node, name, function)
            if change is not None:
                says = (
                    f"exp(-{name}) is too large below zero; exp({name}) is not, and tells the same"
                )
                yield repaired(site.cell, site.code, [change], says, "logistic_of_large")


def _first(site: Site, statement: ast.stmt, name: str, function: str) -> Change | None:
    """Return the change that handles numbers below zero before a result is returned."""
    indent = site.code.line(statement.lineno)[: statement.col_offset]
    known = {node.id for node in site.code.nodes(ast.Name, site.inside)}
    other = next((one for one in ("z", "small") if one not in known), None)
    if indent.strip() or other is None:
        return None
    start = site.code.span(statement)[0]
    lines = (
        f"if {name} < 0:",
        f"    {other} = {function}({name})",
        f"    return {other} / (1 + {other})",
        "",
    )
    return (start, start), f"\n{indent}".join(lines)


def _either(site: Site, node: ast.expr, name: str, function: str) -> Change | None:
    """Return the change of an expression to one of two forms, where it is a value by itself."""
    power = f"{function}({name})"
    new = f"{site.code.text(node)} if {name} >= 0 else {power} / (1 + {power})"
    values = [one.body for one in site.nodes(ast.Lambda)]
    values += [one.elt for one in site.nodes(ast.ListComp)]
    values += [one.elt for one in site.nodes(ast.GeneratorExp)]
    if isinstance(site.statement, ast.Assign):
        values.append(site.statement.value)
    return (site.code.span(node), new) if node in values else None


def _logistic(node: ast.expr) -> tuple[str, ast.expr] | None:
    """Return the argument of a logistic function, and its exponential."""
    match node:
        case ast.BinOp(
            left=ast.Constant(value=1 | 1.0),
            op=ast.Div(),
            right=ast.BinOp(left=one, op=ast.Add(), right=other),
        ):
            pass
        case _:
            return None
    for power, unit in ((other, one), (one, other)):
        match power, unit:
            case (
                ast.Call(
                    func=function, args=[ast.UnaryOp(op=ast.USub(), operand=ast.Name(id=name))]
                ),
                ast.Constant(value=1 | 1.0),
            ) if ast.unparse(function).rpartition(".")[2] == "exp":
                return name, function
    return None
