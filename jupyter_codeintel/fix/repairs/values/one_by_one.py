"""What is done to a whole list, and can be done to each of its values only."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.namespace import Path

_OF_NUMBERS = re.compile(
    r"^(?P<name>int|float)\(\) argument must be .* not 'list'"
    r"|^bad operand type for (?P<size>abs)\(\): 'list'"
    r"|^type list doesn't define __(?P<round>round)__ method"
)
_OF_TEXTS = re.compile(r"'list' object has no attribute '(\w+)'")
_TEXTUAL = frozenset(
    ("capitalize", "casefold", "lower", "lstrip", "removeprefix", "removesuffix", "replace",
     "rstrip", "strip", "swapcase", "title", "upper", "zfill")
)  # fmt: skip
_SUMS = re.compile(
    r"unsupported operand type\(s\) for (?:/|-|//|\*\*|\*\* or pow\(\)): "
    r"(?:'list' and '(?:int|float)'|'(?:int|float)' and 'list')"
    r"|can't multiply sequence by non-int of type 'float'"
)
_GIVES_TEXTS = ("readlines", "split", "splitlines")
_OF_ALL = re.compile(r"(?:avg|average|max|mean|median|min|std|sum|total|variance)(?![a-z])")
_PLAIN = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)
_SAYS = "a list has nothing of that kind; each of its values has"


async def each_number(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[int(text) for text in texts]`` for ``int(texts)``."""
    match = _OF_NUMBERS.match(case.error.value)
    if match is None:
        return
    name = match["name"] or match["size"] or match["round"]
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            is_it = callee_of(call) == name and isinstance(call.func, ast.Name) and call.args
            if is_it and _has_several(case, site, call.args[0]):
                yield _each(site, call, call.args[0])


async def each_text(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[tag.lower() for tag in tags]`` for ``tags.lower()``."""
    match = _OF_TEXTS.search(case.error.value)
    if match is None or match[1] not in _TEXTUAL:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            if owner is None or callee_of(call) != match[1]:
                continue
            if callee_of(owner) in _GIVES_TEXTS or await _first(case, site, owner) == "str":
                yield _each(site, call, owner)


async def each_in_a_sum(case: Case) -> AsyncIterator[Repair]:
    """Yield ``[price * 1.19 for price in prices]`` for ``prices * 1.19``, without numpy."""
    if not _SUMS.search(case.error.value) or case.name_of("numpy") or case.name_of("pandas"):
        return
    for site in case.sites[:1]:
        if _OF_ALL.match(_target(site.statement)):
            continue  # one value is wanted of them all
        for node in site.nodes(ast.BinOp)[:1]:
            sides = [
                side
                for side in (node.left, node.right)
                if await _first(case, site, side) in ("int", "float")
            ]
            if len(sides) == 1 and not _is_length_of(node.right, sides[0]):
                yield _each(site, node, sides[0])


def _target(statement: ast.stmt | None) -> str:
    """Return the name that a statement sets."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name.lower()
    return ""


def _is_length_of(node: ast.expr, values: ast.expr) -> bool:
    """Whether a list is divided by its own length: then a mean is wanted."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[of]):
            return ast.unparse(of) == ast.unparse(values)
    return False


def _has_several(case: Case, site: Site, values: ast.expr) -> bool:
    """Whether a list surely has more than one value, so that not its only one is meant."""
    bound = case.binding(site, values) if isinstance(values, ast.Name) else None
    made = bound.value if bound is not None else values
    if isinstance(made, ast.List) or callee_of(made) in _GIVES_TEXTS:
        return not isinstance(made, ast.List) or len(made.elts) > 1
    is_live = isinstance(values, ast.Name) and case.path(site, values) is not None
    live = case.variable(values.id) if is_live and isinstance(values, ast.Name) else None
    return live is not None and live.type == "list" and (live.length or 0) > 1


def _each(site: Site, whole: ast.expr, values: ast.expr) -> Repair:
    """Return the repair that does something to each value of a list."""
    name, text = _one_of(site, values), site.code
    (start, end), (first, last) = text.span(whole), text.span(values)
    shown = text.source[start:first] + name + text.source[last:end]
    new = f"[{shown} for {name} in {text.text(values)}]"
    return repaired(site.cell, text, [((start, end), new)], _SAYS, "one_by_one")


def _one_of(site: Site, values: ast.expr) -> str:
    """Return a name for one of several: ``price`` of ``prices``."""
    several = getattr(values, "id", getattr(values, "attr", ""))
    used = names_in(site.statement) if site.statement is not None else {}
    single = several[:-1] if several.endswith("s") and not several.endswith("ss") else ""
    lines = "line" if callee_of(values) in ("readlines", "splitlines") else ""
    names = (single if len(single) > 1 else "", lines, "value", "item", "one")
    return next(name for name in names if name.isidentifier() and name not in used)


async def _first(case: Case, site: Site, values: ast.expr) -> str | None:
    """Return the type of a list's first value, if it is known."""
    bound = case.binding(site, values) if isinstance(values, ast.Name) else None
    if bound is not None and isinstance(bound.value, ast.List):
        kinds = {type(getattr(one, "value", None)).__name__ for one in bound.value.elts}
        return kinds.pop() if len(kinds) == 1 else "float" if kinds == {"int", "float"} else None
    path = case.path(site, values) if isinstance(values, _PLAIN) else None
    if path is None or (await case.resolve(path)).type != "list":
        return None
    return (await case.resolve(Path(path.root, (*path.steps, ("key", 0))))).type
