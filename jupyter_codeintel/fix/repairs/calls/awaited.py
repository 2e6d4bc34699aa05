"""Coroutines in a notebook, where a loop runs already: they are awaited."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_RUNNING = re.compile(
    r"asyncio\.run\(\) cannot be called from a running event loop"
    r"|(?:this|another|the) (?:event )?loop is(?: already)? running",
    re.IGNORECASE,
)
_COROUTINE = re.compile(r"\bcoroutine\b(?!.*(?:was expected|is required))|_GatheringFuture")
_ASYNC_LOOP = "'async_generator' object is not iterable"
_GATHERS_NONE = ("unhashable type: 'list'", "a coroutine or an awaitable is required")
_OF_LOOPS = ("get_event_loop", "get_running_loop", "new_event_loop", "set_event_loop")
_CLOSER = (ast.Attribute, ast.Subscript, ast.Call, ast.Await)
"""What holds its parts closer than ``await`` does."""


async def awaited_runs(case: Case) -> AsyncIterator[Repair]:
    """Yield ``await main()`` for ``asyncio.run(main())``, as a notebook has a loop already."""
    if not case.is_a("RuntimeError") or not _RUNNING.search(case.error.value):
        return
    for site in case.sites[:1]:
        if site.function != "<module>" and not isinstance(site.inside, ast.AsyncFunctionDef):
            continue
        runs = [call for call in _calls_here(site.code, site.inside) if _is_run(call)]
        if site.statement is None or not any(call in site.nodes(ast.Call) for call in runs):
            continue
        changes = [_awaited(site.code, call, call.args[0]) for call in runs]
        changes += _loops_left_over(case, site, runs) if site.inside is None else []
        says = "the loop of a notebook runs already: a coroutine is awaited in it"
        yield repaired(site.cell, site.code, changes, says, "awaited_run")


async def awaited_coroutines(case: Case) -> AsyncIterator[Repair]:
    """Yield the ``await`` that a coroutine lacks whose result is used."""
    if not case.is_a("TypeError", "AttributeError") or not _COROUTINE.search(case.error.value):
        return
    names = _coroutines(case)
    says = "a coroutine gives its result only where it is awaited"
    for site in case.sites[:1]:
        found: dict[str, list[Change]] = {}
        for text, cell, within in _origins(case, site):
            waiting = [call for call in _unawaited(text, within) if callee(call) in names]
            for call in waiting:
                found.setdefault(cell, []).append(_awaited(text, call, call))
        for cell, changes in list(found.items())[:1] if len(found) == 1 else ():
            yield repaired(cell, case.code(cell), changes, says, "awaited_coroutine")


async def gathered_lists(case: Case) -> AsyncIterator[Repair]:
    """Yield ``gather(*tasks)`` where a list of coroutines is gathered as if it were one."""
    if not any(sign in case.error.value for sign in _GATHERS_NONE):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            match call:
                case ast.Call(func=ast.Attribute(attr="gather"), args=[one]) if isinstance(
                    one, ast.Name | ast.ListComp | ast.GeneratorExp
                ):
                    start = site.code.span(one)[0]
                    says = '"gather" takes each coroutine by itself'
                    change = (start, start), "*"
                    yield repaired(site.cell, site.code, [change], says, "gathered_list")


async def asynchronous_loops(case: Case) -> AsyncIterator[Repair]:
    """Yield ``async for`` where a loop goes through what is made asynchronously."""
    if _ASYNC_LOOP not in case.error.value:
        return
    for site in case.sites[:1]:
        if site.function != "<module>" and not isinstance(site.inside, ast.AsyncFunctionDef):
            continue
        loops = [loop for loop in site.loops if not getattr(loop, "is_async", False)]
        for loop in loops[:1] if len(loops) == 1 else ():
            start = site.code.span(loop if isinstance(loop, ast.For) else loop.target)[0]
            if not isinstance(loop, ast.For):
                start = site.code.source.rindex("for", 0, start)
            says = "what is made asynchronously is gone through with async for"
            change = (start, start), "async "
            yield repaired(site.cell, site.code, [change], says, "async_loop")


def _calls_here(text: Code, function: ast.AST | None) -> Iterator[ast.Call]:
    """Yield the calls of a cell, or of a function, without those in other functions."""
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    waiting = list(ast.iter_child_nodes(function or text.tree))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, inner):
            waiting += ast.iter_child_nodes(node)


def _is_run(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="asyncio"), attr="run"), args=[_]):
            return True
        case ast.Call(func=ast.Attribute(attr="run_until_complete"), args=[_]):
            return True
    return False


def _awaited(text: Code, call: ast.Call, inner: ast.expr) -> Change:
    parents = (node for node in text.nodes(ast.expr) if call in ast.iter_child_nodes(node))
    parent = next(parents, None)
    is_held = isinstance(parent, _CLOSER) and not _is_argument(parent, call)
    new = f"await {text.text(inner)}"
    return text.span(call), f"({new})" if is_held else new


def _is_argument(parent: ast.expr, node: ast.expr) -> bool:
    if isinstance(parent, ast.Subscript):
        return parent.slice is node
    return isinstance(parent, ast.Call) and parent.func is not node


def _loops_left_over(case: Case, site: Site, runs: list[ast.Call]) -> list[Change]:
    """Return the changes that drop the lines about a loop which nothing asks any more."""
    names = {call.func.value.id for call in runs  # type: ignore[attr-defined]
             if isinstance(getattr(call.func, "value", None), ast.Name)} - {"asyncio"}  # fmt: skip
    own = [node for node in site.code.tree.body if _is_about_loop(node, names)]
    used = [n for n in site.code.nodes(ast.Name) if n.id in names]
    gone = {id(node) for one in (*own, *(call.func for call in runs)) for node in ast.walk(one)}
    if any(id(node) not in gone for node in used) or len({node.lineno for node in own}) < len(own):
        return []
    ends = [site.code.line_span(node.end_lineno or node.lineno)[1] for node in own]
    spans = [(site.code.span(node)[0], end) for node, end in zip(own, ends, strict=True)]
    return [
        ((start, end + 1) if end < len(site.code.source) else (max(start - 1, 0), end), "")
        for start, end in spans
    ]


def _is_about_loop(node: ast.stmt, names: set[str]) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name in names and callee_of(value) in _OF_LOOPS
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr))):
            return (name in names and attr == "close") or attr == "set_event_loop"
    return False


def _coroutines(case: Case) -> set[str]:
    """Return the names of the notebook's coroutines."""
    cells = (*case.failure.flow.order(case.failure.cell), case.failure.cell)
    kinds: dict[str, set[bool]] = {}
    for cell in cells:
        for node in case.code(cell).nodes(ast.stmt):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                kinds.setdefault(node.name, set()).add(isinstance(node, ast.AsyncFunctionDef))
    names = {name for name, found in kinds.items() if found == {True}}
    return names | {"gather"} if "_GatheringFuture" in case.error.value else names


