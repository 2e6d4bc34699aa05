"""A function of the notebook makes a value and forgets to return it."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_WORKS_OUT = frozenset(
    {"astype", "dot", "dropna", "fillna", "groupby", "max", "mean", "median", "merge", "min",
     "reset_index", "round", "sort_values", "std", "sum"}
)  # fmt: skip
"""Methods that change nothing, besides those of texts."""
_SIDE_EFFECTS = frozenset({"print", "display"})


async def missing_returns(case: Case) -> AsyncIterator[Repair]:
    """Yield the ``return`` at the end of a function whose None is used as a result."""
    if "NoneType" not in case.error.value:
        return
    for site in case.sites[:2]:
        for name in _called(case, site):
            cell = case.failure.flow.defining_cells([name], before=case.failure.cell).get(name)
            cell = cell or case.failure.cell
            text = case.code(cell)
            for function in text.nodes(ast.FunctionDef):
                if function.name != name or (_printed(function) and _is_shown(case, name)):
                    continue
                change = _returned(text, function) or _several(site, text, function)
                changes = list(_handed_on(text, function)) if change is None else [change]
                if changes:
                    says = f'"{name}" returns nothing of what it makes'
                    yield repaired(cell, text, changes, says, "missing_return")


def _called(case: Case, site: Site) -> Iterator[str]:
    """Yield the functions whose results a failing statement uses, at once or by a name."""
    values: list[ast.expr] = [*site.nodes(ast.Call)]
    for name in site.nodes(ast.Name):
        bound = case.binding(site, name)
        values += [] if bound is None else [bound.value]
    for value in values:
        made = getattr(value, "elt", value)  # for each of a list
        if isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
            yield made.func.id


def _handed_on(text: Code, function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the ``return`` of a function's own result where a way through it ends with that."""
    ends = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    if any(value is not None for value in ends) and not any(map(_is_made_anew, ends)):
        for call in _last(function.body):
            if getattr(call.func, "id", None) == function.name:
                start = text.span(call)[0]
                yield (start, start), "return "


def _is_made_anew(value: ast.expr | None) -> bool:
    """Whether a result is a new object, which is to be put where the function was called."""
    return isinstance(value, ast.Call) and callee(value)[:1].isupper()


def _last(block: list[ast.stmt]) -> Iterator[ast.Call]:
    """Yield the calls that the ways through a block end with, and that nothing has."""
    match block[-1:]:
        case [ast.Expr(value=ast.Call() as call)]:
            yield call
        case [ast.If(body=body, orelse=orelse)]:
            yield from _last(body)
            yield from _last(orelse)


def _several(site: Site, text: Code, function: ast.FunctionDef) -> Change | None:
    """Return the change that hands out the several values that a call is unpacked into."""
    match site.statement:
        case ast.Assign(targets=[ast.Tuple(elts=wanted)], value=ast.Call() as call):
            pass
        case _:
            return None
    ends = (node for node in ast.walk(function) if isinstance(node, ast.Return | ast.Yield))
    if any(ends) or callee(call) != function.name:
        return None
    last, made = function.body[-1], set(_stored(function))
    match last:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=given, keywords=[])):
            shown = [one.id for one in given if isinstance(one, ast.Name)]
            if len(shown) == len(given) == len(wanted) and made.issuperset(shown):
                return text.span(last), f"return {', '.join(shown)}"
    names = [one.id for one in wanted if isinstance(one, ast.Name)]
    if len(names) == len(wanted) and made.issuperset(names):
        end = text.span(last)[1]
        return (end, end), f"\n{' ' * function.body[0].col_offset}return {', '.join(names)}"
    return None


def _returned(text: Code, function: ast.FunctionDef) -> Change | None:
    """Return the change that hands out what the end of a function makes."""
    inner = [node for node in ast.walk(function) if isinstance(node, ast.Return | ast.Yield)]
    if any(isinstance(node, ast.Yield) or node.value is not None for node in inner):
        return None
    last = function.body[-1]
    if (printed := _printed(function)) is not None:
        return text.span(last), f"return {text.text(printed)}"
    if isinstance(last, ast.Expr) and not _is_for_its_effect(last.value):
        start = text.span(last)[0]
        return (start, start), "return "
    made = _made(function, last) or _made_and_shown(function)
    if made is None:
        return None
    end = text.span(last)[1]
    return (end, end), f"\n{' ' * last.col_offset}return {made}"


def _printed(function: ast.FunctionDef) -> ast.expr | None:
    """Return the one value that a function works out at its end, and only shows."""
    given = {argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)}
    match function.body[-1]:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[one], keywords=[])):
            is_value = isinstance(one, ast.BinOp | ast.Call | ast.Name | ast.Subscript)
            has_text = any(isinstance(getattr(n, "value", 0), str) for n in ast.walk(one))
            is_given = isinstance(one, ast.Name) and one.id in given
            return one if is_value and not has_text and not is_given else None
    return None


def _made_and_shown(function: ast.FunctionDef) -> str | None:
    """Return the name that is set right before a function shows it with other words."""
    match function.body[-2:]:
        case [
            ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)),
            ast.Expr(value=ast.Call(func=ast.Name(id="print" | "display"))) as shown,
        ]:
            made = names_in(shown).keys() & set(_stored(function))
            return name if made == {name} else None
    return None


def _is_shown(case: Case, name: str) -> bool:
    """Whether a function is called for what it prints too."""
    return any(
        isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == name
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Expr)
    )


def _is_for_its_effect(value: ast.expr) -> bool:
    """Whether an expression at the end of a function may be there for what it does."""
    if not isinstance(value, ast.Call):
        return isinstance(value, ast.Constant | ast.Await)
    if isinstance(value.func, ast.Attribute):
        is_in_place = any(word.arg == "inplace" for word in value.keywords)
        return is_in_place or not (hasattr(str, value.func.attr) or value.func.attr in _WORKS_OUT)
    return isinstance(value.func, ast.Name) and value.func.id in _SIDE_EFFECTS


def _made(function: ast.FunctionDef, last: ast.stmt) -> str | None:
    """Return the one local name that the last statement sets, or fills in a loop."""
    if isinstance(last, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = last.targets if isinstance(last, ast.Assign) else [last.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        return names[0] if len(names) == len(targets) == 1 else None
    begun = {
        target.id
        for node in function.body[:-1]
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    used = begun & {*names_in(last), *_stored(last)}
    return used.pop() if isinstance(last, ast.For | ast.While) and len(used) == 1 else None


def _stored(node: ast.AST) -> Iterator[str]:
    for found in ast.walk(node):
        if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store):
            yield found.id
