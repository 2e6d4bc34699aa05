"""Attributes that a class sets under another spelling than the one they are read by."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.classes import Owner, attributes_set, line_of_bases
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.names.attributes import missing_attribute
from jupyter_codeintel.fix.repairs.spelling import meant

_FEW = 2


async def attributes_set_otherwise(case: Case) -> AsyncIterator[Repair]:
    """Yield ``self._x`` for ``self.x`` in a class that sets ``_x``.

    Where nothing reads the name that is set, and several places the one that is not, or code
    outside the class, it is set under that one.
    """
    missing = missing_attribute(case)
    if missing is None:
        return
    kind, name = missing
    owners = list(line_of_bases(case.failure, kind))
    made = {one for owner in owners for one in attributes_set(owner.node)}
    made -= {name for owner in owners if _only_changes(owner.node, name)}
    if not owners or name in made or any(owner.method(name) is not None for owner in owners):
        return
    real = _private(name, made) or meant(name, made)
    if real is None:
        return
    is_private = real == _private(name, made)
    is_few = len(_reads(case, name)) < _FEW and (not is_private or _inside(case, owners))
    is_meant = not is_private and _is_named(owners, real)  # then what reads it is misspelt
    if not _reads(case, real) and not is_few and not is_meant:
        edits = {cell: text.replaced(*changes) for cell, text, changes in _set(owners, real, name)}
        says = f'"{real}" is read as "{name}" everywhere'
        yield Candidate(edits, "rule", says, "attribute_set_otherwise")
    elif is_private and (owner := _inside(case, owners)) is not None:
        nodes = [node for node in owner.code.nodes(ast.Attribute, owner.node)
                 if _is_own(node, name)]  # fmt: skip
        if all(owner.code.text(node) == f"self.{name}" for node in nodes):
            changes = [(owner.code.span(node), f"self.{real}") for node in nodes]
            says = f'the class sets it as "{real}"'
            yield repaired(owner.cell, owner.code, changes, says, "attribute_set_otherwise")


def _only_changes(node: ast.ClassDef, name: str) -> bool:
    """Whether a class sets an attribute from its own value alone: ``self.x = self.x + step``."""
    setting = [made for made in ast.walk(node) if isinstance(made, ast.Assign)
               and any(_is_own_of(target, name) for target in made.targets)]  # fmt: skip
    return all(any(_is_own_of(one, name) for one in ast.walk(made.value)) for made in setting)


def _is_own_of(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and _is_own(node, name)


def _private(name: str, made: set[str]) -> str | None:
    """Return the same name with another number of underscores before it."""
    found = [one for one in made if one != name and one.strip("_") == name.strip("_")]
    return found[0] if len(found) == 1 else None


def _is_named(owners: list[Owner], real: str) -> bool:
    """Whether a class has a parameter or a variable of a name too."""
    inner = [node for owner in owners for node in ast.walk(owner.node)]
    return any(real in (getattr(node, "arg", ""), getattr(node, "id", "")) for node in inner)


def _reads(case: Case, name: str) -> list[ast.Attribute]:
    """Return where the notebook reads an attribute of a name."""
    return [
        node
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Attribute)
        if node.attr == name and not isinstance(node.ctx, ast.Store)
    ]


def _inside(case: Case, owners: list[Owner]) -> Owner | None:
    """Return the class in whose method the attribute is read."""
    for site in case.sites[:1]:
        for owner in owners:
            if site.cell == owner.cell and site.inside in owner.methods:
                return owner
    return None


def _set(owners: list[Owner], real: str, name: str) -> Iterator[tuple[str, Code, list[Change]]]:
    """Yield the changes that set an attribute under another name, by the cells of classes."""
    for cell, text in {owner.cell: owner.code for owner in owners}.items():
        nodes = [owner.node for owner in owners if owner.cell == cell]
        places = [text.span(node)[1] for owner in nodes for node in ast.walk(owner)
                  if isinstance(node, ast.Attribute) and _is_own(node, real)]  # fmt: skip
        if places:
            yield cell, text, [((end - len(real), end), name) for end in places]


def _is_own(node: ast.Attribute, name: str) -> bool:
    return node.attr == name and isinstance(node.value, ast.Name) and node.value.id == "self"
