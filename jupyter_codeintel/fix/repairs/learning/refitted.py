"""Transformers that are fitted again, on data that is only to be transformed."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import NamedTuple

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.bindings import names_in
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.learning.made_of import Made, asked_about, learned_from
from jupyter_codeintel.fix.repairs.learning.splits import part_of

_COUNTS = re.compile(
    r"X has \d+ features?, but \w+ is expecting \d+ features?"
    r"|Incompatible dimension for X and Y matrices"
    r"|The feature names should match those that were passed during fit"
)
_ONE_FOR_EACH_COLUMN = ("LabelEncoder",)
_FITS = ("fit", "fit_transform")
_TRANSFORMS = ("fit_transform", "transform")


class _Fit(NamedTuple):
    """A call that fits a transformer: where, and the function around it."""

    cell: str
    at: int
    code: Code
    call: ast.Call
    inside: ast.AST | None

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands among all cells."""
        return self.at, self.call.lineno, self.call.col_offset


async def refitted(case: Case) -> AsyncIterator[Repair]:
    """Yield ``transform`` where a transformer is fitted again on other data than it learned.

    Also the first transformer where a second one is made and fitted on the new data.
    """
    if not _COUNTS.search(case.error.value):
        return
    asked, learned = asked_about(case), learned_from(case)
    owners = dict.fromkeys(_owner(one.call) for one in asked if callee(one.call) in _TRANSFORMS)
    by_cell: dict[str, list[Change]] = {}
    for owner in owners:
        for cell, change in _changes(case, owner, asked, learned):
            by_cell.setdefault(cell, []).append(change)
    if by_cell:
        edits = {
            cell: case.code(cell).replaced(*dict.fromkeys(changes))
            for cell, changes in by_cell.items()
        }
        says = "what was fitted on the data to train with only transforms the other data"
        rerun = _spoilt(case, owners, asked, edits)
        yield Candidate(edits, "rule", says, "refitted", rerun)


def _spoilt(
    case: Case, owners: Iterable[str], asked: list[Made], edits: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the cells whose transformers are fitted to other data since, where it is not seen.

    That a statement of a cell itself changes them is seen without.
    """
    fits = [fit for owner in owners for fit in _fits(case, owner)]
    calls = {one.call for one in asked}
    is_hidden = any(fit.call in calls and _is_within(fit) for fit in fits)
    cells = (fit.cell for fit in fits if fit.call not in calls and fit.inside is None)
    own = {*edits, case.failure.cell}
    return tuple(cell for cell in dict.fromkeys(cells) if is_hidden and cell not in own)


def _is_within(fit: _Fit) -> bool:
    """Whether a call is in a function or a comprehension, which has names of its own."""
    kinds = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda
    around = (node for node in fit.code.nodes(ast.expr) if isinstance(node, kinds))
    return fit.inside is not None or any(fit.call in ast.walk(node) for node in around)


def _owner(call: ast.Call) -> str:
    """Return what a method is called of, a ``fit`` between left out."""
    node = call.func.value if isinstance(call.func, ast.Attribute) else call
    if isinstance(node, ast.Call) and callee(node) == "fit":
        return _owner(node)
    return ast.unparse(node)


def _changes(
    case: Case, owner: str, asked: list[Made], learned: list[Made]
) -> Iterator[tuple[str, Change]]:
    """Yield what has to be changed so that a transformer stays as it was fitted first."""
    fits = sorted(_fits(case, owner), key=lambda fit: fit.place)
    first = _first(fits, owner, learned)
    if first is None:
        yield from _of_another(case, owner, asked, learned, fits)
        return
    again = _again(fits, first, asked, learned)
    made = _makers(case, owner)
    changes = [change for fit in again if (change := _transformed(fit)) is not None]
    is_known = len(changes) == len(again) and _is_shared(owner, first, again)
    if not is_known or any(kind in _ONE_FOR_EACH_COLUMN for kind, *_ in made):
        return
    for fit, change in zip(again, changes, strict=True):
        yield fit.cell, change
        for _, cell, text, node in made:
            at = _order(case).index(cell), node.lineno, node.col_offset
            if first.place < at < fit.place and (line := _line(text, node)):
                yield cell, line


def _first(fits: list[_Fit], owner: str, learned: list[Made]) -> _Fit | None:
    """Return the call that fits a transformer on what an estimator learned from."""
    calls = {one.call for one in learned}
    if len(fits) < 2:
        return None
    own = [fit for fit in fits if fit.call in calls]
    if not own and _transforms(learned, owner):
        own = [fit for fit in fits if callee(fit.call) == "fit"]
    return next(iter(own if learned else fits), None)


def _again(fits: list[_Fit], first: _Fit, asked: list[Made], learned: list[Made]) -> list[_Fit]:
    """Return the other calls that fit a transformer; none where it may be meant so."""
    calls = {one.call for one in learned}
    is_sure = len({fit.call for fit in fits} & calls) < 2 and (learned or len(fits) == 2)
    given = {one.call for one in asked}
    found = [
        fit
        for fit in fits
        if fit is not first and (fit.call in given or callee(fit.call) == "fit" or _is_of_test(fit))
    ]
    return found if is_sure and all(_follows(fit, first) for fit in found) else []


def _transforms(made: list[Made], owner: str) -> bool:
    return any(callee(one.call) == "transform" and _owner(one.call) == owner for one in made)


def _follows(fit: _Fit, first: _Fit) -> bool:
    """Whether a call comes after another; of one in a function it is not known."""
    return fit.inside is not first.inside or fit.place > first.place


def _is_of_test(fit: _Fit) -> bool:
    parts = {part_of(name).part for name in names_in(fit.call)}
    return bool(parts & {"test", "val"}) and "train" not in parts


def _is_shared(owner: str, first: _Fit, again: list[_Fit]) -> bool:
    """Whether a transformer is not one of a function's own, but the same everywhere."""
    for fit in (first, *again):
        bound = {
            getattr(node, "id", getattr(node, "arg", ""))
            for node in (ast.walk(fit.inside) if fit.inside is not None else ())
            if isinstance(node, ast.arg)
            or (isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load))
        }
        is_own = owner in bound and {other.inside for other in (first, *again)} != {fit.inside}
        if is_own:
            return False
    return True


