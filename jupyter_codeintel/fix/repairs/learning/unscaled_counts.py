"""Counts that are made negative by scaling, for a model that is about counts."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import callee, callee_of, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.learning.scaled import (
    SCALERS,
    Scaled,
    scaled_in,
    without_lines,
    without_part,
)

_NEGATIVE = re.compile(
    r"Negative values in data passed to (?P<model>MultinomialNB|ComplementNB|CategoricalNB|NMF"
    r"|MiniBatchNMF|LatentDirichletAllocation)\b"
)
_COUNTS = re.compile(
    r"(?<![a-z])(?:counts?|counted|frequenc(?:y|ies)|words?|tokens?|occurrences?"
    r"|CountVectorizer|TfidfVectorizer|HashingVectorizer|bag of words)(?![a-z])"
)
_SCALE = re.compile(r"\b(?:re)?scal(?:e|es|ed|ing)\b|\bstandardi[sz]|\bnormali[sz]", re.IGNORECASE)
_WANTS_SCALED = re.compile(
    r"(?:SVC|SVR|LogisticRegression|SGD\w+|KNeighbors\w+|MLP\w+|KMeans|PCA|Ridge\w*|Lasso\w*"
    r"|ElasticNet\w*|GaussianNB|GaussianMixture|LinearDiscriminantAnalysis|Perceptron|DBSCAN)"
)


async def unscaled_counts(case: Case) -> AsyncIterator[Repair]:
    """Yield ``MultinomialNB().fit(counts, y)`` where the model is given scaled counts."""
    match = _NEGATIVE.search(case.error.value)
    if match is None or not _are_counts(case) or _SCALE.search(case.failure.goal):
        return
    order = dict.fromkeys((*case.failure.flow.order(case.failure.cell), case.failure.cell))
    texts = {cell: case.code(cell) for cell in order}
    found = _of_steps(texts, match["model"]) or _of_data(texts)
    edits = {cell: texts[cell].replaced(*dict.fromkeys(some)) for cell, some in found.items()
             if some}  # fmt: skip
    if edits:
        says = f"{match['model']} is about counts as they are, and scaled ones are negative"
        yield Candidate(edits, "rule", says, "unscaled_counts")


def _are_counts(case: Case) -> bool:
    """Whether words, names or what is imported tell that the data are counts."""
    cells = [cell.source for cell in case.failure.document.cells]
    return any(_COUNTS.search(text) for text in (*cells, case.failure.goal.lower()))


def _of_steps(texts: dict[str, Code], model: str) -> dict[str, list[Change]]:
    """Return the changes that take a scaler out of the steps before a model."""
    scalers, models = _named(texts, SCALERS), _named(texts, (model,))
    asked = {str(node.value) for text in texts.values() for node in text.nodes(ast.Constant)}
    found: dict[str, list[Change]] = {}
    for cell, text in texts.items():
        for steps, names in _pipelines(text):
            is_scaler = [_is(step, SCALERS, scalers) for step in steps]
            if not any(is_scaler) or not any(_is(step, (model,), models) for step in steps):
                continue
            for place, name in enumerate(names):
                is_set = any(one.startswith(f"{name}__") for one in asked if name)
                is_set |= _is_looked_up(texts, name)
                if is_scaler[place] and is_set:
                    return {}
            parts = [place for place, is_one in enumerate(is_scaler) if is_one]
            if len(parts) == 1:
                found.setdefault(cell, []).append(without_part(text, _listed(steps, text), *parts))
    for cell, text in texts.items() if found else ():
        lines = [one for one in text.nodes(ast.Assign) if _sets(one, scalers)]
        used = [n for other in texts.values() for n in other.nodes(ast.Name) if n.id in scalers]
        if lines and len(used) == 2 * len(lines):  # where it is made, and as the step
            found.setdefault(cell, []).extend(without_lines(text, lines) or ())
    return found


def _listed(steps: list[ast.expr], text: Code) -> list[ast.expr]:
    """Return steps with the names that they are listed with."""
    pairs = {pair.elts[1]: pair for pair in text.nodes(ast.Tuple) if len(pair.elts) == 2}
    return [pairs.get(step, step) for step in steps]


def _pipelines(text: Code) -> Iterator[tuple[list[ast.expr], list[str]]]:
    """Yield the steps of each pipeline, and their names where they have some."""
    for call in text.nodes(ast.Call):
        if callee(call) == "make_pipeline":
            yield call.args, [""] * len(call.args)
        elif callee(call) == "Pipeline":
            given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "steps")]
            pairs = given[0].elts if given and isinstance(given[0], ast.List) else []
            if all(isinstance(pair, ast.Tuple) and len(pair.elts) == 2 for pair in pairs):
                both = [pair.elts for pair in pairs if isinstance(pair, ast.Tuple)]
                yield [two for _, two in both], [str(literal(one)) for one, _ in both]


def _is_looked_up(texts: dict[str, Code], name: str) -> bool:
    """Whether something is taken by a name: ``pipe["scale"]``."""
    return any(literal(node.slice) == name for text in texts.values()
               for node in text.nodes(ast.Subscript))  # fmt: skip


def _is(node: ast.expr, classes: tuple[str, ...], names: set[str]) -> bool:
    return callee_of(node) in classes or getattr(node, "id", None) in names


def _named(texts: dict[str, Code], classes: tuple[str, ...]) -> set[str]:
    """Return the names that objects of some classes have."""
    return {
        target.id
        for text in texts.values()
        for one in text.nodes(ast.Assign)
        if callee_of(one.value) in classes
        for target in one.targets
        if isinstance(target, ast.Name)
    }


def _sets(one: ast.Assign, names: set[str]) -> bool:
    return len(one.targets) == 1 and getattr(one.targets[0], "id", None) in names


def _of_data(texts: dict[str, Code]) -> dict[str, list[Change]]:
    """Return the changes that leave data as it is; none where others want it scaled."""
    calls = [callee(call) for text in texts.values() for call in text.nodes(ast.Call)]
    if any(map(_WANTS_SCALED.fullmatch, calls)):
        return {}
    scaled = Scaled.of(texts)
    if scaled is None:
        return {}
    found: dict[str, list[Change]] = {}
    for cell, text in texts.items():
        changes = scaled_in(text, scaled)
        if changes is None:
            return {}
        found[cell] = changes
    return found
