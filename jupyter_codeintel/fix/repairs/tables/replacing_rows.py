"""Rows that replace older ones of the same key, and are only put below them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.gate.reading.trees import callee_of, comments, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import after, quoted
from jupyter_codeintel.fix.repairs.ways import argument, option
from jupyter_codeintel.fix.repairs.words import all_words

_TWICE = re.compile(r"[Mm]erge keys are not unique in right")
_REPLACE = re.compile(
    r"\b(?:replac(?:e|es|ing|ements?)|overrid(?:e|es|ing)|supersed(?:e|es|ing)|overwrit(?:e|es|ing)"
    r"|correct(?:s|ed|ing|ions?)|updat(?:e|es|ed|ing)|take precedence|take the place)\b"
)
_NOT = re.compile(r"\b(?:don't|not|never|no) (?:\w+ )?(?:replac|overrid|supersed|overwrit|updat)")
_NAMED = re.compile(r"(?:^|_)(?:changed|corrected|corrections?|fix(?:es)?|new(?:er|est)?|"
                    r"overrides?|replacements?|revised|updated?|updates)(?:_|$)")  # fmt: skip


async def rows_that_replace(case: Case) -> AsyncIterator[Repair]:
    """Yield ``pd.concat([old, new]).drop_duplicates("id", keep="last")`` before a join by it."""
    for site in case.sites[:1] if _TWICE.search(case.error.value) else ():
        for call in site.nodes(ast.Call):
            right = argument(call, int(_is_function(call)), "right")
            bound = case.binding(site, right) if right is not None else None
            key = option(call, "right_on") or option(call, "on")
            if callee_of(call) != "merge" or bound is None or key is None:
                continue
            last = _last(case, bound)
            if last is None or not isinstance(literal(key), str | list):
                continue
            keeps = quoted(bound.code, "last" if last else "first")
            by = quoted(bound.code, str(literal(key)))
            if isinstance(literal(key), list):
                by = site.code.text(key)
            more = f".drop_duplicates({by}, keep={keeps})"
            change = after(bound.site, bound.value, more)
            says = "newer rows replace the older ones with the same key"
            yield repaired(bound.cell, bound.code, [change], says, "replacing_rows")
            return


def _is_function(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("pd", "pandas") and len(call.args) > 1


def _last(case: Case, bound: Binding) -> bool | None:
    """Return whether the table that replaces rows is the last of two; None if nothing tells."""
    match bound.value:
        case ast.Call(args=[ast.List(elts=[ast.Name(id=first), ast.Name(id=second)])]):
            if callee_of(bound.value) != "concat" or _NOT.search(" ".join(all_words(case)).lower()):
                return None
        case _:
            return None
    told = [replaces(case, name) for name in (first, second)]
    return told[1] if sum(told) == 1 else None


def replaces(case: Case, name: str) -> bool:
    """Whether a table's name, or a comment where it is made, tells that it is the newer one."""
    if _NAMED.search(name.lower()):
        return True
    for cell in dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell)):
        text = case.code(cell)
        said = list(comments(text.python))
        for node in text.nodes(ast.Assign):
            if any(getattr(one, "id", "") == name for one in node.targets):
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                if any(line in lines and _REPLACE.search(words.lower()) for line, words in said):
                    return True
    return False
