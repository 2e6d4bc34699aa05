"""``append`` of frames, which ``concat`` replaces."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.renamed.rows import is_append, is_append_of, kind_of_rows

_FRAME = "DataFrame"


def concatenated(case: Case, site: Site, node: ast.Attribute, call: ast.Call) -> list[Change]:
    """Return the changes of ``a.append(b)`` into ``pd.concat([a, b])``, for all of that name."""
    text = site.code
    name = case.name_of("pandas")
    imports = [] if name else [inserted_import(text, "import pandas as pd")]
    calls = {_outermost(text, call)}
    if isinstance(node.value, ast.Name):  # the others would fail next
        alone = {one.value for one in text.nodes(ast.Expr, site.inside)}  # of a list
        others = text.nodes(ast.Call, site.inside)
        calls |= {
            _outermost(text, one) for one in others if is_append_of(one, node.value.id)
        } - alone
    inner = {one for outer in calls for one in ast.walk(outer) if one is not outer}
    changes = [_changed(case, site, one, name or "pd") for one in calls - inner]
    return [*imports, *changes]


def _outermost(text: Code, call: ast.Call) -> ast.Call:
    """Return the last of several calls of ``append`` in a row."""
    for outer in text.nodes(ast.Call):
        if is_append(outer) and getattr(outer.func, "value", None) is call:
            return _outermost(text, outer)
    return call


def _changed(case: Case, site: Site, call: ast.Call, name: str) -> Change:
    text = site.code
    owner: ast.expr = call
    rest: list[str] = []
    parts: list[str] = []
    while isinstance(owner, ast.Call) and is_append(owner):
        named = next((word for word in owner.keywords if word.arg == "other"), None)
        other = owner.args[0] if owner.args else named.value if named is not None else None
        rest += [text.text(word) for word in owner.keywords if word is not named]
        parts = [*_parts(case, Site(site.cell, text, owner.lineno), other, name), *parts]
        assert isinstance(owner.func, ast.Attribute)  # noqa: S101 - it is one of `append`
        owner = owner.func.value
    listed = ", ".join([text.text(owner), *parts])
    return text.span(call), f"{name}.concat({', '.join([f'[{listed}]', *dict.fromkeys(rest)])})"


def _parts(case: Case, site: Site, other: ast.expr | None, name: str) -> list[str]:
    if other is None:
        return []
    shown = site.code.text(other)
    is_series = f"'{_FRAME}' object" not in case.error.value
    kind = "" if is_series else kind_of_rows(case, site, other)
    if kind == "row":
        return [f"{name}.{_FRAME}([{shown}])"]
    if kind == "rows":
        return [f"{name}.{_FRAME}({shown})"]
    if isinstance(other, ast.List):
        return [site.code.text(item) for item in other.elts]
    live = case.variable(other.id) if isinstance(other, ast.Name) else None
    is_list = kind == "several" or (live is not None and live.type == "list")
    return [f"*{shown}" if is_list else shown]
