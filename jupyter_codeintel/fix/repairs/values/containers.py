"""A list where an array is needed, a string where a number is."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OF_ARRAYS = _words(
    """
    T all any argmax argmin argsort astype clip copy cumprod cumsum dot dtype fill flatten max
    mean min ndim nbytes nonzero prod ravel repeat reshape round shape size squeeze std sum
    swapaxes tolist transpose var
    """
)
_OF_LISTS = (
    re.compile(r"unsupported operand type\(s\) for (?:-|/|\*\*|//|\*).*: .*'list'"),
    re.compile(r"can't multiply sequence by non-int of type 'float'"),
    re.compile(r"list indices must be integers or slices, not tuple"),
    re.compile(r"bad operand type for unary -: 'list'"),
)
_OF_STRINGS = (
    re.compile(r"'str' object cannot be interpreted as an integer"),
    re.compile(r"unsupported operand type\(s\) for .*'str'"),
    re.compile(r"not supported between instances of .*'str'"),
    re.compile(r"can't multiply sequence by non-int of type 'str'"),
    re.compile(r"can only concatenate str"),
    re.compile(r"must be real number, not str"),
    re.compile(r"indices must be integers.*, not '?str"),
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_JOINED = re.compile(r"can only concatenate str \(not \"\w+\"\) to str")


async def lists_for_arrays(case: Case) -> AsyncIterator[Repair]:
    """Yield the array of a list that is used like one."""
    missing = missing_attribute(case)
    needed = missing is not None and missing[0] == "list" and missing[1] in _OF_ARRAYS
    if not needed and not any(phrase.search(case.error.value) for phrase in _OF_LISTS):
        return
    numpy = case.name_of("numpy")
    for site in case.sites if numpy else ():
        for name, bound in bindings_at(case.failure, site):
            if isinstance(bound.value, ast.List | ast.ListComp):
                new = f"{numpy}.array({bound.code.text(bound.value)})"
                changes = [(bound.code.span(bound.value), new)]
                says = f'"{name}" is a list, and used as an array'
                yield repaired(bound.cell, bound.code, changes, says, "list_for_array")


async def strings_for_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield the number of a string that is used like one, and the string of a number."""
    if not any(phrase.search(case.error.value) for phrase in _OF_STRINGS):
        return
    for site in case.sites:
        for name, bound in bindings_at(case.failure, site):
            value = getattr(bound.value, "value", None)
            if isinstance(value, str) and _NUMBER.fullmatch(value):
                changes = [(bound.code.span(bound.value), value)]
                says = f'"{name}" is a string, and used as a number'
                yield repaired(bound.cell, bound.code, changes, says, "string_for_number")
    for site in case.sites[:1] if _JOINED.search(case.error.value) else ():
        for node in site.nodes(ast.BinOp):
            if isinstance(node.op, ast.Add) and _is_text(node.left) and not _is_text(node.right):
                shown = site.code.text(node.right)
                changes = [(site.code.span(node.right), f"str({shown})")]
                says = f'"{shown}" is joined to a text, and no text itself'
                yield repaired(site.cell, site.code, changes, says, "number_for_string")


async def quoted_numbers(case: Case) -> AsyncIterator[Repair]:
    """Yield the number of a string that stands where a whole number is taken."""
    if "'str' object cannot be interpreted as an integer" not in case.error.value:
        return
    for site in case.sites[:1]:
        for node in site.nodes(ast.Constant):
            if isinstance(node.value, str) and node.value.isdecimal():
                says = f'"{node.value}" is a string, and used as a number'
                change = site.code.span(node), str(int(node.value))
                yield repaired(site.cell, site.code, [change], says, "string_for_number")


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is surely a text: a literal, or one joined to another."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "str"
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str)
