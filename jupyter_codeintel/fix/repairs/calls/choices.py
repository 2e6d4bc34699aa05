"""Words of which a call takes some only, written in another way."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired

_SAID = (
    re.compile(
        r"^'(?P<given>[^']+)' is not a valid value for \w+[.;] "
        r"(?:Did you mean(?: one of)?:?|supported values are) (?P<choices>.*)",
        re.DOTALL,
    ),
    re.compile(
        r"parameter of \w+ must be .*?\{(?P<choices>[^}]*)\}.*Got '(?P<given>[^']+)' instead",
        re.DOTALL,
    ),
)
_TEXT = re.compile(r"'([^']+)'")
_SCORED = ("cross_val_score",)


async def choices_as_written(case: Case) -> AsyncIterator[Repair]:
    """Yield the choice that has the same letters, or the score that is the negative of one."""
    for phrase in _SAID:
        match = phrase.search(case.error.value)
        if match is None:
            continue
        given, choices = match["given"], _TEXT.findall(match["choices"])
        same = [one for one in choices if _letters(one) == _letters(given)]
        for site in case.sites[:1]:
            if len(same) == 1:
                changes = [(span, same[0]) for span in _places(site, given)]
            elif f"neg_{given}" in choices:
                changes = list(_negative(case, site, given))
            else:
                continue
            if changes:
                says = f'it is written "{same[0] if same else f"neg_{given}"}"'
                yield repaired(site.cell, site.code, changes, says, "choice_as_written")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _places(site: Site, given: str) -> Iterator[tuple[int, int]]:
    """Yield where a text stands in the calls of a failing statement, without its quotes."""
    for call in site.nodes(ast.Call):
        for node in arguments_of(call):
            if isinstance(node, ast.Constant) and node.value == given:
                start, end = site.code.span(node)
                if site.code.source[start + 1 : end - 1] == given:
                    yield start + 1, end - 1


def _negative(case: Case, site: Site, given: str) -> Iterator[Change]:
    """Yield the negative of scores that are the negatives of an error.

    Where the scores are turned later on, they are not turned here.
    """
    match site.statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
            spans = list(_places(site, given))
            if callee(call) not in _SCORED or len(spans) != 1:
                return
            start = site.code.span(call)[0]
            yield spans[0], f"neg_{given}"
            if "neg" not in name and not _is_turned(case, name):
                yield (start, start), "-"


def _is_turned(case: Case, name: str) -> bool:
    """Whether the sign of something is taken away anywhere in the notebook."""
    return any(
        isinstance(node, ast.UnaryOp | ast.Call)
        and any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))
        and (
            (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub))
            or (isinstance(node, ast.Call) and callee(node) in ("abs", "absolute", "fabs"))
        )
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.expr)
    )
