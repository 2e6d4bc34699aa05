"""Data in parts to train with and to test with: which name stands for which."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.live_sizes import length_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired

_WORDS = {
    "train": "train", "training": "train", "trn": "train", "tr": "train", "test": "test",
    "testing": "test", "tst": "test", "te": "test", "holdout": "test", "val": "val",
    "valid": "val", "validation": "val", "dev": "val", "temp": "rest", "rest": "rest",
}  # fmt: skip
_PART = re.compile(rf"(?:^|(?<=_)|(?<=^[XxYy]))({'|'.join(_WORDS)})(?=_|$|[XxYy]$)", re.IGNORECASE)
_SAID = re.compile(r"(?<![a-z])(train|test|val)(?:ing|id|idation)?(?![a-z])", re.IGNORECASE)
_LABELS = re.compile(r"[yY]|labels?|targets?")
_SAMPLES = re.compile(r"inconsistent numbers of samples: \[(\d+), (\d+)\]")
_OF_TEST = re.compile(r"score|_(?:curve|error|loss|matrix|report|score)$")
_ERRORS = ("AttributeError", "IndexError", "KeyError", "TypeError", "ValueError")


class Part(NamedTuple):
    """A name as what it is of and which part: ``X`` and ``train`` of ``X_train``."""

    stem: str
    part: str


class _Swap(NamedTuple):
    """Another part in the place of a name."""

    cell: str
    code: Code
    node: ast.Name
    new: str


class _Side(NamedTuple):
    """One of two arguments: its length, its part if known, and the names it is told by."""

    length: int
    part: str | None
    names: list[tuple[str, Code, ast.Name]]


def part_of(name: str) -> Part:
    """Return what a name is of, and the part that it stands for, if it says so."""
    found = _PART.search(name)
    if found is None:
        return Part(name, "")
    around = (name[: found.start()].strip("_"), name[found.end() :].strip("_"))
    return Part("_".join(filter(None, around)), _WORDS[found[1].lower()])


def counterparts(case: Case, name: str) -> list[str]:
    """Return the live names of the other parts of what a name stands for, the most alike first."""
    namespace, own = case.failure.namespace, part_of(name)
    others = namespace.variables if namespace is not None else ()
    parts = [(other, part_of(other)) for other in others]
    found = [other for other, (stem, part) in parts if stem == own.stem and part != own.part]
    return sorted(found, key=lambda other: abs(len(other) - len(name)))


def to_train_with(case: Case, name: str) -> str | None:
    """Return the name of the part to train with of what a name stands for."""
    if part_of(name).part == "train":
        return name
    return next((one for one in counterparts(case, name) if part_of(one).part == "train"), None)


def is_of_labels(stem: str) -> bool:
    """Whether a name without its part says that it stands for what is to be predicted."""
    return _LABELS.fullmatch(stem) is not None


async def split_order(case: Case) -> AsyncIterator[Repair]:
    """Yield ``X_train, X_test, y_train, y_test`` for the parts of a split in another order."""
    if not case.is_a(*_ERRORS):
        return
    for cell, text, targets, names in misordered(case):
        changes = [(text.span(node), new) for node, new in zip(targets, names, strict=True)]
        says = f"train_test_split returns {', '.join(names)} in this order"
        yield repaired(cell, text, changes, says, "split_order")


def misordered(case: Case) -> Iterator[tuple[str, Code, list[ast.Name], list[str]]]:
    """Yield the splits that a failing cell builds on whose parts get each other's names."""
    names = set(case.failure.flow.facts(case.failure.cell).uses)
    for site in case.sites:
        names |= names_in(site.statement).keys() if site.statement is not None else set()
    earlier = reversed(case.failure.flow.slice(names, before=case.failure.cell))
    for cell in dict.fromkeys((case.failure.cell, *(site.cell for site in case.sites), *earlier)):
        text = case.code(cell)
        for node in text.nodes(ast.Assign):
            targets, given = split_parts(node)
            ordered = _ordered([target.id for target in targets], given)
            if ordered is not None:
                yield cell, text, targets, ordered


def split_parts(node: ast.Assign) -> tuple[list[ast.Name], list[ast.expr]]:
    """Return the names of the parts of a split, two for each of what is split, and the latter."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=elts)], value=ast.Call(args=given) as call):
            targets = [target for target in elts if isinstance(target, ast.Name)]
            is_split = callee(call) == "train_test_split"
            if is_split and len(targets) == len(elts) == 2 * len(given):
                return targets, given
    return [], []


def split_of(case: Case, site: Site, node: ast.Name) -> tuple[str, Code, set[str], ast.expr] | None:
    """Return the split that a name is a part of: its cell, both parts, and what is split."""
    cell = case.failure.flow.defining_cells([node.id], before=case.failure.cell).get(node.id)
    for place in dict.fromkeys((site.cell, cell or site.cell)):
        text = case.code(place)
        for statement in text.nodes(ast.Assign):
            targets, given = split_parts(statement)
            names = [target.id for target in targets]
            if node.id in names:
                at = names.index(node.id) // 2
                return place, text, set(names[2 * at : 2 * at + 2]), given[at]
    return None


def _ordered(targets: list[str], given: list[ast.expr]) -> list[str] | None:
    """Return the names of a split's parts in the order of its results, if they are in another."""
    named = {part_of(target): target for target in targets}
    stems = list(dict.fromkeys(one.stem for one in named))
    parts = sorted(dict.fromkeys(one.part for one in named), key=lambda part: part != "train")
    names = [getattr(node, "id", "") for node in given]
    if len(parts) != 2 or "" in parts or len(stems) != len(given) or len(named) != len(targets):
        return None
    if set(stems) == set(names):
        stems = names
    elif len(stems) == 2 and is_of_labels(stems[0]) and not is_of_labels(stems[1]):
        is_first = is_of_labels(names[0]) or isinstance(given[0], ast.Subscript | ast.Attribute)
        stems = stems if is_first else stems[::-1]
    wanted = [Part(stem, part) for stem in stems for part in parts]
    if not set(wanted) <= named.keys():
        return None
    found = [named[one] for one in wanted]
    return found if found != targets else None


