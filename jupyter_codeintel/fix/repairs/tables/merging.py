"""Frames that are joined by numbers in one and texts in the other."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import binding
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_OTHER_TYPES = re.compile(
    r"You are trying to merge on (?P<left>\w+) and (?P<right>\w+) columns for key '(?P<key>[^']+)'"
)
_TEXTS = ("object", "str", "string")
_WHOLE = re.compile(r"-?(?:0|[1-9]\d*)")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_DEEPEST = 4


async def keys_to_merge_by(case: Case) -> AsyncIterator[Repair]:
    """Yield the numbers of a column of texts, by which a frame is joined with numbers.

    The texts have to be written in the notebook: one with a leading zero is no number.
    """
    match = _OTHER_TYPES.search(case.error.value)
    if match is None or (match["left"] in _TEXTS) == (match["right"] in _TEXTS):
        return
    at = 0 if match["left"] in _TEXTS else 1
    other = match["right"] if at == 0 else match["left"]
    kind = next((kind for kind in ("int", "float") if re.fullmatch(rf"{kind}\d+", other)), None)
    for site in case.sites if kind is not None else ():
        if site.cell != case.failure.cell or site.inside is not None:
            continue
        for call in site.nodes(ast.Call):
            sides = _sides(case, site, call, match["key"])
            frame, column = sides[at] if sides is not None else ("", "")
            pattern = _WHOLE if kind == "int" else _NUMBER
            if not _is_of_texts(case, frame, column):
                continue
            texts = _texts(case, site, frame, column)
            if not texts or not all(pattern.fullmatch(text) for text in texts):
                continue
            assert site.statement is not None  # noqa: S101 - it has the call
            start, place = site.code.line_span(site.statement.lineno)[0], site.statement
            indentation = site.code.source[start : site.code.span(place)[0]]
            if not indentation.strip():
                part = f"{frame}[{_quoted(site, call, column)}]"
                line = f"{indentation}{part} = {part}.astype({kind})\n"
                says = f'"{column}" of "{frame}" holds texts, and is joined with numbers'
                yield repaired(site.cell, site.code, [((start, start), line)], says, "merge_key")


def _sides(
    case: Case, site: Site, call: ast.Call, key: str
) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the frames that a call joins, each with its column of a key."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "merge":
        return None
    frames = [node for node in call.args if isinstance(node, ast.Name)]
    if not isinstance(call.func.value, ast.Name) or len(frames) != len(call.args):
        return None
    if case.target(site, call.func.value.id) != "pandas":
        frames.insert(0, call.func.value)
    if len(frames) != 2 or frames[0].id == frames[1].id:
        return None
    given = {word.arg: word.value for word in call.keywords}
    left, right = key, key
    if "left_on" in given or "right_on" in given:
        told = [getattr(given.get(name), "value", None) for name in ("left_on", "right_on")]
        if told[0] != key or not isinstance(told[1], str):
            return None
        right = told[1]
    return (frames[0].id, left), (frames[1].id, right)


def _is_of_texts(case: Case, frame: str, column: str) -> bool:
    """Whether a live frame has a column of texts."""
    live = case.variable(frame)
    return live is not None and dict(live.columns).get(column) in _TEXTS


def _texts(case: Case, site: Site, frame: str, column: str) -> list[str]:
    """Return the texts that a frame's column is written with; nothing if it is made otherwise."""
    for cell in case.failure.document.cells:
        if cell.type == "code" and _is_made_otherwise(case.code(cell.id), column):
            return []
    values = list(_values(case, site, frame, column, 0))
    texts = [value.value for value in values if isinstance(value, ast.Constant)]
    found = [text for text in texts if isinstance(text, str)]
    return found if len(found) == len(values) else []


def _is_made_otherwise(text: Code, column: str) -> bool:
    """Whether a cell sets a column, or does with it what is done with texts alone."""
    columns = [node for node in text.nodes(ast.Subscript) if _is_key(node.slice, column)]
    as_texts = (node.value for node in text.nodes(ast.Attribute) if node.attr == "str")
    return any(not isinstance(node.ctx, ast.Load) for node in columns) or any(
        isinstance(node, ast.Subscript) and _is_key(node.slice, column) for node in as_texts
    )


def _is_key(node: ast.expr | None, column: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == column


def _values(case: Case, site: Site, name: str, column: str, depth: int) -> Iterator[ast.expr]:
    """Yield what stands under a column's name in the literals that a variable is made of."""
    bound = binding(case.failure, site, name)
    if bound is None or depth == _DEEPEST:
        return
    for node in ast.walk(bound.value):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if _is_key(key, column):
                    yield from value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        elif isinstance(node, ast.Name):
            above = Site(bound.cell, bound.code, bound.statement.lineno)
            yield from _values(case, above, node.id, column, depth + 1)


def _quoted(site: Site, call: ast.Call, column: str) -> str:
    """Return a column's name in the quotes that a call has its texts in."""
    shown = f'"{column}"'
    return shown if shown in site.code.text(call) else repr(column)
