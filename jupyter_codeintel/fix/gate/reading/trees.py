"""Cells as Python's own syntax trees, and what can be read off a piece of one."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.context.magics import masked

_MOST_FAULTS = 40
_TRIVIAL_NUMBER = 2
_MAKERS = frozenset(
    {"DataFrame", "Series", "Index", "array", "zeros", "ones", "empty", "full", "list", "dict",
     "set", "tuple", "str", "int", "float", "defaultdict", "Counter", "deque", "arange", "range",
     "zeros_like", "ones_like", "empty_like", "full_like", "rand", "randn", "random", "randint",
     "normal", "uniform", "linspace", "eye"}
)  # fmt: skip
"""Functions that make values from nothing but their arguments."""


_FIXED = ("pi", "e", "tau")
"""Attributes of modules that are numbers."""
_OF_A_QUERY = re.compile(r"@(\w+)")


def tree_of(source: str) -> ast.Module:
    """Return the tree of a cell; IPython's own lines are constants in it.

    Raises
    ------
    SyntaxError
        When it is no Python.
    """
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd escapes in strings
        try:
            tree = compile(masked(source)[0], "<cell>", "exec", flags)
        except ValueError as error:  # a null character
            raise SyntaxError(str(error)) from error
    assert isinstance(tree, ast.Module)  # noqa: S101 - for the type checker
    return tree


@lru_cache(maxsize=512)
def tree_of_most(source: str) -> tuple[ast.Module, frozenset[int]]:
    """Return the tree of what is Python in a cell, and the lines that had to be left out."""
    lines = source.splitlines()
    left_out: set[int] = set()
    for _ in range(_MOST_FAULTS):
        try:
            return tree_of("\n".join(lines)), frozenset(left_out)
        except SyntaxError as error:
            at = min(max(error.lineno or 1, 1), len(lines) or 1)
            indent = lines[at - 1][: len(lines[at - 1]) - len(lines[at - 1].lstrip())]
            if "expected ':'" in str(error.msg) and at not in left_out:
                lines[at - 1] += ":"
            else:
                lines[at - 1] = "" if lines[at - 1] == f"{indent}pass" else f"{indent}pass"
            left_out.add(at)
    return ast.Module([], []), frozenset(range(1, len(lines) + 1))


@lru_cache(maxsize=512)
def expressions(source: str) -> frozenset[str]:
    """Return what a text calls, looks up, compares and calculates, each as it reads."""
    kinds = ast.Call | ast.Subscript | ast.Attribute | ast.Compare | ast.BinOp
    nodes = ast.walk(tree_of_most(source)[0])
    return frozenset(ast.unparse(node) for node in nodes if isinstance(node, kinds))


def strings(nodes: Iterable[ast.AST]) -> frozenset[str]:
    """Return the texts among some nodes."""
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    return frozenset(value for value in constants if isinstance(value, str))


def callee(call: ast.Call) -> str:
    """Return the name that a call ends in: ``filterwarnings``."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def callee_of(node: ast.AST | None) -> str:
    """Return the name that a call ends in; nothing for what is no call."""
    return callee(node) if isinstance(node, ast.Call) else ""


def arguments_of(call: ast.Call) -> list[ast.expr]:
    """Return what a call is given, by place and by name."""
    return [*call.args, *(word.value for word in call.keywords)]


def root(node: ast.AST) -> str:
    """Return the name that a chain of attributes, subscripts and calls starts from."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def loads(node: ast.AST) -> frozenset[str]:
    """Return the names that are read, those in queries of tables too, without Python's own."""
    found: set[str] = set()
    for inner in ast.walk(node):
        match inner:
            case ast.Name(id=name, ctx=ast.Load()):
                found.add(name)
            case ast.Call(func=ast.Attribute(attr="query" | "eval"), args=[asked, *_]):
                found.update(_OF_A_QUERY.findall(str(literal(asked))))
    return frozenset(found - BUILTIN_NAMES)


def targets(node: ast.stmt) -> tuple[ast.expr, ...]:
    """Return what an assignment assigns to, its tuples taken apart."""
    match node:
        case ast.Assign(targets=several):
            return tuple(inner for target in several for inner in _flat(target))
        case ast.AugAssign(target=one) | ast.AnnAssign(target=one):
            return (one,)
    return ()


