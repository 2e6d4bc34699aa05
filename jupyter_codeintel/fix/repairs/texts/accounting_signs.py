"""Amounts in brackets, which are negative as accountants write them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.code import Code
from jupyter_codeintel.fix.gate.reading.trees import literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.texts.signs_and_units import UNREADABLE, cleaned
from jupyter_codeintel.fix.repairs.words import all_words

_AMOUNT = re.compile(r"\(\s?[$€£]?\s?(?:0|[1-9][\d,]*)(?:\.\d+)?\)")
_WITHIN = re.compile(rf"(?<![\w)]){_AMOUNT.pattern}(?!\w)")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])")
_BRACKETS = re.compile(r"\b(?:brackets?|parenthes[ie]s)\b")
_NEGATIVE = re.compile(
    r"\b(?:accounting|credits?|debits?|debts?|expenses?|loss(?:es)?|minus|negatives?|ow(?:ed|ing)"
    r"|out(?:flows?|goings?)?|paid|refunds?|withdrawals?|deficits?)\b"
)
_SAYS = "an amount in brackets is a negative one"


async def amounts_in_brackets(case: Case) -> AsyncIterator[Repair]:
    """Yield ``float(text.replace("(", "-").replace(")", ""))`` for ``float("(250.00)")``."""
    found = [match for phrase in UNREADABLE if (match := phrase.search(case.error.value))]
    text = found[0]["text"].strip() if found else ""
    if not _AMOUNT.fullmatch(text) or not _are_negative(case):
        return
    texts = [text, *_written(case)]
    signs = "".join(sign for sign in "$€£" if any(sign in one for one in texts))
    signs += "," * any(map(_THOUSANDS.search, texts))
    signs += " " * any(re.search(r"\(\s|[$€£]\s", one) for one in texts)
    of_text = '.replace("(", "-").replace(")", "")'
    of_text += "".join(f'.replace("{sign}", "")' for sign in signs)
    of_column = f'.str.replace("(", "-", regex=False).str.replace(r"[){signs}]", "", regex=True)'
    for site in case.sites[:1]:
        for change in cleaned(site, of_column, of_text):
            yield repaired(site.cell, site.code, [change], _SAYS, "amount_in_brackets")


async def signs_of_brackets(case: Case) -> AsyncIterator[Repair]:
    """Yield ``text.replace("(", "-").strip(")")`` for ``text.strip("()")`` if a check fails."""
    is_written = any(_WITHIN.search(one) for one in _written(case))
    if not case.is_a("AssertionError") or not is_written or not _are_negative(case):
        return
    for cell in (*case.failure.flow.order(case.failure.cell), case.failure.cell):
        text = case.code(cell)
        changes = [change for call in text.nodes(ast.Call) for change in _kept(text, call)]
        if changes:
            yield repaired(cell, text, changes, _SAYS, "amount_in_brackets")
            return


def _kept(text: Code, call: ast.Call) -> Iterator[Change]:
    """Yield the change of a call that takes an opening bracket away."""
    method = call.func
    if not isinstance(method, ast.Attribute) or not call.args:
        return
    start, end = text.span(method.value)[1], text.span(call)[1]
    given = [literal(one) for one in call.args]
    accessor = ".str" if getattr(method.value, "attr", "") == "str" else ""
    shown = text.text(call.args[0])
    match method.attr, given:
        case "strip", [str(signs)] if "(" in signs:
            rest = shown.replace("(", "")
            closing = f"{accessor}.strip({rest})" if signs != "(" else ""
            yield (start, end), f'.replace("(", "-"){closing}'
        case "lstrip", ["("]:
            yield (start, end), '.replace("(", "-")'
        case "replace", ["(", ""]:
            quote = text.text(call.args[1])[0]
            yield text.span(call.args[1]), f"{quote}-{quote}"
        case "sub", [str(pattern), "", *_] if re.fullmatch(r"\[[^\]^]*\([^\]]*\]", pattern):
            if len(call.args) == 3:
                yield text.span(call.args[0]), shown.replace("\\(", "").replace("(", "")
                end = text.span(call.args[2])[1]
                yield (end, end), '.replace("(", "-")'


def _written(case: Case) -> Iterator[str]:
    """Yield the texts that are written in the notebook."""
    for cell in case.failure.document.cells:
        for node in case.code(cell.id).nodes(ast.Constant) if cell.type == "code" else ():
            if isinstance(node.value, str):
                yield node.value


def _are_negative(case: Case) -> bool:
    """Whether no words say that brackets are there for something else."""
    words = " ".join(all_words(case)).lower()
    return _BRACKETS.search(words) is None or _NEGATIVE.search(words) is not None
