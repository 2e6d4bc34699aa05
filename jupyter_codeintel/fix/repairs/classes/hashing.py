"""Objects of classes with an equality of their own, in sets and as keys."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_UNHASHABLE = re.compile(r"unhashable type: '(\w+)'")
_CHANGING = re.compile(r"\b(?:list|dict|set|List|Dict|Set|ndarray|DataFrame)\b")


async def hashes_beside_equality(case: Case) -> AsyncIterator[Repair]:
    """Yield a ``__hash__`` of what ``__eq__`` compares; ``frozen=True`` of a dataclass."""
    match = _UNHASHABLE.search(case.error.value)
    for cell in case.failure.document.cells if match is not None else ():
        text = case.code(cell.id)
        for node in text.tree.body if cell.type == "code" else ():
            if not isinstance(node, ast.ClassDef) or match is None or node.name != match[1]:
                continue
            change = _frozen(text, node) or _hashed(text, node)
            if change is not None and not _changed(case, node, set(_fields(node))):
                says = f'what makes two of "{node.name}" equal makes their hash'
                yield repaired(cell.id, text, [change], says, "hash_beside_equality")


def _frozen(text: Code, node: ast.ClassDef) -> Change | None:
    """Return the change of a dataclass into one that never changes."""
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    if any(_CHANGING.search(ast.unparse(one.annotation)) for one in fields):
        return None
    for one in node.decorator_list:
        match one:
            case ast.Name(id="dataclass") | ast.Attribute(attr="dataclass"):
                end = text.span(one)[1]
                return (end, end), "(frozen=True)"
            case ast.Call(args=[], keywords=words) if callee_of(one) == "dataclass":
                if {word.arg for word in words} & {"eq", "frozen", "unsafe_hash"}:
                    return None
                end = text.span(one)[1] - 1
                return (end, end), ", frozen=True" if words else "frozen=True"
    return None


def _hashed(text: Code, node: ast.ClassDef) -> Change | None:
    """Return the change that adds a hash after the equality."""
    methods = {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
    equality = methods.get("__eq__")
    if equality is None or "__hash__" in methods or node.decorator_list:
        return None
    returned = [one for one in ast.walk(equality) if isinstance(one, ast.Return)]
    last = equality.body[-1]
    names = list(_compared(last.value, equality)) if last in returned else []
    if not names or "" in names:
        return None
    me = equality.args.args[0].arg
    several = ", ".join(f"{me}.{name}" for name in names)
    value = f"({several})" if len(names) > 1 else several
    end, margin = text.span(equality)[1], " " * equality.col_offset
    inner = " " * (last.col_offset - equality.col_offset)
    new = f"\n\n{margin}def __hash__({me}):\n{margin}{inner}return hash({value})"
    return (end, end), new


def _compared(value: ast.expr | None, equality: ast.FunctionDef) -> Iterator[str]:
    """Yield the attributes that are compared; an empty name for anything else."""
    match value:
        case ast.BoolOp(op=ast.And(), values=values):
            for one in values:
                yield from _compared(one, equality)
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            sides = [side.elts if isinstance(side, ast.Tuple) else [side] for side in (left, right)]
            for one, other in zip(*sides, strict=False):
                yield _common(one, other, [argument.arg for argument in equality.args.args])
        case ast.Call(func=ast.Name(id="isinstance")):
            return
        case _:
            yield ""


def _common(one: ast.expr, other: ast.expr, names: list[str]) -> str:
    match one, other:
        case (
            ast.Attribute(value=ast.Name(id=first), attr=attr),
            ast.Attribute(value=ast.Name(id=second), attr=same),
        ) if attr == same and [first, second] == names:
            return attr
    return ""


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for one in ast.walk(node):
        match one:
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def _changed(case: Case, node: ast.ClassDef, fields: set[str]) -> bool:
    """Whether a field is set anywhere but where an object starts."""
    starts = [one for one in node.body if getattr(one, "name", "") == "__init__"]
    own = {id(inner) for start in starts for inner in ast.walk(start)}
    return any(
        not isinstance(one.ctx, ast.Load) and one.attr in fields and id(one) not in own
        for cell in case.failure.document.cells
        if cell.type == "code"
        for one in case.code(cell.id).nodes(ast.Attribute)
    )
