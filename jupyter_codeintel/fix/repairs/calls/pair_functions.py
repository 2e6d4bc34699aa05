"""Functions of two values that are given both of them in one pair, also by a pool."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_MISSING = re.compile(r"<lambda>\(\) missing (\d+) required positional arguments?:")
_MISSING_OF = re.compile(
    r"(?P<name>\w+)\(\) missing (?P<count>\d+) required positional arguments?:"
)
_WITH_KEY = ("max", "min", "nlargest", "nsmallest", "sort", "sorted")
_WITH_FUNCTION = ("filter", "map")
_OF_PAIRS = ("enumerate", "items", "most_common", "zip")


async def pairs_in_one(case: Case) -> AsyncIterator[Repair]:
    """Yield ``key=lambda item: item[1]`` for ``key=lambda name, price: price``."""
    match = _MISSING.match(case.error.value)
    if match is None:
        return
    for site in case.sites[:1]:
        found = [
            function
            for function, given in _functions(site)
            if len(function.args.args) == int(match[1]) + 1
            and are_tuples(case, site, given, len(function.args.args))
        ]
        for function in found if len(found) == 1 else ():
            changes = _of_one(site.code, function)
            if changes is not None:
                says = "the function is given each pair as one value"
                yield repaired(site.cell, site.code, changes, says, "pair_in_one")


def _functions(site: Site) -> Iterator[tuple[ast.Lambda, ast.expr]]:
    """Yield the functions that are called with each value of something, and that."""
    for call in site.nodes(ast.Call):
        name = callee(call)
        keys = [word.value for word in call.keywords if word.arg == "key"]
        match call:
            case ast.Call(args=[ast.Lambda() as function, given]) if name in _WITH_FUNCTION:
                yield function, given
            case ast.Call(func=ast.Attribute(value=given)) if name == "sort":
                yield from ((key, given) for key in keys if isinstance(key, ast.Lambda))
            case ast.Call(args=[*_, given]) if name in _WITH_KEY:
                yield from ((key, given) for key in keys if isinstance(key, ast.Lambda))


def are_tuples(case: Case, site: Site, given: ast.expr, size: int, deep: int = 2) -> bool:
    """Whether something surely consists of tuples of a size, as it is written."""
    match given:
        case ast.Name():
            bound = case.binding(site, given)
            return (
                bound is not None
                and deep > 0
                and are_tuples(case, bound.site, bound.value, size, deep - 1)
            )
        case ast.Call(func=ast.Name(id="list" | "sorted" | "reversed"), args=[inner, *_]):
            return are_tuples(case, site, inner, size, deep)
        case ast.Call():
            is_zip = callee_of(given) == "zip"
            return callee(given) in _OF_PAIRS and size == (len(given.args) if is_zip else 2)
        case ast.List(elts=[_, *_] as items) | ast.Tuple(elts=[_, *_] as items):
            return all(_is_tuple(item, size) for item in items)
        case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item):
            return _is_tuple(item, size)
    return False


def _is_tuple(node: ast.expr, size: int) -> bool:
    return isinstance(node, ast.Tuple | ast.List) and len(node.elts) == size


def _of_one(text: Code, function: ast.Lambda) -> list[Change] | None:
    """Return the changes that let a function take its values in one; None if they cannot."""
    given = function.args
    if given.defaults or given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs:
        return None
    places = {one.arg: place for place, one in enumerate(given.args)}
    used = list(text.nodes(ast.Name, function.body))
    names = {node.id for node in used}
    new = next((name for name in ("item", "pair", "entry") if name not in names | {*places}), None)
    read = [node for node in used if node.id in places]
    is_nested = any(isinstance(node, ast.Lambda) for node in ast.walk(function.body))
    if new is None or is_nested or any(text.text(node) != node.id for node in read):
        return None
    whole = text.span(given.args[0])[0], text.span(given.args[-1])[1]
    return [(whole, new), *((text.span(n), f"{new}[{places[n.id]}]") for n in read)]


async def mapped_pairs(case: Case) -> AsyncIterator[Repair]:
    """Yield ``ex.map(power, *zip(*pairs))`` for ``ex.map(power, pairs)``."""
    match = _MISSING_OF.search(case.error.value)
    if match is None:
        return
    for site in case.sites:
        for call in site.nodes(ast.Call):
            if callee(call) not in ("imap", "map") or len(call.args) != 2:
                continue
            function, given = call.args
            is_it = ast.unparse(function).rpartition(".")[2] == match["name"]
            if not is_it or not are_tuples(case, site, given, int(match["count"]) + 1):
                continue
            says = "each tuple holds what the function takes"
            change = site.code.span(given), f"*zip(*{site.code.text(given)})"
            if _is_pool(case, site, call) and isinstance(call.func, ast.Attribute):
                end = site.code.span(call.func)[1]
                change = (end - len(callee(call)), end), "starmap"
            yield repaired(site.cell, site.code, [change], says, "mapped_pairs")


def _is_pool(case: Case, site: Site, call: ast.Call) -> bool:
    """Whether processes of ``multiprocessing`` do it, which know tuples of arguments."""
    owner = getattr(call.func, "value", None)
    if not isinstance(owner, ast.Name):
        return False
    bound = case.binding(site, owner)
    made = [bound.value] if bound is not None else []
    made += [
        item.context_expr
        for node in site.code.nodes(ast.With)
        for item in node.items
        if item.optional_vars is not None and ast.unparse(item.optional_vars) == owner.id
    ]
    return any(callee_of(one) in ("Pool", "ThreadPool") for one in made)
