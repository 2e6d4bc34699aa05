"""Keys that are asked for in another case, or with spaces around them."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_CASES = ("lower", "upper", "title", "capitalize")


async def keys_spelled_alike(case: Case) -> AsyncIterator[Repair]:
    """Yield ``factors[unit.strip().lower()]`` for ``factors[unit]`` of " KM"."""
    if not case.is_a("KeyError") or not case.sites:
        return
    try:
        key = ast.literal_eval(case.error.value)
    except (ValueError, SyntaxError):
        return
    site = case.sites[0]
    asked = [one for one in site.nodes(ast.Subscript) if _is_asked(one)]
    for keys in _tables(case) if isinstance(key, str) and asked else ():
        way = _way(keys, [key, *_texts(case)])
        names = {ast.unparse(one.value) for one in asked}
        if way and key not in keys and _spelled(key, way) in keys and len(names) == 1:
            called = "".join(f".{one}()" for one in way)
            places = [site.code.span(one.slice)[1] for one in asked]
            says = f'"{key}" and the key "{_spelled(key, way)}" are the same but for their spelling'
            changes = [((place, place), called) for place in places]
            yield repaired(site.cell, site.code, changes, says, "key_spelled_alike")
            return


def _is_asked(node: ast.Subscript) -> bool:
    is_known = isinstance(node.value, ast.Name) and isinstance(node.ctx, ast.Load)
    return is_known and isinstance(node.slice, ast.Name | ast.Attribute | ast.Subscript)


def _tables(case: Case) -> Iterator[list[str]]:
    """Yield the keys of the tables that the notebook writes out."""
    for cell in _cells(case):
        for node in case.code(cell).nodes(ast.Dict):
            keys = [getattr(one, "value", None) for one in node.keys]
            if keys and all(isinstance(one, str) for one in keys):
                yield [one for one in keys if isinstance(one, str)]


def _texts(case: Case) -> set[str]:
    return {
        node.value
        for cell in _cells(case)
        for node in case.code(cell).nodes(ast.Constant)
        if isinstance(node.value, str)
    }


def _cells(case: Case) -> list[str]:
    return [*case.failure.flow.order(case.failure.cell), case.failure.cell]


def _way(keys: list[str], texts: list[str]) -> list[str]:
    """Return how texts are brought to the spelling of all keys; nothing where keys differ."""
    for name in _CASES:
        if all(getattr(one, name)() == one == one.strip() for one in keys):
            meant = [one for one in texts if getattr(one.strip(), name)() in keys]
            is_spaced = any(one != one.strip() for one in meant)
            is_other = any(getattr(one, name)() != one for one in meant)
            return ["strip"] * is_spaced + [name] * is_other
    is_plain = all(one == one.strip() for one in keys)
    return ["strip"] if is_plain and any(one != one.strip() for one in texts) else []


def _spelled(text: str, way: list[str]) -> str:
    for name in way:
        text = getattr(text, name)()
    return text
