"""First values of recursions that count down: a start that has a name, or ways to do nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, loads
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near

_START = re.compile(
    r"(?:^|_)(?:begin(?:ning)?|init(?:ial)?|opening|principal|start(?:ing)?)(?:_|$)|\w_?0$"
)
_TOLD = re.compile(
    r"\b(?:begins?|began|start(?:s|ed|ing)?) (?:at|from|off with|out with|with) "
    r"(?:only |just |exactly )?(\d+(?:\.\d+)?)(?!\d|[.,:]\d| ?%)"
    r"|\binitial(?:ly)?(?: \w+)? (?:of |is |at |= ?)?(\d+(?:\.\d+)?)(?!\d|[.,:]\d| ?%)"
)
_FROM_ONE = re.compile(
    r"\b(?:day|generation|hour|level|month|period|round|stage|step|term|week|year)s? (?:1|one) "
    r"(?:begins|has|is|starts|was)\b|\b(?:in|of|on) the first \w+|\bfirst (?:term|value|one)\b"
    r"|\bstart(?:s|ing)? (?:at|from|in|with) (?:day|generation|hour|month|term|week|year) "
    r"|\w_?[({]?1[)}]? ?="
)
_WAYS = re.compile(r"\b(?:ways?|climb|hops?|jumps?|stair\w*|compositions?|tilings?|dominos?)\b")
_PAIRS = re.compile(r"\b(?:fib\w*|rabbits?)\b")
_BRANCHES = (ast.If, ast.IfExp, ast.BoolOp, ast.While, ast.For, ast.Try, ast.Match)


async def starts_of_recursions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if year == 0: return START`` of a recursion that has a start and does not end."""
    for site in case.sites[:1] if case.is_a("RecursionError") else ():
        function = site.inside
        if not isinstance(function, ast.FunctionDef) or _has_branches(function):
            continue
        calls = _own_calls(function)
        name = _counted(function, calls[0]) if len(calls) == 1 else None
        if name is None or _FROM_ONE.search(words_near(case, site)):
            continue
        start = _carried(function, calls[0], name) or _start(case, site, function)
        if start is not None:
            first = function.body[ast.get_docstring(function) is not None :][0]
            place, margin = site.code.span(first)[0], " " * first.col_offset
            line = f"if {name} == 0:\n{margin}    return {start}\n{margin}"
            says = f'"{function.name}" calls itself without end; it starts from {start}'
            yield repaired(site.cell, site.code, [((place, place), line)], says, "base_case")


def _has_branches(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, _BRANCHES) for node in ast.walk(function))


def _own_calls(function: ast.FunctionDef) -> list[ast.Call]:
    return [node for node in ast.walk(function) if callee_of(node) == function.name]  # type: ignore[misc]


def _counted(function: ast.FunctionDef, call: ast.Call) -> str | None:
    """Return the one parameter that a call of itself is given less by one."""
    names = [one.arg for one in function.args.args]
    if len(call.args) > len(names) or call.keywords or not isinstance(call.func, ast.Name):
        return None
    found = [name for name, given in zip(names, call.args, strict=False)
             if ast.unparse(given) == f"{name} - 1"]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _carried(function: ast.FunctionDef, call: ast.Call, counted: str) -> str | None:
    """Return the parameter that a result is made in, of a function that only calls itself."""
    last = function.body[-1]
    names = [one.arg for one in function.args.args]
    if not isinstance(last, ast.Return) or len(call.args) != len(names):
        return None
    given = dict(zip(names, call.args, strict=True))
    if last.value is call:
        others = [one for one in names if one != counted and ast.unparse(given[one]) != one]
        made = [one for one in others if one in loads(given[one])]
        return made[0] if len(made) == 1 else None
    read = [node.id for node in ast.walk(function) if isinstance(node, ast.Name)]
    carried = [one for one in names if ast.unparse(given[one]) == one and read.count(one) == 1]
    same = [one for one in carried if _START.search(one)]
    return same[0] if len(same) == 1 else None


def _start(case: Case, site: Site, function: ast.FunctionDef) -> str | None:
    """Return the number that a notebook sets as a start and does not use, or that it tells."""
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    read = {name for text in cells for name in loads(text.tree)}
    found = {
        target.id
        for text in cells
        for node in text.tree.body
        if isinstance(node, ast.Assign) and isinstance(literal(node.value), int | float)
        for target in node.targets
        if isinstance(target, ast.Name) and _START.search(target.id.lower())
    }
    unused = found - read
    if found:
        return unused.pop() if len(unused) == 1 else None
    if len(function.args.args) != 1:
        return None
    told = {first or other for first, other in _TOLD.findall(words_near(case, site))}
    return told.pop() if len(told) == 1 else None


async def nothing_in_one_way(case: Case) -> AsyncIterator[Repair]:
    """Yield ``if n <= 1`` for ``n == 1`` where steps of two go past the end, as 0 has one way."""
    for site in case.sites[:1] if case.is_a("RecursionError") else ():
        function = site.inside
        if not isinstance(function, ast.FunctionDef) or len(function.args.args) != 1:
            continue
        name, ends = function.args.args[0].arg, list(_ends(function))
        taken = {ast.unparse(one.args[0]) for one in _own_calls(function) if len(one.args) == 1}
        if len(ends) != 1 or len(_own_calls(function)) != len(taken) or not _is_summed(function):
            continue
        test, value = ends[0]
        shown = (ast.unparse(test), literal(value))
        words = f"{words_near(case, site)} {function.name.lower().replace('_', ' ')}"
        steps = [one.removeprefix(f"{name} - ") for one in sorted(taken)]
        changes: list[Change] = []
        if _PAIRS.search(words) and steps == ["1", "2"]:
            if shown in ((f"{name} == 1", 1), (f"{name} == 0", 0)):
                changes = [(site.code.span(test), f"{name} < 2"), (site.code.span(value), name)]
        elif _WAYS.search(words) and shown == (f"{name} == 1", 1):
            changes = list(_of_ways(site, function, test, steps))
        if changes:
            says = "a step of two goes past the end"
            yield repaired(site.cell, site.code, changes, says, "end_stepped_over")


def _ends(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the tests of a function that compare, and what it returns then."""
    for node in ast.walk(function):
        match node:
            case ast.If(test=ast.Compare() as test, body=[ast.Return(value=ast.expr() as value)]):
                yield test, value
            case ast.IfExp(test=test, body=value):
                yield test, value
            case ast.If(test=ast.BoolOp() as test):
                yield test, test


def _is_summed(function: ast.FunctionDef) -> bool:
    """Whether results of the function itself are added up, with nothing else."""
    calls = _own_calls(function)
    sums = [node for node in ast.walk(function) if isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Add)]  # fmt: skip
    parts = [side for node in sums for side in (node.left, node.right)]
    return all(
        isinstance(one, ast.BinOp) or (isinstance(one, ast.Call) and callee(one) == function.name)
        for one in parts
    ) and all(call in parts for call in calls)


def _of_ways(
    site: Site, function: ast.FunctionDef, test: ast.expr, steps: list[str]
) -> Iterator[Change]:
    """Yield the changes that make one way of nothing, and none of less."""
    name = function.args.args[0].arg
    if steps == ["1", "2"]:
        yield site.code.span(test), f"{name} <= 1"
    elif steps == ["1", "2", "3"] and isinstance(first := function.body[0], ast.If):
        start, margin = site.code.span(first)[0], " " * first.col_offset
        yield (start, start), f"if {name} < 0:\n{margin}    return 0\n{margin}"
        yield site.code.span(test), f"{name} <= 1"
