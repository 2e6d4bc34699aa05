"""Which level of a factor the others are compared with, as far as words and names tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, root
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case
from jupyter_codeintel.fix.repairs.words import all_words, told_near

_SOLVERS = ("inv", "solve")
_OF_RANK = ("cond", "det", "matrix_rank")
_DEPENDENT = re.compile(
    r"\bsingular\b|\brank\b|collinear|invertible|linearly dependent", re.IGNORECASE
)
_THAN = (
    r"(?:compar\w+ (?:it |them )?(?:with|to)|relative to|against|over|versus|vs\.?|with respect to"
    r"|(?:differ\w*|deviat\w*|departures?|away) (?:from|to)|(?:more|less|better|worse|higher|lower)"
    r" than)"
)
_BASE = r"(?:base(?:line)?|reference|comparison)(?: (?:category|class|group|level))?"
_BETWEEN = r"(?: (?:the|a|an|our|that of|those of|in|on|at|for))*"
_NEUTRAL = {"baseline", "control", "no", "none", "placebo", "reference", "untreated", "without"}
"""Names of levels that say by themselves that the others are compared with them."""


def is_dependent(case: Case) -> bool:
    """Whether an error says that the columns of a matrix depend on each other."""
    if case.is_a("LinAlgError"):
        return re.search(r"\bsingular\b", case.error.value, re.IGNORECASE) is not None
    if not case.is_a("AssertionError", "ValueError") or not case.sites:
        return False
    calls = case.sites[0].code.nodes(ast.Call)
    asks = [call for call in calls if callee(call) in _OF_RANK]
    own = set(case.sites[0].nodes(ast.Call))
    is_told = _DEPENDENT.search(case.error.value) is not None
    return any(is_told or (call in own and case.is_a("AssertionError")) for call in asks)


def design(case: Case, site: Site) -> set[str]:
    """Return the names of the matrix whose product with itself is inverted, or whose rank asked."""
    found: set[str] = set()
    asked = not case.is_a("LinAlgError")
    for call in site.code.nodes(ast.Call) if asked else site.nodes(ast.Call):
        if not call.args or callee(call) not in (_OF_RANK if asked else _SOLVERS):
            continue
        bound = case.binding(site, call.args[0])
        names = _squared(bound.value if bound is not None else call.args[0])
        if asked and callee(call) in _OF_RANK and not names:
            names = {root(call.args[0])}
        for name in names:
            _, given = handed(case, 0, ast.Name(name))
            found.add(root(given))
    return found - {""}


def _squared(node: ast.expr) -> set[str]:
    """Return the name in ``X.T @ X``, however it is written."""
    match node:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            pass
        case ast.Call(args=[left, right]) if callee(node) in ("dot", "matmul"):
            pass
        case ast.Call(func=ast.Attribute(value=left, attr="dot"), args=[right]):
            pass
        case _:
            return set()
    is_turned = "T" in ast.unparse(left).split(".") or "transpose" in ast.unparse(left)
    return {root(right)} if is_turned and root(left) == root(right) else set()


def told_base(case: Case, site: Site, levels: Iterable[str]) -> str | None:
    """Return the one level that the nearest words compare others with."""
    for text in (*told_near(case, site), *all_words(case)):
        said = " ".join(text.split())
        found = [level for level in levels if _is_base(said, level)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def neutral(levels: Iterable[str]) -> str | None:
    """Return the one level that is none by its name: ``control`` or ``no``."""
    found = [level for level in levels if level.strip().lower() in _NEUTRAL]
    return found[0] if len(found) == 1 else None


def _is_base(said: str, level: str) -> bool:
    word = re.escape(level).replace("_", "[ _]")
    patterns = (
        rf"\b{_THAN}{_BETWEEN} [\"'`]?{word}\b",
        rf"\b{word}[\"'`]? (?:[\w-]+ )?(?:is|are|as|being|serves? as) (?:the |a |our )?{_BASE}\b",
        rf"\b{_BASE}(?: is| are|:| =|,)?{_BETWEEN} [\"'`]?{word}\b",
    )
    # A single letter is another word when it is small: "over a year" is not "over A".
    flags = re.IGNORECASE if len(level) > 1 else re.NOFLAG
    return any(re.search(pattern, said, flags) for pattern in patterns)
