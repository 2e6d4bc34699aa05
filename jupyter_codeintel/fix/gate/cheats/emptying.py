"""Values that a candidate puts in place of a computation."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.parameters import takes_parameters
from jupyter_codeintel.fix.gate.evidence.told import is_told_otherwise
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.growing import grows, is_first_state
from jupyter_codeintel.fix.gate.reading.statements import Statement, listed
from jupyter_codeintel.fix.gate.reading.trees import (
    adds_a_row,
    bound_names,
    callee,
    callee_of,
    is_computed,
    is_literal,
    is_made,
    literal,
    loads,
    root,
    strings,
    targets,
    tree_of_most,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.uses import is_moved, valued_names
from jupyter_codeintel.fix.gate.reasons.exactness import starts_a_search
from jupyter_codeintel.fix.gate.reasons.kept_texts import goes_through_all

_WORD = re.compile(r"[\w.]+")
_FILLS = frozenset({"full", "full_like", "zeros", "zeros_like", "ones", "ones_like"})
_LABELS = frozenset({"name", "names", "title"})
_OF_A_SHAPE = ("empty", "full", "ones", "zeros")
_TAKES_NAMES = frozenset({"agg", "aggregate", "drop"})
"""Calls whose constants are names of functions, columns or rows, and no data."""


def emptying(change: CellChange) -> Iterator[Objection]:
    """Yield objections where data are emptied or made up."""
    more = {new: _written_out(new) - _written_out(old) for old, new in change.altered}
    more |= {new: _written_out(new) for new in change.added}
    for old, new in change.altered:
        started = loads(old.node) <= change.missing | change.imported_before  # made of nothing
        others = [s for s in (change.after if started else change.fresh) if s is not new]
        if isinstance(new.node, ast.AugAssign) or not grows(bound_names(new.node), others):
            yield from _constant(old, new, change)
        yield from _in_computation(old, new)
        yield from _emptied_default(old, new)
        moved = sum((more[s] for s in more if s is not new), Counter[str]())
        yield from _smaller(old, new, change, moved)
    for new in change.added:
        yield from _made_up(new, change)
    yield from _assigned(change)


def _constant(old: Statement, new: Statement, change: CellChange) -> Iterator[Objection]:
    before, after = value_of(old.node), value_of(new.node)
    if isinstance(old.node, ast.Expr) or after is None or not _works_on_something(before):
        return
    was_array = callee_of(before) in _FILLS
    is_same = is_made(after) or (_is_filled(after) and not was_array)
    if not is_same or adds_a_row(new.node) or takes_parameters(after, change):
        return
    if isinstance(new.node, ast.Return) and len(new.around) > 1:
        return  # one case of a function among others
    if _is_filled_below(new, before, change):
        return
    said = ast.unparse(after)[:40]
    yield refuse("constant", f"It puts {said} in place of what was worked out.")


def _is_filled_below(new: Statement, before: ast.expr | None, change: CellChange) -> bool:
    """Whether some places get what was worked out: ``u[free] = solve(...)``."""
    for one in change.added:
        match one.node:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=name))], value=ast.Call() as made
            ):
                if name in bound_names(new.node) and callee(made) == callee_of(before):
                    return True
    return False


def _in_computation(old: Statement, new: Statement) -> Iterator[Objection]:
    """Judge a number that stands beside the same value where something was worked out."""
    known = {(ast.unparse(n.left), type(n.op)): n.right for n in old.parts()
             if isinstance(n, ast.BinOp) and isinstance(n.right, ast.Call)}  # fmt: skip
    for node in new.parts():
        if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant):
            was = known.get((ast.unparse(node.left), type(node.op)))
            if was is not None and loads(was):
                said = ast.unparse(node.right)
                yield doubt("constant", f"It puts {said} in place of {ast.unparse(was)[:40]}.")


def _emptied_default(old: Statement, new: Statement) -> Iterator[Objection]:
    """Judge nothing in place of what a missing key stood for: ``parts.get(name, [])``."""
    had, has = (
        {ast.dump(part.args[0]): part.args[1] for part in statement.parts()
         if callee_of(part) == "get" and isinstance(part, ast.Call) and len(part.args) > 1}
        for statement in (old, new)
    )  # fmt: skip
    for key in had.keys() & has.keys():
        if loads(had[key]) and literal(has[key]) in ([], {}, (), ""):
            yield doubt("empties", f"It takes nothing in place of {ast.unparse(had[key])[:40]}.")


def _is_filled(value: ast.expr | None) -> bool:
    """Whether an array of any size has one value in all places: ``full(n, 0.5)``."""
    match value:
        case ast.Call(args=[_, *fill]) if callee(value) in _FILLS:
            return all(map(is_made, fill))
    return False


def _smaller(
    old: Statement, new: Statement, change: CellChange, moved: Counter[str]
) -> Iterator[Objection]:
    """Judge loops over nothing, and data that are written out and become fewer."""
    if isinstance(old.node, ast.For) and isinstance(new.node, ast.For):
        loop = new.node.iter
        if _works_on_something(old.node.iter) and is_made(loop):
            yield refuse("empties", f"It loops over {ast.unparse(loop)[:40]} and not the data.")
        elif set() < _steps(loop) < _steps(old.node.iter):
            yield doubt("shortens", f"It loops over some of what is written out: {old.line[:60]}")
    may_be_fewer = adds_a_row(new.node) or goes_through_all(old, new)
    if may_be_fewer or _labels_all(old, new, change) or starts_a_search(new, change):
        return
    before, after = _written_out(old), _written_out(new) + moved
    said = [part.value for part in new.parts() if isinstance(part, ast.Constant)]
    said += [one.rpartition("__")[2] for one in strings(new.parts()) if "__" in one]  # of a step
    lost = (before - after - Counter(map(_said, said)) - _labels_of_kept(old, new)).total()
    if lost and lost == _too_many(change):
        return
    if before.total() > 1 and (after.total() < before.total() or lost > 1) and lost:
        yield doubt("shortens", f"It changes data that are written out: {old.line[:60]}")


def _steps(loop: ast.expr) -> set[str]:
    """Return what is written out to be gone through."""
    return {ast.dump(one) for one in loop.elts} if isinstance(loop, ast.List | ast.Tuple) else set()


def _labels_of_kept(old: Statement, new: Statement) -> Counter[str]:
    """Return the keys of values that are still there: ``{"port": start}`` and ``start``."""
    kept = loads(new.node)
    said = {_said(part.value) for part in new.parts() if isinstance(part, ast.Constant)}
    return Counter(
        _said(key.value)
        for table in old.parts() if isinstance(table, ast.Dict)
        for key, value in zip(table.keys, table.values, strict=True)
        if isinstance(key, ast.Constant)
        and (getattr(value, "id", None) in kept or _said(getattr(value, "value", None)) in said)
    )  # fmt: skip


def _too_many(change: CellChange) -> int:
    """Return how many values a function was given that it does not take."""
    told = re.search(r"takes (\d+) positional arguments but (\d+) were", change.failure.error.value)
    return int(told[2]) - int(told[1]) if told is not None else 0


def _labels_all(old: Statement, new: Statement, change: CellChange) -> bool:
    """Whether labels, of which there were too few or too many, are made of the data now."""
    value, before = value_of(new.node), literal(value_of(old.node))
    is_labels = isinstance(before, list) and all(isinstance(one, str) for one in before)
    is_of_lengths = re.search("shape|length", change.failure.error.value) is not None
    return is_labels and is_of_lengths and value is not None and bool(loads(value))


def _written_out(statement: Statement) -> Counter[str]:
    """Return the constants in lists, tuples and dicts, however they are written.

    The columns of a table that has no rows are none, and the shape of an array is none.
    """
    places = {id(n.slice) for n in statement.parts() if isinstance(n, ast.Subscript)}
    calls = (n for n in statement.parts() if isinstance(n, ast.Call) and callee(n) in _TAKES_NAMES)
    places |= {id(part) for call in calls for part in call.args}
    for part in statement.parts():
        match part:
            case ast.Call(args=[], keywords=[ast.keyword(arg="columns", value=columns)]):
                places.add(id(columns))
            case ast.Call(args=[shape, *_]) if callee(part) in _OF_A_SHAPE:
                places.add(id(shape))
    return Counter(
        _said(leaf.value)
        for node in statement.parts()
        if isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.Set) and id(node) not in places
        for leaf in ast.iter_child_nodes(node)
        if isinstance(leaf, ast.Constant)
    )


def _said(value: object) -> str:
    """Return how a value reads, the same for a number and its text."""
    text = str(value).strip().casefold().replace(",", ".")
    try:
        return str(float(text))
    except ValueError:
        return text


def _works_on_something(before: ast.expr | None) -> bool:
    made = before.operand if isinstance(before, ast.UnaryOp) else before
    return is_computed(before) and made is not None and bool(loads(made)) and not is_made(made)


def _made_up(new: Statement, change: CellChange) -> Iterator[Objection]:
    value, names = value_of(new.node), bound_names(new.node)
    is_code = isinstance(new.node, ast.FunctionDef | ast.ClassDef) or isinstance(value, ast.Lambda)
    invented = names & change.missing
    if is_code and invented and not is_moved(new.node, change):
        yield doubt("invents", f"It makes up {min(invented)}.")
    if isinstance(new.node, ast.Expr | ast.Return | ast.AugAssign) or new.functions:
        return
    if value is None or not is_made(value) or _stood_there(value, change):
        return
    if invented and _is_told(literal(value), change):
        return
    yield from _stored(new, change)
    if new.around and is_told_otherwise(new.around[-1].node, Evidence(change.failure, (change,))):
        return
    if (had := names & valued_names(change)) and not grows(names, change.fresh):
        yield refuse("empties", f"It puts {ast.unparse(value)[:40]} in place of {min(had)}.")
    elif invented and not grows(names, change.after) and not _stands_elsewhere(new, change):
        yield doubt("invents", f"It makes up a value: {ast.unparse(new.node)[:60]}")


def _stands_elsewhere(new: Statement, change: CellChange) -> bool:
    """Whether another cell has the same statement, which is only to come earlier."""
    cells = (c.source for c in change.failure.document.cells if c.type == "code")
    return any(new.head == s.head for text in cells for s in listed(tree_of_most(text)[0].body))


def _is_told(value: object, change: CellChange) -> bool:
    """Whether the person's words have a number, and it is no usual one."""
    is_number = isinstance(value, int | float) and value not in (0, 1)
    return is_number and Evidence(change.failure, (change,)).is_told(str(value))


