"""Texts that are made small, or the like, and compared with what is not written so."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after
from jupyter_codeintel.fix.repairs.looped_values import items_of, values_at
from jupyter_codeintel.fix.repairs.texts.matched_otherwise import OF_NOTHING
from jupyter_codeintel.fix.repairs.texts.one_form import form_into

_CASES = ("lower", "upper", "title", "capitalize", "casefold")
_METHODS = (*_CASES, "strip")
_SAYS = "it is compared with what is never written so"


class _Cleaned(NamedTuple):
    """An expression whose text is spelled in one way: what it is of, and by which methods."""

    node: ast.expr
    of: ast.expr
    methods: tuple[str, ...]

    def spelled(self, text: str) -> str:
        """Return a text as these methods spell it."""
        for name in self.methods:
            text = str(getattr(text, name)())
        return text


async def never_equal(case: Case) -> AsyncIterator[Repair]:
    """Yield ``city.lower() == "bern"`` for ``"Bern"``, and ``title()`` for the keys of a dict."""
    is_nothing = OF_NOTHING.search(case.error.value) or case.is_a("StopIteration")
    if not is_nothing and not case.is_a("AssertionError"):
        return
    found = [
        (cell, change)
        for cell in _cells(case)
        for node in case.code(cell).nodes(ast.Compare)
        if len(node.ops) == 1
        for change in _changes(case, Site(cell, case.code(cell), node.lineno), node)
    ]
    if len(found) == 1:
        cell, change = found[0]
        yield repaired(cell, case.code(cell), [change], _SAYS, "never_equal")


def _cells(case: Case) -> Iterator[str]:
    """Yield the failing cells and those that their values come from."""
    names = {name for site in case.sites if site.statement for name in names_in(site.statement)}
    before = case.failure.flow.slice(names, before=case.failure.cell)
    yield from dict.fromkeys((*(site.cell for site in case.sites), *before))


def _changes(case: Case, site: Site, node: ast.Compare) -> Iterator[Change]:
    """Yield the change of a comparison that is never true."""
    right = node.comparators[0]
    match node.ops[0]:
        case ast.Eq():
            for one, other in ((node.left, right), (right, node.left)):
                cleaned = _cleaned(site.code, one)
                if cleaned is not None:
                    yield from _of_other(case, site, cleaned, other)
        case ast.In():
            cleaned = _cleaned(site.code, node.left) or _set(site, node.left)
            keys = _keys(case, site, right)
            if cleaned is not None and _is_never(cleaned, keys):
                yield from _of_key(case, site, cleaned, keys)


def _cleaned(text: Code, node: ast.expr) -> _Cleaned | None:
    methods: list[str] = []
    of = node
    while isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) and not of.args:
        if of.func.attr not in _METHODS:
            break
        methods.insert(0, of.func.attr)
        of = of.func.value
        of = of.value if isinstance(of, ast.Attribute) and of.attr == "str" else of
    return _Cleaned(node, of, tuple(methods)) if {*methods} & {*_CASES} else None


def _set(site: Site, node: ast.expr) -> _Cleaned | None:
    """Return what a name is set to in the loop around a comparison, if nothing else sets it."""
    made = [
        one
        for one in site.code.nodes(ast.Assign)
        if isinstance(node, ast.Name) and any(ast.unparse(t) == node.id for t in one.targets)
    ]
    return _cleaned(site.code, made[0].value) if len(made) == 1 else None


def _keys(case: Case, site: Site, node: ast.expr) -> list[str]:
    """Return the texts that something is looked for among."""
    bound = case.binding(site, node)
    where, value = (bound.site, bound.value) if bound is not None else (site, node)
    if isinstance(value, ast.DictComp) and isinstance(value.key, ast.Name):
        loop = value.generators[0]
        is_all = ast.unparse(loop.target) == value.key.id and not loop.ifs
        found = items_of(case, where, loop.iter) if is_all else []
    else:
        found = items_of(case, where, value)
    texts = [one for one in found if isinstance(one, str)]
    return texts if len(texts) == len(found) else []


def _is_never(cleaned: _Cleaned, texts: list[str]) -> bool:
    return bool(texts) and all(cleaned.spelled(one) != one for one in texts)


def _of_other(case: Case, site: Site, cleaned: _Cleaned, other: ast.expr) -> Iterator[Change]:
    """Yield the change of what a cleaned text is compared with into the same letters."""
    texts = [one for one in values_at(case, site, other) if isinstance(one, str)]
    if not _is_never(cleaned, texts) or _cleaned(site.code, other) is not None:
        return
    written = site.code.text(other)
    if isinstance(other, ast.Constant):
        new = cleaned.spelled(str(literal(other)))
        yield site.code.span(other), f"{written[0]}{new}{written[0]}"
    elif isinstance(other, ast.Name):
        yield after(site, other, "".join(f".{name}()" for name in cleaned.methods))


def _of_key(case: Case, site: Site, cleaned: _Cleaned, keys: list[str]) -> Iterator[Change]:
    """Yield the change of what spells a key into what spells it as the keys are."""
    data = [one for one in values_at(case, site, cleaned.of) if isinstance(one, str)]
    plain = {one.strip().lower() for one in keys}
    form = form_into([one for one in data if one.strip().lower() in plain], keys, keys)
    if form is not None and isinstance(cleaned.of, ast.Name):
        calls = "".join(f".{one}" for one in form.methods('"'))
        yield site.code.span(cleaned.node), f"{site.code.text(cleaned.of)}{calls}"
