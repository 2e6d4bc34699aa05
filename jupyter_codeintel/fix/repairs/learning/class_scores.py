"""Scores of classes that are given the chances of all classes, or are not told what to score."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, callee_of
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.words import told_near

_TWO_COLUMNS = re.compile(r"y should be a 1d array, got an array of shape \(\d+, 2\) instead")
_ALL_CHANCES = re.compile(r"can't handle a mix of (?:binary|multiclass) and continuous-multioutput")
_NO_AVERAGE = "Target is multiclass but average='binary'"
_NO_WAY = "multi_class must be in ('ovo', 'ovr')"
_NO_LABEL = re.compile(r"pos_label=1 is not a valid label.*\[(?P<labels>[^\]]*)\]")
_OF_CHANCES = ("average_precision_score", "brier_score_loss", "det_curve",
               "precision_recall_curve", "roc_auc_score", "roc_curve")  # fmt: skip
_AVERAGES = {name: rf"(?<![a-z]){name}(?![a-z])" for name in ("macro", "micro", "weighted")}
_WAYS = {"ovr": r"\bovr\b|one[- ](?:vs\.?|versus|against)[- ](?:the[- ])?rest",
         "ovo": r"\bovo\b|one[- ](?:vs\.?|versus|against)[- ]one"}  # fmt: skip


async def scored_chances(case: Case) -> AsyncIterator[Repair]:
    """Yield the chances of the second class, or the classes, where those of all are scored."""
    is_two = _TWO_COLUMNS.search(case.error.value) is not None
    if not is_two and not _ALL_CHANCES.search(case.error.value):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if (callee(call) in _OF_CHANCES) != is_two or callee_of(call) == "predict_proba":
                continue
            for node in arguments_of(call):
                for cell, code, change in _scored(case, site, node, is_two):
                    what = "of the second class" if is_two else "of all classes, not a class"
                    says = f"predict_proba() gives the chances {what}"
                    yield repaired(cell, code, [change], says, "scored_chances")


def _scored(
    case: Case, site: Site, node: ast.expr, is_two: bool
) -> Iterator[tuple[str, Code, Change]]:
    """Yield what is to be scored, where it is made first, and then where it is used."""
    bound = case.binding(site, node)
    made = node if bound is None else bound.value
    if not isinstance(made, ast.Call) or callee(made) != "predict_proba":
        return
    text, cell = (site.code, site.cell) if bound is None else (bound.code, bound.cell)
    end = text.span(made)[1]
    name_end = text.span(made.func)[1]
    new: Change = ((end, end), "[:, 1]") if is_two else ((name_end - 6, name_end), "")
    if bound is None or not isinstance(node, ast.Name):
        yield cell, text, new
        return
    if not _is_used_otherwise(case, node.id):
        yield cell, text, new
    if is_two:
        use = site.code.span(node)[1]
        yield site.cell, site.code, ((use, use), "[:, 1]")
    else:
        shown = text.text(made)
        place = len(text.text(made.func))
        asked = shown[: place - len("_proba")] + shown[place:]
        yield site.cell, site.code, (site.code.span(node), asked)


def _is_used_otherwise(case: Case, name: str) -> bool:
    """Whether the chances of all classes are needed elsewhere: by their columns, or as such."""
    if re.search(r"prob|chance", name.lower()) is None:
        return False
    return any(
        isinstance(node.value, ast.Name) and node.value.id == name
        for cell in case.failure.document.cells
        if cell.type == "code"
        for node in case.code(cell.id).nodes(ast.Subscript)
    )


async def told_scores(case: Case) -> AsyncIterator[Repair]:
    """Yield the average, or the class, that a score is to be of, as the words say."""
    for site in case.sites[:1]:
        option, value = _told(case, site)
        calls = [call for call in site.nodes(ast.Call) if _may_be_told(call, option)]
        if value and len(calls) == 1:
            quote = "'" if "'" in site.code.source and '"' not in site.code.source else '"'
            change = with_option(site.code, calls[0], option, f"{quote}{value}{quote}")
            says = f'the words say "{value}"'
            yield repaired(site.cell, site.code, [change], says, "told_score")


def _may_be_told(call: ast.Call, option: str) -> bool:
    given = {word.arg for word in call.keywords}
    return callee(call).endswith("_score") and option not in given


def _told(case: Case, site: Site) -> tuple[str, str]:
    """Return the option that a score lacks, and the one value that the words have for it."""
    statement = site.code.text(site.statement) if site.statement is not None else ""
    words = " ".join([statement, *told_near(case, site)])
    known: dict[str, str] = {}
    option = ""
    if _NO_AVERAGE in case.error.value:
        option, known = "average", _AVERAGES
    elif _NO_WAY in case.error.value:
        option, known = "multi_class", _WAYS
    elif match := _NO_LABEL.search(case.error.value):
        labels = re.findall(r"'([^']+)'", match["labels"])
        if {label.lower() for label in labels} in ({"no", "yes"}, {"negative", "positive"}):
            return "pos_label", max(labels)  # what is looked for, and it is the later one
        option, known = (
            "pos_label",
            {one: rf"\b{re.escape(one)}\b" for one in labels if len(one) > 2},
        )
    found = [name for name, pattern in known.items() if re.search(pattern, words, re.IGNORECASE)]
    return option, found[0] if len(found) == 1 else ""
