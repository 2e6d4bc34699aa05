"""Checks of the person's own that a candidate changes so that they hold."""

from __future__ import annotations

import ast
import math
from collections import Counter
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.cheats.shortening import is_told_to_be_twice
from jupyter_codeintel.fix.gate.evidence.expectations import is_assertion
from jupyter_codeintel.fix.gate.evidence.number_texts import ROUNDED
from jupyter_codeintel.fix.gate.objection import Objection, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.made_again import (
    is_made_again,
    is_new_column,
    is_worked_out_again,
)
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    is_computed,
    is_literal,
    literal,
    loads,
    root,
    targets,
    value_of,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import A_HAIR, CLEANS

_SORTS = {"sort_index", "sort_values"}
_OF_CENTS = 0.005


def weakening(change: CellChange) -> Iterator[Objection]:
    """Yield objections where a check asks for less, or for something else."""
    for old in change.before:
        if not _is_check(old):
            continue
        new = change.became.get(old)
        if new is None or not _is_check(new) or not _is_as_strict(old, new, change):
            yield refuse("weakens", f"It changes a check: {ast.unparse(old.node)[:80]}")
    if change.is_of("AssertionError"):
        yield from _asked_no_more(change)
        yield from _tested_otherwise(change)


def _asked_no_more(change: CellChange) -> Iterator[Objection]:
    """Judge one of several conditions that a function does not ask any more."""
    for old, new in change.altered:
        if not isinstance(old.node, ast.Return) or not isinstance(new.node, ast.Return):
            continue
        had, has = (_asked_together(node.value) for node in (old.node, new.node))
        if has and has < had:
            lost = ", ".join(sorted(had - has))
            yield refuse("weakens", f"It does not ask any more: {lost[:80]}")


def _asked_together(value: ast.expr | None) -> set[str]:
    """Return the conditions that have to hold at once."""
    match value:
        case ast.BoolOp(op=ast.And(), values=parts):
            return set(map(ast.unparse, parts))
        case ast.Compare() | ast.Call():
            return {ast.unparse(value)}
    return set()


def _is_check(statement: Statement) -> bool:
    node = statement.node
    if isinstance(node, ast.Assert | ast.Raise):
        return True
    return (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and is_assertion(node.value)
    )


def _is_as_strict(old: Statement, new: Statement, change: CellChange) -> bool:
    if isinstance(old.node, ast.Raise):
        return _asks_alike(_conditions(old), _conditions(new)) or old not in change.raised
    before, after = _test(old), _test(new)
    if ast.dump(before) == ast.dump(after):
        return True
    if change.is_of("AssertionError"):
        return _allows_for_rounding(before, after, _allowance(change))
    # The check itself may hold the error, as a misspelt name; what it asks has to stay.
    return _shape(before) == _shape(after)


def _allowance(change: CellChange) -> float:
    """Return by how much numbers may differ: the message may show that they are rounded."""
    return _OF_CENTS if ROUNDED.search(change.failure.error.value) else A_HAIR


def _allows_for_rounding(before: ast.expr, after: ast.expr, most: float) -> bool:
    """Whether numbers that were to be equal may differ by a hair now, and no more."""
    match before:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            sides = {ast.unparse(left), ast.unparse(right)}
        case _:
            return False
    match after:
        case ast.Call(args=[one, other]) if callee(after) in ("isclose", "allclose"):
            bounds = [word.value for word in after.keywords]
        case ast.Compare(
            left=ast.Call(
                func=ast.Name(id="abs"),
                args=[ast.BinOp(left=one, op=ast.Sub(), right=other)],
            ),
            ops=[ast.Lt() | ast.LtE()],
            comparators=bounds,
        ):
            pass
        case ast.Compare(
            left=one, ops=[ast.Eq()], comparators=[ast.Call(args=[other]) as about]
        ) if callee(about) == "approx":
            bounds = [word.value for word in about.keywords]
        case _:
            return False
    are_small = all(isinstance(n := literal(b), float | int) and n <= most for b in bounds)
    return are_small and {ast.unparse(one), ast.unparse(other)} == sides


def _test(statement: Statement) -> ast.expr:
    node = statement.node
    return node.test if isinstance(node, ast.Assert) else value_of(node) or ast.Constant(None)


def _shape(test: ast.expr) -> Counter[str]:
    """Return the comparisons and constants of a check."""
    found: Counter[str] = Counter()
    for node in ast.walk(test):
        if isinstance(node, ast.Constant | ast.cmpop | ast.boolop | ast.Not):
            found[ast.dump(node)] += 1
    return found


def _conditions(statement: Statement) -> list[ast.expr]:
    return [outer.node.test for outer in statement.around if isinstance(outer.node, ast.If)]


def _asks_alike(before: list[ast.expr], after: list[ast.expr]) -> bool:
    """Whether conditions are made of the same, but that numbers may have changed places."""
    return list(map(_parts, before)) == list(map(_parts, after))


def _parts(test: ast.expr) -> Counter[str]:
    """Return the comparisons, names and constants of a condition."""
    kinds = (ast.Compare, ast.Constant, ast.Name, ast.boolop, ast.operator, ast.unaryop)
    found = Counter(ast.dump(node) for node in ast.walk(test) if isinstance(node, kinds))
    found.update(node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute))
    return found


def _fills(statement: Statement) -> bool:
    """Whether a loop puts what it works out in one place after the other."""
    loops = any(isinstance(outer.node, ast.For) for outer in statement.around)
    places = [isinstance(target, ast.Subscript) for target in targets(statement.node)]
    return loops and all(places) and is_computed(value_of(statement.node))


