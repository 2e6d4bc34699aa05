"""Functions that open what is nested, and find in each letter of a text a text again."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_MANY = ("Collection", "Container", "Iterable", "Reversible", "Sequence", "Sized")
_MARKS = ("__iter__", "__len__", "__getitem__")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


async def texts_as_they_are(case: Case) -> AsyncIterator[Repair]:
    """Yield a test for what is to be opened that leaves out texts."""
    if not case.is_a("RecursionError"):
        return
    for site in case.sites[:2]:
        function = site.inside
        items = _opened(function) if function is not None else set()
        if function is None or not items:
            continue
        changes = _changes(case, site, function, items)
        if changes:
            says = "each letter of a text is a text again, which has no end"
            yield repaired(site.cell, site.code, changes, says, "nested_text")
        return


def _opened(function: _Function) -> set[str]:
    """Return the names of what a function goes into: its parameter, and the items of a loop."""
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For | ast.comprehension)]
    items = {loop.target.id for loop in loops if isinstance(loop.target, ast.Name)}
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and callee(call) == function.name:
            given = {one.id for one in call.args if isinstance(one, ast.Name)}
            if given & items:
                return (given & items) | {
                    one.arg for one in function.args.args if one.arg != "self"
                }
    return set()


def _changes(case: Case, site: Site, function: _Function, items: set[str]) -> list[Change]:
    tests = [node for node in ast.walk(function) if isinstance(node, ast.Call)
             if node.args and getattr(node.args[0], "id", None) in items]  # fmt: skip
    with_texts = [kinds for node in tests if (kinds := _kinds_with_text(node)) is not None]
    if with_texts:
        return [_without_text(site, kinds) for kinds in with_texts] if len(with_texts) == 1 else []
    if any(isinstance(node, ast.Name) and node.id == "str" for node in ast.walk(function)):
        return []  # it knows of texts
    wide = [node for node in tests if _is_wide(node)]
    if len(wide) == 1:
        return list(_narrowed(case, site, function, wide[0]))
    tried = [node for node in ast.walk(function) if isinstance(node, ast.Try)]
    return list(_tried(site, tried[0], items)) if len(tried) == 1 and not wide else []


def _kinds_with_text(test: ast.Call) -> ast.Tuple | None:
    """Return ``(list, tuple, str)`` of a test for kinds, if one of them is the text."""
    if callee(test) != "isinstance" or len(test.args) != 2:
        return None
    kinds = test.args[1]
    names = [getattr(one, "id", "") for one in getattr(kinds, "elts", ())]
    others = {"list", "tuple", "set", *_MANY} & set(names)
    return kinds if isinstance(kinds, ast.Tuple) and "str" in names and others else None


def _without_text(site: Site, kinds: ast.Tuple) -> Change:
    rest = [site.code.text(one) for one in kinds.elts if getattr(one, "id", "") != "str"]
    return site.code.span(kinds), rest[0] if len(rest) == 1 else f"({', '.join(rest)})"


def _is_wide(test: ast.Call) -> bool:
    """Whether a test is true of everything with items: ``hasattr(x, "__iter__")``."""
    match test:
        case ast.Call(func=ast.Name(id="hasattr"), args=[_, ast.Constant(value=str() as mark)]):
            return mark in _MARKS
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, ast.Name(id=kind)]):
            return kind in _MANY
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, ast.Attribute(attr=kind)]):
            return kind in _MANY
    return False


def _narrowed(case: Case, site: Site, function: _Function, test: ast.Call) -> Iterator[Change]:
    """Yield the changes of a test to one that no text passes."""
    item = site.code.text(test.args[0])
    start, end = site.code.span(test)
    kinds = _kinds_elsewhere(case)
    if kinds is not None:
        yield (start, end), f"isinstance({item}, {kinds})"
        return
    above = _above(function, test)
    if not (isinstance(above, ast.UnaryOp) and isinstance(above.op, ast.Not)):
        is_part = isinstance(above, ast.Compare | ast.Call | ast.Assign | ast.BinOp)
        if not is_part or isinstance(above, ast.Assign):
            yield (end, end), f" and not isinstance({item}, str)"
        return
    start = site.code.span(above)[0]
    further = _above(function, above)
    is_and = isinstance(further, ast.BoolOp) and isinstance(further.op, ast.And)
    if is_and:
        yield (start, start), "("
    yield (end, end), f" or isinstance({item}, str){')' if is_and else ''}"


def _kinds_elsewhere(case: Case) -> str | None:
    """Return ``(list, tuple)`` if the notebook tests for just these anywhere."""
    for cell in case.failure.document.cells:
        for call in case.code(cell.id).nodes(ast.Call) if cell.type == "code" else ():
            if callee(call) == "isinstance" and len(call.args) == 2:
                names = [getattr(one, "id", "") for one in getattr(call.args[1], "elts", ())]
                if sorted(names) == ["list", "tuple"]:
                    return case.code(cell.id).text(call.args[1])
    return None


def _above(within: ast.AST, node: ast.AST) -> ast.AST | None:
    found = (one for one in ast.walk(within) if node in ast.iter_child_nodes(one))
    return next(found, None)


def _tried(site: Site, tried: ast.Try, items: set[str]) -> Iterator[Change]:
    """Yield a test for texts before ``iter(x)`` is tried, with what is done where it fails."""
    match tried:
        case ast.Try(
            body=[ast.Expr(value=ast.Call(func=ast.Name(id="iter"), args=[ast.Name(id=item)])), *_],
            handlers=[ast.ExceptHandler(body=[*_, ast.Return() | ast.Continue()] as done)],
        ) if item in items:
            indent = " " * tried.col_offset
            first = site.code.span(done[0])[0]
            same = site.code.source[first : site.code.span(done[-1])[1]]
            deeper = " " * done[0].col_offset
            start = site.code.span(tried)[0]
            yield (start, start), f"if isinstance({item}, str):\n{deeper}{same}\n{indent}"
