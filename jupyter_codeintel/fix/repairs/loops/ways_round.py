"""Recursions over tables whose links lead back, where each is to be visited once."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top
from jupyter_codeintel.fix.repairs.words import all_words

_ONCE = re.compile(
    r"\b(?:only once|(?:counted|visited|listed|each|every)(?: \w+){0,3} once|symlinks?"
    r"|links? (?:back|up|to the top)|(?:lead|leads|point|points|come|comes) back|cycl(?:es?|ic)"
    r"|circular|already (?:counted|seen|visited)|reachable)\b"
)
_NO_CYCLES = re.compile(r"\b(?:no cycles?|without cycles?|acyclic|must not (?:be )?(?:cycl|circ))")
_EMPTY = {"0", "0.0", "[]", "set()", "{}", "()"}
_NAMES = ("seen", "visited", "been_there")
_SAYS = "the links lead back to what was visited already, and each is to be there once"


async def ways_round(case: Case) -> AsyncIterator[Repair]:
    """Yield a set of what was seen for a recursion that goes round, where the words ask for it."""
    words = " ".join(" ".join(all_words(case)).lower().split())
    if not case.is_a("RecursionError") or not _ONCE.search(words) or _NO_CYCLES.search(words):
        return
    for site in case.sites:
        function = site.inside
        if not isinstance(function, ast.FunctionDef):
            continue
        changes = list(_with_seen(site.code, function))
        if changes and any(map(_goes_round, _tables(case))):
            yield repaired(site.cell, site.code, changes, _SAYS, "way_round")
        return


def _with_seen(text: Code, function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the changes after which a function of one thing remembers where it has been."""
    given = function.args
    calls = [one for one in text.nodes(ast.Call, function) if callee(one) == function.name]
    nothing = _nothing(function)
    used = {node.id for node in text.nodes(ast.Name)}
    seen = next((one for one in _NAMES if one not in used), None)
    is_plain = len(given.args) == 1 and not (given.vararg or given.kwarg or given.kwonlyargs)
    are_plain = all(len(one.args) == 1 and not one.keywords
                    and isinstance(one.func, ast.Name) for one in calls)  # fmt: skip
    if not (calls and is_plain and are_plain) or nothing is None or seen is None:
        return
    if function.body[0].lineno == function.lineno:
        return
    name = given.args[0]
    end = text.span(name)[1]
    yield (end, end), f", {seen}=None"
    yield at_the_top(
        text,
        function,
        [
            f"{seen} = set() if {seen} is None else {seen}",
            f"if {name.arg} in {seen}:",
            f"    return {nothing}".rstrip(),
            f"{seen}.add({name.arg})",
        ],
    )
    for call in calls:
        end = text.span(call.args[0])[1]
        yield (end, end), f", {seen}"


def _nothing(function: ast.FunctionDef) -> str | None:
    """Return what a function returns of nothing: what it adds to at first, or an empty sum."""
    ends = [one for one in ast.walk(function) if isinstance(one, ast.Return)]
    if not ends:
        return ""
    value = ends[-1].value if len(ends) == 1 else None
    if isinstance(value, ast.Name):
        starts = [ast.unparse(one.value) for one in function.body if isinstance(one, ast.Assign)
                  and ast.unparse(one.targets[0]) == value.id]  # fmt: skip
        return starts[0] if len(starts) == 1 and starts[0] in _EMPTY else None
    match value:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            parts = {callee_of(left), callee_of(right)}
            is_list = isinstance(left, ast.List)
            return "0" if "sum" in parts and not is_list else None
        case ast.Call() if callee(value) == "sum" and len(value.args) == 1:
            return "0"
    return None


def _tables(case: Case) -> Iterator[dict[object, object]]:
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        for node in case.code(cell).nodes(ast.Dict):
            table = literal(node)
            if isinstance(table, dict) and len(table) > 1:
                yield table


def _goes_round(table: dict[object, object]) -> bool:
    """Whether something in a table leads back to itself over others."""
    below = {key: {one for one in _leaves(value) if one in table} for key, value in table.items()}
    for first, others in below.items():
        waiting, known = list(others - {first}), set[object]()
        while waiting:
            one = waiting.pop()
            if one == first:
                return True
            if one not in known:
                known.add(one)
                waiting += below[one]
    return False


def _leaves(value: object) -> Iterator[object]:
    """Yield what a table's entry leads to, however it is told."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple | set):
        for one in value:
            yield from _leaves(one)
    else:
        yield value
