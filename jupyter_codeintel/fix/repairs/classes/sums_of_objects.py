"""Objects of a class of the notebook's own that are added up, which starts with 0."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_FROM_ZERO = re.compile(r"^unsupported operand type\(s\) for \+: 'int' and '(?P<kind>\w+)'$")


async def sums_of_objects(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sum(walk, Vector(0, 0))`` where a vector is added field by field."""
    match = _FROM_ZERO.match(case.error.value)
    if match is None:
        return
    nothing = _nothing(case, match["kind"])
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            is_sum = isinstance(call.func, ast.Name) and call.func.id == "sum"
            if not is_sum or len(call.args) != 1 or call.keywords or not nothing:
                continue
            start, end = site.code.span(call.args[0])
            given = site.code.text(call.args[0])
            if isinstance(call.args[0], ast.GeneratorExp):
                start, end = site.code.span(call.func)[1] + 1, site.code.span(call)[1] - 1
                given = site.code.source[start:end].strip()
                given = given if given.startswith("(") else f"({given})"
            says = f'"sum" begins with the number 0; that of a "{match["kind"]}" is {nothing}'
            change = (start, end), f"{given}, {nothing}"
            yield repaired(site.cell, site.code, [change], says, "sum_of_objects")


def _nothing(case: Case, kind: str) -> str:
    """Return the object to which adding another one changes nothing; none if it is unknown."""
    for cell in (case.failure.cell, *reversed(case.failure.flow.order(case.failure.cell))):
        for owner in case.code(cell).nodes(ast.ClassDef):
            if owner.name == kind:
                methods = {one.name: one for one in owner.body if isinstance(one, ast.FunctionDef)}
                fields = _fields(owner, methods.get("__init__"))
                count = len(fields)
                is_sum = "__add__" in methods and _is_by_field(methods["__add__"], kind, fields)
                return f"{kind}({', '.join(['0'] * count)})" if fields and is_sum else ""
    return ""


def _fields(owner: ast.ClassDef, start: ast.FunctionDef | None) -> list[str]:
    """Return the fields of a class in the order of its arguments, if it keeps them as given."""
    if start is None:
        is_data = any("dataclass" in ast.unparse(one) for one in owner.decorator_list)
        parts = [one for one in owner.body if isinstance(one, ast.AnnAssign)]
        return [ast.unparse(one.target) for one in parts] if is_data and not owner.bases else []
    given = [one.arg for one in start.args.args[1:]]
    kept: dict[str, str] = {}
    for node in start.body:
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=field)],
                value=ast.Name(id=name),
            ):
                kept[name] = field
            case _:
                return []
    return [kept[name] for name in given] if set(kept) == set(given) else []


def _is_by_field(method: ast.FunctionDef, kind: str, fields: list[str]) -> bool:
    """Whether what two objects give together is made of the sums of their fields alone."""
    if len(method.args.args) != 2:
        return False
    own, other = (one.arg for one in method.args.args)
    match method.body[-1]:
        case ast.Return(value=ast.Call(func=made, args=parts, keywords=[])):
            pass
        case _:
            return False
    ways = (kind, f"type({own})", f"{own}.__class__")
    if ast.unparse(made) not in ways or len(parts) != len(fields):
        return False
    shown = [(ast.unparse(one), field) for one, field in zip(parts, fields, strict=True)]
    return all(
        one in (f"{own}.{field} + {other}.{field}", f"{other}.{field} + {own}.{field}")
        for one, field in shown
    )
