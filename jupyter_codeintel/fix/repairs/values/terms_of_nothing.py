"""Terms of an entropy for what never happens, which are nothing: ``0 * log(0)``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_DOMAIN = re.compile(r"math domain error|expected a positive input")
_LOGARITHMS = ("log", "log10", "log2")


async def terms_of_nothing(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if p > 0`` in a sum of ``p * log(p)``."""
    if not case.is_a("ValueError") or not _DOMAIN.search(case.error.value):
        return
    for site in case.sites[:1]:
        shares = {ast.unparse(one): one for one in _shares(site)}
        if len(shares) != 1:
            continue
        (share,) = shares.values()
        change = _of_items(site, share) or _of_a_step(site, share)
        if change is not None:
            says = "what never happens adds nothing to the sum"
            yield repaired(site.cell, site.code, [change], says, "term_of_nothing")


def _shares(site: Site) -> Iterator[ast.expr]:
    """Yield what is multiplied with a logarithm of itself, or of its quotient by another."""
    for node in site.nodes(ast.BinOp):
        sides = [_plain(node.left), _plain(node.right)]
        for share, log in (sides, sides[::-1]) if isinstance(node.op, ast.Mult) else ():
            if isinstance(log, ast.Call) and callee(log) in _LOGARITHMS and log.args:
                of = log.args[0]
                same = [of, of.left] if isinstance(of, ast.BinOp) else [of]
                if ast.unparse(share) in map(ast.unparse, same):
                    is_part = isinstance(share, ast.BinOp) and isinstance(share.op, ast.Div)
                    yield share.left if is_part else share  # type: ignore[attr-defined]


def _plain(node: ast.expr) -> ast.expr:
    return node.operand if isinstance(node, ast.UnaryOp) else node


def _of_items(site: Site, share: ast.expr) -> Change | None:
    """Return the test of each item of a comprehension that is added up."""
    for call in site.nodes(ast.Call):
        match call.args:
            case [ast.GeneratorExp() | ast.ListComp() as items] if callee_of(call) == "sum":
                own = {name for loop in items.generators for name in _names(loop.target)}
                if own & set(names_in(share)):
                    last = items.generators[-1]
                    end = site.code.span((*last.ifs, last.iter)[-1 if last.ifs else 0])[1]
                    closed = re.match(r"\)*", site.code.source[end : _end(site, items)])
                    end += closed.end() if closed is not None else 0
                    return (end, end), f" if {site.code.text(share)} > 0"
    return None


def _end(site: Site, items: ast.expr) -> int:
    return site.code.span(items)[1] - 1


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _of_a_step(site: Site, share: ast.expr) -> Change | None:
    """Return the test of a step of a loop that adds a term."""
    statement = site.statement
    if not isinstance(statement, ast.AugAssign):
        return None
    if not isinstance(statement.op, ast.Add | ast.Sub):
        return None
    start, margin = site.code.span(statement)[0], " " * statement.col_offset
    if site.code.line(statement.lineno)[: statement.col_offset].strip():
        return None
    return (start, start), f"if {site.code.text(share)} > 0:\n{margin}    "
