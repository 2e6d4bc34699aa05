"""What the person wrote in words about a cell."""

from __future__ import annotations

import ast
import re

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import comments, prose
from jupyter_codeintel.fix.repairs.case import Case

_ROUND = re.compile(
    r"\b(?:circular(?:ly)?|closed (?:contour|curve|loop|path|track)|cycl(?:e|ic|ical)"
    r"|perimeter|periodic(?:ally)?|polygons?|rings?|round table|shoelace|toroidal|torus"
    r"|wraps?|wrapping|wrap[ -]?around)\b"
)
"""Words of things whose last item is followed by their first one."""
_WRAPS = re.compile(
    r"\b(?:caesar|rot-?13|vigenere|circular(?:ly)?|cyclic(?:al|ally)?"
    r"|closed (?:chain|circle|loop|polygon|ring|route|tour|track)|periodic(?:ally)?(?! table)"
    r"|(?:around|as|form|in|on) an? (?:\w+ )?(?:circle|ring)"
    r"|round table|shoelace|toroidal|torus|wrap(?:s|ped|ping)?[ -]?around|wraps?|wrapping"
    r"|last (?:\w+ ){0,6}(?:followed by|neighbours?|neighbors?|next to|connects? (?:back )?to"
    r"|joins?|back to|beside) (?:\w+ ){0,3}first"
    r"|first (?:\w+ ){0,3}(?:after|follows|next to|beside) (?:\w+ ){0,3}last)\b"
)
_WRAPS_NOT = re.compile(
    r"(?:\b(?:never|no|non|not|without)|n't)[\s-]+(?:\w+[\s-]+){0,2}"
    r"(?:circular|closed|cyclic|periodic|torus|wrap)"
)


def prose_of(case: Case, cell: str) -> list[str]:
    """Return the comments and docstrings of a cell, each in one piece."""
    return [text for text in prose(case.code(cell).python) if text]


def last_name(node: ast.AST) -> str:
    """Return what a value is called: ``coupon`` for ``bond["coupon"]`` and for ``coupon[0]``."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return key
        case ast.Subscript(value=value):
            return last_name(value)
    return ""


def goes_round(case: Case, cell: str) -> bool:
    """Whether a cell is about something whose last item is followed by its first one.

    Then a loop is not too long, and what comes after the last item is meant to be the first.
    """
    told = f"{case.failure.source(cell)}\n{case.failure.goal}".lower().replace("_", " ")
    return _ROUND.search(told) is not None


def told_to_wrap(case: Case, site: Site) -> bool:
    """Whether the words near a place say that after the last one comes the first one."""
    told = [" ".join(words.lower().replace("`", "").split()) for words in told_near(case, site)]
    if any(_WRAPS_NOT.search(words) for words in told):
        return False
    return any(_WRAPS.search(words) for words in told)


def told_near(case: Case, site: Site) -> list[str]:
    """Return what is said in words about a place, the nearest first."""
    text, function = site.code, site.inside
    statement = site.statement
    first = statement.lineno if statement is not None else site.line
    found = [_comments(text, _above(text, first), site.line)]
    if function is not None:
        found.append(ast.get_docstring(function) or "")
        end = function.end_lineno or function.lineno
        found.append(_comments(text, _above(text, function.lineno), end))
    else:
        found.append(_comments(text, 1, text.source.count("\n") + 1))
    index = case.failure.document.index(site.cell) or 0
    above = case.failure.document.cells[index - 1] if index > 0 else None
    if above is not None and above.type == "markdown":
        found.append(above.source)
    return [one for one in [*found, case.failure.goal] if one]


def _above(text: Code, line: int) -> int:
    """Return the first of the lines of comments directly above one."""
    while line > 1 and text.line(line - 1).lstrip().startswith("#"):
        line -= 1
    return line


def _comments(text: Code, first: int, last: int) -> str:
    """Return the comments of some lines in one piece."""
    said = (said for line, said in comments(text.python) if first <= line <= last)
    return " ".join(one.strip("# ") for one in said)


def all_words(case: Case) -> list[str]:
    """Return all that a notebook and its person say in words."""
    said: list[str] = [case.failure.goal]
    for cell in case.failure.document.cells:
        said += [cell.source] if cell.type == "markdown" else prose_of(case, cell.id)
    return [text for text in said if text]


def words_near(case: Case, site: Site) -> str:
    """Return what is said about a place in one text of small letters."""
    return " ".join(" ".join(told_near(case, site)).lower().split())
