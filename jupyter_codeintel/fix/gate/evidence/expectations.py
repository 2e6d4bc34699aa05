"""What a notebook says should come out: its asserts and examples."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jupyter_codeintel.fix.checks import checks
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    callee_of,
    fixed,
    is_trivial,
    literal,
    loads,
    root,
    targets,
    tree_of_most,
)


@dataclass(frozen=True)
class Expectations:
    """What is asked of functions.

    Parameters
    ----------
    functions : frozenset of str
        Functions whose results are compared with something.
    inputs, results : tuple of str
        The literals that they are given and compared with, those left out that any function
        may know.
    """

    functions: frozenset[str]
    inputs: frozenset[str]
    results: frozenset[str]


def expectations(failure: Failure) -> Expectations:
    """Return what the failing cell, cells below it and examples expect."""
    sources = [cell.source for cell in failure.document.cells if cell.type == "code"]
    sources += [check.source for check in checks(failure)]
    return _expectations(tuple(sources))


@lru_cache(maxsize=32)
def _expectations(sources: tuple[str, ...]) -> Expectations:
    values = {name: value for source in sources for name, value in _assigned(source)}
    functions: set[str] = set()
    inputs: set[str] = set()
    results: set[str] = set()
    for source in sources:
        tree = tree_of_most(source)[0]
        for test in asserted(tree):
            reached = list(_with_values(test, values))
            calls = [inner for part in reached for inner in ast.walk(part)
                     if isinstance(inner, ast.Call)]  # fmt: skip
            functions |= {callee(call) for call in calls}
            functions |= {part.id for call in calls for part in call.args
                          if isinstance(part, ast.Name)}  # fmt: skip
            given = {text for call in calls for text in _literals(call)}
            inputs |= given
            results |= {text for part in reached for text in _compared(part)}
        for test, columns in _looped(tree, values):
            asked = {part.id for call in ast.walk(test) if isinstance(call, ast.Call)
                     for part in call.args if isinstance(part, ast.Name)}  # fmt: skip
            for name, column in columns.items():
                (inputs if name in asked else results).update(filter(None, map(fixed, column)))
    functions |= {name for source in sources for name in _called_by(functions, source)}
    return Expectations(frozenset(functions), frozenset(inputs), frozenset(results))


def _called_by(functions: set[str], source: str) -> Iterator[str]:
    """Yield what some functions call, where a text defines them."""
    for node in ast.walk(tree_of_most(source)[0]):
        if isinstance(node, ast.FunctionDef) and node.name in functions:
            yield from (callee(n) for n in ast.walk(node) if isinstance(n, ast.Call))


def _assigned(source: str) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a cell gives a value, and from what."""
    for node in ast.walk(tree_of_most(source)[0]):
        if isinstance(node, ast.Assign):
            kinds = ast.Name | ast.Subscript
            yield from ((ast.unparse(t), node.value) for t in targets(node) if isinstance(t, kinds))


def asserted(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the tests of asserts, and calls named like asserts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            yield node.test
        elif isinstance(node, ast.Call) and is_assertion(node):
            yield node


def to_be_empty(source: str) -> frozenset[str]:
    """Return what asserts want to be empty: ``assert not overlap``, ``len(overlap) == 0``."""
    found: set[str] = set()
    for test in asserted(tree_of_most(source)[0]):
        match test:
            case (
                ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name))
                | ast.Attribute(value=ast.Name(id=name), attr="empty")
                | ast.Compare(
                    left=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]),
                    ops=[ast.Eq()],
                    comparators=[ast.Constant(value=0)],
                )
            ):
                found.add(name)
    for node in ast.walk(tree_of_most(source)[0]):
        match node:
            case ast.If(test=test, body=[ast.Raise()]):
                found |= _asked_for_some(test)
    return frozenset(found)


def _asked_for_some(test: ast.expr) -> frozenset[str]:
    """Return what must not hold anything where a test is not to hold: ``if len(wrong):``."""
    match test:
        case (
            ast.Name(id=name)
            | ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)])
            | ast.Compare(
                left=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]),
                ops=[ast.Gt()],
                comparators=[ast.Constant(value=0)],
            )
            | ast.UnaryOp(
                op=ast.Not(), operand=ast.Attribute(value=ast.Name(id=name), attr="empty")
            )
        ):
            return frozenset({name})
    return frozenset()


