"""What explains a condition or block that a candidate adds."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.lacked_keys import is_of_those_with, is_optional
from jupyter_codeintel.fix.gate.evidence.told import (
    is_of_no_logarithm,
    is_told_otherwise,
    looks_for,
)
from jupyter_codeintel.fix.gate.reading.fallbacks import (
    ends_of_generators,
    fallbacks,
    tried_in_turn,
)
from jupyter_codeintel.fix.gate.reading.trees import (
    callee,
    callee_of,
    is_literal,
    loads,
    shape_of,
    value_of,
)
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.both_ways import (
    chooses_a_format,
    gives_either_way,
    is_factor_of_a_unit,
    is_of_a_unit,
    keeps_what_is_unknown,
    works_out_both,
)
from jupyter_codeintel.fix.gate.reasons.bounds import is_within_bounds
from jupyter_codeintel.fix.gate.reasons.counting import counting
from jupyter_codeintel.fix.gate.reasons.elementwise import chooses_by_element
from jupyter_codeintel.fix.gate.reasons.items import Item
from jupyter_codeintel.fix.gate.reasons.left_out import leaves_blank_out, leaves_out
from jupyter_codeintel.fix.gate.reasons.loops import (
    carries,
    goes_on_as_before,
    keeps_each_once,
    leaves_itself_out,
    sorts_out,
    waits_for_the_second,
    was_recursive,
)
from jupyter_codeintel.fix.gate.reasons.patterns import PATTERNS
from jupyter_codeintel.fix.gate.reasons.undefined import is_undefined


def condition_explained(item: Item, balance: Balance) -> bool:
    """Whether a new condition asks what was asked, or what the person set apart."""
    if balance.counts_up and isinstance(item.node, ast.If):
        test = item.node.test
        return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotIn)
    is_kept = item.word == "if" and balance.is_same("Del")
    if (is_kept and isinstance(item.node, ast.comprehension)) or _is_tried_in_turn(item):
        return True
    if item.word == "try":
        return isinstance(item.node, ast.Try) and any(
            (*counting(item.node), *fallbacks(item.node), *ends_of_generators(item.node))
        )
    if item.word == "continue" and item.statement.around:
        outer = item.statement.around[-1].node
        return (
            leaves_blank_out(outer, balance)
            or is_told_otherwise(item.node, balance.evidence)
            or is_undefined(item, balance)
            or is_within_bounds(getattr(outer, "test", outer), balance.evidence)
            or leaves_itself_out(outer, item.statement.around[:-1], balance)
        )
    if item.word == "with":
        return any(callee_of(n) in ("open", "ZipFile") for n in
                   ast.walk(item.node))  # fmt: skip
    return (
        item.word == "raise"
        or only_raises(item.node)
        or _encodes(item.node)
        or (item.word == "while" and was_recursive(item, balance))
        or _asks_the_same(item, balance)
        or leaves_out(item, balance)
        or _leaves_zeros_out(item.node, balance.evidence)
        or _gives_the_first(item.node, balance)
        or chooses_by_element(item, balance)
        or _reads_another_form(item.node, balance)
        or _is_asked_already(item.node, balance.evidence)
        or is_told_otherwise(item.node, balance.evidence)
        or works_out_both(item.node, balance)
        or keeps_what_is_unknown(item.node, balance)
        or _must_be_found(item)
        or gives_either_way(item, balance)
        or is_undefined(item, balance)
        or keeps_each_once(item.node, balance)
        or waits_for_the_second(item.node, item.statement.around)
        or chooses_a_format(item.node)
        or is_of_a_unit(item.node)
        or is_factor_of_a_unit(item)
        or _asks_for_a_lacked_key(item.node, balance.evidence)
        or _says_no_of_nothing(item.node, balance)
        or carries(item, balance)
        or sorts_out(item, balance)
        or (isinstance(item.node, ast.If) and is_within_bounds(item.node.test, balance.evidence))
        or goes_on_as_before(item, balance)
        or leaves_itself_out(item.node, item.statement.around, balance)
        or _is_new_each_time(item.node, balance.evidence)
        or _prints_a_mark(item)
        or looks_for(item.node, item.statement, balance.evidence)
    )


def _is_tried_in_turn(item: Item) -> bool:
    around = (outer.node for outer in item.statement.around)
    return item.word in ("try", "continue") and any(h for one in around for h in tried_in_turn(one))


def only_raises(node: ast.AST) -> bool:
    """Whether it makes sure of something: ``if found is None: raise ValueError(line)``."""
    return isinstance(node, ast.If) and not node.orelse and isinstance(node.body[0], ast.Raise)


def _encodes(node: ast.AST) -> bool:
    """Whether it is a class that says how JSON writes other objects."""
    bases = map(ast.unparse, node.bases) if isinstance(node, ast.ClassDef) else ()
    return any(base.endswith("JSONEncoder") for base in bases)


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


def _must_be_found(item: Item) -> bool:
    """Whether the first that fits is taken, and it is an error if there is none."""
    calls = (node for node in item.above if isinstance(node, ast.Call) and callee(node) == "next")
    is_filter = isinstance(item.node, ast.comprehension)
    return is_filter and any(len(call.args) == 1 for call in calls)


def _asks_the_same(item: Item, balance: Balance) -> bool:
    """Whether a comparison has gone into the ``if`` of a loop, or into an expression."""
    if isinstance(item.node, ast.IfExp):
        statements = balance.change_of[item.statement].before
        tests = {shape_of(s.node.test) for s in statements if isinstance(s.node, ast.If)}
        return shape_of(item.node.test) in tests
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
    is_look = any(callee_of(test) in PATTERNS for test in tests)
    return bool(tests) and not is_look and all(ast.unparse(test) in known for test in tests)


def _leaves_zeros_out(node: ast.AST, evidence: Evidence) -> bool:
    """Whether a sum has no logarithm of nothing: ``sum(p * log(p) for p in ps if p > 0)``."""
    tests = node.ifs if isinstance(node, ast.comprehension) else []
    return bool(tests) and all(is_of_no_logarithm(test, evidence) for test in tests)


def _is_new_each_time(node: ast.AST, evidence: Evidence) -> bool:
    """Whether each object gets a list of its own, where all would have shared a default."""
    match node:
        case ast.IfExp(test=ast.Compare(left=ast.Name(id=name), ops=[ast.Is() | ast.IsNot()])):
            ways = {ast.unparse(node.body), ast.unparse(node.orelse)} - {name}
            is_shared = "mutable default" in evidence.message
            return is_shared and ways <= {"[]", "{}", "set()", "list()", "dict()"}
    return False


def _prints_a_mark(item: Item) -> bool:
    """Whether a mark is printed where there is no value: ``print("-" if x is None else x)``."""
    match item.node:
        case ast.IfExp(
            test=ast.Compare(ops=[op], comparators=[ast.Constant(value=None)]), body=one, orelse=two
        ) if isinstance(op, ast.Is | ast.IsNot):
            mark = one if isinstance(op, ast.Is) else two
        case ast.IfExp(
            test=ast.Compare(ops=[op], comparators=[ast.Name()]), body=one, orelse=two
        ) if isinstance(op, ast.In | ast.NotIn):
            mark = two if isinstance(op, ast.In) else one
        case _:
            return False
    is_text = isinstance(mark, ast.Constant) and isinstance(mark.value, str)
    is_text |= isinstance(mark, ast.JoinedStr)
    return is_text and callee_of(value_of(item.statement.node)) == "print"


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
