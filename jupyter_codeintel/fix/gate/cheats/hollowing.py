"""Statements that a candidate leaves in place, but that do less than they did."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from jupyter_codeintel.fix.gate.cheats.itself import is_idle
from jupyter_codeintel.fix.gate.cheats.unused import unused
from jupyter_codeintel.fix.gate.evidence.expectations import is_covered
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange, imported
from jupyter_codeintel.fix.gate.reading.counted import only_counted
from jupyter_codeintel.fix.gate.reading.functions import functions_of
from jupyter_codeintel.fix.gate.reading.growing import grows
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    adds_a_row,
    bound_names,
    callee,
    callee_of,
    is_computed,
    is_literal,
    is_worked_out,
    literal,
    loads,
    root,
    targets,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.uses import made_from
from jupyter_codeintel.fix.gate.reading.vocabulary import GIVES_ONE
from jupyter_codeintel.fix.gate.reading.windows import is_of_a_window

_NUMBERS = frozenset({"int", "float", "complex", "int64", "float64", "int32", "float32"})
_TEXT = frozenset({"str", "object", "string", "category"})
_GIVES = frozenset({"append", "concat", "concatenate", "hstack", "vstack", "insert", "delete",
                    "merge", "sort", "unique", "where", "clip"})  # fmt: skip
"""Of numpy and pandas: change nothing that they are given."""

_SHOWS = frozenset({"print", "display", "pprint", "repr", "str", "type", "dir", "help", "id"})


def hollowing(change: CellChange) -> Iterator[Objection]:
    """Yield objections where what failed does not do any more what it did."""
    for fresh in change.fresh if change.unread else ():
        if idle := _idle_counters(fresh):
            yield doubt("drops", f"It goes through the data and does not use {min(idle)}.")
    yield from _functions(change)
    for old in change.raised:
        new = change.became.get(old)
        is_definition = isinstance(old.node, ast.FunctionDef | ast.ClassDef)
        is_imported = bool(set(old.functions) & change.imported_now)
        if new is None or is_definition or is_imported or old.head == new.head:
            continue
        if not is_substantial(new) or only_shows([new], old):
            yield refuse("deletes", f"It does not do any more what failed: {old.line}")
        else:
            yield from _less(old, new, change)
    for old, new in change.altered if change.is_of("AssertionError") else ():
        if old not in change.raised and not new.functions:
            yield from _only_counting(old, new, change)


def _less(old: Statement, new: Statement, change: CellChange) -> Iterator[Objection]:
    starts = not isinstance(new.node, ast.AugAssign)
    if is_covered(new, change) or (starts and grows(bound_names(new.node), change.fresh)):
        return
    value = value_of(new.node)
    if isinstance(value, ast.Name) and grows(frozenset({value.id}), change.fresh):
        return
    is_look = _is_read_only(old, new) and not _is_seen_above(old, new, change)
    is_look = is_look and not _is_of_a_module(old, new, change)
    is_copy = is_idle(new) and not _is_for_a_copy(old, new)
    if is_look or (is_copy and not _is_gone_on_with(new, change)):
        yield doubt("drops", f"It does not work out any more: {old.line}")
    if asked := _not_asked(old, new):
        yield doubt("drops", f"It does not ask any more: {asked}")
    if _keeps_text(old, new):
        yield doubt("drops", f"It leaves as text what should be converted: {old.line}")
    if _is_first_alone(old, new, change):
        yield doubt("drops", "It leaves the rest of the text out.")
    if _is_one_for_all(old, new) or _fills_all(new, change):
        yield doubt("drops", f"It gives several names, or all rows, one value: {new.line}")
    if _is_lost(new, change):
        yield doubt("drops", f"What it gives is not used: {new.line}")
    if idle := _idle_counters(new) & old.loads:
        yield doubt("drops", f"It goes through the data and does not use {min(idle)}.")
    yield from _only_counting(old, new, change)
    yield from unused(old, new, change)


def _only_counting(old: Statement, new: Statement, change: CellChange) -> Iterator[Objection]:
    """Judge data of which only the number is used any more."""
    here, all_ = ([part for s in several if not isinstance(s.node, ast.Assert)
                   for part in s.parts()]
                  for several in ({new, *change.added}, {new, *change.fresh}))  # fmt: skip
    own = frozenset().union(*(bound_names(s.node) for s in change.fresh))
    had = only_counted(old.parts())
    if "Length of values" in change.failure.error.value:
        return  # its rows are what was to be told
    counted = only_counted(here) & only_counted(all_) - had - own
    counted -= only_counted(part for s in change.before for part in s.parts())
    sizes = (loads(part) for part in old.parts() if callee_of(part) == "len")
    counted -= {made for names in sizes for name in names for made in made_from(name, change)}
    if counted and not had & change.missing and not change.is_of("ZeroDivisionError"):
        yield doubt("drops", f"It only counts what is in {min(counted)}.")


def _is_lost(new: Statement, change: CellChange) -> bool:
    """Whether a function of a module gives something new that no name is given to."""
    match new.node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=module))) as call):
            return module in imported(change) and callee(call) in _GIVES
    return False


def _not_asked(old: Statement, new: Statement) -> str:
    """Return a part of a condition that failed which is gone, with nothing in its place."""
    if not isinstance(old.node, ast.If | ast.While) or not isinstance(new.node, ast.If | ast.While):
        return ""
    had, has = (
        test.values if isinstance(test, ast.BoolOp) else [test]
        for test in (old.node.test, new.node.test)
    )
    left = {ast.unparse(one) for one in has}
    gone = [one for one in had if ast.unparse(one) not in left]
    is_less = len(gone) == len(had) - len(has) > 0
    return next((ast.unparse(g) for g in gone if is_less and isinstance(g, ast.Compare)), "")


def _functions(change: CellChange) -> Iterator[Objection]:
    """Judge functions that looked into what they are given."""
    before = functions_of(change.tree_before)
    for name, node in functions_of(change.tree_after).items():
        old = before.get(name)
        if old is not None:
            given = {argument.arg for argument in old.args.args}
            for one in sorted(given & only_counted(ast.walk(node)) - only_counted(ast.walk(old))):
                yield doubt("drops", f"{node.name}() only counts what is in {one}.")
            kept = given & {argument.arg for argument in node.args.args}
            for one in sorted(kept & _read(old) - _read(node)):
                yield doubt("drops", f"{node.name}() does not use {one} any more.")


def _read(function: ast.FunctionDef) -> frozenset[str]:
    return frozenset().union(*(loads(statement) for statement in function.body))


def _idle_counters(statement: Statement) -> frozenset[str]:
    """Return the names that comprehensions bind and do not use."""
    bound = (
        {n.id for n in ast.walk(part.target) if isinstance(n, ast.Name)}
        for part in statement.parts()
        if isinstance(part, ast.comprehension)
    )
    idle = (names for names in bound if not names & statement.loads)
    return frozenset(name for names in idle for name in names if not name.startswith("_"))


def _is_read_only(old: Statement, new: Statement) -> bool:
    """Whether something worked out has become a look at something that was there."""
    before, after = value_of(old.node), value_of(new.node)
    if isinstance(new.node, ast.AugAssign):
        return False
    if before is None or after is None or not is_worked_out(before) or is_worked_out(after):
        return False
    if isinstance(after, ast.Dict) and len(after.values) > 1 and not is_literal(after):
        return False  # one by one
    # What can be looked up needs no call: "values()" that should be "values".
    looked_up = {ast.dump(node) for node in ast.walk(after)}
    return not (isinstance(before, ast.Call) and ast.dump(before.func) in looked_up)


def _is_of_a_module(old: Statement, new: Statement, change: CellChange) -> bool:
    """Whether a table of a library has what its function gave: ``colormaps["viridis"]``."""
    value = value_of(new.node)
    asked = {ast.unparse(n) for n in old.parts() if isinstance(n, ast.Constant)}
    match value:
        case ast.Subscript(value=ast.Attribute(), slice=ast.Constant() as key):
            return root(value) in imported(change) and asked == {ast.unparse(key)}
    return False


def _is_seen_above(old: Statement, new: Statement, change: CellChange) -> bool:
    """Whether new statements work out what is looked at, or where; or it adds a row."""
    match value_of(new.node):
        case ast.List(elts=[_]):
            return False  # one of several
    calls = {ast.dump(part) for part in old.parts() if isinstance(part, ast.Call)}
    if any(ast.dump(part) in calls for s in change.added for part in s.parts()):
        return True  # in two steps
    above = (s.node for s in change.fresh if bound_names(s.node) & new.loads)
    values = (value for node in above if (value := value_of(node)) is not None)
    return adds_a_row(new.node) or any(map(is_worked_out, values))


def _is_for_a_copy(old: Statement, new: Statement) -> bool:
    """Whether all in it is still copied: ``deepcopy(plan)`` for ``plan.deepcopy()``."""
    return callee_of(value_of(old.node)) == callee_of(value_of(new.node)) == "deepcopy"


def _is_gone_on_with(new: Statement, change: CellChange) -> bool:
    """Whether added statements work on what a statement makes."""
    made = {root(target) for target in targets(new.node)}
    return any(made & statement.loads for statement in change.added)


def _is_first_alone(old: Statement, new: Statement, change: CellChange) -> bool:
    """Whether a text of which one letter was to change is that letter now."""
    made = {root(t) for t in targets(old.node) if isinstance(t, ast.Subscript)}
    is_text = "does not support item assignment" in change.failure.error.value
    parts = list(new.parts())
    joined = any(isinstance(n, ast.Slice | ast.comprehension) for n in parts) or any(
        isinstance(n, ast.Name) and n.id in made and isinstance(n.ctx, ast.Load)
        and not any(isinstance(o, ast.Subscript) and o.value is n for o in parts) for n in parts
    )  # fmt: skip
    return is_text and bool(made & bound_names(new.node)) and not joined


def _is_one_for_all(old: Statement, new: Statement) -> bool:
    """Whether names that had a value each get the same one."""
    single = isinstance(old.node, ast.Assign) and len(old.node.targets) == 1
    several = isinstance(new.node, ast.Assign) and len(new.node.targets) > 1
    return single and several and len(targets(old.node)) > 1


def _fills_all(new: Statement, change: CellChange) -> bool:
    """Whether a column whose values were too many, or too few, is one of them: ``d[-1]``."""
    match new.node:
        case ast.Assign(targets=[ast.Subscript()], value=ast.Subscript(slice=place)):
            is_one = isinstance(literal(place), int)
        case ast.Assign(targets=[ast.Subscript()], value=ast.Call() as call):
            is_one = callee(call) in GIVES_ONE and not is_of_a_window(call)
        case _:
            is_one = False
    return is_one and change.failure.error.value.startswith("Length of values")


def _keeps_text(old: Statement, new: Statement) -> bool:
    before, after = _kinds(old), _kinds(new)
    return bool(before & _NUMBERS - after) and bool(after & _TEXT - before)


def _kinds(statement: Statement) -> set[str]:
    """Return the names and strings of a statement, among which its types are."""
    names = {node.id for node in statement.parts() if isinstance(node, ast.Name)}
    values = (node.value for node in statement.parts() if isinstance(node, ast.Constant))
    return names | {value for value in values if isinstance(value, str)}


def is_substantial(statement: Statement) -> bool:
    """Whether it reads something or calls something, and is not there for its looks."""
    node = statement.node
    if isinstance(node, ast.Pass | ast.Global | ast.Nonlocal):
        return False
    if isinstance(node, ast.Expr):
        call = node.value
        if isinstance(call, ast.Call) and callee(call) in _SHOWS:
            return any(not is_literal(part) and _reads(part) for part in call.args)
        return not is_literal(call)
    return True


def only_shows(new: Sequence[Statement], old: Statement) -> bool:
    """Whether a computation has become a look at what there is."""
    value = value_of(old.node)
    if not isinstance(old.node, ast.Expr) or _shown(value) is not None or not is_computed(value):
        return False
    return all(
        isinstance(s.node, ast.Expr) and not is_computed(_shown(s.node.value) or s.node.value)
        for s in new
    )


def _reads(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Name | ast.Call) for inner in ast.walk(node))


def _shown(value: ast.expr | None) -> ast.expr | None:
    """Return what a call only shows."""
    if isinstance(value, ast.Call) and callee(value) in _SHOWS and value.args:
        return value.args[0]
    return None
