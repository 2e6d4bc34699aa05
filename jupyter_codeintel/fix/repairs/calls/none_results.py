"""What calls in place return, which is None, where it is returned, gone through or kept."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.wrong_objects import (
    bindings_at,
    in_place_argument,
    none_method,
)
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.calls.in_place import argument_span
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.namespace import Path

_SAYS = "a call in place returns None, so its result is of no use"
_NEW = {"sort": "sorted", "reverse": "reversed"}
_COPIED = {
    ("append", "list"): "[*{of}, {given}]",
    ("extend", "list"): "[*{of}, *{given}]",
    ("update", "dict"): "{{**{of}, **{given}}}",
    ("update", "set"): "{of} | set({given})",
    ("add", "set"): "{of} | {{{given}}}",
}
"""What makes a new object of what a method, by its name and its object's type, changes."""


async def results_of_none(case: Case) -> AsyncIterator[Repair]:
    """Yield the object itself for the None that a call returns which changes it."""
    if "NoneType" not in case.error.value:
        return
    for site in case.sites[:1]:
        changes = [*_used(site), *_set_again(site)]
        if changes:
            yield repaired(site.cell, site.code, changes, _SAYS, "none_result")
        for _, bound in bindings_at(case.failure, site):
            changes = list(_kept(bound.code, bound.statement, bound.value))
            if changes:
                yield repaired(bound.cell, bound.code, changes, _SAYS, "none_result")
                new = await _copied(case, bound.code, bound.value)
                if new is not None:
                    change = bound.code.span(bound.value), new
                    yield repaired(bound.cell, bound.code, [change], _SAYS, "new_for_none")
        for repair in _returned(case, site):
            yield repair
    for repair in _columns(case):
        yield repair


def _used(site: Site) -> Iterator[Change]:
    """Yield ``sorted(x)`` for an ``x.sort()`` whose result is gone through, or asked."""
    looped = site.statement.iter if isinstance(site.statement, ast.For) else None
    for call in site.nodes(ast.Call):
        name = none_method(call)
        if name in _NEW and _is_asked(site, call):
            yield site.code.span(call), _as_new(site.code, call, is_list=call is not looped)


def _is_asked(site: Site, call: ast.Call) -> bool:
    """Whether a statement does anything with what a call returns but to keep it."""
    return getattr(site.statement, "value", None) is not call


def _as_new(text: Code, call: ast.Call, *, is_list: bool) -> str:
    """Return the new list for a call that sorts one, or turns it round."""
    assert isinstance(call.func, ast.Attribute)  # noqa: S101 - what `none_method` has seen
    given = [text.text(one) for one in (call.func.value, *call.args, *call.keywords)]
    new = f"{_NEW[call.func.attr]}({', '.join(given)})"
    return f"list({new})" if is_list and call.func.attr == "reverse" else new


def _set_again(site: Site) -> Iterator[Change]:
    """Yield the call alone for ``x = x.append(y)``, of which the second turn fails."""
    statement = site.statement
    if isinstance(statement, ast.Assign) and none_method(statement.value) is not None:
        of = statement.value.func.value  # type: ignore[attr-defined]
        if [ast.unparse(target) for target in statement.targets] == [ast.unparse(of)]:
            start = site.code.span(statement)[0]
            yield (start, site.code.span(statement.value)[0]), ""


def _kept(text: Code, statement: ast.AST, value: ast.expr) -> Iterator[Change]:
    """Yield ``x.append(y)`` and then ``z = x`` for ``z = x.append(y)``; likewise of ``print``."""
    changed = _changed(value)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if changed is None or not isinstance(statement, ast.Assign) or not isinstance(target, ast.Name):
        return
    start, end = text.span(statement)
    indent = text.line(statement.lineno)[: statement.col_offset]
    of = text.text(changed)
    if target.id != of and not indent.strip():
        if callee_of(value) == "print":
            yield (start, end), f"{target.id} = {of}\n{indent}print({target.id})"
        else:
            yield (start, end), f"{text.text(value)}\n{indent}{target.id} = {of}"