def _is_divided_by_its_sum(new: Statement) -> bool:
    """Whether shares are brought to one: ``w = w / w.sum()``; see also `fitting`."""
    match new.node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=ast.Name(id=same), op=ast.Div(), right=ast.Call() as total),
        ):
            return name == same and callee(total) == "sum" and loads(total) >= {name}
    return False


def _tested_otherwise(change: CellChange) -> Iterator[Objection]:
    """Judge what asserts compare: it must come from the same calls and the same constants."""
    asked = _asked(change)
    for old, new in change.altered:
        before, after = value_of(old.node), value_of(new.node)
        if before is None or old.functions or not bound_names(old.node) & asked:
            continue
        filled = any(_fills(s) and _roots(s) & bound_names(new.node) for s in change.added)
        if filled and after is not None and is_literal(after) and not literal(after):
            continue  # a loop for a comprehension
        if is_literal(before) or (is_computed(before) and is_literal(after)):
            yield refuse("weakens", f"It changes what is tested: {ast.unparse(old.node)[:80]}")
        elif _same_call_with_other_constants(before, after):
            yield refuse("weakens", f"It tests another case: {ast.unparse(new.node)[:80]}")
    for new in change.added:
        made = bound_names(new.node) | _roots(new)
        is_known = _fills(new) or is_made_again(new, change) or _is_cleaned(new)
        is_known |= is_worked_out_again(new, change) or is_new_column(new, change)
        is_known |= any(is_told_to_be_twice(call, change) for call in new.parts())
        is_known |= "monotonic" in change.source_before and _is_sorted(new)
        is_known |= _is_rounded(new) and _allowance(change) == _OF_CENTS
        is_known |= _is_divided_by_its_sum(new) and "1" in change.failure.error.value
        if not new.functions and made & asked and not is_known:
            yield refuse("weakens", "It gives what is tested another value.")
    if change.is_failing and asked:
        yield from _untested(change)


def _roots(statement: Statement) -> frozenset[str]:
    return frozenset(root(target) for target in targets(statement.node))


def _is_sorted(new: Statement) -> bool:
    """Whether whole rows are only put in order: ``t = t.sort_values("day").reset_index()``."""
    value = value_of(new.node)
    calls = {callee(part) for part in new.parts() if isinstance(part, ast.Call)}
    is_own = value is not None and bound_names(new.node) == {root(value)}
    return is_own and bool(calls & _SORTS) and calls <= _SORTS | {"reset_index"}


def _is_cleaned(new: Statement) -> bool:
    """Whether a text column is only cleaned, or read: ``t["a"] = pd.to_datetime(t["a"])``."""
    value = value_of(new.node)
    stored = [ast.unparse(t) for t in targets(new.node) if isinstance(t, ast.Subscript)]
    calls = [callee(part) for part in ast.walk(new.node) if isinstance(part, ast.Call)]
    if value is None or len(stored) != 1 or not calls:
        return False
    match value:
        case ast.Call(args=[read], keywords=options) if calls == ["to_datetime"]:
            is_strict = all(option.arg != "errors" for option in options)
            return is_strict and ast.unparse(read) == stored[0]
    return ast.unparse(value).startswith(stored[0] + ".") and set(calls) <= CLEANS


def _is_rounded(new: Statement) -> bool:
    """Whether a number is only rounded to its cents: ``total = round(total, 2)``."""
    match new.node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Name(id="round"), args=[ast.Name(id=given), digits]),
        ):
            return name == given and literal(digits) in range(2, 16)
    return False


def _untested(change: CellChange) -> Iterator[Objection]:
    """Judge calls of the notebook's own functions that the cell does not make any more."""
    own = {name for names in _functions(change) for name in names}
    called = {callee(n) for n in change.nodes_before if isinstance(n, ast.Call)} & own
    still = {callee(n) for n in change.nodes_after if isinstance(n, ast.Call)}
    for name in sorted(called - still):
        yield refuse("weakens", f"It does not test {name}() any more.")


def _asked(change: CellChange) -> set[str]:
    """Return the names that the cell's asserts compare."""
    tests = [_test(s) for s in change.before if _is_check(s) and not isinstance(s.node, ast.Raise)]
    return {name for test in tests for name in loads(test)}


def _same_call_with_other_constants(before: ast.expr, after: ast.expr | None) -> bool:
    if not isinstance(before, ast.Call) or not isinstance(after, ast.Call):
        return False
    if ast.dump(before.func) != ast.dump(after.func):
        return False
    if list(map(ast.dump, before.args)) == list(map(ast.dump, after.args)):
        return False  # an option is judged by what it is
    if _is_a_fraction_now(before, after):
        return False
    return any(is_literal(argument) for argument in before.args) and loads(before) == loads(after)


def _is_a_fraction_now(before: ast.Call, after: ast.Call) -> bool:
    """Whether what was given in per cent is given as a fraction: ``4.5`` and ``0.045``."""
    pairs = zip(before.args, after.args, strict=False)
    match [(literal(a), literal(b)) for a, b in pairs if ast.dump(a) != ast.dump(b)]:
        case [(int() | float() as percent, float(fraction))]:
            return math.isclose(percent, fraction * 100)
    return False


def _functions(change: CellChange) -> Iterator[list[str]]:
    for cell in change.failure.document.cells:
        if cell.type == "code":
            facts = change.failure.flow.facts(cell.id)
            yield [definition.name for definition in facts.definitions]
