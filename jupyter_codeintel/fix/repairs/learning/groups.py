"""Rows of one group that a random split puts on both sides."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import names_in, root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.words import told_near

_SPLIT, _SPLITTER = "train_test_split", "GroupShuffleSplit"
_SHARED = ("intersect1d", "intersection", "isdisjoint", "isin")
_OPTIONS = ("test_size", "train_size", "random_state")
_DUPLICATES = re.compile(r"\b(?:duplicat|twice|doubl)", re.IGNORECASE)
_ROWS = (("train_rows", "test_rows"), ("train_idx", "test_idx"))
_LISTED = (".tolist()", ".to_list()")
_PANDAS = ("DataFrame", "Series")


class _Split(NamedTuple):
    """A split into two parts: what is split, and what the parts are called."""

    cell: str
    code: Code
    statement: ast.Assign
    call: ast.Call
    tables: list[ast.expr]
    parts: list[str]


async def groups_on_one_side(case: Case) -> AsyncIterator[Repair]:
    """Yield a split by groups where an assertion says that no group may be on both sides."""
    if not case.is_a("AssertionError"):
        return
    for site in case.sites[:1]:
        asked = list(_asked(case, site)) if isinstance(site.statement, ast.Assert) else []
        if not any(_is_of_shared(node) for node in asked):
            continue
        if any(_DUPLICATES.search(words) for words in told_near(case, site)):
            continue  # then one row is there twice, and one of them has to go
        for split in _splits(case):
            groups = _groups(case, split, asked)
            lines = _lines(case, split, groups) if groups is not None else None
            if lines is not None:
                says = "all rows of a group have to be in the same part"
                edits = {split.cell: split.code.replaced(*_changes(case, split, lines))}
                yield Candidate(edits, "rule", says, "split_by_groups")


def _asked(case: Case, site: Site) -> Iterator[ast.expr]:
    """Yield what an assertion is about, with what the names in it have been given."""
    assert isinstance(site.statement, ast.Assert)  # noqa: S101 - that has been looked at
    waiting: list[tuple[Site, ast.expr, int]] = [(site, site.statement.test, 2)]
    while waiting:
        at, node, deepest = waiting.pop()
        yield node
        for name in names_in(node) if deepest else ():
            bound = case.binding(at, ast.Name(name))
            if bound is not None and callee_of(bound.value) != _SPLIT:
                waiting.append((bound.site, bound.value, deepest - 1))


def _is_of_shared(node: ast.expr) -> bool:
    """Whether an expression is about what two things have in common."""
    return any(
        (isinstance(one, ast.BinOp) and isinstance(one.op, ast.BitAnd)) or callee_of(one) in _SHARED
        for one in ast.walk(node)
    )


def _splits(case: Case) -> Iterator[_Split]:
    """Yield the splits of the notebook whose parts have names."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).tree.body if cell.type == "code" else ():
            match node:
                case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Call() as call):
                    parts = [one.id for one in names if isinstance(one, ast.Name)]
                    is_whole = len(parts) == len(names) == 2 * len(call.args)
                    if callee(call) == _SPLIT and is_whole:
                        text = case.code(cell.id)
                        yield _Split(cell.id, text, node, call, call.args, parts)


def _groups(case: Case, split: _Split, asked: list[ast.expr]) -> str | None:
    """Return what tells the groups of all rows, as it reads: the same for both parts."""
    sides: list[set[str]] = [set(), set()]
    for node in (inner for one in asked for inner in ast.walk(one)):
        for place, part in enumerate(split.parts):
            of = split.code.text(split.tables[place // 2])
            found = _of_part(case, node, part, of)
            if found is not None:
                sides[place % 2].add(found)
    return sides[0].pop() if len(sides[0]) == 1 and sides[0] == sides[1] else None


def _of_part(case: Case, node: ast.AST, part: str, of: str) -> str | None:
    """Return the groups of all rows by those of a part: ``df["id"]`` by ``train["id"]``."""
    match node:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as column)):
            return f"{of}[{_quoted(case, column)}]" if name == part else None
        case ast.Attribute(value=ast.Name(id=name), attr=column) if name == part:
            live = case.variable(part)
            columns = dict(live.columns) if live is not None else {}
            return f"{of}[{_quoted(case, column)}]" if column in columns else None
        case ast.Subscript(
            value=ast.Attribute(value=table, attr="loc"),
            slice=ast.Tuple(
                elts=[
                    ast.Attribute(value=ast.Name(id=name), attr="index"),
                    ast.Constant(value=str() as column),
                ]
            ),
        ) if name == part:
            return f"{ast.unparse(table)}[{_quoted(case, column)}]"
        case ast.Call(args=[ast.Name(id=name), *_]) if name == part:
            live = case.variable(part)
            is_flat = live is not None and live.shape is not None and len(live.shape) == 1
            return of if is_flat else None
    return None


