"""Texts that are numbers, and digits of them that a pattern leaves out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Set

from jupyter_codeintel.fix.gate.evidence.evidence import Evidence
from jupyter_codeintel.fix.gate.evidence.number_texts import UNREAD
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.change import CellChange
from jupyter_codeintel.fix.gate.reading.trees import callee, literal, strings

_READS = frozenset({"extract", "search", "match", "findall", "fullmatch"})
_CUTS = re.compile(r"\.\d+['\"]$")
"""Ends a format that shows the first letters of a text alone."""

_AMOUNT = re.compile(r"[^\w.,]{0,2}\d+([.,]\d+)+[^\d.,]{0,5}")
_REPEATS = re.compile(r"(?<!\()[+*?{]")
_MOST_REPEATS = 4
"""More of them, or one of a group, may take for ever."""


def digits(change: CellChange) -> Iterator[Objection]:
    """Yield doubts where a new pattern finds, or a new format shows, only some of the digits."""
    yield from _formats(change)
    for old, new in change.altered:
        if more := _asks_for_more(strings(old.parts()), strings(new.parts())):
            yield doubt("digits", f"It finds only what has more: {more[:40]}")
    unread = UNREAD.search(change.failure.error.value)
    if unread is not None:
        yield from _of_first_parts(unread[1], change)
    texts = [unread[1]] if unread else _amounts(change) if change.is_of("TypeError") else []
    for call in change.new_calls() if texts else ():
        patterns = [text for text in map(literal, call.args) if isinstance(text, str)]
        for text in texts if callee(call) in _READS and patterns else ():
            found = _found(patterns[0], text, is_each=callee(call) == "findall")
            if found and _digits(found) != _digits(text):
                yield doubt("digits", f"It reads {found} of {text}.")
                break


def _formats(change: CellChange) -> Iterator[Objection]:
    if "Unknown format code" not in change.failure.error.value:
        return
    for value in change.new(ast.FormattedValue):
        if value.format_spec is not None and _CUTS.search(ast.unparse(value.format_spec)):
            yield doubt("digits", f"It cuts the text off: {ast.unparse(value.value)[:40]}")
        elif value.format_spec is None and _is_number(value.value, change):
            yield doubt("digits", f"It shows {ast.unparse(value.value)[:40]}, still a text.")


def _is_number(node: ast.expr, change: CellChange) -> bool:
    """Whether a variable is the text of a number."""
    namespace = change.failure.namespace
    live = namespace.variables.get(node.id) if namespace and isinstance(node, ast.Name) else None
    value = live.value if live is not None and live.type == "str" else None
    return value is not None and re.fullmatch(r"['\"] *[-+]?[\d.,]*\d *['\"]", value) is not None


def _asks_for_more(before: Set[str], after: Set[str]) -> str:
    """Return a pattern that asks for something which may have been missing: ``+`` for ``*``."""
    for new in after - before:
        if any("*" in old and old.replace("*", "+") == new.replace("*", "+")
               and new.count("+") > old.count("+") for old in before):  # fmt: skip
            return new
    return ""


def _of_first_parts(text: str, change: CellChange) -> Iterator[Objection]:
    """Judge the first part of a text that is split, where no other is taken."""
    for place in change.new(ast.Subscript):
        match place:
            case ast.Subscript(
                value=ast.Call(func=ast.Attribute(attr="split"), args=given),
                slice=ast.Constant(value=0),
            ):
                sign = literal(given[0]) if given else None
                first = text.split(sign if isinstance(sign, str) and sign else None, maxsplit=1)[0]
                if re.search(r"\d", first) and _digits(first) != _digits(text):
                    yield doubt("digits", f"It reads {first} of {text}.")


def _amounts(change: CellChange) -> list[str]:
    """Return the texts of the notebook that are numbers with a fraction or thousands."""
    texts = Evidence(change.failure, (change,)).texts
    return sorted(text for text in texts if _AMOUNT.fullmatch(text))


def _found(pattern: str, text: str, *, is_each: bool) -> str:
    """Return what a pattern finds; nothing where it cannot be told quickly, or is none."""
    if re.search(r"\)[+*?{]", pattern) or len(_REPEATS.findall(pattern)) > _MOST_REPEATS:
        return ""
    try:
        match = re.search(pattern, text)
    except (re.error, OverflowError, RecursionError):  # it is told by the trial
        return ""
    if is_each:
        return " ".join("".join(one.groups("") or [one[0]]) for one in re.finditer(pattern, text))
    return "" if match is None else "".join(match.groups("") or [match[0]])


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
