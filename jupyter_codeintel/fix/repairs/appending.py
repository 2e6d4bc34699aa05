"""``append`` of frames, which ``concat`` replaces."""

from __future__ import annotations

import ast
from collections.abc import Callable

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.inserting import inserted_import


def concatenated(case: Case, site: Site, node: ast.Attribute, call: ast.Call) -> list[Change]:
    """Return the changes of ``a.append(b)`` into ``pd.concat([a, b])``."""
    text = site.code
    name = case.name_of("pandas")
    imports = [] if name else [inserted_import(text, "import pandas as pd")]
    name = name or "pd"
    first = next((argument for argument in call.args), None)
    named = next((word for word in call.keywords if word.arg == "other"), None)
    other = first if first is not None else named.value if named is not None else None
    rest = [text.text(word) for word in call.keywords if word is not named]
    listed = [text.text(node.value), *_parts(text.text, other, name)]
    arguments = ", ".join([f"[{', '.join(listed)}]", *rest])
    return [*imports, (text.span(call), f"{name}.concat({arguments})")]


def _parts(shown: Callable[[ast.AST], str], other: ast.expr | None, name: str) -> list[str]:
    if other is None:
        return []
    if isinstance(other, ast.Dict):
        return [f"{name}.DataFrame([{shown(other)}])"]
    if isinstance(other, ast.List) and other.elts:
        if all(isinstance(item, ast.Dict) for item in other.elts):
            return [f"{name}.DataFrame({shown(other)})"]
        return [shown(item) for item in other.elts]
    return [shown(other)]
