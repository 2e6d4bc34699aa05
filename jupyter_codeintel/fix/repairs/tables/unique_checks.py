"""Checks that ask each key of a table to be there once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of, literal, root
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.ways import option


class Unique(NamedTuple):
    """A table, and the columns of its key; none where they are not told, or are its index."""

    table: str
    key: tuple[str, ...]
    by_index: bool = False


def asked_to_be_unique(case: Case, site: Site) -> Iterator[Unique]:
    """Yield the tables of which a failing check wants no key twice.

    That is an ``assert``, the condition of a ``raise``, or ``verify_integrity=True``.
    """
    found: list[tuple[ast.expr, tuple[str, ...]]] = []
    if isinstance(site.statement, ast.Assert):
        found += _of_test(site.statement.test)
    elif isinstance(site.statement, ast.Raise):
        conditions = [node.test for node in site.code.nodes(ast.If) if site.statement in node.body]
        found += (one for test in conditions for one in _of_test(ast.UnaryOp(ast.Not(), test)))
    elif "Index has duplicate keys" in case.error.value:
        for call in site.nodes(ast.Call):
            if callee_of(call) == "set_index" and isinstance(call.func, ast.Attribute):
                found.append((call.func.value, names_of(option(call, "keys", 0))))
    for of, key in found:
        table, by_index = _key(of)
        if root(of) and getattr(of, "attr", "") != "columns":
            yield Unique(root(of), key or table, by_index)


def names_of(node: ast.expr | None) -> tuple[str, ...]:
    """Return the columns that are written as one text, or as a list of texts."""
    found = literal(node)
    several = found if isinstance(found, list) else [found]
    names = tuple(one for one in several if isinstance(one, str))
    return names if len(names) == len(several) else ()


def _of_test(test: ast.expr) -> Iterator[tuple[ast.expr, tuple[str, ...]]]:
    """Yield what a condition wants to be unique, with the columns that are told in a call."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.UnaryOp(op=ast.Not(), operand=inner)):
            yield from _of_test(inner)
        case ast.BoolOp(op=ast.And(), values=several):
            for one in several:
                yield from _of_test(one)
        case ast.Attribute(value=of, attr="is_unique"):
            yield of, ()
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Attribute(value=of, attr="any"))):
            yield from _repeated(of)
        case ast.UnaryOp(
            op=ast.Not(), operand=ast.Compare(left=left, ops=[ast.NotEq() | ast.Gt()] as ops,
                                              comparators=[right])
        ):  # fmt: skip
            same = ast.Eq() if isinstance(ops[0], ast.NotEq) else ast.LtE()
            yield from _of_test(ast.Compare(left, [same], [right]))
        case ast.Compare(left=left, ops=[ast.Eq() | ast.LtE()], comparators=[right]):
            yield from _compared(left, right)
            yield from _counted(right, left)


def _compared(left: ast.expr, right: ast.expr) -> Iterator[tuple[ast.expr, tuple[str, ...]]]:
    match left:
        case ast.Call(func=ast.Attribute(value=of, attr="sum")) if literal(right) == 0:
            yield from _repeated(of)
        case ast.Call(
            func=ast.Attribute(
                value=ast.Call(func=ast.Attribute(value=of, attr="value_counts")), attr="max"
            )
        ) if literal(right) == 1:
            yield of, ()
    yield from _counted(left, right)


def _repeated(node: ast.expr) -> Iterator[tuple[ast.expr, tuple[str, ...]]]:
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr="duplicated")):
            yield of, names_of(option(node, "subset", 0))


def _counted(one: ast.expr, other: ast.expr) -> Iterator[tuple[ast.expr, tuple[str, ...]]]:
    """Yield what is counted, if one side counts its values and the other all of it."""
    match one:
        case ast.Call(func=ast.Attribute(value=of, attr="nunique")):
            pass
        case ast.Call(func=ast.Name(id="len"), args=[ast.Call(func=ast.Name(id="set"), args=[of])]):
            pass
        case _:
            return
    match other:
        case ast.Call(func=ast.Name(id="len"), args=[whole]) if root(whole) == root(of):
            yield of, ()


def _key(of: ast.expr) -> tuple[tuple[str, ...], bool]:
    """Return the column that is asked about, and whether it is the index."""
    match of:
        case ast.Subscript(value=ast.Name(), slice=key):
            return names_of(key), False
        case ast.Attribute(value=ast.Name(), attr="index"):
            return (), True
        case ast.Attribute(value=ast.Name(), attr=name):
            return (name,), False
    return (), False
