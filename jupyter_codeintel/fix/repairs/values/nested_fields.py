"""Records within records: a field that lies further in, and lists where a dict is looked for."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.context.dataflow.builtin_names import BUILTIN_NAMES
from jupyter_codeintel.fix.diagnosis.keys import missing_keys
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import words_near
from jupyter_codeintel.namespace import Path

_NO_DICT = re.compile(r"'list' object has no attribute '(items|values)'")
_BY_KEY = "list indices must be integers or slices, not str"
_WORDS = {
    "sum": r"\b(?:totals?|sums?|summed|add(?:s|ed|ing)?(?: up)?|altogether)",
    "max": r"\b(?:highest|largest|maximum|greatest|max)",
    "min": r"\b(?:lowest|smallest|minimum|min)",
}
_DEEPEST = 4
_Comprehension = ast.ListComp | ast.DictComp | ast.SetComp | ast.GeneratorExp


async def fields_further_in(case: Case) -> AsyncIterator[Repair]:
    """Yield ``s["pos"]["lat"]`` for ``s["lat"]`` where one record in a record has it."""
    missing = missing_keys(case.error) if case.is_a("KeyError") else ()
    for site in case.sites[:1] if len(missing) == 1 else ():
        owners = [node.value for node in site.nodes(ast.Subscript) if _key(node) == missing[0]]
        if len({ast.unparse(one) for one in owners}) != 1:
            continue
        changes = []
        for node in site.nodes(ast.Subscript):
            if ast.unparse(node.value) == ast.unparse(owners[0]) and isinstance(_key(node), str):
                between = await _between(case, site, node)
                if between is not None:
                    end = site.code.span(node.value)[1]
                    quote = site.code.text(node.slice)[:1]
                    changes.append(((end, end), f"[{quote}{between}{quote}]"))
        if changes:
            says = f'"{missing[0]}" is a field of a record within "{ast.unparse(owners[0])}"'
            yield repaired(site.cell, site.code, changes, says, "field_further_in")


def _key(node: ast.Subscript) -> object:
    return literal(node.slice)


async def _between(case: Case, site: Site, node: ast.Subscript) -> str | None:
    """Return the one field of a record that holds another record with a key it lacks itself."""
    path = await _way(case, site, node.value, 0)
    owner = await case.resolve(path)
    key = _key(node)
    if path is None or owner.type != "dict" or not owner.keys.complete:
        return None
    if key in owner.keys.names:
        return None
    names = sorted(owner.keys.names)
    inner = [Path(path.root, (*path.steps, ("key", name))) for name in names]
    found = [
        name
        for name, one in zip(names, await case.resolve_all(inner), strict=False)
        if one.type == "dict" and key in one.keys.names
    ]
    return found[0] if len(found) == 1 else None


async def _way(case: Case, site: Site, node: ast.expr, depth: int) -> Path | None:
    """Return the way to a value; the first of those that a loop goes through stands for all."""
    steps: list[tuple[str, str | int | None]] = []
    start = node
    while isinstance(start, ast.Subscript) and isinstance(_key(start), str | int):
        steps.insert(0, ("key", _key(start)))  # type: ignore[arg-type]
        start = start.value
    if not isinstance(start, ast.Name) or depth == _DEEPEST:
        return None
    loop = next((one for one in site.loops_around if ast.unparse(one.target) == start.id), None)
    if loop is None:
        path = case.path(site, start) or await _given(case, site, start.id, depth)
    else:
        path = await _way(case, site, loop.iter, depth + 1)
        path = Path(path.root, (*path.steps, ("key", 0))) if path is not None else None
    return Path(path.root, (*path.steps, *steps)) if path is not None else None


async def _given(case: Case, site: Site, name: str, depth: int) -> Path | None:
    """Return the way to what a function is given where it is called."""
    function = site.inside
    names = [one.arg for one in function.args.args] if function is not None else []
    if name not in names or len(case.sites) < 2 or case.sites[0] != site:
        return None
    for call in case.sites[1].nodes(ast.Call):
        if function is not None and callee(call) == function.name:
            given = call.args[names.index(name) :][:1]
            return await _way(case, case.sites[1], given[0], depth + 1) if given else None
    return None


async def lists_of_records(case: Case) -> AsyncIterator[Repair]:
    """Yield ``for p in playlists`` with ``p["title"]`` for ``title, _ in playlists.items()``."""
    match = _NO_DICT.search(case.error.value)
    for site in case.sites[:1] if match is not None else ():
        for loop in site.loops:
            call = loop.iter
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            path = await _way(case, site, call.func.value, 0)
            entry = await case.resolve(
                Path(path.root, (*path.steps, ("key", 0))) if path is not None else None
            )
            if callee(call) not in ("items", "values") or entry.type != "dict":
                continue
            changes = _by_field(site, loop, call.func.value, entry.keys.names)
            if changes:
                says = f'"{site.code.text(call.func.value)}" is a list of records'
                yield repaired(site.cell, site.code, changes, says, "list_of_records")


def _by_field(
    site: Site, loop: ast.For | ast.comprehension, several: ast.expr, keys: frozenset[str]
) -> list[Change] | None:
    """Return the changes of a loop through names and values into one through records."""
    names = [one.id for one in ast.walk(loop.target) if isinstance(one, ast.Name)]
    uses = {name: _uses(site, loop, name) for name in names}
    whole = [name for name in names if name not in keys and uses[name]]
    if len(whole) > 1 or (whole and whole != names[-1:]):
        return None
    known = {node.id for node in site.code.nodes(ast.Name)}
    record = whole[0] if whole else _one_of(several)
    if not whole and record in known:
        return None
    changes = [
        (site.code.span(loop.target), record),
        (site.code.span(loop.iter), site.code.text(several)),
    ]
    for name in set(names) - set(whole):
        for node, quote in uses[name]:
            if site.code.text(node) != name:
                return None  # a place in a text over several lines is not known
            changes.append((site.code.span(node), f"{record}[{quote}{name}{quote}]"))
    return changes


def _one_of(several: ast.expr) -> str:
    name = str(_key(several)) if isinstance(several, ast.Subscript) else ast.unparse(several)
    one = name.rpartition(".")[2]
    if one.endswith("ies"):
        one = one.removesuffix("ies") + "y"
    elif one.endswith("s"):
        one = one.removesuffix("s")
    else:
        one = "entry"
    is_free = one.isidentifier() and not keyword.iskeyword(one) and one not in BUILTIN_NAMES
    return one if is_free else "entry"


def _uses(site: Site, loop: ast.AST, name: str) -> list[tuple[ast.Name, str]]:
    """Return where a loop reads a name, each with the quotes for a text there."""
    if isinstance(loop, ast.For):
        within: list[ast.AST] = [*loop.body]
    else:
        around = [one for one in site.nodes(ast.expr) if isinstance(one, _Comprehension)]
        within = [one for one in around if loop in one.generators]
    plain = '"' if '"' in site.code.source or "'" not in site.code.source else "'"
    texts = [node for one in within for node in ast.walk(one) if isinstance(node, ast.JoinedStr)]
    quotes = {
        part: "'" if '"' in site.code.text(text)[:2] else '"'
        for text in texts
        for part in ast.walk(text)
    }
    return [
        (node, quotes.get(node, plain))
        for one in within
        for node in ast.walk(one)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]


async def fields_of_several(case: Case) -> AsyncIterator[Repair]:
    """Yield ``sum(s["plays"] for s in ep["stats"])`` where the words ask for the total."""
    for site in case.sites[:1] if _BY_KEY in case.error.value else ():
        for node in site.nodes(ast.Subscript):
            key = _key(node)
            if not isinstance(key, str) or not isinstance(node.ctx, ast.Load):
                continue
            path = await _way(case, site, node.value, 0)
            if path is None or not isinstance(node.value, ast.Subscript):
                continue
            entry = await case.resolve(Path(path.root, (*path.steps, ("key", 0))))
            asked = list(_asked(words_near(case, site), key))
            if entry.type == "dict" and key in entry.keys.names and len(asked) == 1:
                if any(callee_of(call) in _WORDS for call in site.nodes(ast.Call)):
                    continue
                known = {name.id for name in site.code.nodes(ast.Name)}
                names = (_one_of(node.value), "entry", "one")
                name = next(one for one in names if one not in known)
                field, owner = site.code.text(node.slice), site.code.text(node.value)
                new = f"{asked[0]}({name}[{field}] for {name} in {owner})"
                says = f'"{owner}" is a list, and the words ask for the {asked[0]} of it'
                yield repaired(
                    site.cell, site.code, [(site.code.span(node), new)], says, "field_of_several"
                )
                break


def _asked(words: str, key: str) -> Iterator[str]:
    """Yield what the words ask of a field: the sum, or the largest one."""
    field = re.escape(key.lower().replace("_", " ").removesuffix("s"))
    for function, said in _WORDS.items():
        if re.search(rf"{said}(?: [\w-]+){{0,4}}? {field}", words):
            yield function
