"""Estimators that are not fitted, or taken for what they make of the data."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.bindings import names_in, root_name
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.wrong_objects import bindings_at
from jupyter_codeintel.fix.gate.reading.rows import is_one_row
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.learning.splits import is_of_labels, part_of, to_train_with
from jupyter_codeintel.namespace import Variable

_NO_DATA = re.compile(
    r"'(?P<type>\w+)' object (?:has no attribute '(?P<name>\w+)'|is not subscriptable|"
    r"is not iterable)|float\(\) argument must be .*, not '(?P<given>\w+)'"
)
_OF_DATA = ("A", "T", "astype", "columns", "dtype", "head", "max", "mean", "min", "ndim", "nnz",
            "reshape", "shape", "size", "sum", "toarray", "todense", "tocsr")  # fmt: skip
FITS = ("fit", "fit_predict", "fit_transform", "partial_fit")
ASKS = ("decision_function", "predict", "predict_log_proba", "predict_proba", "score", "transform")
"""What is asked of an estimator that is fitted."""
_WITHOUT_LABELS = re.compile(
    r"This (?:\w*KMeans|\w*GaussianMixture|IsolationForest|OneClassSVM|LocalOutlierFactor|Birch"
    r"|MeanShift|KernelDensity|EllipticEnvelope) instance"
)
_NEW = re.compile(r"(?<![a-z])(?:new|sample|unseen|unknown)(?![a-z])")
_MIX = "can't handle a mix of binary and continuous targets"
_OF_CLASSES = frozenset(
    {"accuracy_score", "balanced_accuracy_score", "classification_report", "cohen_kappa_score",
     "confusion_matrix", "f1_score", "fbeta_score", "hamming_loss", "jaccard_score",
     "matthews_corrcoef", "precision_recall_fscore_support", "precision_score", "recall_score",
     "zero_one_loss"}
)  # fmt: skip


async def fitted_for_transformed(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fit_transform`` where the result of ``fit`` is used as data."""
    match = _NO_DATA.search(case.error.value)
    if match is None or (match["name"] is not None and match["name"] not in _OF_DATA):
        return
    for site in case.sites[:1]:
        for name, bound in bindings_at(case.failure, site):
            value = bound.value
            if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
                continue
            if value.func.attr == "fit" and len(value.args) == 1:
                end = bound.code.span(value.func)[1]
                says = f'"{name}" is fitted, but not what it makes of the data'
                change = ((end, end), "_transform")
                yield repaired(bound.cell, bound.code, [change], says, "fitted_for_transformed")


async def unfitted(case: Case) -> AsyncIterator[Repair]:
    """Yield the call of ``fit`` that an estimator lacks, on the data to train with."""
    if not case.is_a("NotFittedError"):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if not isinstance(call.func, ast.Attribute) or not call.args:
                continue
            owner, asked = call.func.value, call.func.attr
            if asked not in ASKS or not _is_never_fitted(case, site, owner):
                continue
            if asked == "transform" and is_one_row(call.args[0]):
                continue  # what it is to be fitted on is elsewhere
            if asked == "transform" and not _is_new(call.args[0]):
                end = site.code.span(call.func)[1]
                change: Change | None = (end - len(asked), end), "fit_transform"
            else:
                change = _fitting(case, site, owner, call)
            if change is not None:
                says = f'"{site.code.text(owner)}" is not fitted yet'
                yield repaired(site.cell, site.code, [change], says, "unfitted")


def _is_never_fitted(case: Case, site: Site, owner: ast.expr) -> bool:
    """Whether an estimator is made, and neither fitted nor handed on, in the notebook."""
    if isinstance(owner, ast.Call):
        return _makes(owner)
    if not isinstance(owner, ast.Name) or case.path(site, owner) is None:
        return False
    bound = case.binding(site, owner)
    if bound is not None and "load" in callee_of(bound.value):
        return False
    cells = [cell.id for cell in case.failure.document.cells if cell.type == "code"]
    first = (cells.index(bound.cell), bound.statement.lineno) if bound is not None else (-1, 0)
    return not any(
        (at, node.lineno) >= first and _may_fit(node, owner.id)
        for at, cell in enumerate(cells)
        for node in case.code(cell).nodes(ast.expr)
    )