def _flat(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for inner in target.elts:
            yield from _flat(inner)
    else:
        yield target


def bound_names(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement itself binds, not those within its blocks."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return frozenset({name})
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return frozenset(alias.asname or alias.name.partition(".")[0] for alias in aliases)
    return frozenset(target.id for target in targets(node) if isinstance(target, ast.Name))


def passing_names(tree: ast.AST) -> frozenset[str]:
    """Return the names that loops and ``with`` bind, which another text may do without."""
    bound: list[ast.expr] = []
    for node in ast.walk(tree):
        match node:
            case ast.For(target=target):
                bound.append(target)
            case ast.With(items=items):
                bound += (item.optional_vars for item in items if item.optional_vars is not None)
    inner = (part for target in bound for part in ast.walk(target))
    return frozenset(part.id for part in inner if isinstance(part, ast.Name))


def steps_of_loops(tree: ast.AST) -> frozenset[str]:
    """Return the names that are set and read in one loop alone."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    found: set[str] = set()
    for loop in (node for node in ast.walk(tree) if isinstance(node, ast.For)):
        within = set(ast.walk(loop))
        outside = {node.id for node in names if node not in within}
        stored, read = (
            {node.id for node in names if node in within and isinstance(node.ctx, way)}
            for way in (ast.Store, ast.Load)
        )
        found |= (stored & read) - outside
    return frozenset(found)


def value_of(node: ast.stmt) -> ast.expr | None:
    """Return the expression of a statement that has one."""
    match node:
        case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.Expr(value=value):
            return value
        case ast.AnnAssign(value=maybe) | ast.Return(value=maybe):
            return maybe
    return None


_NO_LITERAL = object()


def literal(node: ast.AST | None) -> object:
    """Return the value of a literal; a value equal to nothing else for other expressions."""
    if not isinstance(node, ast.expr):
        return _NO_LITERAL
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _NO_LITERAL


def is_literal(node: ast.AST | None) -> bool:
    """Whether an expression is the same wherever it stands."""
    return literal(node) is not _NO_LITERAL


def fixed(node: ast.AST) -> str:
    """Return how a value reads that is always the same, and telling: ``7``, ``np.pi / 6``."""
    if is_literal(node):
        return "" if is_trivial(literal(node)) else repr(literal(node))
    inner = list(ast.walk(node))
    modules = {id(n.value) for n in inner if isinstance(n, ast.Attribute) and n.attr in _FIXED}
    others = (n for n in inner if isinstance(n, ast.Name | ast.Call) and id(n) not in modules)
    return ast.unparse(node) if isinstance(node, ast.BinOp) and not any(others) else ""


def is_trivial(value: object) -> bool:
    """Whether many functions have this value among their inputs or results."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int | float):
        return abs(value) <= _TRIVIAL_NUMBER and float(value * 20).is_integer()
    return isinstance(value, str | bytes | list | tuple | set | dict) and len(value) == 0


def is_computed(node: ast.AST | None) -> bool:
    """Whether an expression works something out from other values."""
    if node is None or is_literal(node):
        return False
    kinds = (ast.Call, ast.BinOp, ast.Subscript, ast.Compare, ast.ListComp, ast.GeneratorExp)
    more = (ast.DictComp, ast.SetComp, ast.Attribute, ast.UnaryOp, ast.BoolOp, ast.JoinedStr)
    return any(isinstance(inner, kinds + more) for inner in ast.walk(node))


def is_worked_out(node: ast.expr) -> bool:
    """Whether an expression does more than to look something up."""
    kinds = ast.Call | ast.BinOp | ast.Compare | ast.ListComp | ast.GeneratorExp | ast.DictComp
    more = ast.SetComp | ast.JoinedStr | ast.UnaryOp
    return any(isinstance(inner, kinds | more) for inner in ast.walk(node))


def defaults(given: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """Yield the parameters that need not be given, and what they are then."""
    places = [*given.posonlyargs, *given.args]
    first = len(places) - len(given.defaults)
    yield from ((one.arg, value) for one, value in zip(places[first:], given.defaults, strict=True))
    named = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    yield from ((one.arg, value) for one, value in named if value is not None)


def adds_a_row(node: ast.stmt) -> bool:
    """Whether a statement puts a row below those of a table: ``t.loc[len(t)] = ...``."""
    return any(
        isinstance(target, ast.Subscript)
        and isinstance(target.value, ast.Attribute)
        and target.value.attr == "loc"
        and root(target) in loads(target.slice)
        for target in targets(node)
    )


def is_made(value: ast.AST) -> bool:
    """Whether a value is made from constants alone, with nothing of the data in it."""
    if is_literal(value) or (isinstance(value, ast.Attribute) and value.attr in _FIXED):
        return True
    if isinstance(value, ast.BinOp):
        return is_made(value.left) and is_made(value.right)
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return all(is_made(part) for part in value.elts)
    if not isinstance(value, ast.Call) or callee(value) not in _MAKERS:
        return False
    return all(is_made(part) for part in arguments_of(value))


def shape_of(node: ast.AST) -> str:
    """Return an expression without the names in it."""
    return re.sub(r"Name\(id='\w+'", "Name(", ast.dump(node))


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a text with their lines, as far as it can be read."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        return


@lru_cache(maxsize=256)
def prose(source: str) -> tuple[str, ...]:
    """Return the comments and docstrings of a text."""
    said = [comment for _, comment in comments(source)]
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return tuple(said)
    documented = ast.FunctionDef | ast.ClassDef | ast.Module
    nodes = (node for node in ast.walk(tree) if isinstance(node, documented))
    return (*said, *(ast.get_docstring(node) or "" for node in nodes))
