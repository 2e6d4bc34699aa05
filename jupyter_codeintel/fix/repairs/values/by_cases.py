"""Functions that decide with ``if`` about one number, and are given a whole array."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, root
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.values.truth import together

_AMBIGUOUS = "truth value of an array"
_OF_NUMBERS = ("abs", "float", "int", "round", "str")
_OF_ELEMENTS = (
    "abs", "arctan", "cbrt", "ceil", "clip", "cos", "cosh", "exp", "expm1", "floor", "log",
    "log10", "log1p", "log2", "maximum", "minimum", "power", "sin", "sinh", "sqrt", "square", "tan",
    "tanh", "zeros_like", "ones_like", "full_like", "zeros", "ones", "len",
)  # fmt: skip


class _Branch(NamedTuple):
    """A value, and the condition under which it is the result; None for all other cases."""

    test: ast.expr | None
    value: ast.expr


class _Cases(NamedTuple):
    """Statements that come to one of some values."""

    branches: list[_Branch]
    target: ast.expr | None
    statements: list[ast.stmt]


async def arrays_by_cases(case: Case) -> AsyncIterator[Repair]:
    """Yield ``np.where`` for an ``if`` whose branches each come to a value, of an array."""
    numpy = case.name_of("numpy")
    if _AMBIGUOUS not in case.error.value or numpy is None:
        return
    for site in case.sites[:1]:
        for change in _chosen(site, numpy):
            says = "if decides about one value, np.where about each of an array"
            yield repaired(site.cell, site.code, [change], says, "array_by_cases")
            return


async def functions_of_each_value(case: Case) -> AsyncIterator[Repair]:
    """Yield the call of a function of one number with each of an array's."""
    numpy = case.name_of("numpy")
    if _AMBIGUOUS not in case.error.value or numpy is None or len(case.sites) < 2:
        return
    inner, site = case.sites[:2]
    function = inner.inside
    if function is None or not _is_of_one_number(inner) or any(_chosen(inner, numpy)):
        return
    start = site.statement.lineno if site.statement is not None else site.line
    changes = [
        (site.code.span(call), _of_each(site.code, call, numpy))
        for call in site.code.nodes(ast.Call, site.inside)
        if call.lineno >= start and _is_named(call.func, function.name)
        if not call.keywords and len(call.args) == 1 and _is_row(case, site, call.args[0])
    ]
    if any(span[0] >= site.code.line_span(start)[0] for span, _ in changes):
        says = f'"{function.name}" works out one value, and is given many at once'
        yield repaired(site.cell, site.code, changes, says, "function_of_each")


def _chosen(site: Site, numpy: str) -> Iterator[Change]:
    """Yield the change of a choice between values into one that is made for each element."""
    text, statement = site.code, site.statement
    if isinstance(statement, ast.If):
        cases = _cases(site, statement)
        if cases is not None and _may_be_of_elements(cases.branches):
            shown = _where(text, cases.branches, numpy)
            kept = f"{text.text(cases.target)} = " if cases.target is not None else "return "
            start, end = text.span(cases.statements[0])[0], text.span(cases.statements[-1])[1]
            yield (start, end), f"{kept}{shown}"
        return
    for node in site.nodes(ast.IfExp):
        branches = [_Branch(node.test, node.body), _Branch(None, node.orelse)]
        while isinstance(branches[-1].value, ast.IfExp):
            last = branches.pop().value
            assert isinstance(last, ast.IfExp)  # noqa: S101 - tells mypy what it is
            branches += [_Branch(last.test, last.body), _Branch(None, last.orelse)]
        if _may_be_of_elements(branches):
            yield text.span(node), _where(text, branches, numpy)


def _cases(site: Site, first: ast.If) -> _Cases | None:
    """Return the cases of an ``if``, which all return a value, or all set the same."""
    body = _block(site.inside or site.code.tree, first)
    rest = body[body.index(first) :]
    found: list[ast.stmt] = []
    branches: list[_Branch] = []
    targets: set[str] = set()
    waiting: list[ast.stmt] = list(rest)
    while waiting:
        node = waiting.pop(0)
        if node in rest:
            found.append(node)
        match node:
            case ast.If(test=test, body=[inner], orelse=orelse):
                value = _value(inner, targets)
                if value is None:
                    return None
                branches.append(_Branch(test, value))
                if not orelse and not isinstance(inner, ast.Return):
                    return None
                waiting = [*orelse] if orelse else waiting
            case _:
                value = _value(node, targets)
                if value is None:
                    return None
                branches.append(_Branch(None, value))
                target = node.targets[0] if isinstance(node, ast.Assign) else None
                return _Cases(branches, target, found) if len(targets) == 1 else None
    return None


def _value(node: ast.stmt, targets: set[str]) -> ast.expr | None:
    """Return what a statement returns or sets, and keep what it is for."""
    match node:
        case ast.Return(value=value):
            targets.add("return")
            return value
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            targets.add(name)
            return value
    return None


