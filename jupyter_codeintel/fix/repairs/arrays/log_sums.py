"""Logarithms of sums of exponentials that are too small or too large for numbers."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.ways import option

_BEYOND = re.compile(
    r"underflow encountered in exp|overflow encountered in exp|divide by zero encountered in log"
    r"|math range error|math domain error|expected a positive input|contains? (?:NaN|inf)"
    r"|-inf\b|invalid value encountered in subtract",
    re.IGNORECASE,
)
_ARRAYS = ("np", "numpy")
_LARGEST = ("amax", "max", "nanmax")
_SAYS = "the largest term is taken out of the sum, and its logarithm is added again"


async def shifted_log_sums(case: Case) -> AsyncIterator[Repair]:
    """Yield ``m + np.log(np.exp(x - m).sum())`` for ``np.log(np.exp(x).sum())``."""
    if not case.is_a("AssertionError") and not _BEYOND.search(case.error.value):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [
        (cell, change)
        for cell in cells
        for call in case.code(cell).nodes(ast.Call)
        if callee_of(call) == "log" and len(call.args) == 1 and not call.keywords
        if (change := _changed(case.code(cell), call)) is not None
    ]
    if len(found) == 1:
        cell, change = found[0]
        yield repaired(cell, case.code(cell), [change], _SAYS, "shifted_log_sum")


def _changed(text: Code, log: ast.Call) -> Change | None:
    """Return the change of a logarithm of a sum of exponentials."""
    owner, new = root(log.func), None
    match log.args[0]:
        case ast.Call(func=ast.Attribute(value=ast.Call() as powers, attr="sum")) as total:
            if callee_of(powers) == "exp":
                new = _of_array(text, owner, total, powers, 0)
        case ast.Call(args=[ast.Call() as powers, *_]) as total:
            if callee_of(total) == "sum" and callee_of(powers) == "exp":
                new = _of_array(text, owner, total, powers, 1)
        case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp() | ast.ListComp() as each]):
            new = _of_each(text, log, each)
    if new is None:
        return None
    return text.span(log), new if _is_alone(text, log) else f"({new})"


def _is_alone(text: Code, log: ast.Call) -> bool:
    """Whether a logarithm is all that a name is set to, or that is given back."""
    return any(
        node.value is log
        for node in text.nodes(ast.stmt)
        if isinstance(node, ast.Assign | ast.Return)
    )


def _of_array(text: Code, owner: str, total: ast.Call, powers: ast.Call, place: int) -> str | None:
    """Return the sum of an array, or of its rows, without the largest of each."""
    if owner not in _ARRAYS or len(powers.args) != 1 or _is_shifted(powers.args[0]):
        return None
    axis = option(total, "axis", place)
    others = [word for word in total.keywords if word.arg != "axis"]
    if others or (axis is not None and not isinstance(literal(axis), int)):
        return None
    given = text.text(powers.args[0])
    by = f", axis={literal(axis)}" if axis is not None else ""
    kept = f"{by}, keepdims=True" if by else ""
    start, end = text.span(powers.args[0])
    first, last = text.span(total)
    inner = (
        text.source[first:start] + f"{_open(powers.args[0], given)} - {owner}.max({given}{kept})"
    )
    inner += text.source[end:last]
    return f"{owner}.max({given}{by}) + {owner}.log({inner})"


def _open(node: ast.expr, given: str) -> str:
    """Return an expression that something can be taken away from."""
    is_loose = isinstance(node, ast.BoolOp | ast.Compare | ast.IfExp | ast.Lambda)
    return f"({given})" if is_loose else given


def _is_shifted(node: ast.expr) -> bool:
    """Whether something is already taken away, the largest or what is called so."""
    names = {callee_of(one) for one in ast.walk(node)}
    names |= {one.id.lower() for one in ast.walk(node) if isinstance(one, ast.Name)}
    return any(word in name for name in names for word in (*_LARGEST, "top", "shift", "largest"))


def _of_each(text: Code, log: ast.Call, each: ast.GeneratorExp | ast.ListComp) -> str | None:
    """Return the sum over a loop without the largest of its terms."""
    powers = each.elt
    if not isinstance(powers, ast.Call) or callee_of(powers) != "exp" or len(powers.args) != 1:
        return None
    is_plain = len(each.generators) == 1 and isinstance(
        each.generators[0].iter, ast.Name | ast.Call | ast.Attribute
    )
    if not is_plain or _is_shifted(powers.args[0]) or callee_of(each.generators[0].iter) == "map":
        return None
    given = text.text(powers.args[0])
    end = text.span(powers)[1]
    rest = text.source[end : text.span(each)[1]].rstrip(")]").strip()
    rest += ")" * (rest.count("(") - rest.count(")"))
    largest = f"max({given} {rest})"
    power = f"{text.text(powers.func)}({given} - {largest})"
    return f"{largest} + {text.text(log.func)}(sum({power} {rest}))"