def _origins(case: Case, site: Site) -> Iterator[tuple[Code, str, ast.AST]]:
    """Yield the expressions at a place, and those of its names, where one may await."""
    if site.statement is None:
        return
    for node in ast.iter_child_nodes(site.statement):
        if _may_await(site, node) and not isinstance(node, ast.stmt):
            yield site.code, site.cell, node
    for _, bound in bindings_at(case.failure, site):
        if _may_await(bound.site, bound.value):
            yield bound.code, bound.cell, bound.value


def _may_await(site: Site, node: ast.AST) -> bool:
    is_lazy = any(isinstance(one, ast.Lambda | ast.GeneratorExp) for one in ast.walk(node))
    return not is_lazy and not isinstance(site.inside, ast.FunctionDef)


def _unawaited(text: Code, within: ast.AST) -> list[ast.Call]:
    """Return the calls that are not awaited, nor given to another one."""
    kept = {
        id(child)
        for node in ast.walk(within)
        if isinstance(node, ast.Await) or (isinstance(node, ast.Call) and _takes_coroutines(node))
        for child in ast.walk(node)
        if child is not node
    }
    return [call for call in text.nodes(ast.Call, within) if id(call) not in kept]


def _takes_coroutines(call: ast.Call) -> bool:
    return callee(call) in ("create_task", "ensure_future", "gather", "run", "wait", "wait_for")
