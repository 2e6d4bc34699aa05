"""What the helper tells of trials, as plain data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from jupyter_codeintel.kernel.replies import variable
from jupyter_codeintel.trial import CellRun, Frame, Left, Raised, Trial, Verdict


def trial_request(trial: Trial) -> dict[str, Any]:
    """Return a trial as it is sent."""
    cells = [dataclasses.asdict(cell) for cell in trial.cells]
    return {"cells": cells, "limits": dataclasses.asdict(trial.limits)}


def verdict(fields: Mapping[str, Any]) -> Verdict:
    """Return a verdict of a reply to ``verify``."""
    return Verdict(
        status=fields["status"],
        tier=fields.get("tier"),
        runs=tuple(map(_run, fields.get("runs", ()))),
        error=_raised(fields.get("error")),
        left={name: _left(one) for name, one in fields.get("left", {}).items()},
        files=tuple(fields.get("files", ())),
        reason=fields.get("reason", ""),
        took_ms=fields.get("took_ms", 0.0),
    )


def inconclusive(reason: str) -> Verdict:
    """Return the verdict of what was not tried."""
    return Verdict("inconclusive", reason=reason)


def _run(fields: Mapping[str, Any]) -> CellRun:
    return CellRun(
        id=fields["id"],
        status=fields["status"],
        outputs=tuple(fields.get("outputs", ())),
        error=_raised(fields.get("error")),
        took_ms=fields.get("took_ms", 0.0),
    )


def _raised(fields: Mapping[str, Any] | None) -> Raised | None:
    if fields is None:
        return None
    return Raised(
        name=fields["name"],
        value=fields["value"],
        frames=tuple(map(_frame, fields["frames"])),
        cause=_raised(fields["cause"]),
        names=tuple(fields["names"]),
        attributes=fields["attributes"],
    )


def _frame(fields: Mapping[str, Any]) -> Frame:
    columns = fields["columns"]
    return Frame(
        cell=fields["cell"],
        execution_count=fields["execution_count"],
        file=fields["file"],
        line=fields["line"],
        function=fields["function"],
        source=fields["source"],
        columns=None if columns is None else (columns[0], columns[1]),
        locals=fields.get("locals", {}),
    )


def _left(fields: Mapping[str, Any]) -> Left:
    described = fields["variable"]
    return Left(
        how=fields["how"],
        variable=None if described is None else variable(described),
        digest=fields["digest"],
        blank=tuple(fields["blank"]),
        even=tuple(fields["even"]),
    )
