"""Linear models that scaled their columns themselves, which a pipeline does now."""

from __future__ import annotations

import ast
from collections.abc import AsyncIterator

from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import inserted_import
from jupyter_codeintel.fix.repairs.ways import option

_IMPORTS = (
    "from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler"
)
_SAYS = 'without "normalize", a pipeline scales the columns before the model is fitted'


async def normalised_models(case: Case) -> AsyncIterator[Repair]:
    """Yield ``make_pipeline(StandardScaler(), Ridge())`` for ``Ridge(normalize=True)``.

    It is what the release notes of scikit-learn 1.0 say. A pipeline has no ``coef_``.
    """
    if "unexpected keyword argument 'normalize'" not in case.error.value:
        return
    cells = [case.code(cell.id) for cell in case.failure.document.cells if cell.type == "code"]
    if any(node.attr.endswith("_") for text in cells for node in text.nodes(ast.Attribute)):
        return
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            if literal(option(call, "normalize")) is True:
                given = [*call.args, *(one for one in call.keywords if one.arg != "normalize")]
                shown = ", ".join(map(site.code.text, given))
                new = f"make_pipeline(StandardScaler(), {callee(call)}({shown}))"
                changes = [(site.code.span(call), new), inserted_import(site.code, _IMPORTS)]
                yield repaired(site.cell, site.code, changes, _SAYS, "normalised_model")
                return