def _order(case: Case) -> list[str]:
    """Return the cells that have run, in their order."""
    return [*case.failure.flow.order(case.failure.cell), case.failure.cell]


def _fits(case: Case, owner: str) -> Iterator[_Fit]:
    """Yield the calls that fit a transformer."""
    for at, cell in enumerate(_order(case)):
        text = case.code(cell)
        functions = [*text.nodes(ast.FunctionDef)]
        for call in text.nodes(ast.Call):
            is_fit = callee(call) in _FITS and isinstance(call.func, ast.Attribute)
            if is_fit and _owner(call) == owner:
                around = [one for one in functions if call in ast.walk(one)]
                yield _Fit(cell, at, text, call, around[-1] if around else None)


def _makers(case: Case, owner: str) -> list[tuple[str, str, Code, ast.Assign]]:
    """Return the assignments of a new transformer to a name, with its class."""
    return [
        (callee_of(node.value), cell, case.code(cell), node)
        for cell in _order(case)
        for node in case.code(cell).nodes(ast.Assign)
        if [ast.unparse(target) for target in node.targets] == [owner]
    ]


def _transformed(fit: _Fit, owner: str = "") -> Change | None:
    """Return the change of a call that fits into one that only transforms."""
    text, call = fit.code, fit.call
    assert isinstance(call.func, ast.Attribute)  # noqa: S101 - it is a method's
    if callee(call) == "fit":
        for outer in text.nodes(ast.Attribute):
            if outer.value is call:
                return (text.span(call.func.value)[1], text.span(call)[1]), ""
        lines = (node for node in text.nodes(ast.Expr) if node.value is call)
        return next((found for node in lines if (found := _line(text, node))), None)
    given = [*call.args[:1], *(word for word in call.keywords if word.arg == "X")]
    if len(given) != 1:
        return None
    shown = f"{owner or text.text(call.func.value)}.transform("
    whole = text.span(call)
    if len(call.args) + len(call.keywords) == 1:  # its brackets stay as they are
        start = text.span(call.func)[1]
        return (whole[0], start), shown.removesuffix("(")
    return whole, f"{shown}{text.text(given[0])})"


def _line(text: Code, node: ast.stmt) -> Change | None:
    """Return the change that takes a statement away that has its lines for itself."""
    start, _ = text.line_span(node.lineno)
    _, end = text.line_span(node.end_lineno or node.lineno)
    first, last = text.span(node)
    if text.source[start:first].strip() or text.source[last:end].strip().lstrip("#") != "":
        return None
    return (start, min(end + 1, len(text.source))), ""


def _of_another(
    case: Case, owner: str, asked: list[Made], learned: list[Made], fits: list[_Fit]
) -> Iterator[tuple[str, Change]]:
    """Yield the first transformer for a second one of its class, which is fitted on new data."""
    made = _makers(case, owner)
    kinds = [kind for kind, *_ in made] or [_class(owner)]
    fit = fits[0] if len(fits) == 1 else None
    if fit is None or len(kinds) != 1 or not kinds[0][:1].isupper() or fit.inside is not None:
        return
    firsts = {_owner(one.call) for one in learned if callee(one.call) in _TRANSFORMS} - {owner}
    same = [one for one in firsts if [kind for kind, *_ in _makers(case, one)] == kinds]
    # One that has no name cannot be asked again.
    is_known = len(same) == 1 and kinds[0] not in map(_class, firsts)
    is_asked = fit.call in {one.call for one in asked} and callee(fit.call) == "fit_transform"
    change = _transformed(fit, same[0]) if is_known and is_asked else None
    if change is None or kinds[0] in _ONE_FOR_EACH_COLUMN:
        return
    yield fit.cell, change
    if made and _uses(case, owner) == 2 and (line := _line(made[0][2], made[0][3])):
        yield made[0][1], line


def _class(owner: str) -> str:
    """Return the class of what is made where it is used: ``PCA`` of ``PCA(2)``."""
    return owner.partition("(")[0].rpartition(".")[2]


def _uses(case: Case, name: str) -> int:
    """Return how often a name is in the notebook."""
    cells = (cell.id for cell in case.failure.document.cells if cell.type == "code")
    return sum(node.id == name for cell in cells for node in case.code(cell).nodes(ast.Name))