def _quoted(case: Case, column: str) -> str:
    """Return a column's name in the quotes that the notebook has its texts in."""
    cells = [cell.source for cell in case.failure.document.cells if cell.type == "code"]
    shown = f'"{column}"'
    return shown if any(shown in source for source in cells) else repr(column)


def _lines(case: Case, split: _Split, groups: str) -> list[str] | None:
    """Return the statements that split by groups; None where that is not known how."""
    options = {word.arg or "": split.code.text(word.value) for word in split.call.keywords}
    size = next((word.value for word in split.call.keywords if word.arg == "test_size"), None)
    taken = [_taken(case, table, split.code) for table in split.tables]
    # A number of rows is none of groups; a split in order or by labels is another one.
    if not set(options) <= set(_OPTIONS) or None in taken:
        return None
    if isinstance(literal(size), int):
        return None
    if "train_size" not in options:
        options = {"test_size": "0.25"} | options
    shown = ", ".join(f"{name}={options[name]}" for name in _OPTIONS if name in options)
    train, test = _names(case)
    owner = split.code.text(split.call.func).removesuffix(_SPLIT)
    table = split.code.text(split.tables[0])
    pairs = zip(split.parts[::2], split.parts[1::2], taken, strict=True)
    return [
        f"splitter = {owner}{_SPLITTER}(n_splits=1, {shown})",
        f"{train}, {test} = next(splitter.split({table}, groups={groups}))",
        *(f"{one}, {other} = {of}[{train}], {of}[{test}]" for one, other, of in pairs),
    ]


def _taken(case: Case, table: ast.expr, text: Code) -> str | None:
    """Return how rows are taken of something by their places."""
    live = case.variable(root_name(table) or "")
    kind = live.type.rpartition(".")[2] if live is not None else ""
    shown = text.text(table)
    is_plain = isinstance(table, ast.Name)
    if kind in _PANDAS and not shown.endswith((".values", ".to_numpy()", *_LISTED)):
        return f"{shown}.iloc"
    is_array = kind == "ndarray" and is_plain
    return shown if is_array or (kind in _PANDAS and not shown.endswith(_LISTED)) else None


def _names(case: Case) -> tuple[str, str]:
    used = {
        node.id
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Name)
    }
    return next((one for one in _ROWS if used.isdisjoint(one)), _ROWS[0])


def _changes(case: Case, split: _Split, lines: list[str]) -> list[Change]:
    """Return the changes of the cell with the split, its import with them."""
    changes: list[Change] = [(split.code.span(split.statement), "\n".join(lines))]
    if isinstance(split.call.func, ast.Attribute) or case.name_of(
        f"sklearn.model_selection.{_SPLITTER}"
    ):
        return changes
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    uses = [node for cell in cells for node in case.code(cell).nodes(ast.Name) if node.id == _SPLIT]
    for imported in split.code.nodes(ast.ImportFrom):
        for alias in imported.names:
            if alias.name == _SPLIT and alias.asname is None:
                new = _SPLITTER if len(uses) == 1 else f"{_SPLITTER}, {_SPLIT}"
                return [*changes, (split.code.span(alias), new)]
    line = f"from sklearn.model_selection import {_SPLITTER}"
    return [*changes, inserted_import(split.code, line)]
