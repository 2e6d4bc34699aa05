"""What explains a condition or block that a candidate adds."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.lacked_keys import is_of_those_with, is_optional
from jupyter_codeintel.fix.gate.evidence.number_texts import UNREAD
from jupyter_codeintel.fix.gate.evidence.told import is_told_otherwise, looks_for
from jupyter_codeintel.fix.gate.reading.fallbacks import fallbacks
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    callee_of,
    is_literal,
    literal,
    loads,
    tree_of_most,
)
from jupyter_codeintel.fix.gate.reading.vocabulary import NO_VALUES
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.both_ways import (
    gives_either_way,
    is_of_a_unit,
    works_out_both,
)
from jupyter_codeintel.fix.gate.reasons.bounds import is_within_bounds
from jupyter_codeintel.fix.gate.reasons.counting import counting
from jupyter_codeintel.fix.gate.reasons.elementwise import chooses_by_element
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.loops import (
    carries,
    goes_on_as_before,
    leaves_itself_out,
    sorts_out,
    was_recursive,
)
from jupyter_codeintel.fix.gate.reasons.undefined import is_undefined

BLANK = re.compile(r": ''$|Expecting value: line 1 column 1|got [01]\)$|index out of range")
"""What is said where a text without content could not be read."""
_LINES = ("splitlines", "readlines")
_MARKS = frozenset({"-", "?", "missing", "n/a", "na", "nan", "none", "null", "unknown"})
"""What people write where there is no value."""
_IS_THERE = ("notna", "notnull")


def condition_explained(item: Item, balance: Balance) -> bool:
    """Whether a new condition asks what was asked, or what the person set apart."""
    if balance.counts_up and isinstance(item.node, ast.If):
        test = item.node.test
        return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn)
    if item.word == "if" and balance.is_same("Del") and isinstance(item.node, ast.comprehension):
        return True
    if item.word == "try":
        node = item.node
        return isinstance(node, ast.Try) and any((*counting(node), *fallbacks(node)))
    if item.word == "continue" and item.statement.around:
        outer = item.statement.around[-1].node
        return (
            _leaves_blank_out(outer, balance)
            or is_told_otherwise(item.node, balance.evidence)
            or is_undefined(item, balance)
            or is_within_bounds(getattr(outer, "test", outer), balance)
            or leaves_itself_out(outer, item.statement.around[:-1], balance)
        )
    if item.word == "with":
        return any(callee_of(n) in ("open", "ZipFile") for n in
                   ast.walk(item.node))  # fmt: skip
    return (
        item.word == "raise"
        or (item.word == "while" and was_recursive(item, balance))
        or _asks_the_same(item, balance)
        or _leaves_missing(item.node)
        or _leaves_blank_out(item.node, balance)
        or _gives_the_first(item.node, balance)
        or chooses_by_element(item, balance)
        or _reads_another_form(item.node, balance)
        or _is_asked_already(item.node, balance.evidence)
        or is_told_otherwise(item.node, balance.evidence)
        or _leaves_signs_out(item.node, balance.evidence)
        or _leaves_marks_out(item.node, balance.evidence)
        or works_out_both(item.node, balance)
        or _must_be_found(item)
        or gives_either_way(item, balance)
        or is_undefined(item, balance)
        or is_of_a_unit(item.node)
        or _asks_for_a_lacked_key(item.node, balance.evidence)
        or _keeps_digits(item, balance.evidence)
        or _says_no_of_nothing(item.node, balance)
        or carries(item, balance)
        or sorts_out(item, balance)
        or (isinstance(item.node, ast.If) and is_within_bounds(item.node.test, balance))
        or goes_on_as_before(item, balance)
        or leaves_itself_out(item.node, item.statement.around, balance)
        or _is_new_each_time(item.node, balance.evidence)
        or looks_for(item.node, item.statement, balance.evidence)
    )


def _leaves_signs_out(node: ast.AST, evidence: Evidence) -> bool:
    """Whether a sign is left out of a text that could not be read: ``if c != ","``."""
    tests = node.ifs if isinstance(node, ast.comprehension) else []
    for test in tests:
        match test:
            case ast.Compare(
                ops=[ast.NotEq() | ast.NotIn()], comparators=[ast.Constant(value=str(s))]
            ):
                is_read = "convert" in evidence.message or "literal for int" in evidence.message
                return is_read and not re.search(r"[\w.\-]", s)
    return False


def _leaves_marks_out(node: ast.AST, evidence: Evidence) -> bool:
    """Whether a mark of no value that could not be read is left out: ``if age != "N/A"``."""
    unread = UNREAD.search(evidence.message)
    if unread is None or unread[1].strip().casefold() not in _MARKS:
        return False
    match node:
        case ast.comprehension(
            target=ast.Name(id=name),
            ifs=[ast.Compare(left=ast.Name(id=asked), ops=[ast.NotEq()], comparators=[mark])],
        ):
            return name == asked and literal(mark) == unread[1]
    return False


def _asks_for_a_lacked_key(node: ast.AST, evidence: Evidence) -> bool:
    """Whether it asks for a key that is not always there: ``if "discount" in order``."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Constant(value=str(key)), ops=[ast.In()])):
            return key in evidence.missing and is_optional(evidence)
        case ast.comprehension(
            ifs=[ast.Compare(left=ast.Constant(value=str(key)), ops=[ast.In()])]
        ):
            return key in evidence.missing and is_of_those_with(key, evidence)
    return False


