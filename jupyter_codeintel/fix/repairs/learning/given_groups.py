"""Splits by groups that are not told the groups."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import quoted, with_option
from jupyter_codeintel.fix.repairs.words import all_words

_UNTOLD = re.compile(r"'?groups'? parameter should not be None")
_TAKES = ("cross_val_predict", "cross_val_score", "cross_validate", "fit", "learning_curve",
          "permutation_test_score", "split", "validation_curve")  # fmt: skip
_GROUPS = re.compile(r"(?:group|cluster|block)s?(?:_?ids?)?", re.IGNORECASE)
_END = re.compile(r"_?(?:ids?|idx|index|labels?|no|numbers?|of|codes?|names?)$")
_SERIES, _FRAME = "pandas.core.series.Series", "pandas.core.frame.DataFrame"
_FLAT = ("numpy.ndarray", "list", _SERIES)


async def groups_of_rows(case: Case) -> AsyncIterator[Repair]:
    """Yield ``groups=patients`` for a split by groups, if one value of each row is called so.

    Either it is named after groups, or the words say what no two parts may share.
    """
    if not _UNTOLD.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            given = arguments_of(call)
            if callee(call) not in _TAKES or any(word.arg == "groups" for word in call.keywords):
                continue
            groups = _groups(case, site, given)
            if groups is not None:
                change = with_option(site.code, call, "groups", groups)
                says = f"the groups of the rows are {groups}"
                yield repaired(site.cell, site.code, [change], says, "groups_of_rows")
            if groups is not None or callee(call) != "fit":
                return


def _groups(case: Case, site: Site, given: list[ast.expr]) -> str | None:
    """Return the only values of the rows that the words, or their name, tell to be groups."""
    rows = {length for node in given if (length := _length(case, site, node)) is not None}
    found = dict(_values(case, site, given, rows.pop() if len(rows) == 1 else -1))
    named = [shown for shown, name in found.items() if _GROUPS.fullmatch(name)]
    said = " ".join(all_words(case)).lower()
    told = [shown for shown, name in found.items() if _is_told(name, said)]
    for several in (named, told):
        if several:
            return several[0] if len(several) == 1 else None
    return None


def _length(case: Case, site: Site, node: ast.expr) -> int | None:
    match node:
        case ast.Name(id=name):
            return length_of(case.failure, site, name)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str()) | ast.List()):
            return length_of(case.failure, site, name)
    return None


def _values(case: Case, site: Site, given: list[ast.expr], rows: int) -> Iterator[tuple[str, str]]:
    """Yield what has one value for each row, as it is written, and what it is called."""
    namespace = case.failure.namespace
    own = {node.id for node in given if isinstance(node, ast.Name)}
    used = {
        ast.unparse(node.slice)
        for one in given
        for origin in _origins(case, site, one)
        for node in ast.walk(origin)
        if isinstance(node, ast.Subscript)
    }
    for name, live in namespace.variables.items() if namespace is not None else ():
        length = live.shape[0] if live.shape else live.length
        if length != rows or name in own or name.startswith("_"):
            continue
        is_flat = live.type in _FLAT and (live.shape is None or len(live.shape) == 1)
        if is_flat and not (live.dtype or "").startswith("float"):
            yield name, name
        elif live.type == _FRAME:
            for column, kind in live.columns:
                if not kind.startswith("float") and repr(column) not in used:
                    yield f"{name}[{quoted(site.code, column)}]", column


def _origins(case: Case, site: Site, node: ast.expr) -> Iterator[ast.expr]:
    """Yield an argument, and what the names in it are set to."""
    yield node
    for name in names_in(node):
        bound = case.binding(site, ast.Name(name))
        if bound is not None:
            yield bound.value


def _is_told(name: str, said: str) -> bool:
    """Whether words are about single ones of what a name is of: ``by patient``."""
    stem = _END.sub("", name.lower()).removesuffix("s").replace("_", " ")
    one = rf"(?:the |each |every |one |a |an |any |same |new |single |several )*{re.escape(stem)}"
    words = rf"\b(?:(?:by|per|across|between|of|within|for|from) {one}|(?:same|one|new) {stem})s?\b"
    return len(stem) > 2 and re.search(words, said) is not None
