"""Results of groups that become columns: with the frame's own index, or with names."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_OTHER_INDEX = "incompatible index of inserted column with frame index"
_WINDOWS = ("ewm", "expanding", "rolling")


async def results_for_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``.reset_index(level=0, drop=True)`` where the groups stand in the index too.

    What is applied to one column of the groups is transformed instead.
    """
    if _OTHER_INDEX not in case.error.value:
        return
    for site in case.sites[:1]:
        if not isinstance(site.statement, ast.Assign):
            continue
        says = "the result has the groups in its index, which the frame has not"
        for value, bound in _values(case, site):
            cell, text = bound
            groups = [call for call in text.nodes(ast.Call, value) if _is_call(call, "groupby")]
            if len(groups) != 1 or not isinstance(value, ast.Call):
                continue
            count = _count(groups[0])
            match value:
                case ast.Call(
                    func=ast.Attribute(value=ast.Subscript(value=ast.Call()), attr="apply"),
                    args=[ast.Lambda() | ast.Name()],
                    keywords=[],
                ) if isinstance(value.func, ast.Attribute):
                    end = text.span(value.func)[1]
                    change = (end - len("apply"), end), "transform"
                case _ if _is_by_rows(value) and count:
                    levels = "0" if count == 1 else str(list(range(count)))
                    end = text.span(value)[1]
                    change = (end, end), f".reset_index(level={levels}, drop=True)"
                case _:
                    continue
            yield repaired(cell, text, [change], says, "result_for_rows")
            return


def _values(case: Case, site: Site) -> list[tuple[ast.expr, tuple[str, Code]]]:
    """Return what is assigned, and what that is set to where it is a name."""
    statement = site.statement
    if not isinstance(statement, ast.Assign):
        return []
    found: list[tuple[ast.expr, tuple[str, Code]]] = [(statement.value, (site.cell, site.code))]
    bound = case.binding(site, statement.value)
    if bound is not None:
        found.append((bound.value, (bound.cell, bound.code)))
    return found


def _is_by_rows(value: ast.Call) -> bool:
    """Whether a result has a value for each row: of a window, or of what is applied."""
    calls = (node for node in ast.walk(value) if isinstance(node, ast.Call))
    names = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
    return bool(names & {*_WINDOWS, "apply"}) and "reset_index" not in names


def _is_call(node: ast.Call, name: str) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == name


def _count(call: ast.Call) -> int:
    """Return by how many columns it is grouped; 0 where that is not known."""
    by = [*call.args, *(word.value for word in call.keywords if word.arg == "by")]
    match by:
        case [ast.Constant(value=str())]:
            return 1
        case [ast.List(elts=names)]:
            return len(names)
    return 0


async def names_for_results(case: Case) -> AsyncIterator[Repair]:
    """Yield ``agg(total="sum")`` for ``agg({"total": "sum"})`` of a column.

    For ``agg({"a": {"total": "sum"}})`` of a frame it is ``agg(total=("a", "sum"))``.
    """
    if "nested renamer is not supported" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            is_agg = _is_call(call, "agg") or _is_call(call, "aggregate")
            if not is_agg or len(call.args) != 1 or not isinstance(call.args[0], ast.Dict):
                continue
            named = _named(site, call.args[0])
            if named:
                start, end = site.code.span(call.args[0])
                says = "results of groups are named by keywords"
                change = (start, end), ", ".join(f"{name}={how}" for name, how in named)
                yield repaired(site.cell, site.code, [change], says, "name_for_result")
                return


def _named(site: Site, given: ast.Dict) -> list[tuple[str, str]]:
    """Return the names of results, and how they are worked out; nothing if one is no name."""
    found: list[tuple[str, str]] = []
    for key, value in zip(given.keys, given.values, strict=True):
        inner = value if isinstance(value, ast.Dict) else ast.Dict([key], [value])
        for name, how in zip(inner.keys, inner.values, strict=True):
            text = getattr(name, "value", None)
            if not isinstance(text, str) or not text.isidentifier() or key is None:
                return []
            shown = site.code.text(how)
            of_frame = isinstance(value, ast.Dict)
            found.append((text, f"({site.code.text(key)}, {shown})" if of_frame else shown))
    kinds = {isinstance(value, ast.Dict) for value in given.values}
    return found if len(kinds) == 1 and len(dict(found)) == len(found) else []
