"""Equations that take time and state the other way round than their solver gives them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, loads
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_A_NUMBER = re.compile(
    r"cannot unpack non-iterable (?:numpy\.)?float|'(?:numpy\.)?float(?:64)?' object is not "
    r"(?:subscriptable|iterable)|invalid index to scalar variable"
)
_TIMES = {"solve_ivp": 0, "odeint": 1}
"""The place of the time among what a solver of ``scipy.integrate`` gives to an equation."""


async def times_for_states(case: Case) -> AsyncIterator[Repair]:
    """Yield time and state in the order of the solver, where the time is taken apart."""
    if _A_NUMBER.search(case.error.value) is None:
        return
    for site in case.sites:
        function, statement = site.inside, site.statement
        if function is None or statement is None:
            continue
        taken = [*function.args.posonlyargs, *function.args.args][:2]
        for cell, text, call in _solved(case, function.name) if len(taken) > 1 else ():
            time, state = (taken[place] for place in _places(call))
            if time.arg not in loads(statement) or state.arg in loads(statement):
                continue
            if callee(call) == "odeint":
                end = text.span(call)[1] - 1
                changes, where, told = [((end, end), ", tfirst=True")], cell, text
            else:
                spans = site.code.span(time), site.code.span(state)
                parts = site.code.text(state), site.code.text(time)
                changes, where, told = list(zip(spans, parts, strict=True)), site.cell, site.code
            says = f'{callee(call)}() gives "{function.name}" time and state the other way round'
            yield repaired(where, told, changes, says, "times_for_states")
        return


def _places(call: ast.Call) -> tuple[int, int]:
    """Return the places of the time and of the state."""
    time = _TIMES[callee(call)]
    return time, 1 - time


def _solved(case: Case, name: str) -> Iterator[tuple[str, Code, ast.Call]]:
    """Yield the one call by which an equation is solved, if nothing else calls it."""
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    calls = [(cell, case.code(cell), call) for cell in cells
             for call in case.code(cell).nodes(ast.Call)]  # fmt: skip
    solving = [one for one in calls if callee(one[2]) in _TIMES and _is_given(one[2], name)]
    is_called = any(callee(call) == name for _, _, call in calls)
    options = {word.arg for _, _, call in solving for word in call.keywords}
    if len(solving) == 1 and not is_called and "tfirst" not in options:
        yield from solving


def _is_given(call: ast.Call, name: str) -> bool:
    named = [word.value for word in call.keywords if word.arg in ("func", "fun")]
    given = next(iter([*call.args[:1], *named]), None)
    return isinstance(given, ast.Name) and given.id == name
