"""Texts that are looked for in other letters than the data have them in, and so not found."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after
from jupyter_codeintel.fix.repairs.live_kinds import texts_of
from jupyter_codeintel.fix.repairs.texts.keys_otherwise import PLAIN, Spelling

OF_NOTHING = re.compile(
    r"division by zero|(?:arg|argument) is an empty|iterable argument is empty"
    r"|requires at least one data point|no median for empty data|list index out of range"
    r"|pop from (?:an )?empty|empty sequence|single positional indexer is out-of-bounds"
    r"|index 0 is out of bounds for axis 0 with size 0"
)
_DISPLAYS = (ast.List, ast.Tuple, ast.Dict, ast.Set)
_PARTS = re.compile(r"[,;|\t\n]")


async def matched_otherwise(case: Case) -> AsyncIterator[Repair]:
    """Yield ``row["city"].lower() == city`` where cities match in small letters alone.

    And ``counts["page_view"]`` for ``counts["pageview"]``, of which there are none.
    """
    is_nothing = OF_NOTHING.search(case.error.value) or case.is_a("StopIteration")
    for site in case.sites[:1] if is_nothing else ():
        found = list(_repairs(case, site))
        if len(found) == 1:
            yield found[0]


def _repairs(case: Case, site: Site) -> Iterator[Candidate]:
    scope = site.inside or site.code.tree
    data = _all_texts(case, set())
    for node in site.code.nodes(ast.Compare, scope):
        match node:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                for one, other in ((left, right), (right, left)):
                    wanted = _wanted(case, site, other)
                    if _is_item(case, site, one) and wanted and not isinstance(other, ast.Constant):
                        yield from _compared(case, site, one, other, wanted)
    for text in site.code.nodes(ast.Constant, scope):
        real = _real(case, site, text, data)
        if real is not None and _is_looked_for(site.code, scope, text):
            written = site.code.text(text)
            says = f"{text.value!r} is {real!r} in the data"
            change = site.code.span(text), f"{written[0]}{real}{written[0]}"
            yield repaired(site.cell, site.code, [change], says, "matched_otherwise")


def _compared(
    case: Case, site: Site, item: ast.expr, other: ast.expr, wanted: set[str]
) -> Iterator[Candidate]:
    """Yield the comparison of an item in the letters of what is looked for."""
    data = _all_texts(case, wanted)
    like = {_plain(one) for one in data}
    if not any(_plain(one) in like for one in wanted - data):
        return
    data -= wanted
    best = _best(wanted, data, is_both=False)
    is_both = best is None
    best = best or _best(wanted, data, is_both=True)
    if best is None:
        return
    calls = best.calls
    if _is_column(case, site, item):
        calls = re.sub(r"\.(?=\w+\()", ".str.", calls)
    changes: list[Change] = [after(site, item, calls)]
    changes += [after(site, other, best.calls)] if is_both else []
    says = "they are the same but for their letters, which are compared"
    yield repaired(site.cell, site.code, changes, says, "matched_otherwise")


def _best(wanted: set[str], data: set[str], *, is_both: bool) -> Spelling | None:
    """Return the simplest spelling after which the most of the data are looked for."""
    counts: dict[Spelling, int] = {}
    for one in PLAIN:
        ends = {one.spelled(other) for other in wanted} if is_both else wanted
        if is_both or all(one.spelled(other) == other for other in wanted):
            matched = [each for each in data if one.spelled(each) in ends]
            counts[one] = len(matched) if {one.spelled(each) for each in matched} else 0
    best = max(counts, key=lambda one: counts[one], default=None)
    return best if best is not None and counts[best] else None


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).lower()


def _all_texts(case: Case, wanted: set[str]) -> set[str]:
    """Return the texts in the lists, dicts and lines of a notebook, but for those looked for."""
    found: set[str] = set()
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        for display in text.nodes(ast.expr):
            if isinstance(display, ast.Constant) and "\n" in str(display.value):
                found |= {*_PARTS.split(str(display.value))}
            elif isinstance(display, _DISPLAYS) and not _is_asked(text, display):
                inner = [getattr(one, "value", None) for one in ast.iter_child_nodes(display)]
                if not wanted or {*map(str, inner)} - {"None"} != wanted:
                    found |= {one for one in inner if isinstance(one, str)}
    return found


def _is_asked(text: Code, display: ast.expr) -> bool:
    """Whether a tuple is a key that something is asked by."""
    return any(node.slice is display for node in text.nodes(ast.Subscript))


def _is_item(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is of a loop's item, or a column of a table."""
    root = root_name(node)
    loops: list[ast.For | ast.comprehension] = [*site.code.nodes(ast.comprehension)]
    loops += site.code.nodes(ast.For)
    is_own = any(
        root in {one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)}
        and not isinstance(loop.iter, ast.List)
        for loop in loops
    )
    return isinstance(node, ast.Name | ast.Subscript | ast.Attribute) and (
        is_own or _is_column(case, site, node)
    )


def _is_column(case: Case, site: Site, node: ast.expr) -> bool:
    live = case.variable(root_name(node) or "")
    is_frame = live is not None and live.type.endswith(("DataFrame", "Series"))
    return is_frame and isinstance(node, ast.Subscript | ast.Attribute)


def _wanted(case: Case, site: Site, node: ast.expr) -> set[str]:
    """Return the texts that are looked for, those that a parameter stands for as well."""
    function = site.inside
    found = set(texts_of(case, site, node)) if isinstance(node, ast.Name | ast.Constant) else set()
    if function is None or not isinstance(node, ast.Name):
        return found
    names = [one.arg for one in function.args.args]
    place = names.index(node.id) if node.id in names else -1
    for caller in case.sites[1:]:
        for call in caller.nodes(ast.Call):
            if callee(call) == function.name and 0 <= place < len(call.args):
                found |= {*texts_of(case, caller, call.args[place])}
    return found


def _real(case: Case, site: Site, text: ast.Constant, data: set[str]) -> str | None:
    """Return the one text of the data that a text is but for its letters."""
    if not isinstance(text.value, str) or text.value in data or not _plain(text.value):
        return None
    like = [one for one in data if _plain(one) == _plain(text.value)]
    return like[0] if len(like) == 1 and site.code.text(text)[:1] in "'\"" else None


def _is_looked_for(text: Code, scope: ast.AST, constant: ast.Constant) -> bool:
    """Whether something is compared with a text, counted or asked by it."""
    for node in text.nodes(ast.expr, scope):
        match node:
            case ast.Compare(ops=[ast.Eq()], left=left, comparators=[right]):
                inner: list[ast.AST] = [left, right]
            case ast.Subscript(slice=ast.Tuple(elts=elts)):
                inner = [*elts]
            case ast.Subscript(slice=key):
                inner = [key]
            case ast.Call(func=ast.Attribute(attr="count" | "get"), args=[first, *_]):
                inner = [first, *getattr(first, "elts", [])]
            case _:
                continue
        if any(one is constant for one in inner):
            return True
    return False
