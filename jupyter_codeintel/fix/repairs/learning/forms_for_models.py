"""Data that was filled or encoded under another name, and that a model is given as it was."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import arguments_of, callee, root
from jupyter_codeintel.fix.repairs.callers import handed
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair
from jupyter_codeintel.fix.repairs.learning.estimators import ASKS, FITS
from jupyter_codeintel.fix.repairs.learning.form_sources import TRANSFORMS, encoded, filled
from jupyter_codeintel.fix.repairs.learning.second_forms import (
    Form,
    candidate,
    forms,
    places,
    uses,
)

_MISSING = re.compile(
    r"[Ii]nput (?:X |y |y_true |y_pred )?contains (?:NaN|infinity)|infs? or NaNs?"
    r"|SVD did not converge"
)
_TEXTS = re.compile(
    r"could not convert string to float|[Uu]nable to convert array of bytes/strings"
    r"|dtype='numeric' is not compatible with arrays of bytes/strings"
)
_FURTHER = (*TRANSFORMS, "get_dummies", "train_test_split")
_NOT_ASKING = (*TRANSFORMS, "DataFrame", "Series", "astype", "float", "get_dummies", "print",
               "to_numeric")  # fmt: skip


async def forms_for_models(case: Case) -> AsyncIterator[Repair]:
    """Yield ``fit(X_filled, y)`` for ``fit(X, y)`` where ``X`` has gaps, and so of texts."""
    is_missing = _MISSING.search(case.error.value) is not None
    if not is_missing and not _TEXTS.search(case.error.value):
        return
    found = forms(case, filled if is_missing else encoded)
    sources = [one.source for one in found]
    only = [one for one in found if sources.count(one.source) == 1 and not _is_used(case, one)]
    for site in case.sites[:1] if only else ():
        for call in site.nodes(ast.Call):
            if callee(call) in _NOT_ASKING:
                continue
            says = "it was made for this, and is not used"
            made = candidate(_changes(case, site, call, only), says, "form_for_a_model")
            if made is not None:
                yield made
                return


def _is_used(case: Case, form: Form) -> bool:
    """Whether something else is made of a form, which may be meant as well."""
    return any(
        callee(call) in _FURTHER and any(root(one) == form.target for one in arguments_of(call))
        for cell in case.failure.flow.order(case.failure.cell)
        for call in case.code(cell).nodes(ast.Call)
    )


def _changes(
    case: Case, site: Site, call: ast.Call, found: list[Form]
) -> list[tuple[Site, Change]]:
    """Return the forms for what a call is given, and so in the calls of its cell that follow."""
    given, used = _data(case, call), found[:0]
    told = {ast.unparse(one) for one in given}
    for one in given:
        used = used or [form for form, _ in _of_one(case, site, one, found)]
    rows = {_rows(case, form.target) for form in used if _has_fewer(case, form)}
    if not used or len(rows) > 1:
        return []
    fitting = [one for one in found if not rows or _rows(case, one.target) in rows]
    changes: list[tuple[Site, Change]] = []
    for other in site.code.nodes(ast.Call, site.inside):
        is_asking = callee(other) in (*FITS, *ASKS) and callee(other) not in _NOT_ASKING
        if (not is_asking and other is not call) or other.lineno < call.lineno:
            continue
        parts = [*_data(case, other), *(one for one in arguments_of(other) if rows or
                                        ast.unparse(one) in told)]  # fmt: skip
        for one in dict.fromkeys(parts):
            made = [change for _, change in _of_one(case, site, one, fitting)]
            if rows and not made and _rows(case, root(one)) not in (None, *rows):
                return []  # it would be of other rows than what it belongs to
            changes += made
    return changes


def _data(case: Case, call: ast.Call) -> list[ast.expr]:
    """Return what a call is given that can be what the error is about."""
    given = [one for one in arguments_of(call) if not isinstance(one, ast.Constant)]
    if callee(call) not in (*FITS, *ASKS):
        return given
    return given[1:] if "Input y" in case.error.value else given[:1]


def _of_one(
    case: Case, site: Site, node: ast.expr, found: list[Form]
) -> list[tuple[Form, tuple[Site, Change]]]:
    """Return the forms that come in nearest to where an argument has its values from."""
    at, node = handed(case, 0, node)
    for step in places(case, case.sites[at] if at else site, node):
        made = [(form, use) for place in step for form in found for use in uses(case, place, form)]
        if made:
            return made
    return []


def _has_fewer(case: Case, form: Form) -> bool:
    """Whether a form has fewer rows than what it is made of, as far as it is known."""
    rows = _rows(case, form.target), _rows(case, form.source.partition("[")[0])
    return form.column is None and (None in rows or rows[0] != rows[1])


def _rows(case: Case, name: str) -> int | None:
    live = case.variable(name)
    if live is None:
        return None
    is_list = live.type in ("list", "tuple")
    return live.shape[0] if live.shape else live.length if is_list else None
