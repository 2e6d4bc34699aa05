"""Lists of texts that are reckoned with as numbers."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.namespace import Path

_OF_TEXTS = re.compile(
    r"unsupported operand type\(s\) for .*'str'|can only concatenate str"
    r"|not supported between instances of .*'str'|type 'str' to numerator"
    r"|must be real number, not str|dtype\('<U\d+'\)"
)
_BUILTIN = frozenset({"max", "min", "sum"})
_OF_MODULES = frozenset(
    {"amax", "amin", "average", "fmean", "max", "mean", "median", "min", "ptp", "pstdev",
     "pvariance", "std", "stdev", "sum", "var", "variance"}
)  # fmt: skip
_MODULES = ("numpy", "statistics")
_PLOTTING = ("matplotlib", "seaborn")
_WHOLE = re.compile(r"\s*[+-]?\d+\s*")
_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*", re.IGNORECASE)
_DATE = re.compile(r"\s*(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*")
_OF_DATES = re.compile(r"(?:^|_)(?:dates?|days?|times?|timestamps?|ids?|codes?|zips?)(?:_|$)")
_MOST = 200  # items that are looked at


async def listed_texts_as_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield the numbers of a list of texts that is summed up, or whose mean is taken."""
    if not case.is_a("TypeError") or not _OF_TEXTS.search(case.error.value):
        return
    for site in case.sites[:1]:
        kinds: dict[str, tuple[str, ...]] = {}
        for call in site.nodes(ast.Call):
            name = _reduced(case, site, call)
            if name is not None and name not in kinds:
                kinds[name] = await _kinds(case, site, call.args[0])
        kinds = {name: found for name, found in kinds.items() if found}
        if not kinds:
            continue
        shown = '" and "'.join(kinds)
        says = f'"{shown}" holds texts, and is used as numbers'
        # One kind for all of them: where any has a fraction, whole numbers are of no use.
        for kind in ("int", "float"):
            if all(kind in found for found in kinds.values()):
                changes = [one for name in kinds for one in _changes(case, site, name, kind)]
                yield repaired(site.cell, site.code, changes, says, "listed_texts")


def _reduced(case: Case, site: Site, call: ast.Call) -> str | None:
    """Return the name of what a call makes one number of."""
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Name):
        return None
    if isinstance(call.func, ast.Name):
        module, _, function = (case.target(site, call.func.id) or "").rpartition(".")
        is_own = not module and call.func.id in _BUILTIN
        return call.args[0].id if is_own or _reduces(module, function) else None
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        module = case.target(site, call.func.value.id) or ""
        return call.args[0].id if _reduces(module, call.func.attr) else None
    return None


def _reduces(module: str, function: str) -> bool:
    return module in _MODULES and function in _OF_MODULES


async def _kinds(case: Case, site: Site, node: ast.expr) -> tuple[str, ...]:
    """Return what the items of a list of texts may be read as; nothing if it is no such list."""
    path = case.path(site, node)
    live = case.variable(path.root) if path is not None else None
    if live is None or _OF_DATES.search(live.name.lower()):
        return ()  # a number does not say what they are
    if live.type != "list" or not 0 < (live.length or 0) <= _MOST:
        return ()
    count = live.length or 0
    items = await case.resolve_all(Path(live.name, (("key", at),)) for at in range(count))
    types = [item.type for item in items]
    if len(types) != count or "str" not in types or not set(types) <= {"str", "int", "float"}:
        return ()
    texts = _written(case, site, node)
    if texts is not None and not _are_numbers(texts):
        return ()
    if texts is not None and len(texts) == count and "float" not in types:
        return ("int",) if all(_WHOLE.fullmatch(text) for text in texts) else ("float",)
    # What the texts say is not known here: whole numbers first, which others do not pass as.
    return ("float",) if "float" in types else ("int", "float")


def _are_numbers(texts: list[str]) -> bool:
    if all(_DATE.fullmatch(text) for text in texts):
        return False
    return all(_NUMBER.fullmatch(text) for text in texts)


def _written(case: Case, site: Site, node: ast.expr) -> list[str] | None:
    """Return the items of a list that is written in the notebook, None where it is not."""
    bound = case.binding(site, node)
    value = bound.value if bound is not None else None
    if isinstance(value, ast.List):
        items = [item.value for item in value.elts if isinstance(item, ast.Constant)]
        return [str(item) for item in items] if len(items) == len(value.elts) else None
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return None
    text = getattr(value.func.value, "value", None)
    marks = [getattr(argument, "value", None) for argument in value.args]
    if value.func.attr != "split" or not isinstance(text, str) or value.keywords:
        return None
    if not marks:
        return text.split()
    return text.split(marks[0]) if len(marks) == 1 and isinstance(marks[0], str) else None


def _changes(case: Case, site: Site, name: str, kind: str) -> list[Change]:
    """Return the change of a list before its first use, or of each of its uses."""
    text = site.code
    calls = [
        call
        for call in sorted(text.nodes(ast.Call), key=text.span)
        if _reduced(case, site, call) == name
    ]
    if len(calls) > 1 and _is_for_numbers(case, site, name):
        first = _top_statement(text, name, calls[0])
        if first is not None:
            start = text.span(first)[0]
            return [((start, start), f"{name} = [{kind}(value) for value in {name}]\n")]
    changes = []
    for call in calls:
        new = f"map({kind}, {name})"
        if not isinstance(call.func, ast.Name) or call.func.id not in _BUILTIN:
            new = f"[{kind}(value) for value in {name}]"
        changes.append((text.span(call.args[0]), new))
    return changes


def _is_for_numbers(case: Case, site: Site, name: str) -> bool:
    """Whether nothing of the notebook from here on needs the texts of a list."""
    cells = case.failure.document.cells
    below = cells[(case.failure.document.index(site.cell) or 0) + 1 :]
    if any(name in case.failure.flow.facts(cell.id).uses for cell in below if cell.type == "code"):
        return False
    taken = {
        id(argument)
        for call in site.code.nodes(ast.Call)
        if _reduced(case, site, call) == name or _takes_numbers(case, site, call)
        for argument in call.args
    }
    return all(
        id(node) in taken
        for node in site.code.nodes(ast.Name)
        if node.id == name and isinstance(node.ctx, ast.Load)
    )


def _takes_numbers(case: Case, site: Site, call: ast.Call) -> bool:
    """Whether a list of numbers does in a call what one of texts does, or better."""
    if isinstance(call.func, ast.Name) and call.func.id in ("len", "print"):
        return True
    root = root_name(call.func)
    target = (case.target(site, root) or "") if root is not None else ""
    return target.partition(".")[0] in (*_MODULES, *_PLOTTING)


def _top_statement(text: Code, name: str, call: ast.Call) -> ast.stmt | None:
    """Return the statement around a list's first use; None where it is not at the cell's top.

    Nor where the list is bound again below, or another statement stands in the same line.
    """
    for statement in text.tree.body:
        start, end = text.span(statement)
        if not start <= text.span(call)[0] < end:
            continue
        bound = [
            node
            for node in text.nodes(ast.Name)
            if node.id == name and isinstance(node.ctx, ast.Store) and text.span(node)[0] >= start
        ]
        return None if bound or start != text.line_span(statement.lineno)[0] else statement
    return None
