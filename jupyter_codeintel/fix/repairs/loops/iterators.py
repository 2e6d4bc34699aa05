"""Where iterators are made in code, and how often they are gone through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change

_OF_PYTHON = frozenset({"enumerate", "filter", "iter", "map", "reversed", "zip"})
_OF_MODULES = {
    "csv": {"DictReader", "reader"},
    "glob": {"iglob"},
    "itertools": {"accumulate", "batched", "chain", "combinations", "compress", "dropwhile",
                  "filterfalse", "islice", "pairwise", "permutations", "product", "starmap",
                  "takewhile", "zip_longest"},
    "os": {"scandir", "walk"},
    "re": {"finditer"},
}  # fmt: skip
_OF_PATHS = frozenset({"glob", "iterdir", "rglob"})
_ENDLESS = frozenset({"count", "cycle", "repeat"})
_ONLY_LOOKS = frozenset(
    {"print", "type", "isinstance", "repr", "id", "str", "display", "hasattr", "callable"}
)
_TAKES_SOME = frozenset({"next", "islice", "takewhile", "tee", "iter", "send"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_iterator(case: Case, site: Site, value: ast.expr) -> bool:
    """Whether an expression makes an iterator that has an end."""
    if isinstance(value, ast.GeneratorExp):
        return not any(callee_of(node) in _ENDLESS for node in ast.walk(value))
    if not isinstance(value, ast.Call) or _is_endless(case, value):
        return False
    name, function = callee(value), _function(case, callee(value))
    module, own = _called_in(case, site, value)
    if module:
        return own in _OF_MODULES.get(module, ())
    if function is not None:
        return _gives_iterator(function)
    return name in (_OF_PYTHON if isinstance(value.func, ast.Name) else _OF_PATHS)


def _called_in(case: Case, site: Site, call: ast.Call) -> tuple[str, str]:
    """Return the module and the name of what is called of it: ``csv``, ``reader``."""
    match call.func:
        case ast.Name(id=name):
            module, _, own = (case.target(site, name) or "").rpartition(".")
            return module, own
        case ast.Attribute(value=ast.Name(id=of), attr=own):
            return case.target(site, of) or "", own
    return "", ""


def _is_endless(case: Case, call: ast.Call) -> bool:
    """Whether something in a call never ends, as far as can be seen."""
    for node in ast.walk(call):
        name = callee_of(node)
        function = _function(case, name)
        if name in _ENDLESS and isinstance(node, ast.Call) and function is None:
            return not (name == "count" and isinstance(node.func, ast.Attribute) and node.args)
        for loop in ast.walk(function) if function is not None else ():
            if isinstance(loop, ast.While) and literal(loop.test) in (True, 1):
                return True
    return False


@lru_cache(maxsize=256)
def _functions(text: Code) -> dict[str, Function]:
    return {node.name: node for node in text.nodes(ast.stmt) if isinstance(node, Function)}


def _function(case: Case, name: str) -> Function | None:
    """Return the function or method of a name in the notebook."""
    for cell in case.failure.document.cells:
        found = _functions(case.code(cell.id)).get(name) if cell.type == "code" else None
        if found is not None:
            return found
    return None


def _gives_iterator(function: Function) -> bool:
    """Whether a function yields, or returns nothing but generator expressions and the like."""
    own = list(_own(function))
    if isinstance(function, ast.AsyncFunctionDef) or function.decorator_list:
        return False
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own):
        return True
    returned = [node.value for node in own if isinstance(node, ast.Return)]
    return bool(returned) and all(
        isinstance(value, ast.GeneratorExp)
        or (isinstance(value, ast.Call) and getattr(value.func, "id", "") in _OF_PYTHON)
        for value in returned
    )


def _own(function: Function) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of functions in it."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def listed(text: Code, value: ast.expr) -> list[Change]:
    """Return the changes that make a list of what an iterator gives."""
    start, end = text.span(value)
    above = _parents(text).get(value)
    if not isinstance(value, ast.GeneratorExp):
        return [((start, start), "list("), ((end, end), ")")]
    if isinstance(above, ast.Call) and text.span(above)[1] == end:  # the brackets of the call
        return [((start + 1, start + 1), "["), ((end - 1, end - 1), "]")]
    return [((start, start + 1), "["), ((end - 1, end), "]")]


@lru_cache(maxsize=64)
def _parents(text: Code) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(text.tree) for child in ast.iter_child_nodes(node)}


def around(text: Code, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield what a node is in, the innermost first, each with the part of it that it is in."""
    parents = _parents(text)
    while node in parents:
        yield parents[node], node
        node = parents[node]