async def parts_of_one_split(case: Case) -> AsyncIterator[Repair]:
    """Yield ``y_test`` for ``y_train`` that is given together with a part for testing."""
    match = _SAMPLES.search(case.error.value)
    if match is None or any(misordered(case)):
        return
    told = sorted(int(size) for size in match.groups())
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            swap = _meant(case, site, call, told)
            if swap is not None:
                change = swap.code.span(swap.node), swap.new
                says = f'"{swap.node.id}" is of another part of the data than what it goes with'
                yield repaired(swap.cell, swap.code, [change], says, "part_of_split")


def _meant(case: Case, site: Site, call: ast.Call, told: list[int]) -> _Swap | None:
    """Return the only swap after which two arguments are of one part, or the one that fits."""
    found = [_side(case, site, node) for node in arguments_of(call)]
    sides = [side for side in found if side is not None and side.length in told]
    if len(sides) != 2 or sorted(side.length for side in sides) != told:
        return None
    swaps = [*_swaps(case, site, *sides), *_swaps(case, site, *sides[::-1])]
    wanted = _parts_wanted(site, call)
    fitting = [swap for swap in swaps if part_of(swap.new).part in wanted]
    return fitting[0] if len(fitting) == 1 else None


def _swaps(case: Case, site: Site, side: _Side, other: _Side) -> Iterator[_Swap]:
    """Yield the parts of what one side is of that go with the other side."""
    for cell, text, node in side.names:
        for name in counterparts(case, node.id):
            fits = other.part is None or part_of(name).part == other.part
            if fits and length_of(case.failure, site, name) == other.length:
                yield _Swap(cell, text, node, name)


def _side(case: Case, site: Site, node: ast.expr) -> _Side | None:
    """Return what is known of an argument: a name, or what is predicted of one."""
    names: list[tuple[str, Code, ast.Name]] = []
    node = _whole(node)
    if isinstance(node, ast.Name):
        names.append((site.cell, site.code, node))
        bound = case.binding(site, node)
        of = _predicted_of(bound.value) if bound is not None else None
        if bound is not None and of is not None:
            names.append((bound.cell, bound.code, of))
    else:
        of = _predicted_of(node)
        if of is not None:
            names.append((site.cell, site.code, of))
    lengths = {length_of(case.failure, site, name.id) for _, _, name in names}
    length = lengths.pop() if len(lengths) == 1 else None
    if length is None:
        return None
    part = next((part for *_, name in names if (part := part_of(name.id).part)), None)
    is_whole = part is None and any(counterparts(case, name.id) for *_, name in names)
    # What is predicted for other uses too has to stay.
    is_shared = isinstance(node, ast.Name) and _uses(case, node.id) > 1
    return _Side(length, "" if is_whole else part, names[:1] if is_shared else names)


def _predicted_of(node: ast.expr) -> ast.Name | None:
    """Return the name of the table that a call of ``predict`` is given."""
    match node:
        case ast.Subscript(value=ast.Call() as inner):
            return _predicted_of(inner)
        case ast.Call(func=ast.Attribute(attr=name), args=[given, *_]):
            table = _whole(given) if name.startswith("predict") else None
            return table if isinstance(table, ast.Name) else None
    return None


def _whole(node: ast.expr) -> ast.expr:
    """Return the table of which an expression takes some columns."""
    match node:
        case ast.Subscript(value=ast.Name() as table):
            return table
    return node


def _uses(case: Case, name: str) -> int:
    """Return how often a name is read in the notebook."""
    cells = (cell.id for cell in case.failure.document.cells if cell.type == "code")
    nodes = (node for cell in cells for node in case.code(cell).nodes(ast.Name))
    return sum(node.id == name and isinstance(node.ctx, ast.Load) for node in nodes)


def _parts_wanted(site: Site, call: ast.Call) -> set[str]:
    """Return the parts that a call is about: as the words around it say, or as is usual."""
    assert site.statement is not None  # noqa: S101 - it has the call
    start, end = site.code.span(call)
    first, last = site.code.span(site.statement)
    around = f"{site.code.source[first:start]} {site.code.source[end:last]}"
    said = {match[1].lower() for match in _SAID.finditer(around)}
    if _is_fit(call):
        return {"train"}
    if said:
        return said if len(said) == 1 else set()
    return {"test", "val"} if _OF_TEST.search(callee(call)) else {"", *_WORDS.values()}


def _is_fit(call: ast.Call) -> bool:
    return callee(call).startswith(("cross_val", "fit", "partial_fit"))
