"""What may be left out, or left without a value: blank texts, signs, marks and missing numbers."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.number_texts import UNREAD
from jupyter_codeintel.fix.gate.evidence.told import marks_nothing
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal, tree_of_most
from jupyter_codeintel.fix.gate.reading.vocabulary import IS_THERE, NO_VALUES
from jupyter_codeintel.fix.gate.reasons.balance import Balance
from jupyter_codeintel.fix.gate.reasons.items import Item

BLANK = re.compile(r": ''$|Expecting value: line 1 column 1|got [01]\)$|index out of range")
"""What is said where a text without content could not be read."""
_LINES = ("splitlines", "readlines")
_MARKS = frozenset({"-", "?", "missing", "n/a", "na", "nan", "none", "null", "unknown"})
"""What people write where there is no value."""
_ASKS = frozenset({"isnan", "isna", "isnull", "notna", "notnull", "isfinite"})
"""Ask of a number whether it is missing."""


def leaves_out(item: Item, balance: Balance) -> bool:
    """Whether a condition leaves out what holds nothing, or leaves it without a value."""
    return (
        _leaves_missing(item.node)
        or _leaves_numbers_out(item.node, balance)
        or _leaves_signs_out(item.node, balance.evidence)
        or _leaves_marks_out(item.node, balance.evidence)
        or _keeps_digits(item, balance.evidence)
        or leaves_blank_out(item.node, balance)
    )


def asks_for_missing(test: ast.expr) -> bool:
    """Whether a test asks of numbers whether they are missing, and nothing else."""
    match test:
        case ast.UnaryOp(operand=inner):
            return asks_for_missing(inner)
        case ast.BoolOp(values=values):
            return all(map(asks_for_missing, values))
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
            return asks_for_missing(left) and asks_for_missing(right)
    return callee_of(test) in _ASKS


def _leaves_numbers_out(node: ast.AST, balance: Balance) -> bool:
    """Whether pairs are left out of which a number is missing, as others were before."""
    tests = node.ifs if isinstance(node, ast.comprehension) else []
    had = any(map(balance.has_word, _ASKS | {"dropna"}))
    return had and bool(tests) and all(map(asks_for_missing, tests))


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


def leaves_blank_out(node: ast.AST, balance: Balance) -> bool:
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
        case ast.IfExp(
            test=ast.Call(func=ast.Name(id="isinstance"), args=[_, ast.Name(id="str")]),
            orelse=other,
        ):
            return ast.unparse(other) in NO_VALUES
        case ast.IfExp(test=ast.Call() as test, orelse=other) if callee(test) in IS_THERE:
            return ast.unparse(other) in NO_VALUES
        case ast.IfExp(test=ast.Call() as test, body=body):
            is_missing = callee(test) in ("isna", "isnull", "isnan")
            return is_missing and ast.unparse(body) in NO_VALUES
    return False


def is_told_code(item: Item, evidence: Evidence) -> bool:
    """Whether it is the number that stands for no value, as the words say: ``x != -999``."""
    signs = (1, -1) if item.kind == "number" else ()
    is_asked = any(isinstance(node, ast.Compare) for node in item.above)
    is_asked |= any(callee_of(node) in ("isin", "mask", "replace") for node in item.above)
    return is_asked and any(marks_nothing(sign * float(item.word), evidence) for sign in signs)


def is_in_both(node: ast.AST, balance: Balance) -> bool:
    """Whether what two samples have in common is paired: ``before.keys() & after.keys()``."""
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else ()
    are_keys = bool(sides) and all(callee_of(side) in ("keys", "set") for side in sides)
    return are_keys and re.search("shape|length|size", balance.evidence.message) is not None
