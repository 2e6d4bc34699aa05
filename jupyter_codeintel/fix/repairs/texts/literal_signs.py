"""Braces and dollars that stand for themselves in a text that values are put into."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.bindings import Binding
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_NO_NAME = re.compile(
    r"unexpected '\{' in field name|expected '\}' before end of string|Single '\}' encountered"
    r"|Invalid format specifier"
)
_DOLLAR = re.compile(r"\$(?!\$|[_a-zA-Z{])")
_FIELD = re.compile(r"\{(\w*)(?:[!:.\[][^{}\"'\s]*)?\}")
_NAME = re.compile(r"[^\W\d]\w*")


async def doubled_braces(case: Case) -> AsyncIterator[Repair]:
    """Yield ``'{{"user": "{name}"}}'`` for a text with braces of its own that is formatted."""
    is_key = case.is_a("KeyError") and not _NAME.fullmatch(case.error.value.strip("'"))
    if not is_key and not (case.is_a("ValueError") and _NO_NAME.search(case.error.value)):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            given = [word.arg for word in call.keywords]
            is_plain = bool(given) and None not in given and not call.args
            if callee(call) != "format" or not is_plain or not isinstance(call.func, ast.Attribute):
                continue
            text, cell, node = _written(case, site, call.func.value)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                fields = "|".join(re.escape(str(name)) for name in given)
                shown = text.text(node)
                own = re.compile(rf"(?P<field>\{{(?:{fields})(?:[!:.\[][^{{}}]*)?\}})|[{{}}]")
                others = set(_FIELD.findall(shown)) - {*given}
                if "{{" in shown or others:
                    continue
                new = own.sub(lambda one: one["field"] or one[0] * 2, shown)
                says = "a brace that stands for itself is doubled in what is formatted"
                yield repaired(cell, text, [(text.span(node), new)], says, "doubled_brace")


def _written(case: Case, site: Site, node: ast.expr) -> tuple[Code, str, ast.expr]:
    """Return where a text is written that an expression stands for."""
    bound: Binding | None = case.binding(site, node)
    return (site.code, site.cell, node) if bound is None else (bound.code, bound.cell, bound.value)


async def doubled_dollars(case: Case) -> AsyncIterator[Repair]:
    """Yield ``Template("$$ $amount")`` for ``Template("$ $amount")``."""
    if "Invalid placeholder in string" not in case.error.value:
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if callee(call) != "substitute" or not isinstance(call.func, ast.Attribute):
                continue
            text, cell, made = _written(case, site, call.func.value)
            if not isinstance(made, ast.Call) or callee(made) != "Template" or not made.args:
                continue
            node = made.args[0]
            bound = case.binding(Site(cell, text, made.lineno), node)
            if bound is not None:
                text, cell, node = bound.code, bound.cell, bound.value
            if isinstance(node, ast.Constant) and "$$" not in str(node.value):
                new = _DOLLAR.sub("$$", text.text(node))
                says = "a dollar that stands for itself is doubled in a template"
                yield repaired(cell, text, [(text.span(node), new)], says, "doubled_dollar")
