"""Two samples of the same persons or things, of which not all were measured twice."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import NamedTuple

from jupyter_codeintel.fix.diagnosis.bindings import root_name
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee
from jupyter_codeintel.fix.repairs.arrays.keyed_values import (
    MAKERS,
    Keyed,
    Labels,
    labels_of,
    of_dict,
    of_series,
)
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.words import all_words, told_near

_UNEQUAL = re.compile(
    r"unequal length arrays|[Aa]rray shapes are incompatible for broadcasting"
    r"|must (?:have|be) (?:of )?the same (?:length|size)|must be broadcastable"
    r"|could not be broadcast together|array dimensions except for the concatenation axis"
    r"|both inputs have same number of data points|zip\(\) argument 2 is (?:shorter|longer)"
)
_PAIRED = frozenset(
    {"corrcoef", "correlation", "kendalltau", "linear_regression", "linregress", "pearsonr",
     "scatter", "spearmanr", "subtract", "ttest_rel", "wilcoxon", "zip"}
)  # fmt: skip
_OTHERWISE = re.compile(
    r"\bindependent(?:ly)?\b(?! variable)|\bunpaired\b|\b(?:different|distinct|separate|two) "
    r"(?:[a-z]+ )?(?:groups|persons|people|patients|subjects)\b|\bbetween[- ]subjects?\b"
    r"|\bcarried forward\b|\bimput\w+|\bfill\w* (?:in|up|with)\b|\bas (?:a )?(?:0|zero)\b"
    r"|\bintention[- ]to[- ]treat\b",
    re.IGNORECASE,
)
"""Words of samples that are not of the same ones, or of what stands for those that are missing."""
_NAMES = ("both", "shared", "in_both")
_TWICE = (
    r"\b(?:after|baseline|before|chang(?:e|ing)|diff|effect|evening|first|follow|gain|improve|later|morning"
    r"|new|old|paired?|post|pre(?![a-z])|pre-?test|progress|second|twice)"
)
"""Words of what was measured twice, and not of two amounts of which one may be nothing."""


class Part(NamedTuple):
    """One of two samples, and where it is taken."""

    site: Site
    keyed: Keyed


async def paired_by_key(case: Case) -> AsyncIterator[Repair]:
    """Yield two samples of those alone that are in both, each beside its own."""
    for site in case.sites[:1] if is_unequal(case) else ():
        for node, one, other in operands(site.nodes(ast.expr)):
            first, second = await part_of(case, site, one), await part_of(case, site, other)
            if first is None or second is None or not is_of_pairs(case, site, node, one, other):
                continue
            if await _are_of_the_same(case, first, second):
                for pair in ((first, second), (second, first)):  # in the order of either
                    async for repair in _paired(case, *pair):
                        yield repair
                return


def is_unequal(case: Case) -> bool:
    """Whether two samples are of other lengths, and the words do not say that they may be."""
    if not case.is_a("ValueError", "StatisticsError") or not _UNEQUAL.search(case.error.value):
        return False
    return not any(_OTHERWISE.search(text) for text in all_words(case))


async def _paired(case: Case, first: Part, second: Part) -> AsyncIterator[Repair]:
    changes = [change async for change in _changes(case, first, second)]
    if changes:
        cell, text = first.site.cell, first.site.code
        names = [text.text(part.keyed.owner) for part in (first, second)]
        says = f'not all of "{names[0]}" and "{names[1]}" are in both: those that are are paired'
        yield repaired(cell, text, changes, says, "paired_by_key")


def operands(nodes: Iterable[ast.expr]) -> Iterator[tuple[ast.expr, ast.expr, ast.expr]]:
    """Yield what is taken pair by pair."""
    for node in nodes:
        match node:
            case ast.BinOp(left=left, op=ast.Sub() | ast.Div(), right=right):
                yield node, left, right
            case ast.Call() if callee(node) in _PAIRED:
                named = {word.arg: word.value for word in node.keywords}
                given = [*node.args, *(named[name] for name in "abxy" if name in named)]
                if len(given) >= 2:
                    yield node, given[0], given[1]


def is_of_pairs(case: Case, site: Site, node: ast.expr, first: ast.expr, second: ast.expr) -> bool:
    """Whether two samples are for certain of the same ones: of a plain difference by its words."""
    if isinstance(node, ast.Call) or site.statement is None:
        return True
    shown = [site.code.text(site.statement)]
    for one in (first, second):
        _, given = handed(case, 0, one)
        bound = case.binding(site, one)
        shown += [ast.unparse(given), ast.unparse(bound.value) if bound is not None else ""]
    words = " ".join([*shown, *told_near(case, site)]).replace("_", " ")
    return re.search(_TWICE, words, re.IGNORECASE) is not None


async def part_of(case: Case, site: Site, node: ast.expr) -> Part | None:
    """Return the values with keys that an expression stands for, under a name or not."""
    at, given = handed(case, 0, node)
    bound = case.binding(site, node)
    places = [(site, node), (case.sites[at], given)]
    if bound is not None:
        places.append((bound.site, bound.value))
    for where, value in places:
        found = of_dict(value) or await of_series(case, where, value)
        if found is not None:
            return Part(where, found)
    if isinstance(node, ast.Call) and callee(node) in MAKERS and node.args:
        return await part_of(case, site, node.args[0])
    return None


async def _are_of_the_same(case: Case, first: Part, second: Part) -> bool:
    """Whether two samples are known to have most keys of the smaller one in common."""
    kinds = {first.keyed.kind, second.keyed.kind}
    is_same_place = first.site.cell == second.site.cell and first.site.inside is second.site.inside
    if len(kinds) > 1 or not is_same_place:
        return False
    one, other = [
        await labels_of(case, _place(case, part), part.site, part.keyed) for part in (first, second)
    ]
    return overlap(one, other)


def _place(case: Case, part: Part) -> int:
    """Return the site that a part is at, or whose function it is in."""
    inside = part.site.inside
    places = (at for at, site in enumerate(case.sites) if site.cell == part.site.cell)
    return next((at for at in places if case.sites[at].inside is inside), 0)


def overlap(one: Labels, other: Labels) -> bool:
    """Whether most keys of the smaller one of two samples are keys of the other one too."""
    if one.column:
        return one.column == other.column
    both = one.keys & other.keys
    folded = [{str(key).strip().lower() for key in each.keys - both} for each in (one, other)]
    is_spelled_alike = not folded[0] & folded[1]
    least = min(len(one.keys), len(other.keys))
    return len(both) >= 2 and 2 * len(both) >= least and one.keys != other.keys and is_spelled_alike


async def _changes(case: Case, first: Part, second: Part) -> AsyncIterator[Change]:
    """Yield the line above that finds the keys of both, and the samples by them."""
    above = min((first.site, second.site), key=lambda site: site.line)
    text, statement = above.code, above.statement
    owners = [text.text(part.keyed.owner) for part in (first, second)]
    if statement is None or owners[0] == owners[1] or not are_made(case, above, first, second):
        return
    start = text.line_span(statement.lineno)[0]
    indentation = text.source[start : text.span(statement)[0]]
    both, is_elif = free_name(case), text.source.startswith("elif", start + len(indentation))
    if indentation.strip() or both is None or is_elif:
        return
    keys = f"[key for key in {owners[0]} if key in {owners[1]}]"
    if first.keyed.kind == "series":
        keys = f"{owners[0]}.index.intersection({owners[1]}.index)"
    yield (start, start), f"{indentation}{both} = {keys}\n"
    for part in (first, second, *[one async for one in _more(case, above, owners)]):
        new = part.keyed.new.format(owner=text.text(part.keyed.owner), both=both)
        yield text.span(part.keyed.node), new


async def _more(case: Case, above: Site, owners: list[str]) -> AsyncIterator[Part]:
    """Yield the same samples where they are taken pair by pair once more below."""
    text = above.code
    below = [
        node
        for node in text.nodes(ast.expr, above.inside)
        if isinstance(node, ast.BinOp | ast.Call) and node.lineno > above.line
    ]
    for _, *pair in operands(below):
        found = [of_dict(node) or await of_series(case, above, node) for node in pair]
        named = [text.text(one.owner) for one in found if one is not None]
        if sorted(named) == sorted(owners):
            for one in found:
                if one is not None:
                    yield Part(above, one)


def are_made(case: Case, above: Site, first: Part, second: Part) -> bool:
    """Whether both samples have the value that they have later already at a place above."""
    for part in (first, second):
        name = ast.Name(root_name(part.keyed.owner) or "")
        then, now = case.binding(part.site, name), case.binding(above, name)
        if (then and then.statement) is not (now and now.statement):
            return False
        if now is not None and now.cell == above.cell and now.statement.lineno >= above.line:
            return False
    return True


def free_name(case: Case) -> str | None:
    """Return a name for what is in both that the notebook has nothing else for."""
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    used = {node.id for cell in cells for node in case.code(cell).nodes(ast.Name)}
    free = (name for name in _NAMES if name not in used and case.variable(name) is None)
    return next(free, None)
