"""Equations that take time and state the other way round than their solver gives them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, loads
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_A_NUMBER = re.compile(
    r"cannot unpack non-iterable (?:numpy\.)?float|'(?:numpy\.)?float(?:64)?' object is not "
    r"(?:subscriptable|iterable)|invalid index to scalar variable"
)
_TIMES = {"solve_ivp": 0, "odeint": 1}
"""The place of the time among what a solver of ``scipy.integrate`` gives to an equation."""


_NO_TUPLE = re.compile(
    r"^Extra arguments must be in a tuple|^Supplied 'args' cannot be unpacked", re.IGNORECASE
)
_TOO_SHORT = re.compile(r"array returned by func \((\d+)\) does not match the size of y0 \((\d+)\)")
_RATES = ("d{}", "d{}dt", "d{}_dt", "{}_dot", "{}dot", "dot_{}", "{}_prime", "d_{}")
"""What the derivative of a state is called."""


async def tuples_of_extras(case: Case) -> AsyncIterator[Repair]:
    """Yield ``args=(r,)`` for ``args=(r)``, and the tuple of a list."""
    if not _NO_TUPLE.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            for word in call.keywords if callee(call) in _TIMES else ():
                new = _as_tuple(case, site, word.value)
                if word.arg == "args" and new:
                    says = "further arguments stand in a tuple, also one alone: the comma makes it"
                    change = site.code.span(word), f"args={new}"
                    yield repaired(site.cell, site.code, [change], says, "tuple_of_extras")


def _as_tuple(case: Case, site: Site, value: ast.expr) -> str:
    """Return the tuple of one argument, or of a list; nothing where it may be either."""
    shown = site.code.text(value)
    if isinstance(value, ast.List):
        inner = shown[1:-1].strip().removesuffix(",")
        return f"({inner}{',' if len(value.elts) == 1 else ''})" if value.elts else ""
    if isinstance(value, ast.Name):
        live = case.variable(value.id) if case.path(site, value) is not None else None
        if live is not None and live.type == "list":
            return f"tuple({shown})"
        is_one = live is not None and live.type.rpartition(".")[2] in _NUMBERS
        start = site.code.span(value)[0]
        return f"({shown},)" if is_one or site.code.source[start - 1] == "(" else ""
    is_number = isinstance(value, ast.Constant | ast.BinOp | ast.UnaryOp | ast.Dict)
    return f"({shown},)" if is_number else ""


_NUMBERS = ("dict", "float", "float64", "int", "int64")


async def rates_of_all_states(case: Case) -> AsyncIterator[Repair]:
    """Yield ``return [dx, dv]`` for ``return dv`` of an equation of ``x`` and ``v``."""
    match = _TOO_SHORT.search(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            name = getattr(call.args[0], "id", "") if call.args else ""
            if callee(call) not in _TIMES or not name:
                continue
            cell = case.failure.flow.defining_cells([name], before=site.cell).get(name, site.cell)
            for function in case.code(cell).nodes(ast.FunctionDef):
                rates = _rates(function, int(match[2])) if function.name == name else None
                if rates is not None:
                    end, names = rates
                    says = f'"{name}" is to return how each of its states changes'
                    change = case.code(cell).span(end), f"[{', '.join(names)}]"
                    yield repaired(cell, case.code(cell), [change], says, "rates_of_states")


def _rates(function: ast.FunctionDef, count: int) -> tuple[ast.expr, list[str]] | None:
    """Return what an equation returns, and the changes of its states that it works out."""
    ends = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    given = {one.arg for one in function.args.args}
    made, states = set(), []
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]):
                made.add(name)
            case ast.Assign(targets=[ast.Tuple(elts=parts)], value=ast.Name(id=of)) if of in given:
                states.append([ast.unparse(part) for part in parts])
    if len(ends) != 1 or ends[0] is None or len(states) != 1 or len(states[0]) != count:
        return None
    found = [[one for one in made if one in _called(state)] for state in states[0]]
    if any(len(names) != 1 for names in found):
        return None
    rates = [names[0] for names in found]
    return (ends[0], rates) if loads(ends[0]) <= set(rates) else None


def _called(state: str) -> list[str]:
    return [form.format(name) for form in _RATES for name in (state, state.capitalize())]


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
