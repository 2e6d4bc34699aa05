"""Second forms of data that a notebook makes under names of their own: filled, encoded, wider."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import made_before, names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import root
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.learning.splits import split_of

_DEEPEST = 3
_COPIES = ("array", "asarray", "copy")
Sources = Callable[[Case, Site, ast.expr], Iterable[str]]
"""Tells, as it is written, what an expression at a place makes another form of."""
_Made = tuple[Site, ast.expr, ast.expr]


class Form(NamedTuple):
    """What a form is called, the expression that it is made of, and where.

    Parameters
    ----------
    target : str
        A name, or a column as one writes it: ``df["a"]``.
    column : tuple of (str, str), optional
        The table and the column; None for a name.
    source : str
        The expression, as `ast.unparse` writes it.
    site : Site
        The place.
    value : expr
        What makes it.
    """

    target: str
    column: tuple[str, str] | None
    source: str
    site: Site
    value: ast.expr


class Place(NamedTuple):
    """An expression or statement that a failing one has its values from."""

    site: Site
    node: ast.AST


def forms(case: Case, sources: Sources) -> list[Form]:
    """Return the live forms that are set once each, outside of functions.

    A copy that is changed afterwards is one too. Those whose source has been set again since
    are no forms of what it is now.
    """
    made = list(_assignments(case))
    targets = [ast.unparse(target) for _, target, _ in made]
    found: list[Form] = []
    for at, (site, target, value) in enumerate(made):
        name, later = root(target), {*targets[at + 1 :]}
        if case.variable(name) is None or targets.count(targets[at]) > 1 or not _is_plain(target):
            continue
        told = [(site, one) for one in dict.fromkeys(sources(case, site, value))]
        if not told and isinstance(target, ast.Name):
            told = _changed_copy(case, made[at:], sources)
        found += (
            Form(site.code.text(target), _column(target), source, place, value)
            for place, source in told
            if name != source != targets[at] and not {source, root(_parsed(source))} & later
        )
    return found


def _changed_copy(case: Case, made: list[_Made], sources: Sources) -> list[tuple[Site, str]]:
    """Return what the first of some assignments copies, and where that was last changed."""
    name, copied = root(made[0][1]), _copied(made[0][2])
    changing = [
        where
        for where, target, value in made[1:]
        if root(target) == name
        for part in (target, value)
        if any(root(_parsed(one)) in (name, copied) for one in sources(case, where, part))
    ]
    return [(changing[-1], copied)] if copied and changing else []


def _parsed(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def _copied(value: ast.expr) -> str:
    """Return the name of what is copied by an expression."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="copy"), args=[]):
            return name
        case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Name(id=name)]):
            return name if attr in _COPIES else ""
    return ""


def _assignments(case: Case) -> Iterator[_Made]:
    """Yield what cells have set, or changed in place, before the failing line, in their order."""
    failing = next((one.line for one in case.sites if one.cell == case.failure.cell), 0)
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        for statement in text.tree.body:
            if cell != case.failure.cell or statement.lineno < failing:
                site = Site(cell, text, statement.lineno)
                yield from ((site, target, value) for target, value in _pairs(statement))


def _pairs(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            yield from zip(targets, values, strict=False)
        case ast.Assign(targets=[target], value=value):
            yield target, value
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() as owner)) as call):
            if any(word.arg == "inplace" for word in call.keywords):
                # Told as a column of it, as it sets no name.
                yield ast.Subscript(owner, ast.Constant(0), ast.Store()), call


def _is_plain(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) or _column(target) is not None


def _column(target: ast.expr) -> tuple[str, str] | None:
    match target:
        case ast.Subscript(value=ast.Name(id=table), slice=ast.Constant(value=str(column))):
            return table, column
    return None


def is_before(case: Case, one: Site, other: Site) -> bool:
    """Whether a place has run before another."""
    cells = [*case.failure.flow.order(case.failure.cell), case.failure.cell]
    if one.cell not in cells or other.cell not in cells:
        return False
    return (cells.index(one.cell), one.line) < (cells.index(other.cell), other.line)


def places(case: Case, site: Site, node: ast.AST) -> Iterator[list[Place]]:
    """Yield a failing expression, and then, step by step, those that its values come from."""
    now = [Place(site, node)]
    seen: set[str] = set()
    for _ in range(_DEEPEST):
        yield now
        above: list[Place] = []
        for place in now:
            for name in names_in(place.node).keys() - seen:
                seen.add(name)
                if _is_global(case, place.site, name):
                    above += _above(case, place.site, name)
        now = above


def _is_global(case: Case, site: Site, name: str) -> bool:
    """Whether a name at a place is none of a function or a comprehension there."""
    return case.path(site, ast.Name(name)) is not None


def _above(case: Case, site: Site, name: str) -> Iterator[Place]:
    bound = made_before(case.failure, site, name)
    if bound is not None:
        yield Place(bound.site, bound.value)
        return
    split = split_of(case, site, ast.Name(name))
    if split is not None:
        cell, text, parts, given = split
        whole = [one for one in text.nodes(ast.Assign) if given in ast.walk(one)]
        if name in parts and whole:
            yield Place(Site(cell, text, whole[0].lineno), given)


def uses(case: Case, place: Place, form: Form) -> Iterator[tuple[Site, Change]]:
    """Yield how a form comes in for its source in an expression, with the place of each change.

    Of a column the key alone is changed, also in a list of columns that has a name.
    """
    if not is_before(case, form.site, place.site):
        return
    text, is_column = place.site.code, form.column is not None
    for node in ast.walk(place.node):
        is_read = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if not isinstance(node, ast.expr) or not is_read:
            continue
        if not _is_global(case, place.site, root(node)):
            continue
        if ast.unparse(node) == form.source:
            yield place.site, (text.span(node), form.target)
        elif is_column and isinstance(node, ast.Subscript):
            yield from _keys(case, place.site, node, form)


def _keys(case: Case, site: Site, node: ast.Subscript, form: Form) -> Iterator[tuple[Site, Change]]:
    """Yield the change of a key in a list of columns, or of the column of a group."""
    table, new = form.column or ("", "")
    of = _column(_parsed(form.source))
    if of is None or of[0] != table or root(node.value) != table:
        return
    keys, where = node.slice, site
    bound = case.binding(site, keys)
    if bound is not None:
        keys, where = bound.value, bound.site
    listed = keys.elts if isinstance(keys, ast.List) else [keys]
    known = [getattr(one, "value", None) for one in listed if isinstance(one, ast.Constant)]
    for one in listed:
        if isinstance(one, ast.Constant) and one.value == of[1] and new not in known:
            start, end = where.code.span(one)
            quote = where.code.source[end - 1]
            yield where, ((start, end), f"{quote}{new}{quote}")


def candidate(changes: Iterable[tuple[Site, Change]], says: str, kind: str) -> Candidate | None:
    """Return the candidate of changes in several cells; None where there are none."""
    by_cell: dict[str, tuple[Code, list[Change]]] = {}
    for site, change in changes:
        by_cell.setdefault(site.cell, (site.code, []))[1].append(change)
    edits = {cell: text.replaced(*dict.fromkeys(made)) for cell, (text, made) in by_cell.items()}
    return Candidate(edits, "rule", says, kind) if edits else None