def _says_no_of_nothing(node: ast.AST, balance: Balance) -> bool:
    """Whether a function says no where there is nothing to take: ``if not x: return False``."""
    match node:
        case ast.If(
            test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name))
            | ast.Compare(
                left=ast.Call(args=[ast.Name(id=name)]),
                ops=[ast.Eq()],
                comparators=[ast.Constant(value=0)],
            ),
            body=[ast.Return(value=ast.Constant(value=bool()))],
        ):
            is_taken = any(f"{name}.pop(" in text for text in balance.evidence.failing)
            return is_taken and balance.is_of("IndexError")
    return False


def _keeps_digits(item: Item, evidence: Evidence) -> bool:
    """Whether all signs but digits are left out of a whole number that could not be read."""
    unread = UNREAD.search(evidence.message)
    match item.node:
        case ast.comprehension(target=ast.Name(id=sign), ifs=[ast.Call(func=ast.Attribute(
            value=ast.Name(id=asked), attr="isdigit"))]):  # fmt: skip
            is_whole = unread is not None and not re.search(r"[.\-]", unread[1])
            is_joined = any(callee_of(n) == "join" for n in item.above)
            return sign == asked and is_whole and is_joined
    return False


def _must_be_found(item: Item) -> bool:
    """Whether the first that fits is taken, and it is an error if there is none."""
    calls = (node for node in item.above if isinstance(node, ast.Call) and callee(node) == "next")
    is_filter = isinstance(item.node, ast.comprehension)
    return is_filter and any(len(call.args) == 1 for call in calls)


def _asks_the_same(item: Item, balance: Balance) -> bool:
    """Whether a comparison has gone into the ``if`` of a loop, or into an expression."""
    if isinstance(item.node, ast.IfExp):
        statements = balance.change_of[item.statement].before
        tests = {ast.unparse(s.node.test) for s in statements if isinstance(s.node, ast.If)}
        return ast.unparse(item.node.test) in tests
    if not isinstance(item.node, ast.If) or not any(
        isinstance(outer.node, ast.For) for outer in item.statement.around
    ):
        return False
    asked = {
        type(op) for n in ast.walk(item.node.test) if isinstance(n, ast.Compare) for op in n.ops
    }
    change = balance.change_of[item.statement]
    old = (part for statement in change.before for part in statement.parts())
    had = {type(op) for n in old if isinstance(n, ast.Compare) for op in n.ops}
    return bool(asked) and asked <= had


