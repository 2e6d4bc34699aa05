"""Methods that a class was to have, and has under another form of their names."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.classes import Method, Owner, line_of_bases
from jupyter_codeintel.fix.diagnosis.code import Code, Span
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.spelling import meant

_ABSTRACT = re.compile(
    r"Can't instantiate abstract class (?P<kind>\w+) (?:with|without an implementation for)"
    r" abstract methods? (?P<names>[\w', ]+)"
)
_BEFORE = ("get", "calc", "calculate", "compute", "do", "find", "make")
"""Words that some put before the name of a method."""


async def abstract_methods_otherwise(case: Case) -> AsyncIterator[Repair]:
    """Yield the name of an abstract method for another form of it that a class defines."""
    asked = [*_lacking(case)]
    if len(asked) != 1:
        return
    kind, names = asked[0]
    line = list(line_of_bases(case.failure, kind))
    new: dict[str, str] = {}
    for name in names:
        method = _meant_for(name, line)
        if method is None or method.name in new:
            return
        new[method.name] = name
    if line and new and not _are_all_otherwise(case, line, new):
        edits = _edits(case, line[0], new)
        says = ", ".join(f'"{old}" is to be "{name}"' for old, name in new.items())
        yield Candidate(edits, "rule", says, "abstract_method")


def _lacking(case: Case) -> Iterator[tuple[str, list[str]]]:
    """Yield the classes that lack methods, with the names of these.

    Of a method that is not implemented, it is those below its class that have another form.
    """
    match = _ABSTRACT.search(case.error.value) if case.is_a("TypeError") else None
    if match is not None:
        yield match["kind"], re.findall(r"\w+", match["names"])
    for site in case.sites[:1] if case.is_a("NotImplementedError") else ():
        name = site.inside.name if site.inside is not None else ""
        kinds = [
            node.name
            for cell in case.failure.document.cells
            if cell.type == "code"
            for node in case.code(cell.id).nodes(ast.ClassDef)
            if not any(getattr(one, "name", "") == name for one in node.body)
        ]
        for kind in kinds:
            line = list(line_of_bases(case.failure, kind))
            if len(line) > 1 and _meant_for(name, line) is not None:
                yield kind, [name]


def _meant_for(name: str, line: list[Owner]) -> Method | None:
    """Return the one method of a class that was meant to be an abstract one above it."""
    abstract = [found for owner in line[1:] if (found := owner.method(name)) is not None]
    if not abstract:
        return None
    above = {method.name for owner in line[1:] for method in owner.methods}
    own = {method.name: method for method in line[0].methods if method.name not in above}
    like = [one for one in own if _is_form(one, name)]
    if not like and (near := meant(name, (one for one in own if not one.startswith("__")))):
        like = [near]
    alike = [own[one] for one in like if _takes(own[one]) == _takes(abstract[0])]
    return alike[0] if len(alike) == len(like) == 1 else None


def _is_form(one: str, name: str) -> bool:
    """Whether a name is another one in other letters, or with a word like ``get`` before it."""
    first, second = ([part.lower() for part in re.split(r"_|(?<=[a-z])(?=[A-Z])", text) if part]
                     for text in (one, name))  # fmt: skip
    words, wanted = ("".join(parts) for parts in (first, second))
    if words == wanted:
        return True
    forms = {*(f"{word}{wanted}" for word in _BEFORE if first[:1] == [word])}
    forms |= {wanted.removeprefix(word) for word in _BEFORE if second[:1] == [word]}
    return words in forms


def _takes(method: Method) -> tuple[list[str], list[str]]:
    """Return the parameters and the decorators of a method, those that make it abstract not."""
    arguments = method.args
    names = [one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)]
    marks = [ast.unparse(one).rpartition(".")[2] for one in method.decorator_list]
    return names, [mark for mark in marks if mark != "abstractmethod"]


def _are_all_otherwise(case: Case, line: list[Owner], new: dict[str, str]) -> bool:
    """Whether several classes have the other name and none the abstract one, which may be wrong."""
    abstract = {owner.node.name for owner in line[1:]}
    others = [
        {node.name for node in one.body if isinstance(node, Method)}
        for cell in case.failure.document.cells
        if cell.type == "code"
        for one in case.code(cell.id).nodes(ast.ClassDef)
        if one is not line[0].node and abstract & {getattr(base, "id", "") for base in one.bases}
    ]
    return any(
        any(old in names for names in others) and not any(name in names for names in others)
        for old, name in new.items()
    )


def _edits(case: Case, owner: Owner, new: dict[str, str]) -> dict[str, str]:
    """Return the cells with other names for methods, where they are defined and called."""
    everywhere = {old: name for old, name in new.items() if not _is_shared(case, owner, old)}
    edits: dict[str, str] = {}
    for cell in case.failure.document.cells:
        if cell.type != "code":
            continue
        changes = [*_calls(case.code(cell.id), everywhere)]
        if cell.id == owner.cell:
            within = [one for one in _calls(owner.code, new) if _holds(owner, one[0])]
            named = [(_name_span(owner, old), name) for old, name in new.items()]
            changes += [one for one in (*within, *named) if one not in changes]
        if changes:
            edits[cell.id] = case.code(cell.id).replaced(*changes)
    return edits


def _calls(text: Code, new: dict[str, str]) -> Iterator[Change]:
    """Yield the new names after dots, those in formatted texts too."""
    for old, name in new.items():
        for found in re.finditer(rf"(?<=\.){re.escape(old)}\b", text.source):
            yield found.span(), name


def _is_shared(case: Case, owner: Owner, name: str) -> bool:
    """Whether another class of the notebook has a method of that name."""
    return any(
        isinstance(one, Method) and one.name == name
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.ClassDef)
        if node is not owner.node
        for one in node.body
    )


def _holds(owner: Owner, span: Span) -> bool:
    start, end = owner.code.span(owner.node)
    return start <= span[0] and span[1] <= end and owner.code.source[: span[0]].endswith("self.")


def _name_span(owner: Owner, name: str) -> Span:
    """Return the place of a method's name where it is defined."""
    method = owner.method(name)
    first = method.body[0] if method is not None else owner.node
    start = owner.code.span(method or owner.node)[0]
    text = owner.code.source[start : owner.code.span(first)[0]]
    found = re.search(rf"\bdef\s+({re.escape(name)})\b", text)
    at = start + (found.start(1) if found is not None else 0)
    return at, at + len(name)
