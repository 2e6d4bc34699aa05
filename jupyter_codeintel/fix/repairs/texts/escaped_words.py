"""Words that are looked for as patterns, though their signs stand for themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.looped_values import items_of, values_at

_TAKING = frozenset(
    ("compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
)
_OF_COLUMNS = frozenset(("contains", "count", "findall", "replace", "split"))
_PATTERN = re.compile(r"\\|\[[^\]]+\]|[.)\]][*+?]|\(\?|\w\||\|\w|\{\d|^\^\w|\w\$$")
"""What only patterns have, so that a list is one of patterns and not of words."""
_EDGE = r"\b"
_SAYS = "the signs in these words stand for themselves"


async def escaped_words(case: Case) -> AsyncIterator[Repair]:
    """Yield ``re.search(re.escape(word), text)`` for words such as ``C++`` and ``:)``."""
    for site in case.sites[:1] if case.is_a("error", "PatternError") else ():
        for call in site.nodes(ast.Call):
            found = _pattern(case, site, call)
            if found is None:
                continue
            at, node = found
            change = _of_column(case, site, call) or _changed(case, at, node)
            if change is not None:
                yield repaired(at.cell, at.code, [change], _SAYS, "escaped_word")
                return


def _pattern(case: Case, site: Site, call: ast.Call) -> tuple[Site, ast.expr] | None:
    """Return the pattern that a function of ``re``, or a column's method, is given."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if owner is None or not call.args:
        return None
    is_re = isinstance(owner, ast.Name) and case.target(site, owner.id) == "re"
    is_column = getattr(owner, "attr", "") == "str" and callee(call) in _OF_COLUMNS
    if not (is_re and callee(call) in _TAKING) and not is_column:
        return None
    given = call.args[0]
    bound = case.binding(site, given)
    if bound is not None and isinstance(bound.value, ast.JoinedStr | ast.Call | ast.BinOp):
        return bound.site, bound.value
    return site, given


def _of_column(case: Case, site: Site, call: ast.Call) -> Change | None:
    """Return the option by which a column's method looks for a text as it is."""
    owner = getattr(call.func, "value", None)
    is_plain = isinstance(call.args[0], ast.Name) and not {"regex", "flags"} & {
        word.arg for word in call.keywords
    }
    if getattr(owner, "attr", "") != "str" or callee(call) == "findall" or not is_plain:
        return None
    words = values_at(case, site, call.args[0])
    is_meant = callee(call) != "count" and _are_words(case, words)
    return with_option(site.code, call, "regex", "False") if is_meant else None


def _changed(case: Case, site: Site, node: ast.expr) -> Change | None:
    """Return the change of a word, of one within a longer pattern, or of several in turn."""
    module = case.name_of("re")
    text = site.code
    if module is None:
        return None
    match node:
        case ast.Name() if _are_words(case, values_at(case, site, node)):
            return text.span(node), f"{module}.escape({text.text(node)})"
        case ast.Call(func=ast.Attribute(value=joint, attr="join"), args=[ast.Name() as several]):
            if literal(joint) == "|" and _are_words(case, items_of(case, site, several)):
                return text.span(several), f"map({module}.escape, {text.text(several)})"
        case ast.JoinedStr(values=values):
            return _within(case, site, values, module)
        case ast.BinOp(op=ast.Add()):
            return _within(case, site, list(_terms(node)), module)
    return None


def _within(case: Case, site: Site, parts: list[ast.expr], module: str) -> Change | None:
    """Return the change of the one word in a pattern whose other parts are written."""
    names = [getattr(one, "value", one) if isinstance(one, ast.FormattedValue) else one
             for one in parts]  # fmt: skip
    places = [at for at, one in enumerate(names) if isinstance(one, ast.Name)]
    if len(places) != 1 or not all(isinstance(one, ast.Constant | ast.Name) for one in names):
        return None
    at = places[0]
    words = values_at(case, site, names[at])
    before, after = (
        str(literal(names[n])) if 0 <= n < len(names) else "" for n in (at - 1, at + 1)
    )
    # At the edge of a word there is a letter; beside a sign the pattern would find nothing.
    starts = not before.endswith(_EDGE) or all(re.match(r"\w", str(one)) for one in words)
    ends = not after.startswith(_EDGE) or all(re.search(r"\w$", str(one)) for one in words)
    if not starts or not ends or not _are_words(case, words):
        return None
    span, shown = _place(site.code, parts[at], names[at])
    return span, f"{module}.escape({shown})"


def _place(text: Code, part: ast.expr, name: ast.expr) -> tuple[tuple[int, int], str]:
    """Return where a name stands; within a text its own place is that of the braces."""
    if not isinstance(part, ast.FormattedValue):
        return text.span(name), text.text(name)
    return text.span(name), ast.unparse(name)


def _terms(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _are_words(case: Case, values: list[object]) -> bool:
    """Whether all are words, and those that are no patterns stand so in other texts too."""
    words = [one for one in values if isinstance(one, str)]
    if len(words) < len(values) or any(_PATTERN.search(one) for one in words):
        return False
    wrong = [one for one in words if not _compiles(one)]
    texts = [
        str(node.value)
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Constant)
        if isinstance(node.value, str)
    ]
    return bool(wrong) and all(
        any(one in text and one != text for text in texts) or not re.search(r"\w", one)
        for one in wrong
    )


def _compiles(pattern: str) -> bool:
    """Whether a text is a pattern, also for a Python before 3.11, which has no ``++``."""
    if re.search(r"[*+?]\+", pattern):
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