def _block(around: ast.AST, statement: ast.stmt) -> list[ast.stmt]:
    """Return the statements of the block that a statement is in."""
    for node in ast.walk(around):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and statement in block:
                return block
    return [statement]


def _may_be_of_elements(branches: list[_Branch]) -> bool:
    """Whether the values of all cases can be worked out for a whole array at once.

    Of values that are all true or false it is not known whether one is meant for each.
    """
    kinds = [literal(branch.value) for branch in branches]
    if len(branches) < 2 or any(kind is None for kind in kinds):
        return False
    if all(isinstance(kind, bool) for kind in kinds):
        return False
    if any(isinstance(kind, str) for kind in kinds) and not all(
        isinstance(kind, str) for kind in kinds
    ):
        return False
    parts = [part for branch in branches for part in branch if part is not None]
    return all(map(_is_elementwise, parts)) and not any(map(_is_of_wholes, parts))


def _is_of_wholes(node: ast.expr) -> bool:
    """Whether a condition may ask whether two arrays are the same."""
    match node:
        case ast.Compare(ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            return literal(node.left) is literal(right)  # neither is written there
    return False


def _is_elementwise(node: ast.expr) -> bool:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            is_of_elements = callee(inner) in _OF_ELEMENTS and root(inner) != "math"
            if not is_of_elements or (root(inner) == "abs") != (callee(inner) == "abs"):
                return False
        if isinstance(inner, ast.Subscript | ast.List | ast.Dict | ast.Tuple | ast.JoinedStr):
            return False
        if isinstance(
            inner, ast.Await | ast.Lambda | ast.NamedExpr | ast.IfExp | ast.comprehension
        ):
            return False
    return True


def _where(text: Code, branches: list[_Branch], numpy: str) -> str:
    """Return the choice between values for each element of an array."""
    *cases, last = branches
    tests = [together(text, branch.test) for branch in cases if branch.test is not None]
    values = [text.text(branch.value) for branch in cases]
    if len(cases) == 1:
        first, other = _with_roots(text, cases[0], last, numpy)
        return f"{numpy}.where({tests[0]}, {first}, {other})"
    default = text.text(last.value)
    return f"{numpy}.select([{', '.join(tests)}], [{', '.join(values)}], default={default})"


def _with_roots(text: Code, case: _Branch, last: _Branch, numpy: str) -> tuple[str, str]:
    """Return both values; a root is taken of all elements, also of those below zero."""
    first, other = text.text(case.value), text.text(last.value)
    match case.test:
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() as op],
            comparators=[ast.Constant(value=0)],
        ):
            root, safe = f"{numpy}.sqrt({name})", f"{numpy}.sqrt({numpy}.maximum({name}, 0))"
            if isinstance(op, ast.Lt | ast.LtE):
                other = other.replace(root, safe)
            else:
                first = first.replace(root, safe)
    return first, other


def _is_of_one_number(site: Site) -> bool:
    """Whether a function works with its parameters as with single numbers alone."""
    function = site.inside
    if function is None or not isinstance(site.statement, ast.If | ast.Return | ast.While):
        return False
    given = {argument.arg for argument in site.code.nodes(ast.arg, function.args)}
    if any(isinstance(node, ast.Yield | ast.Raise) for node in ast.walk(function)):
        return False
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
    if not returned or all(isinstance(literal(value), bool) for value in returned):
        return False
    return not any(_is_of_many(node, given) for node in ast.walk(function))


def _is_of_many(node: ast.AST, given: set[str]) -> bool:
    """Whether something takes a parameter for more than one number."""
    match node:
        case ast.Subscript(value=ast.Name(id=name)) | ast.Attribute(value=ast.Name(id=name)):
            return name in given
        case ast.For(iter=ast.Name(id=name)) | ast.comprehension(iter=ast.Name(id=name)):
            return name in given
        case ast.Call(func=ast.Name(id=name), args=args) if name not in _OF_NUMBERS:
            return name in ("all", "any", "len", "list", "max", "min", "sorted", "sum") and any(
                isinstance(one, ast.Name) and one.id in given for one in args
            )
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner)), args=args):
            is_elementwise = owner == "math" or callee(node) in _OF_ELEMENTS
            return not is_elementwise and any(
                isinstance(one, ast.Name) and one.id in given for one in args
            )
    return False


def _of_each(text: Code, call: ast.Call, numpy: str) -> str:
    """Return a call for each value of the array that it is given."""
    name, values = text.text(call.func), text.text(call.args[0])
    return f"{numpy}.array([{name}(value) for value in {values}])"


def _is_row(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether a name stands for an array of one dimension."""
    shape = shape_of(case.failure, site, node.id) if isinstance(node, ast.Name) else None
    return shape is not None and len(shape) == 1


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
