"""Attributes that methods add to, and that nothing of the class sets to begin with."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.classes import Method, Owner, attributes_set, line_of_bases
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import at_the_top
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute
from jupyter_codeintel.fix.repairs.names.starts import added_to_itself, start_of_sum
from jupyter_codeintel.fix.repairs.names.told_starts import told_start
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.fix.repairs.words import words_near

_OF_METHODS = {
    "append": "[]", "extend": "[]", "insert": "[]", "add": "set()", "setdefault": "{}",
    "items": "{}", "values": "{}", "keys": "{}",
}  # fmt: skip
_OTHERS = ("appendleft", "popleft", "update", "most_common")
_BEGINS = re.compile(r"\b(?:start|begin|open|initial)\w*\b[^.;]{0,30}?\b[1-9]")
_FILLING = ("append", "extend", "insert", "add", "setdefault")


async def unstarted_attributes(case: Case) -> AsyncIterator[Repair]:
    """Yield ``self.sales = []`` in the ``__init__`` of a class that appends to it alone."""
    missing = missing_attribute(case)
    owners = list(line_of_bases(case.failure, missing[0])) if missing is not None else []
    if missing is None or len(owners) != 1 or not _is_plain(owners[0]):
        return
    owner = owners[0]
    starts = {name: start for name in _read(owner) if (start := _start(owner, name)) is not None}
    if missing[1] not in starts or any(_is_told(case, name) for name in starts):
        return
    change = _changed(case, owner, starts)
    if change is not None:
        says = f'"{missing[1]}" is added to, and has no value to begin with'
        yield repaired(owner.cell, owner.code, [change], says, "unstarted_attribute")


def _is_plain(owner: Owner) -> bool:
    """Whether all that a class gives its objects is in its methods."""
    bases = [ast.unparse(one) for one in owner.node.bases]
    return not owner.node.decorator_list and not set(bases) - {"object", "ABC"}


def _read(owner: Owner) -> dict[str, None]:
    """Return the attributes that methods read and none sets, in their order."""
    known = {method.name for method in owner.methods}
    for node in owner.node.body:
        if not isinstance(node, Method):
            known |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    known |= attributes_set(owner.node) - _only_updated(owner)
    nodes = [node for node in ast.walk(owner.node) if isinstance(node, ast.Attribute)]
    nodes.sort(key=owner.code.span)
    return {node.attr: None for node in nodes if _is_own(node) and not _is_like(node.attr, known)}


def _is_like(name: str, known: set[str]) -> bool:
    """Whether a name is known, or is rather another spelling of one that is."""
    bare = {one.strip("_") for one in known}
    return name in known or name.strip("_") in bare or meant(name, known) is not None


def _only_updated(owner: Owner) -> set[str]:
    """Return the attributes whose assignments all add to what they were."""
    updated: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(owner.node):
        if isinstance(node, ast.Assign):
            is_sum = added_to_itself(node) is not None
            for target in node.targets:
                for one in ast.walk(target):
                    if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store):
                        (updated if is_sum else others).add(one.attr)
    return updated - others


def _is_own(node: ast.AST) -> bool:
    """Whether a node is an attribute of the object itself."""
    is_attribute = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return is_attribute and node.value.id == "self"  # type: ignore[attr-defined]


def _start(owner: Owner, name: str) -> str | None:
    """Return what an attribute begins with, if all that is done with it is of one kind."""
    uses = list(_uses(owner, name))
    kinds = {kind for kind, _ in uses if kind}
    is_filled = any(fills for _, fills in uses)
    return kinds.pop() if len(kinds) == 1 and is_filled and "?" not in kinds else None


def _uses(owner: Owner, name: str) -> Iterator[tuple[str, bool]]:
    """Yield what the uses of an attribute want it to be, and whether they add to it."""
    own = f"self.{name}"
    for node in ast.walk(owner.node):
        match node:
            case ast.AugAssign(target=target, op=op, value=added) if ast.unparse(target) == own:
                yield _of_sum(op, added), isinstance(op, ast.Add)
            case ast.AugAssign(target=ast.Subscript(value=of)) if ast.unparse(of) == own:
                yield "?", False
            case ast.Assign(targets=[ast.Subscript(value=of)]) if ast.unparse(of) == own:
                yield "{}", True
            case ast.Assign(targets=[target]) if ast.unparse(target) == own:
                found = added_to_itself(node)
                if found is not None:
                    yield _of_sum(found[1].op, found[2]), isinstance(found[1].op, ast.Add)
            case ast.Attribute(value=of, attr=called) if ast.unparse(of) == own:
                yield "?" if called in _OTHERS else _OF_METHODS.get(called, ""), called in _FILLING


def _of_sum(op: ast.operator, added: ast.expr) -> str:
    is_other = isinstance(added, ast.Set | ast.Dict | ast.Tuple)
    return start_of_sum(op, added) if isinstance(op, ast.Add | ast.Sub) and not is_other else ""


def _is_told(case: Case, name: str) -> bool:
    """Whether it is said what something begins with, other than nothing."""
    told = {told_start(case, site, name) for site in case.sites[:2]}
    said = any(_BEGINS.search(words_near(case, site)) for site in case.sites)
    return said or bool(told - {None, "0", "0.0"})


def _changed(case: Case, owner: Owner, starts: dict[str, str]) -> Change | None:
    """Return the change that sets attributes in an ``__init__``, or adds one."""
    lines = [f"self.{name} = {start}" for name, start in starts.items()]
    text, init = owner.code, owner.method("__init__")
    if init is None:
        first = owner.node.body[1 if ast.get_docstring(owner.node) is not None else 0]
        place = text.span(first)[0]
        pad = " " * first.col_offset
        head = f"def __init__(self):\n{pad}    "
        if not isinstance(first, Method) or first.decorator_list:
            return None
        return (place, place), head + f"\n{pad}    ".join(lines) + f"\n\n{pad}"
    given = {one.arg for one in ast.walk(init.args) if isinstance(one, ast.arg)} - {"self"}
    used = {one.id for one in ast.walk(init) if isinstance(one, ast.Name)}
    if given - used or used & {*starts}:
        return None  # what is not used may be what it begins with
    is_within = (
        any(site.inside is init for site in case.sites) or init.body[0].lineno == init.lineno
    )
    last = init.body[-1]
    if is_within or isinstance(last, ast.Return | ast.Pass):
        return at_the_top(text, init, lines)
    end = text.span(last)[1]
    return (end, end), "".join(f"\n{init.body[0].col_offset * ' '}{line}" for line in lines)
