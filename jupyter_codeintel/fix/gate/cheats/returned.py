"""What a function gives back that it was given, or that is always the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange, imported
from jupyter_codeintel.fix.gate.reading.growing import grows
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    callee_of,
    is_computed,
    is_literal,
    literal,
    loads,
    value_of,
)


def returned(change: CellChange) -> Iterator[Objection]:
    """Yield doubts about a new return of what the function only starts from."""
    for new in change.added:
        value = new.node.value if isinstance(new.node, ast.Return) else None
        if literal(value) == [] and _asks_for_one(new):
            yield doubt("empties", "It returns nothing for one value.")
        if value is not None and _is_whatever_is_given(value, new, change):
            yield doubt("constant", f"It returns {ast.unparse(value)[:40]} in any case.")
        if not isinstance(value, ast.Name) or grows({value.id}, change.after):
            continue
        if _is_base_case(new, change):
            continue
        made = [s for s in change.after if value.id in bound_names(s.node)]
        works = _works_something_out(new, change) or _calls_itself(new)
        if _is_given(value.id, new) and not made and works:
            yield doubt("constant", f"It returns {value.id} as it was given.")
        if made and all(is_literal(value_of(s.node)) for s in made):
            yield doubt("constant", f"It returns {value.id}, which is always the same.")


def _is_whatever_is_given(value: ast.expr, new: Statement, change: CellChange) -> bool:
    """Whether the last step of a function that works something out reads nothing of it."""
    is_last = isinstance(new.around[-1].node, ast.FunctionDef) if new.around else False
    is_call = isinstance(value, ast.Call) and loads(value) <= imported(change)
    return is_last and is_call and _works_something_out(new, change)


def _is_base_case(statement: Statement, change: CellChange) -> bool:
    """Whether a recursion ends, or gives what holds no others as it is."""
    case = statement.around[-1].node if statement.around else None
    if not isinstance(case, ast.If):
        return False
    name = statement.functions[-1] if statement.functions else ""
    calls = (part for s in change.before if s.functions == statement.functions
             for part in s.parts() if isinstance(part, ast.Call))  # fmt: skip
    is_recursive = any(callee(call) == name for call in calls)
    asks_kind = (
        "isinstance(" in ast.unparse(case.test) and "not iterable" in change.failure.error.value
    )
    is_short = change.is_of("IndexError") and _asks_for_one(statement)
    return change.is_of("RecursionError") or (is_recursive and (asks_kind or is_short))


def _asks_for_one(statement: Statement) -> bool:
    """Whether a statement is for lists of one value, or none: ``if len(x) <= 1``."""
    case = statement.around[-1].node if statement.around else None
    match case:
        case ast.If(test=ast.Compare(left=ast.Call() as count, ops=[op], comparators=[bound])):
            is_one = (type(op), literal(bound)) in ((ast.LtE, 1), (ast.Lt, 2))
            return callee(count) == "len" and is_one
    return False


def _is_given(name: str, statement: Statement) -> bool:
    """Whether a name is a parameter of the function around a statement."""
    outer = [s.node for s in statement.around if isinstance(s.node, ast.FunctionDef)]
    return bool(outer) and name in {argument.arg for argument in outer[-1].args.args}


def _calls_itself(statement: Statement) -> bool:
    """Whether the function around a statement calls itself as its last step."""
    outer = [s.node for s in statement.around if isinstance(s.node, ast.FunctionDef)]
    ends = [n.value for n in outer[-1].body if isinstance(n, ast.Expr)] if outer else []
    return any(callee_of(n) == outer[-1].name for n in ends)


def _works_something_out(statement: Statement, change: CellChange) -> bool:
    """Whether the function around a statement gives a variable of its own a value."""
    inner = (s for s in change.after if s.functions == statement.functions and s.functions)
    return any(bound_names(s.node) and is_computed(value_of(s.node)) for s in inner)
