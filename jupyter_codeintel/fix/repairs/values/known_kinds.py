"""What kind of value an expression has, as far as it is written or live."""

from __future__ import annotations

import ast

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee_of
from jupyter_codeintel.fix.repairs.case import Case

_DISPLAYS: dict[type[ast.expr], str] = {
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.JoinedStr: "str",
    ast.List: "list",
    ast.ListComp: "list",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.Tuple: "tuple",
}
_MAKERS = frozenset(("dict", "float", "int", "list", "set", "sorted", "str", "tuple"))


async def kind_of(case: Case, site: Site, node: ast.expr) -> str:
    """Return the name of a value's type without its module; nothing if it is not known."""
    found = (await case.resolve(case.path(site, node))).type
    if found:
        return found.rpartition(".")[2]
    bound = case.binding(site, node)
    value = node if bound is None else bound.value
    if isinstance(value, ast.Constant):
        return type(value.value).__name__
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        made = callee_of(value)
        return "" if made not in _MAKERS else "list" if made == "sorted" else made
    return _DISPLAYS.get(type(value), "")