def _reads_another_form(node: ast.AST, balance: Balance) -> bool:
    """Whether a text that could not be read is read otherwise if it has the sign that it has."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Constant(value=str(sign)), ops=[ast.In()],
                                     comparators=[ast.Name(id=name)]), body=body):  # fmt: skip
            message = balance.evidence.message
            is_read = "convert" in message or "literal for int" in message
            used = any(name in loads(statement) for statement in body)
            ends = [s.value for s in body if isinstance(s, ast.Return)]
            made = [end for end in ends if not is_literal(end)]
            return is_read and sign in message and used and len(made) == len(ends) > 0
    return False


def _is_asked_already(node: ast.AST, evidence: Evidence) -> bool:
    """Whether a comprehension chooses as the notebook does already."""
    tests = node.ifs if isinstance(node, ast.comprehension) else []
    known = evidence.written - evidence.failing
    return bool(tests) and all(ast.unparse(test) in known for test in tests)


def _is_new_each_time(node: ast.AST, evidence: Evidence) -> bool:
    """Whether each object gets a list of its own, where all would have shared a default."""
    match node:
        case ast.IfExp(test=ast.Compare(left=ast.Name(id=name), ops=[ast.Is() | ast.IsNot()])):
            ways = {ast.unparse(node.body), ast.unparse(node.orelse)} - {name}
            is_shared = "mutable default" in evidence.message
            return is_shared and ways <= {"[]", "{}", "set()", "list()", "dict()"}
    return False


def _gives_the_first(node: ast.AST, balance: Balance) -> bool:
    """Whether what is still None gets what the notebook gives others: the head of a list."""
    match node:
        case ast.If(test=ast.Compare(left=asked, ops=[ast.Is()]), body=body):
            given = (s.value for s in body if isinstance(s, ast.Assign)
                     and ast.unparse(s.targets[0]) == ast.unparse(asked))  # fmt: skip
            is_none = "'NoneType' object" in balance.evidence.message
            stored = [s.targets[0] for s in (*body, *node.orelse) if isinstance(s, ast.Assign)]
            if is_none and node.orelse and isinstance(asked, ast.Attribute) and len(stored) > 1:
                return all(isinstance(target, ast.Attribute) for target in stored)
            return is_none and any(
                loads(value) and ast.unparse(value) in balance.evidence.written for value in given
            )
    return False


def _leaves_blank_out(node: ast.AST, balance: Balance) -> bool:
    """Whether texts without content are left out where one could not be read."""
    match node:
        case ast.comprehension(iter=lines, ifs=[test]) if _is_of_lines(lines, balance):
            return ast.unparse(test).removesuffix(".strip()").isidentifier()
        case ast.comprehension(ifs=[test]) | ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test)):
            asked = ast.unparse(test).removesuffix(".strip()")
            return asked.isidentifier() and BLANK.search(balance.evidence.message) is not None
    return False


def _is_of_lines(node: ast.expr, balance: Balance) -> bool:
    """Whether it gives the lines of a text or of an open file."""
    if isinstance(node, ast.Call):
        return callee(node) in _LINES
    opened = {ast.unparse(one.optional_vars) for text in balance.evidence.sources
              for n in ast.walk(tree_of_most(text)[0]) if isinstance(n, ast.With)
              for one in n.items if one.optional_vars}  # fmt: skip
    return ast.unparse(node) in opened


def _leaves_missing(node: ast.AST) -> bool:
    """Whether what is missing stays missing: ``pd.NA if pd.isna(x) else int(x)``."""
    match node:
        case ast.IfExp(test=ast.Call() as test, orelse=other) if callee(test) in _IS_THERE:
            return ast.unparse(other) in NO_VALUES
        case ast.IfExp(test=ast.Call() as test, body=body):
            is_missing = callee(test) in ("isna", "isnull", "isnan")
            return is_missing and ast.unparse(body) in NO_VALUES
    return False
