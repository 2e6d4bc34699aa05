"""What a text is made of: its calls, names, operators, constants and conditions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.gate.reading.statements import Statement
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal

Kind = Literal[
    "call",
    "attribute",
    "name",
    "keyword",
    "switch",
    "operator",
    "string",
    "number",
    "slice",
    "condition",
]
"""``name``: of data from elsewhere, or one of Python's own."""

_CONDITIONS = {
    ast.If: "if", ast.IfExp: "if … else", ast.While: "while", ast.Match: "match", ast.Try: "try",
    ast.TryStar: "try", ast.With: "with", ast.Break: "break", ast.Continue: "continue",
    ast.Raise: "raise", ast.ClassDef: "class",
}  # fmt: skip
_MADE = {ast.JoinedStr: "JoinedStr", ast.SetComp: "set", ast.DictComp: "dict", ast.Delete: "Del"}
_SHOWS = frozenset({"print", "display", "title", "set_title", "xlabel", "ylabel", "set_xlabel",
                    "set_ylabel", "legend", "suptitle"})  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One of them.

    Parameters
    ----------
    kind : str
        Which.
    word : str
        How it reads.
    node : ast.AST
        Where it stands.
    above : tuple of ast.AST
        The nodes around it in its statement, from the innermost out.
    statement : Statement
        That it stands in.
    """

    kind: Kind
    word: str
    node: ast.AST = field(compare=False)
    above: tuple[ast.AST, ...] = field(compare=False)
    statement: Statement = field(compare=False)


def own_names(statements: Sequence[Statement]) -> frozenset[str]:
    """Return all names that a text binds, those within its functions too."""
    return frozenset().union(*(_bound(statement) for statement in statements))


def given_to(above: Sequence[ast.AST], *within: type[ast.AST]) -> str:
    """Return what is called with a part, be it within other nodes of some kinds."""
    for node in above:
        if isinstance(node, ast.Call):
            return callee(node)
        if not isinstance(node, within):
            break
    return ""


def items(statements: Sequence[Statement], own: frozenset[str]) -> Iterator[Item]:
    """Yield the items of a text, without the names in ``own``."""
    for statement in statements:
        if isinstance(statement.node, ast.Assert | ast.Import | ast.ImportFrom):
            continue  # judged on their own; what is not used does no harm
        if isinstance(statement.node, ast.Expr) and isinstance(statement.node.value, ast.Constant):
            continue
        for node, above in _walked(statement):
            for kind, word in _said(node, above):
                if not (kind == "name" and word in own):
                    yield Item(kind, word, node, above, statement)


def _walked(statement: Statement) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    blocks = {id(part) for name in ("body", "orelse", "finalbody", "handlers", "cases")
              for part in _several(getattr(statement.node, name, []))}  # fmt: skip
    waiting: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(statement.node, ())]
    while waiting:
        node, above = waiting.pop()
        yield node, above
        inner = (
            _query(part, node) for part in ast.iter_child_nodes(node) if id(part) not in blocks
        )
        waiting += [(part, (node, *above)) for part in inner]


def _query(part: ast.AST, outer: ast.AST) -> ast.AST:
    """Return what a text asks of a table, as code; other nodes as they are."""
    text = literal(part)
    is_query = callee_of(outer) in ("query", "eval")
    if not isinstance(text, str) or not is_query:
        return part
    try:
        columns: ast.AST = _Columns().visit(ast.parse(text, mode="eval").body)
    except SyntaxError:
        return part
    return columns


class _Columns(ast.NodeTransformer):
    """Names as columns."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Return the column that a name in a query is."""
        return ast.Constant(node.id)


def _several(block: object) -> list[ast.AST]:
    return block if isinstance(block, list) else []


def _bound(statement: Statement) -> frozenset[str]:
    found: set[str] = set()
    for node, _ in _walked(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name.partition(".")[0])
    return frozenset(found)


def _said(node: ast.AST, above: tuple[ast.AST, ...]) -> Iterator[tuple[Kind, str]]:
    if name := _CONDITIONS.get(type(node)):
        yield "condition", name
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "condition", "if"
    elif name := _MADE.get(type(node)):
        yield "operator", name
    yield from (("operator", type(op).__name__) for op in _operators(node))
    match node:
        case ast.Call():
            yield "call", callee(node)
        case ast.Slice() if not _is_whole(node):
            yield "slice", ast.unparse(node)
        case ast.Constant(value=value):
            yield from _constant(value, above)
        case _:
            yield from _named(node, above)


def _named(node: ast.AST, above: tuple[ast.AST, ...]) -> Iterator[tuple[Kind, str]]:
    match node:
        case ast.Attribute(attr=name) if not _is_called(node, above):
            yield "attribute", name
        case ast.Name(id=name, ctx=ast.Load()):
            if not _is_called(node, above) or name not in BUILTIN_NAMES:
                yield "name", name
        case ast.keyword(arg=str(name), value=value):
            yield "keyword", name
            if isinstance(value, ast.Constant) and isinstance(value.value, bool):
                yield "switch", f"{name}={value.value}"


def _operators(node: ast.AST) -> list[ast.AST]:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) | ast.BoolOp(op=op):
            return [op]
        case ast.UnaryOp(op=op, operand=operand):
            return [] if isinstance(operand, ast.Constant) else [op]
        case ast.Compare(ops=several):
            return list(several)
    return []


def _constant(value: object, above: tuple[ast.AST, ...]) -> Iterator[tuple[Kind, str]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield "number", repr(value)
    elif isinstance(value, str) and not any(_only_shows(node) for node in above):
        yield "string", value


def _only_shows(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) or callee_of(node) in _SHOWS


def _is_called(node: ast.AST, above: tuple[ast.AST, ...]) -> bool:
    return bool(above) and isinstance(above[0], ast.Call) and above[0].func is node


def _is_whole(part: ast.Slice) -> bool:
    return part.lower is None and part.upper is None
