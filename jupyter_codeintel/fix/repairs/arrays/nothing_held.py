"""Lists of nodes that are held, which are empty although the words say what is held."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import shape_of
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.arrays.held_nodes import has_one_unknown, held_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words

_SINGULAR = re.compile(r"singular", re.IGNORECASE)
_NAME = re.compile(
    r"^(?:(?:bc|boundary|clamped|constrained|datum|dirichlet|fixed|gnd|ground(?:ed)?|held|known"
    r"|pinned|ref(?:erence)?|restrained|supports?|supported)(?:_?(?:bc|conditions?|dofs?|idx"
    r"|index(?:es)?|indices|nodes?|points?))?)$",
    re.IGNORECASE,
)
_FORMS = {"[]": "[{}]", "list()": "[{}]", "set()": "{{{}}}", "()": "({},)", "tuple()": "({},)"}
_ADDING = ("add", "append", "extend", "insert", "update")


async def nothing_held(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fixed = [0]`` for ``fixed = []`` where node 0 is held by what the words say."""
    words = " ".join(" ".join(all_words(case)).lower().split())
    if not _SINGULAR.search(case.error.value) or not has_one_unknown(words):
        return
    cells = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    found = [(cell, one) for cell in cells for one in _empty(case.code(cell))]
    if len(found) != 1 or any(_is_filled(case.code(cell), found[0][1]) for cell in cells):
        return
    cell, (_, value) = found[0]
    text = case.code(cell)
    held = held_of(case, words, _count(case))
    if held:
        inner = held.strip("[]")
        change: Change = (text.span(value), _FORMS[ast.unparse(value)].format(inner))
        says = "the words say which node is held, and the list of those is empty"
        yield repaired(cell, text, [change], says, "nothing_held")


def _empty(text: Code) -> Iterator[tuple[str, ast.expr]]:
    """Yield the lists of what is held in which there is nothing, with their names."""
    for node in text.nodes(ast.Assign):
        match node.targets:
            case [ast.Name(id=name)] if _NAME.match(name) and ast.unparse(node.value) in _FORMS:
                yield name, node.value


def _is_filled(text: Code, empty: tuple[str, ast.expr]) -> bool:
    """Whether something is put into a list, or it is set to something else."""
    name, value = empty
    for node in ast.walk(text.tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner))):
                if owner == name and callee(node) in _ADDING:
                    return True
            case ast.Assign(targets=targets, value=other) if other is not value:
                if any(isinstance(one, ast.Name) and one.id == name for one in targets):
                    return True
            case ast.AugAssign(target=ast.Name(id=owner)) if owner == name:
                return True
    return False


def _count(case: Case) -> int:
    """Return how many nodes there are: what the largest array at the failing place is long."""
    names = [node.id for site in case.sites[:1] for node in site.nodes(ast.Name)]
    shapes = [shape_of(case.failure, site, name) for site in case.sites[:1] for name in names]
    return max((shape[0] for shape in shapes if shape), default=0)
