"""What sums, texts and lists begin with, and the loop that makes one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.names.scopes import sets_attribute

_Loop = ast.For | ast.AsyncFor | ast.While
_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_TEXTS = ("str", "join", "lower", "upper", "strip", "title", "capitalize", "replace", "chr")
_LISTS = ("list", "sorted")
_MONEY = re.compile(r"account|balance|capital|fund|money|savings|wealth")
_SAVED = re.compile(rf"{_MONEY.pattern}|pot|saved|total")
_PUT = re.compile(r"annuit|contribut|deposit|instal|monthly|paid|payment|saved|saving|yearly")
_EMPTY = ("0", "0.0", "1", "''", "[]", "list()")


def start_of_sum(op: ast.operator, added: ast.expr) -> str:
    """Return what a sum begins with, by what is added: 0, or an empty text or list."""
    if not isinstance(op, ast.Add):
        return "0"
    if _is_text(added):
        return '""'
    called = _called(added)
    is_list = isinstance(added, ast.List | ast.ListComp) or called in _LISTS
    return "[]" if is_list else "0"


def added_to_itself(statement: ast.Assign) -> tuple[ast.expr, ast.BinOp, ast.expr] | None:
    """Return the target, the operation and what is added of ``x = x + y``."""
    value = statement.value
    if len(statement.targets) != 1 or not isinstance(value, ast.BinOp):
        return None
    target = statement.targets[0]
    written = ast.unparse(target)
    left = value.left
    is_sum = isinstance(value.op, ast.Add | ast.Sub)
    while is_sum and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add | ast.Sub):
        left = left.left
    if isinstance(value.op, ast.Add | ast.Sub | ast.Mult) and ast.unparse(left) == written:
        return target, value, value.right
    if isinstance(value.op, ast.Add | ast.Mult) and ast.unparse(value.right) == written:
        return target, value, value.left
    return None


def start_of(statement: ast.stmt, name: str) -> str | None:
    """Return what a name has to be before a statement that adds to it."""
    if isinstance(statement, ast.AugAssign):
        target: ast.expr = statement.target
        op, added = statement.op, statement.value
    elif isinstance(statement, ast.Assign):
        found = added_to_itself(statement)
        if found is None:
            return "0" if is_saved_up(statement, name) else None
        target, op, added = found[0], found[1].op, found[2]
    else:
        return "[]" if _appends(statement, name) else None
    if not isinstance(target, ast.Name) or target.id != name:
        return None
    if isinstance(op, ast.Mult):
        return None if _MONEY.search(name.lower()) else "1"  # nobody begins with just 1
    return start_of_sum(op, added) if isinstance(op, ast.Add | ast.Sub) else None


def is_saved_up(statement: ast.Assign, name: str) -> bool:
    """Whether more is put to what has grown: ``balance = (balance + deposit) * (1 + rate)``."""
    parts = [node for node in ast.walk(statement.value) if isinstance(node, ast.Name)]
    own = [node for node in parts if node.id == name]
    put = [node for node in parts if _PUT.search(node.id.lower())]
    operators = {type(node.op) for node in ast.walk(statement.value) if isinstance(node, ast.BinOp)}
    is_target = ast.unparse(statement.targets[0]) == name and len(statement.targets) == 1
    only_grows = len(own) == 1 and operators <= {ast.Add, ast.Div, ast.Mult}
    return is_target and only_grows and bool(put) and _SAVED.search(name.lower()) is not None


def _appends(statement: ast.stmt, name: str) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "append"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == name
    )


def _is_text(node: ast.expr) -> bool:
    """Whether a value is a text, by how it is written."""
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or (isinstance(node.op, ast.Add) and _is_text(node.right))
    is_constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_constant or isinstance(node, ast.JoinedStr) or _called(node) in _TEXTS


def _called(node: ast.expr) -> str:
    return callee_of(node)


def loop_that_makes(site: Site, name: str) -> ast.stmt | None:
    """Return the outermost loop that adds to a name, if nothing else binds or needs it before.

    None also where another place for the start may be meant.
    """
    scope = site.inside or site.code.tree
    statement = site.statement
    if statement is None or _is_bound_around(site, name) or _has_idle_start(scope):
        return None
    updates = [one for one in _statements(scope) if start_of(one, name) is not None]
    updating = {node for one in updates for node in ast.walk(one)}
    mentions = [node for node in site.code.nodes(ast.Name, scope) if node.id == name]
    if any(node not in updating and not isinstance(node.ctx, ast.Load) for node in mentions):
        return None
    around = [one for one in _statements(scope) if statement in ast.walk(one)]
    loops = [one for one in around if isinstance(one, _Loop)]
    first = site.code.span(statement)[0]
    if not loops or any(site.code.span(node)[0] < first for node in mentions):
        return None
    if not _holds(around[: around.index(loops[0])], loops[0], mentions):
        return None
    inner = set(ast.walk(loops[-1]))
    within = [node for node in ast.walk(loops[0]) if node in mentions and node not in inner]
    return None if within else loops[0]  # else each turn of the outer loop may begin anew


def _statements(scope: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements in a scope, those further out first."""
    for node in ast.walk(scope):
        if isinstance(node, ast.stmt) and node is not scope:
            yield node


def _holds(above: list[ast.stmt], loop: ast.stmt, mentions: list[ast.Name]) -> bool:
    """Whether the name is not needed where the way to the loop is not taken."""
    conditional = [one for one in above if not isinstance(one, ast.With | ast.AsyncWith)]
    inside = set(ast.walk(loop))
    return not conditional or all(node in inside for node in mentions)


def _is_bound_around(site: Site, name: str) -> bool:
    """Whether the function has the name otherwise, or one around it, or the object."""
    inner = site.inside
    scope = inner or site.code.tree
    for node in ast.walk(scope):
        if isinstance(node, ast.Global | ast.Nonlocal) and name in node.names:
            return True
        if isinstance(node, ast.alias) and (node.asname or node.name) == name:
            return True
        if isinstance(node, _Scope) and node.name == name:
            return True
    around = [one for one in site.code.nodes(ast.stmt) if isinstance(one, _Scope)]
    around = [one for one in around if inner is not None and inner in ast.walk(one)]
    return any(_has(one, inner, name) for one in around)


def _has(scope: ast.stmt, inner: ast.AST | None, name: str) -> bool:
    """Whether a scope around a function binds a name, or the function's parameters do."""
    own = set(ast.walk(inner)) if inner is not None else set()
    if isinstance(scope, ast.ClassDef) and sets_attribute(scope, "self", name):
        return True
    return any(
        (isinstance(node, ast.arg) and node.arg == name)
        or (
            isinstance(node, ast.Name)
            and node.id == name
            and isinstance(node.ctx, ast.Store)
            and node not in own
        )
        for node in ast.walk(scope)
    )


def _has_idle_start(scope: ast.AST) -> bool:
    """Whether another name begins empty and stays so: the loop may have meant that one."""
    for node in _statements(scope):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if not isinstance(node, ast.Assign) or not isinstance(target, ast.Name):
            continue
        if ast.unparse(node.value) in _EMPTY and not _is_changed(scope, target):
            return True
    return False


def _is_changed(scope: ast.AST, target: ast.Name) -> bool:
    """Whether a name is bound elsewhere too, or its object is added to."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Name) and node.id == target.id and node is not target:
            if not isinstance(node.ctx, ast.Load):
                return True
        elif isinstance(node, ast.Attribute | ast.Subscript):
            of = node.value
            if isinstance(of, ast.Name) and of.id == target.id:
                return True
    return False
