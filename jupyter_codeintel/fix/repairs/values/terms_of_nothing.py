"""Terms of an entropy for what never happens, which are nothing: ``0 * log(0)``."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import can_take_lines, line_above

_DOMAIN = re.compile(
    r"math domain error|expected a positive input"
    r"|(?:divide by zero|invalid value) encountered in (?:log\w*|multiply)"
)
_ERRORS = ("ValueError", "FloatingPointError", "RuntimeWarning")
_LOGARITHMS = ("log", "log10", "log2")


async def terms_of_nothing(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if p > 0`` in a sum of ``p * log(p)``."""
    if not case.is_a(*_ERRORS) or not _DOMAIN.search(case.error.value):
        return
    for site in case.sites[:1]:
        shares = {ast.unparse(one): one for one in _shares(site)}
        if len(shares) != 1:
            continue
        (share,) = shares.values()
        change = _of_items(site, share) or _of_a_step(site, share)
        changes = [change] if change is not None else _of_an_array(case, site, share)
        if changes:
            says = "what never happens adds nothing to the sum"
            yield repaired(site.cell, site.code, changes, says, "term_of_nothing")


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


def _of_an_array(case: Case, site: Site, share: ast.expr) -> list[Change]:
    """Return the changes that leave the zeros of an array out of a sum of all its terms."""
    sums = [call for call in site.nodes(ast.Call) if callee(call) in ("nansum", "sum")]
    is_numpy = not case.is_a("ValueError")
    if not is_numpy or not sums or not isinstance(share, ast.Name) or not can_take_lines(site):
        return []
    if not any(_is_summed(call, share.id) for call in sums):
        return []
    scope = site.inside or site.code.tree
    own = {node for node in ast.walk(site.statement or scope) if isinstance(node, ast.Name)}
    uses = [node for node in site.code.nodes(ast.Name, scope) if node.id == share.id]
    is_read = any(isinstance(node.ctx, ast.Load) and node not in own for node in uses)
    if not is_read:
        return [line_above(site, f"{share.id} = {share.id}[{share.id} > 0]")]
    known = {node.id for node in site.code.nodes(ast.Name)}
    if "positive" in known:
        return []
    changes = [line_above(site, f"positive = {share.id}[{share.id} > 0]")]
    return changes + [(site.code.span(node), "positive") for node in uses if node in own]


def _is_summed(call: ast.Call, share: str) -> bool:
    """Whether a call adds up terms of one array, and of no other."""
    own = call.func.value if isinstance(call.func, ast.Attribute) else call
    summed = call.args[0] if call.args else own
    names = {node.id for node in ast.walk(summed) if isinstance(node, ast.Name)}
    modules = {node.value.id for node in ast.walk(summed)
               if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)}  # fmt: skip
    has_options = len(call.args) > 1 or bool(call.keywords)
    return names - modules == {share} and not has_options