def _stood_there(value: ast.expr, change: CellChange) -> bool:
    """Whether a value is one of a text that could not be read, with other quotes or brackets."""
    written = ast.get_source_segment(change.source, value) or ""
    if change.unread and written.strip("\"'([{}])") in change.source_before:
        return True
    lines = change.source_before.splitlines()
    unread = {word for number in change.unread for word in _WORD.findall(lines[number - 1])}
    said = set(_WORD.findall(written))
    return bool(said) and said <= unread


def _stored(new: Statement, change: CellChange) -> Iterator[Objection]:
    """Judge keys and attributes that are given something made up."""
    for target in targets(new.node):
        if is_first_state(target, change.failure) and literal(value_of(new.node)) == 0:
            continue
        if {root(target)} & change.missing and grows({root(target)}, change.after):
            continue  # the first of what a loop goes on with
        if isinstance(target, ast.Subscript) and is_literal(target.slice):
            wrong = repr(literal(target.slice)) == change.failure.error.attributes.get("key")
            make = refuse if wrong else doubt
            yield make("invents", f"It makes up a value: {ast.unparse(new.node)[:60]}")
        elif isinstance(target, ast.Attribute) and target.attr not in _LABELS:
            yield doubt("invents", f"It makes up a value: {ast.unparse(new.node)[:60]}")


def _assigned(change: CellChange) -> Iterator[Objection]:
    """Judge columns that are given something made up: ``x.assign(sex=0)``."""
    known = Evidence(change.failure, (change,)).live
    for call in change.new(ast.Call):
        for word in call.keywords if callee(call) == "assign" else ():
            if word.arg in known and is_made(word.value):
                yield doubt("invents", f"It makes up a value: {ast.unparse(call)[-60:]}")
    for new in change.added:
        match new.node:
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Constant(value=str(column)))],
                value=ast.Subscript(slice=ast.Constant(value=str(other))),
            ) if {column, other} <= known and column != other:
                yield doubt("invents", f"It puts {other} in place of {column}.")