def function_around(text: Code, node: ast.AST) -> Function | None:
    """Return the innermost function that a node is in."""
    return next((outer for outer, _ in around(text, node) if isinstance(outer, Function)), None)


def uses(text: Code, name: str, within: Function | None) -> list[ast.expr]:
    """Return where a name, or an attribute of ``self``, is read in a function or outside all."""
    found = []
    for node in text.nodes(ast.expr, within):
        if not isinstance(getattr(node, "ctx", None), ast.Load) or _shown(node) != name:
            continue
        own = [outer for outer, _ in around(text, node) if isinstance(outer, Function)]
        inner = own[: own.index(within)] if within in own else own
        if "." in name or not any(_binds(function, name) for function in inner):
            found.append(node)
    return found


def _shown(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    is_own = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self"
    return ast.unparse(node) if is_own else ""


@lru_cache(maxsize=256)
def _bound_in(function: Function) -> frozenset[str]:
    nodes = list(ast.walk(function))
    names = {node.arg for node in nodes if isinstance(node, ast.arg)}
    return frozenset(
        names
        | {
            node.id
            for node in nodes
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    )


def _binds(function: Function, name: str) -> bool:
    return name in _bound_in(function)


def is_partly_used(text: Code, node: ast.expr) -> bool:
    """Whether a use takes a part of an iterator, asks it something, or hands it on."""
    above = _parents(text).get(node)
    match above:
        case ast.Assign():
            return not _is_unpacked(above)
        case ast.Attribute() | ast.AnnAssign() | ast.Return() | ast.NamedExpr():
            return True
        case ast.For():
            return above.iter is node and any(isinstance(n, ast.Break) for n in ast.walk(above))
        case ast.Call():
            same = [ast.unparse(one) for one in above.args]
            return callee(above) in _TAKES_SOME or same.count(ast.unparse(node)) > 1
    return isinstance(above, ast.Subscript) and above.value is node


def times_used(text: Code, node: ast.expr, made: ast.stmt | None) -> int:
    """Return how often a use goes through an iterator: 2 for more than once."""
    if not _goes_through(text, node):
        return 0
    for outer, part in around(text, node):
        if made is not None and made in ast.walk(outer):
            break
        if _repeats(outer, part) or (made is not None and isinstance(outer, Function)):
            return 2
    return 1


def _repeats(outer: ast.AST, part: ast.AST) -> bool:
    """Whether a part of a loop or the like may run more than once."""
    match outer:
        case ast.For() | ast.AsyncFor() | ast.comprehension():
            return part is not outer.iter
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return part is not outer.generators[0]
    return isinstance(outer, ast.While | ast.Lambda)


def _goes_through(text: Code, node: ast.expr) -> bool:
    above = _parents(text).get(node)
    match above:
        case ast.Call():
            return above.func is not node and callee(above) not in _ONLY_LOOKS
        case ast.For() | ast.comprehension():
            return above.iter is node
        case ast.Assign():
            return _is_unpacked(above)
        case ast.Compare():
            return any(isinstance(one, ast.In | ast.NotIn) for one in above.ops)
    return isinstance(above, ast.keyword | ast.Starred | ast.YieldFrom)


def _is_unpacked(statement: ast.Assign) -> bool:
    return any(isinstance(target, ast.Tuple | ast.List) for target in statement.targets)
