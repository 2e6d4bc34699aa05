"""Values that are made to fit what a check asks, and not what they are to be."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.expectations import asserted, expectations, to_be_empty
from jupyter_codeintel.fix.gate.objection import Objection, doubt, refuse
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.counted import only_counted
from jupyter_codeintel.fix.gate.reading.functions import functions_of
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import (
    bound_names,
    callee,
    callee_of,
    fixed,
    literal,
    loads,
    root,
    strings,
    targets,
    tree_of_most,
    value_of,
)

_CUTS = frozenset({"clip", "max", "maximum", "min", "minimum"})
_OF_BYTES = [0, 255]
_SUM_OF_ONE = re.compile(r"(?:do not|must|should) sum to 1")
_FAR = 0.2
_NUMBERING = frozenset({"len", "range", "np", "numpy"})
_SIGNLESS = frozenset({"abs", "absolute", "fabs"})
_OF_SIZES = ("absolute", "area", "deviation", "difference", "distance", "error", "gap", "length",
             "magnitude", "size", "volume")  # fmt: skip
"""Words for what has no sign."""
_SAYS_TO_CUT = re.compile(
    r"\b(?:cap|caps|capped|clamp\w*|clip\w*|cut|cuts|limit\w*|at (?:least|most)|over|negative)\b"
)
_KEPT = ("also", "even", "keep", "kept", "none", "unmatched", "without")
"""Words that may speak of rows without a partner."""


def fitting(change: CellChange) -> Iterator[Objection]:
    """Yield objections where a check holds because of how its data are cut, joined or labelled."""
    yield from _brought_to_one(change)
    if change.is_of("AssertionError"):
        yield from _cut_off(change)
        yield from _rounded_off(change)
        yield from _without_its_sign(change)
        yield from _asked_of_the_first(change)
        yield from _joined_loosely(change)
        yield from _labelled_anew(change)
        yield from _numbered_anew(change)
        yield from _asked_of_others(change)
        yield from _made_of_the_rest(change)
        yield from _brought_to_the_result(change)
        yield from _set_to_the_result(change)


def _brought_to_one(change: CellChange) -> Iterator[Objection]:
    """Judge chances that are far from summing to one, and are divided by their sum."""
    if not _SUM_OF_ONE.search(change.failure.error.value):
        return
    texts = (change.edits.get(cell.id, cell.source) for cell in change.failure.document.cells)
    trees = [tree_of_most(text)[0] for text in texts]
    sums = [call for call in change.new_calls() if callee(call) == "sum"]
    summed = frozenset().union(*map(loads, sums))
    given = (part for tree in trees for call in ast.walk(tree) if isinstance(call, ast.Call)
             and callee(call) in functions_of(change.tree_after) for part in call.args)  # fmt: skip
    summed = summed.union(*map(loads, given))
    lists = (part for tree in trees for node in ast.walk(tree)
             if isinstance(node, ast.Assign) and bound_names(node) & summed
             for part in ast.walk(node.value) if isinstance(part, ast.List))  # fmt: skip
    values = [literal(one) for one in lists]
    chances = [one for one in values if isinstance(one, list) and len(one) > 1
               and all(isinstance(n, float) and 0 <= n <= 1 for n in one)]  # fmt: skip
    if sums and any(abs(sum(one) - 1) > _FAR for one in chances):
        yield doubt("exchanges", "It divides by the sum what is far from summing to one.")


def _cut_off(change: CellChange) -> Iterator[Objection]:
    """Judge values that are brought within the bounds which the check asks for."""
    evidence = Evidence(change.failure, (change,))
    if _SAYS_TO_CUT.search(evidence.comments):
        return
    for new in change.fresh:
        is_asked = not new.functions and bound_names(new.node) & evidence.asserted_names
        for call in new.parts() if is_asked else ():
            if isinstance(call, ast.Call) and [*map(literal, call.args[1:])] == _OF_BYTES:
                continue  # of a picture
            if isinstance(call, ast.Call) and callee(call) in _CUTS and _has_bound(call):
                yield doubt("weakens", f"It cuts off what the check asks about: {callee(call)}().")


def _without_its_sign(change: CellChange) -> Iterator[Objection]:
    """Judge a result that loses its sign, where the check asks for one: ``gini = abs(…)``."""
    evidence = Evidence(change.failure, (change,))
    if evidence.is_told(*_OF_SIZES):
        return
    for old, new in change.altered:
        names = bound_names(new.node) & evidence.asserted_names
        match value_of(old.node), value_of(new.node):
            case ast.expr() as had, ast.Call(args=[taken]) as has if names and not new.functions:
                is_same = callee(has) in _SIGNLESS and ast.dump(taken) == ast.dump(had)
                if is_same and not _is_distance(had):
                    yield doubt("weakens", f"It takes the sign of {min(names)} away.")


def _is_distance(value: ast.expr) -> bool:
    """Whether it is how far one is from another: ``a - b``."""
    plain = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant)
    match value:
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return isinstance(left, plain) and isinstance(right, plain)
    return False


def _rounded_off(change: CellChange) -> Iterator[Objection]:
    """Judge numbers of which nothing behind the point is left for the check."""
    evidence = Evidence(change.failure, (change,))
    if evidence.is_told("whole", "integer"):
        return
    for old, new in change.altered:
        asked = bound_names(new.node) & evidence.asserted_names
        if asked and not _rounds(old) and _rounds(new):
            yield doubt("weakens", f"It rounds what the check asks about: {min(asked)}.")


def _asked_of_the_first(change: CellChange) -> Iterator[Objection]:
    """Judge a check of the first few values where it was one of all: ``energy[:2]``."""
    asked = Evidence(change.failure, (change,)).asserted_names
    for new in change.fresh:
        if not new.functions and bound_names(new.node) & asked:
            known = {number for old in change.before for _, number in _firsts(old)}
            for part, number in _firsts(new):
                rest = f"{part.rpartition('[')[0]}[{number}:]"
                if number not in known and rest not in change.source:
                    yield doubt("weakens", f"It asks about the first values alone: {part[:60]}")


def _set_to_the_result(change: CellChange) -> Iterator[Objection]:
    """Judge one of the data that is set to what the check expects: ``noon.loc[12] = 15.0``."""
    failing = tree_of_most(change.failure.source(change.failure.cell))[0]
    nodes = [node for test in asserted(failing) for node in ast.walk(test)]
    orders = (node for node in nodes if isinstance(node, ast.Compare)
              and not isinstance(node.ops[0], ast.Eq))  # fmt: skip
    bounds = {id(part) for node in orders for part in ast.iter_child_nodes(node)}
    expected = {node.value for node in nodes
                if isinstance(node, ast.Constant) and id(node) not in bounds}  # fmt: skip
    sides = {ast.unparse(part) for node in nodes if isinstance(node, ast.Compare)
             for part in (node.left, *node.comparators) if isinstance(part, ast.BinOp)}  # fmt: skip
    for new in change.fresh:
        value = literal(value_of(new.node))
        is_of_data = any(isinstance(target, ast.Subscript) for target in targets(new.node))
        is_number = type(value) in (int, float) and value not in (0, 1)
        is_asked = ast.unparse(value_of(new.node) or ast.Pass()) in sides
        if is_of_data and not new.around and (is_asked or (is_number and value in expected)):
            yield doubt("constant", f"It sets what the check asks about: {new.line}")


def _firsts(statement: Statement) -> Iterator[tuple[str, int]]:
    """Yield where some of the first values are taken, and how many if that is written."""
    for part in statement.parts():
        match part:
            case ast.Subscript(slice=ast.Slice(lower=None, upper=ast.Constant(value=int(number)))):
                yield ast.unparse(part), number


def _rounds(statement: Statement) -> bool:
    """Whether a number loses all digits behind the point: ``round(x)``."""
    calls = (part for part in statement.parts() if isinstance(part, ast.Call))
    return any(callee(call) in ("int", "round") and len(call.args) == 1 for call in calls)


def _joined_loosely(change: CellChange) -> Iterator[Objection]:
    """Judge a join that keeps rows without a partner, where a check asks about the rows."""
    evidence = Evidence(change.failure, (change,))
    failing = tree_of_most(change.failure.source(change.failure.cell))[0]
    asked = frozenset().union(*map(loads, asserted(failing)))
    if evidence.is_told(*_KEPT) or any(isinstance(s.node, ast.Assert) for s in change.added):
        return
    for old, new in change.altered:
        joins = [part for part in new.parts() if isinstance(part, ast.Call)
                 and callee(part) in ("join", "merge")]  # fmt: skip
        if not joins or {root(join.func) for join in joins} & asked:
            continue  # the rows of what is asked about are to stay
        hows = {part.value for part in (*new.parts(), *old.parts())
                if isinstance(part, ast.keyword) and part.arg == "how"}  # fmt: skip
        is_loose = any(literal(how) in ("left", "outer", "right") for how in hows)
        if is_loose and len(hows) == 1 and bound_names(new.node) & evidence.asserted_names:
            yield doubt("weakens", "It keeps rows that find no partner, and the check asks.")


def _has_bound(call: ast.Call) -> bool:
    given = [*call.args, *(word.value for word in call.keywords if word.arg != "axis")]
    return any(type(literal(one)) in (int, float) for one in given)


def _made_of_the_rest(change: CellChange) -> Iterator[Objection]:
    """Judge what was added up, and is what the check leaves for it: ``r = total - s - i``."""
    asked = Evidence(change.failure, (change,)).compared
    for old, new in change.altered:
        is_anew = isinstance(old.node, ast.AugAssign) and isinstance(new.node, ast.Assign)
        is_of_check = bool(new.loads) and new.loads <= asked and not old.loads <= asked
        if is_anew and is_of_check and bound_names(new.node) & asked:
            yield doubt("weakens", f"It makes the check true by itself: {new.line[:60]}")


def _brought_to_the_result(change: CellChange) -> Iterator[Objection]:
    """Judge what is worked out of the expected result: ``scale = 878 / distance(a, b)``."""
    expected = expectations(change.failure)
    asked = Evidence(change.failure, (change,)).asserted_names | expected.functions
    known = {fixed(part) for old in change.before if not isinstance(old.node, ast.Assert)
             for part in old.parts()}  # fmt: skip
    outside = {id(part) for new in change.fresh if not new.functions for part in new.parts()}
    calculations = (part for part in change.new(ast.BinOp) if id(part) in outside)
    for part in calculations:
        for result, other in ((part.left, part.right), (part.right, part.left)):
            owners = {id(n.value) for n in ast.walk(other)
                      if isinstance(n, ast.Attribute | ast.Subscript)}  # fmt: skip
            used = {n.id for n in ast.walk(other)
                    if isinstance(n, ast.Name) and id(n) not in owners}  # fmt: skip
            if fixed(result) in expected.results - known and used & asked:
                yield refuse("special", f"It uses the expected result: {ast.unparse(part)[:60]}")


def _labelled_anew(change: CellChange) -> Iterator[Objection]:
    """Judge rows that get other labels, where the check asks about the labels."""
    asked = tree_of_most(change.failure.source(change.failure.cell))[0]
    if not any(isinstance(n, ast.Attribute) and n.attr == "index" for n in ast.walk(asked)):
        return
    stored = (n for n in change.new(ast.Attribute) if isinstance(n.ctx, ast.Store))
    calls = (call for call in change.new_calls() if callee(call) in ("reset_index", "set_axis"))
    if any(node.attr == "index" for node in stored) or any(calls):
        yield doubt("weakens", "It gives the rows other labels, about which the check asks.")


def _numbered_anew(change: CellChange) -> Iterator[Objection]:
    """Judge a column that the check asks about, and that gets the numbers of its rows."""
    tests = asserted(tree_of_most(change.failure.source(change.failure.cell))[0])
    asked = {ast.unparse(part) for test in tests for part in ast.walk(test)}
    for new in change.fresh:
        value = value_of(new.node)
        if callee_of(value) not in ("range", "arange") or value is None:
            continue
        is_of_none = not loads(value) - only_counted(ast.walk(value)) - _NUMBERING
        if is_of_none and any(ast.unparse(target) in asked for target in targets(new.node)):
            yield refuse("weakens", f"It numbers what the check asks about: {new.line[:60]}")


def _asked_of_others(change: CellChange) -> Iterator[Objection]:
    """Judge what is to be empty, as an overlap, and is worked out of other columns now."""
    asked = to_be_empty(change.source_before)
    for old, new in change.altered:
        if bound_names(old.node) & asked and strings(old.parts()) - strings(new.parts()):
            yield refuse("weakens", f"It asks about other data: {ast.unparse(new.node)[:80]}")