def _makes(call: ast.Call) -> bool:
    """Whether a call makes an estimator, or something of estimators."""
    return callee(call)[:1].isupper() or callee(call).startswith("make_")


def _may_fit(node: ast.expr, name: str) -> bool:
    """Whether an expression fits an estimator, or makes it a part of something that may."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=asked)) if owner == name:
            return asked in FITS
        case ast.Call() if _makes(node):
            parts = arguments_of(node)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            pass
        case _:
            return False
    names = (part for part in parts if isinstance(part, ast.Name))
    return any(part.id == name and isinstance(part.ctx, ast.Load) for part in names)


def _is_new(table: ast.expr) -> bool:
    """Whether data is, by its names, none to train with."""
    names = names_in(table)
    parts = {part_of(name).part for name in names}
    return not names or bool(parts & {"test", "val"}) or any(map(_NEW.search, names))


def _fitting(case: Case, site: Site, owner: ast.expr, call: ast.Call) -> Change | None:
    """Return a line that fits an estimator, or what fits it where it is made."""
    assert site.statement is not None  # noqa: S101 - it has the call
    given = _data(case, site, call)
    if given is None:
        return None
    if isinstance(owner, ast.Call):
        end = site.code.span(owner)[1]
        return (end, end), f".fit({given})"
    start, place = site.code.line_span(site.statement.lineno)[0], site.code.span(site.statement)[0]
    indentation = site.code.source[start:place]
    line = f"{indentation}{site.code.text(owner)}.fit({given})\n"
    is_first = not indentation.strip() and not site.code.source.startswith("elif", place)
    return ((start, start), line) if is_first else None


def _data(case: Case, site: Site, call: ast.Call) -> str | None:
    """Return the live data to fit an estimator on that is then asked about some."""
    asked, table = callee(call), call.args[0]
    is_labelled = asked != "transform" and not _WITHOUT_LABELS.search(case.error.value)
    for name, shown in _tables(case, site, table, labelled=is_labelled):
        live = case.variable(name)
        if live is None or not _is_like(case, site, shown, table):
            continue
        if not is_labelled:
            return shown
        labels = _labels_of(case, live)
        if labels is not None:
            return f"{shown}, {labels}"
    return None


def _tables(
    case: Case, site: Site, table: ast.expr, *, labelled: bool
) -> Iterator[tuple[str, str]]:
    """Yield names of data that may be there to train with, and the expressions with them."""
    text, (start, _) = site.code, site.code.span(table)
    parts = [node for node in text.nodes(ast.Name, table) if part_of(node.id).part]
    if parts:
        names = [to_train_with(case, node.id) for node in parts]
        spans = [text.span(node) for node in parts]
        if names[0] is not None and len(set(names)) == 1:
            changes = [((first - start, last - start), names[0]) for first, last in spans]
            yield names[0], Code(text.text(table)).replaced(*changes)
            yield names[0], names[0]
        return
    root = root_name(table)
    own = [(root, text.text(table))] if root is not None and not _is_new(table) else []
    usual = [("X_train", "X_train"), ("x_train", "x_train")]
    yield from (*usual, *own, ("X", "X")) if labelled else (*own, *usual, ("X", "X"))


def _is_like(case: Case, site: Site, shown: str, table: ast.expr) -> bool:
    """Whether data has been made as other data was, as far as can be seen."""
    other = ast.parse(f"({shown})", mode="eval").body
    widths = {_width(case, other), _width(case, table)} - {None}
    return len(widths) < 2 and _transformed(case, site, other) == _transformed(case, site, table)


def _transformed(case: Case, site: Site, table: ast.expr) -> int:
    """Return how often data has been transformed."""
    bound = [case.binding(site, ast.Name(name)) for name in names_in(table)]
    made = [table, *(one.value for one in bound if one is not None)]
    calls = (node for one in made for node in ast.walk(one) if isinstance(node, ast.Call))
    return sum("transform" in callee(call) for call in calls)


def _width(case: Case, table: ast.expr) -> int | None:
    """Return how many columns a table has, as far as it is known."""
    live = case.variable(table.id) if isinstance(table, ast.Name) else None
    if live is not None and live.shape is not None and len(live.shape) == 2:
        return live.shape[1]
    match table:
        case ast.List(elts=[ast.List(elts=row), *_]) | ast.Subscript(slice=ast.List(elts=row)):
            return len(row)
    return None


def _labels_of(case: Case, table: Variable) -> str | None:
    """Return the live labels that have the part and the length of a table."""
    namespace, part = case.failure.namespace, part_of(table.name).part
    found = [
        live.name
        for live in (namespace.variables.values() if namespace is not None else ())
        if part_of(live.name).part == part
        and is_of_labels(part_of(live.name).stem)
        and _length(live) == _length(table)
    ]
    usual = [name for name in found if part_of(name).stem in ("Y", "y")]
    return next(iter(usual if len(usual) == 1 else found if len(found) == 1 else []), None)


def _length(live: Variable) -> int | None:
    return live.shape[0] if live.shape else live.length


async def thresholds(case: Case) -> AsyncIterator[Repair]:
    """Yield the classes of probabilities that a metric of classes is given.

    They are predicted where the variable is called after predictions, and not probabilities.
    """
    if _MIX not in case.error.value:
        return
    for site in case.sites[:1]:
        given = [
            (call, node)
            for call in site.code.nodes(ast.Call, site.inside)
            if call.lineno >= site.line or call in site.nodes(ast.Call)
            for node in arguments_of(call)
            if callee(call) in _OF_CLASSES and _is_probability(case, site, node)
        ]
        if any(call in site.nodes(ast.Call) for call, _ in given):
            for _, node in given[:1]:
                for code, change in _predicted(case, site, node):
                    says = f'"{ast.unparse(node)}" is to hold classes, which predict() gives'
                    yield repaired(site.cell, code, [change], says, "predicted_classes")
            changes = [
                (site.code.span(node), f"({site.code.text(node)} >= 0.5).astype(int)")
                for _, node in given
            ]
            says = "a probability of at least 0.5 stands for the class 1"
            yield repaired(site.cell, site.code, changes, says, "threshold")


def _predicted(case: Case, site: Site, node: ast.expr) -> Iterator[tuple[Code, Change]]:
    """Yield how a variable of the same cell gets classes for probabilities."""
    bound = case.binding(site, node)
    if bound is None or bound.cell != site.cell:
        return
    name = ast.unparse(node)
    match bound.value:
        case ast.Subscript(value=ast.Call(func=ast.Attribute(value=model)) as call):
            if callee(call) == "predict_proba" and "pred" in name and "prob" not in name:
                given = ", ".join(map(bound.code.text, call.args))
                new = f"{bound.code.text(model)}.predict({given})"
                yield bound.code, (bound.code.span(bound.value), new)


def _is_probability(case: Case, site: Site, node: ast.expr) -> bool:
    """Whether an expression is the probabilities of the second of two classes."""
    match node:
        case ast.Name():
            bound = case.binding(site, node)
            if bound is None or not isinstance(bound.value, ast.Subscript):
                return False
            above = bound.site
            return _is_probability(case, above, bound.value)
        case ast.Subscript(
            value=of, slice=ast.Tuple(elts=[ast.Slice(lower=None, upper=None), ast.Constant(1)])
        ):
            inner = case.binding(site, of)
            return callee_of(inner.value if inner is not None else of) == "predict_proba"
    return False