async def _copied(case: Case, text: Code, value: ast.expr) -> str | None:
    """Return what makes a new object, where ``z = x.update(y)`` is to leave ``x`` as it is."""
    match value:
        case ast.Call(func=ast.Attribute(ast.Name("random"), "shuffle"), args=[of], keywords=[]):
            return f"random.sample({text.text(of)}, len({text.text(of)}))"
        case ast.Call(func=ast.Attribute(ast.Name(name), method), args=[given], keywords=[]):
            kind = (await case.resolve(Path(name))).type or ""
            form = _COPIED.get((method, kind.rpartition(".")[2]))
            return form.format(of=name, given=text.text(given)) if form is not None else None
    return None


def _changed(value: ast.expr) -> ast.expr | None:
    """Return what a call changes, or shows, that returns None."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name() as of)):
            if none_method(value) not in (None, *_NEW):
                return of
        case ast.Call(func=ast.Name(id="print"), args=[shown], keywords=[]):
            return None if isinstance(shown, ast.Constant | ast.JoinedStr) else shown
    return _shuffled(value)


def _shuffled(value: ast.expr) -> ast.expr | None:
    is_shuffle = callee_of(value) == "shuffle"
    match value:
        case ast.Call(args=[ast.Name() as of]) if is_shuffle:
            return of
    return None


def _returned(case: Case, site: Site) -> Iterator[Repair]:
    """Yield the object for the None that a function of the notebook returns."""
    called = list(site.nodes(ast.Call))
    called += [
        bound.value
        for _, bound in bindings_at(case.failure, site)
        if isinstance(bound.value, ast.Call)
    ]
    for name in dict.fromkeys(call.func.id for call in called if isinstance(call.func, ast.Name)):
        cell = case.failure.flow.defining_cells([name], before=case.failure.cell).get(name)
        text = case.code(cell or case.failure.cell)
        for function in text.nodes(ast.FunctionDef):
            changes = list(_ends(text, function)) if function.name == name else []
            if changes:
                says = f'"{name}" returns what a call in place does: None'
                yield repaired(cell or case.failure.cell, text, changes, says, "none_result")


def _ends(text: Code, function: ast.FunctionDef) -> Iterator[Change]:
    """Yield the changes of what a function returns that is None."""
    for end in text.nodes(ast.Return, function):
        value = end.value
        keyword = in_place_argument(value) if value is not None else None
        if isinstance(value, ast.Call) and keyword is not None:
            yield argument_span(text, value, keyword), ""
        elif isinstance(value, ast.Call) and none_method(value) in _NEW:
            yield text.span(value), _as_new(text, value, is_list=True)
        elif isinstance(value, ast.Call) and none_method(value) is not None:
            indent = text.line(end.lineno)[: end.col_offset]
            of = text.text(value.func.value)  # type: ignore[attr-defined]
            if not indent.strip():
                yield text.span(end), f"{text.text(value)}\n{indent}return {of}"
        elif isinstance(value, ast.Name):
            yield from _assigned(text, function, value.id)


def _assigned(text: Code, within: ast.AST, name: str) -> Iterator[Change]:
    """Yield the assignments of a name, or of columns, without ``inplace=True``."""
    for statement in text.nodes(ast.Assign, within):
        value, target = statement.value, statement.targets[0]
        keyword = in_place_argument(value)
        is_meant = getattr(target, "id", None) == name or (
            not name and isinstance(target, ast.Subscript)
        )
        if keyword is not None and isinstance(value, ast.Call) and is_meant:
            yield argument_span(text, value, keyword), ""


def _columns(case: Case) -> Iterator[Repair]:
    """Yield the columns that are set to the result of a call in place."""
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        text = case.code(cell)
        changes = list(_assigned(text, text.tree, ""))
        if changes:
            yield repaired(cell, text, changes, _SAYS, "none_result")
