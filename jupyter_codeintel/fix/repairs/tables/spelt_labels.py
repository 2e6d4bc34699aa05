"""Labels and keys that are written in several ways: ``"cat"``, ``"Cat"`` and ``"cat "``."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after, can_take_lines, line_above, quoted
from jupyter_codeintel.fix.repairs.live_kinds import kind_at
from jupyter_codeintel.fix.repairs.spelling import meant
from jupyter_codeintel.fix.repairs.tables.lookups import joined_before, looked_up, merged
from jupyter_codeintel.fix.repairs.texts.one_form import Form, form_into, form_of_both
from jupyter_codeintel.fix.repairs.ways import option
from jupyter_codeintel.fix.repairs.words import all_words
from jupyter_codeintel.fix.repairs.written import written

_RARE = re.compile(
    r"least populated class(?:es)? in y ha(?:s|ve) only 1 member(?P<told>.*)", re.DOTALL
)
_UNSEEN = re.compile(
    r"previously unseen labels: (?P<told>.*)|Found unknown categories (?P<more>\[.*\]) in column",
    re.DOTALL,
)
_BY_CASE = re.compile(r"\bcase[- ]sensitiv|\bcapitals? (?:\w+ )?(?:counts?|matters?)\b")
_TEXT = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_LOST = re.compile(r"[Cc]annot convert (?:non-finite values|float NaN|NA)|contains NaN")
_SHORTEST = 5
_DEEPEST = 4


class _Labels(NamedTuple):
    """Where labels are: a column of a frame, or what a name stands for."""

    site: Site
    frame: str
    column: str
    values: list[str]


async def labels_in_one_form(case: Case) -> AsyncIterator[Repair]:
    """Yield labels that differ in spaces and capitals alone as one, where a lone one fails."""
    match = _RARE.search(case.error.value) or _UNSEEN.search(case.error.value)
    for site in case.sites[:1] if match is not None and not _counts(case) else ():
        told = " ".join(one for one in match.groups() if one) if match is not None else ""
        named = {one or other for one, other in _TEXT.findall(told)}
        for node in _labelled(site):
            labels = _labels(case, site, node)
            strays = named or _alone(labels.values if labels is not None else [])
            if labels is None or not strays or not can_take_lines(labels.site):
                continue
            made = _made(case, labels, strays)
            if made:
                says = f"{', '.join(map(repr, sorted(strays)))} is another label in other letters"
                change = line_above(labels.site, made)
                yield repaired(labels.site.cell, labels.site.code, [change], says, "spelt_label")
                return


def _counts(case: Case) -> bool:
    """Whether the words say that capitals tell labels apart."""
    return any(_BY_CASE.search(text.lower()) for text in all_words(case))


def _labelled(site: Site) -> Iterator[ast.expr]:
    """Yield what a call splits by, or turns into numbers."""
    for call in site.nodes(ast.Call):
        by = option(call, "stratify") or option(call, "y", 1 if callee(call) == "split" else None)
        if by is not None:
            yield by
        elif callee(call) == "transform" and call.args:
            yield call.args[0]


def _alone(values: list[str]) -> set[str]:
    return {one for one, count in Counter(values).items() if count == 1}


def _labels(case: Case, site: Site, node: ast.expr, depth: int = 0) -> _Labels | None:
    """Return where labels come from."""
    match node:
        case ast.Subscript(value=ast.Name() as frame, slice=ast.Constant() | ast.List() as chosen):
            column = literal(chosen)
        case ast.Attribute(value=ast.Name() as frame, attr=name):
            column = name
        case ast.Name():
            return _named(case, site, node, depth)
        case _:
            return None
    column = column[0] if isinstance(column, list) and len(column) == 1 else column
    live = case.variable(frame.id) if site.inside is None else None
    columns = [name for name, _ in live.columns] if live is not None else []
    if not isinstance(column, str) or (columns and column not in columns):
        return None
    values = written(case, site, frame.id, column).values
    return _Labels(site, frame.id, column, [one for one in values if isinstance(one, str)])


def _named(case: Case, site: Site, node: ast.Name, depth: int) -> _Labels | None:
    """Return where the labels that a name stands for come from."""
    found = _bound(case, site, node) if depth < _DEEPEST else None
    inner = _labels(case, found[0], found[1], depth + 1) if found is not None else None
    value = found[1] if found is not None else None
    values = literal(value.args[0] if isinstance(value, ast.Call) and value.args else value)
    texts = [str(one) for one in values] if isinstance(values, list) else []
    is_known = bool(texts) or kind_at(case, site, node) == "Series"
    return inner or (_Labels(site, node.id, "", texts) if is_known else None)


def _bound(case: Case, site: Site, node: ast.Name) -> tuple[Site, ast.expr] | None:
    """Return what a name is set to, also with others: ``X, y = t[["a"]], t["b"]``."""
    bound = case.binding(site, node)
    if bound is not None:
        return bound.site, bound.value
    for cell in case.failure.document.cells:
        for statement in case.code(cell.id).nodes(ast.Assign) if cell.type == "code" else ():
            match statement:
                case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if (
                    len(names) == len(values)
                ):
                    found = [value for name, value in zip(names, values, strict=True)
                             if isinstance(name, ast.Name) and name.id == node.id]  # fmt: skip
                    if found:
                        return Site(cell.id, case.code(cell.id), statement.lineno), found[0]
    return None


def _made(case: Case, labels: _Labels, strays: set[str]) -> str:
    """Return the line that makes strays the labels that they are; nothing if they are none."""
    kept = set(labels.values) - strays
    seen = kept if kept and not _UNSEEN.search(case.error.value) else _constants(case) - strays
    form = form_into(strays, seen, kept)
    if form is not None and form.signs and seen is not kept:
        return ""
    text = labels.site.code
    quote = quoted(text, "")[0]
    kind = kind_at(case, labels.site, ast.Name(labels.frame)) if not labels.column else "Series"
    if form is not None:
        return _line(case, labels, form, quote, kind)
    right = {one: meant(one, kept) for one in strays if _is_word(one)}
    pairs = {one: other for one, other in right.items() if other and _is_slip(one, other)}
    if len(pairs) != len(strays) or kind != "Series":
        return ""
    shown = ", ".join(f"{quoted(text, a)}: {quoted(text, b)}" for a, b in sorted(pairs.items()))
    part = _part(labels)
    return f"{part} = {part}.replace({{{shown}}})"


def _line(case: Case, labels: _Labels, form: Form, quote: str, kind: str) -> str:
    part, methods = _part(labels), form.methods(quote)
    numpy = case.name_of("numpy")
    if kind == "ndarray" and numpy is not None:
        made = part
        for one in methods:
            name, _, rest = one.partition("(")
            made = f"{numpy}.char.{name}({made}{', ' if rest != ')' else ''}{rest}"
        return f"{part} = {made}"
    if kind == "list":
        return f"{part} = [label.{'.'.join(methods)} for label in {part}]"
    new = "".join(f".str.{one}" for one in methods)
    if labels.column and labels.site.inside is not None and labels.column.isidentifier():
        return f"{labels.frame} = {labels.frame}.assign({labels.column}={part}{new})"
    return f"{part} = {part}{new}" if kind == "Series" else ""


def _part(labels: _Labels) -> str:
    column = quoted(labels.site.code, labels.column)
    return f"{labels.frame}[{column}]" if labels.column else labels.frame


def _constants(case: Case) -> set[str]:
    """Return the texts that are written in the notebook."""
    return {
        node.value
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Constant)
        if isinstance(node.value, str)
    }


def _is_word(text: str) -> bool:
    return text.isalpha() and len(text) >= _SHORTEST


def _is_slip(one: str, other: str) -> bool:
    """Whether two words differ in a letter that is not the first: ``typical``, ``atypical``."""
    return one[0] == other[0] and abs(len(one) - len(other)) < 2 and _is_word(other)


async def keys_in_one_form(case: Case) -> AsyncIterator[Repair]:
    """Yield keys in one form where two tables are joined, and a check finds rows without partner.

    All keys have to be written in the notebook, and to fit in that form.
    """
    is_check = case.is_a("AssertionError") or _LOST.search(case.error.value) is not None
    raised = isinstance(case.sites[0].statement, ast.Raise) if case.sites else False
    for site in case.sites[:1] if (is_check or raised) and not _counts(case) else ():
        for _, place, call in joined_before(case, site):
            found = _one_form(case, place, call)
            if found is not None:
                says = "the keys of the tables are written in different ways"
                yield repaired(place.cell, place.code, [found], says, "spelt_key")
                return
        for place, change in _mapped(case):
            says = "the values are written in another way than the keys"
            yield repaired(place.cell, place.code, [change], says, "spelt_key")
            return


def _one_form(case: Case, site: Site, call: ast.Call) -> Change | None:
    """Return the lines that bring the keys of two tables into one form."""
    found, other = merged(case, site, call), merged(case, site, call, "left")
    if found is None or other is None or not can_take_lines(site) or site.inside is not None:
        return None
    sides = [(other[1].table.id, other[1].key), (found[1].table.id, found[1].key)]
    if any(len(key) != 1 for _, key in sides):
        return None
    keys = [written(case, site, table, key[0]).values for table, key in sides]
    texts = [[one for one in values if isinstance(one, str)] for values in keys]
    form = form_of_both(*texts) if texts == keys and all(texts) else None
    if form is None:
        return None
    lines = []
    for (table, key), values in zip(sides, texts, strict=True):
        if any(form.of(one) != one for one in values):
            part = f"{table}[{quoted(site.code, key[0])}]"
            methods = form.methods(quoted(site.code, "")[0])
            lines.append(f"{part} = {part}" + "".join(f".str.{one}" for one in methods))
    return line_above(site, *lines)


def _mapped(case: Case) -> Iterator[tuple[Site, Change]]:
    """Yield the columns in one form that are turned into what stands under them as keys."""
    for cell in case.failure.document.cells:
        text = case.code(cell.id) if cell.type == "code" else None
        for call in text.nodes(ast.Call) if text is not None else ():
            if text is None or callee(call) != "map" or not isinstance(call.func, ast.Attribute):
                continue
            site = Site(cell.id, text, call.lineno)
            labels = _labels(case, site, call.func.value)
            known = _keys(case, site, call.args[0]) if call.args else []
            values = labels.values if labels is not None else []
            form = form_into(set(values) - set(known), known, set(values) & set(known))
            if form is not None:
                methods = form.methods(quoted(text, "")[0])
                yield site, after(site, call.func.value, "".join(f".str.{m}" for m in methods))


def _keys(case: Case, site: Site, node: ast.expr) -> list[str]:
    """Return the keys of a dict, or of a table by its index."""
    bound = case.binding(site, node)
    known = literal(bound.value if bound is not None else node)
    found = looked_up(case, site, node) if not isinstance(known, dict) else None
    if found is not None and len(found.key) == 1:
        known = dict.fromkeys(written(case, found.home, found.name, found.key[0]).values)
    return [one for one in known if isinstance(one, str)] if isinstance(known, dict) else []