def to_be_even(source: str) -> frozenset[str]:
    """Return what asserts want to be one number everywhere: ``np.allclose(row_sums, 1)``."""
    found: set[str] = set()
    for test in asserted(tree_of_most(source)[0]):
        for node in ast.walk(test):
            match node:
                case ast.Call(args=[ast.Name(id=name), ast.Constant(), *_]):
                    found |= {name} if callee(node) in IS_NEAR else set()
                case ast.Call(ast.Attribute(ast.Compare(of, [ast.Eq()], [ast.Constant()]), "all")):
                    found.add(root(of))
                case ast.Compare(ast.Call(ast.Attribute(of, "nunique")), [ast.Eq()]):
                    found.add(root(of))
    return frozenset(found)


def names_behind(names: frozenset[str], bodies: Iterable[Sequence[ast.stmt]]) -> frozenset[str]:
    """Return some variables and those that they are made of in some texts."""
    for body in bodies:
        for node in reversed(body):
            if bound_names(node) & names:
                names |= loads(node)
    return names


def is_assertion(call: ast.Call) -> bool:
    """Whether a call is named as checks are: ``assert_frame_equal``, ``assertEqual``."""
    return callee(call).lower().startswith("assert")


def _with_values(test: ast.expr, values: dict[str, ast.expr]) -> Iterator[ast.expr]:
    """Yield a test, and what the notebook assigns to the names in it."""
    yield test
    if _is_of_lengths(test):
        return
    for node in ast.walk(test):
        if isinstance(node, ast.Name | ast.Subscript) and ast.unparse(node) in values:
            yield values[ast.unparse(node)]


def _is_of_lengths(test: ast.expr) -> bool:
    """Whether a test tells how many there are, and nothing of what they are."""
    match test:
        case ast.Compare(left=ast.Call() as left, comparators=[other]):
            counted = isinstance(other, ast.Constant) or callee_of(other) == "len"
            return callee(left) == "len" and counted
    return False


def _looped(
    tree: ast.AST, values: Mapping[str, ast.expr]
) -> Iterator[tuple[ast.expr, dict[str, tuple[ast.expr, ...]]]]:
    """Yield asserts in a loop through a table that is written out, and its columns by name."""
    for loop in ast.walk(tree):
        match loop:
            case ast.For(target=ast.Tuple(elts=[*into]), iter=through):
                columns = list(zip(*_rows(through, values), strict=False))
                names = [one.id for one in into if isinstance(one, ast.Name)]
                if len(names) == len(into) == len(columns):
                    by_name = dict(zip(names, columns, strict=True))
                    yield from ((test, by_name) for test in asserted(loop))


def _rows(through: ast.expr, values: Mapping[str, ast.expr]) -> list[list[ast.expr]]:
    """Return the rows of what a loop goes through: pairs of a dict, or a list of tuples."""
    match through:
        case ast.Call(func=ast.Attribute(value=table, attr="items"), args=[]):
            through = table
    match values.get(ast.unparse(through), through):
        case ast.Dict(keys=keys, values=of_keys):
            pairs = zip(keys, of_keys, strict=True)
            return [[key, value] for key, value in pairs if key is not None]
        case ast.List(elts=rows) | ast.Tuple(elts=rows):
            return [row.elts for row in rows if isinstance(row, ast.Tuple | ast.List)]
    return []


def _literals(call: ast.Call) -> Iterator[str]:
    """Yield the arguments that stand for one input of a function."""
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        if text := fixed(argument):
            yield text


IS_NEAR = frozenset({"isclose", "allclose", "approx", "array_equal"})
_KINDS = (int, float, str, bytes, list, tuple, set, dict)


def _compared(part: ast.expr) -> Iterator[str]:
    sides: list[ast.expr] = [part]
    for node in ast.walk(part):
        match node:
            case ast.Compare(left=left, comparators=others):
                sides += [left, *others]
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                sides += [left, right]  # ``abs(f(x) - 3.2) < 1e-9``
            case ast.Call() if is_assertion(node) or callee(node) in IS_NEAR:
                sides += node.args
    for side in sides:
        value = literal(side)
        if isinstance(value, _KINDS) and not is_trivial(value):
            yield repr(value)


def is_covered(statement: Statement, change: CellChange) -> bool:
    """Whether what the function around a statement returns is checked, or it calls itself."""
    if not statement.functions:
        return False
    outer = next(s.node for s in statement.around if isinstance(s.node, ast.FunctionDef))
    calls = {callee(node) for node in ast.walk(outer) if isinstance(node, ast.Call)}
    return outer.name in calls or is_expected(statement, change)


def is_expected(statement: Statement, change: CellChange) -> bool:
    """Whether an assert or example shows what the function around a statement gives."""
    return not expectations(change.failure).functions.isdisjoint(statement.functions)
