"""What the cells of a trial print and show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.gate.objection import Objection, doubt
from jupyter_codeintel.fix.gate.reading.trees import targets, tree_of_most
from jupyter_codeintel.trial import Verdict

_WARNING = re.compile(
    r"\b(\w*(?:SettingWithCopy|Runtime|ChainedAssignment|Convergence)\w*Warning)\b"
)
_EMPTY = re.compile(
    r"^(?:\[\]|\{\}|set\(\)|nan|None|Empty DataFrame\b.*|Series\(\[\].*)$", re.DOTALL
)


def shown(failure: Failure, verdict: Verdict, before: Verdict | None) -> Iterator[Objection]:
    """Yield doubts about warnings that are new, and about a result with nothing in it."""
    known = _warnings(before) if before is not None else set()
    if _stores(failure):
        known.add("SettingWithCopyWarning")  # as it would have, had it come so far
    for name in sorted(_warnings(verdict) - known):
        yield doubt("warns", f"It shows a new warning: {name}")
    for run in verdict.runs:
        if run.id == failure.cell:
            for output in run.outputs:
                if output.get("output_type") == "execute_result" and _EMPTY.match(_text(output)):
                    yield doubt("empty", "The result has nothing in it.")


def _stores(failure: Failure) -> bool:
    """Whether the failing cell gives a table a column, or sets some of its values."""
    tree = tree_of_most(failure.source(failure.cell))[0]
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.stmt))
    return any(isinstance(target, ast.Subscript) for s in statements for target in targets(s))


def _warnings(verdict: Verdict) -> set[str]:
    return {
        name
        for run in verdict.runs
        for output in run.outputs
        if output.get("name") == "stderr"
        for name in _WARNING.findall(_joined(output.get("text", "")))
    }


def _text(output: Mapping[str, Any]) -> str:
    return _joined(output.get("data", {}).get("text/plain", "")).strip()


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
