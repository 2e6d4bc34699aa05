"""What one rule does wrong does not keep the others from proposing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from jupyter_codeintel.fix.repairs import propose as module
from jupyter_codeintel.fix.repairs.case import Case, Repair
from jupyter_codeintel.fix.repairs.rules import RULES
from tests.fix.failing import failure, notebook, raised
from tests.fix.repairs.live_objects import LiveObjects


async def _broken(case: Case) -> AsyncIterator[Repair]:
    yield case.sites[len(case.sites)].missing  # type: ignore[attr-defined]


async def test_the_other_rules_outlive_one_that_raises(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live = LiveObjects({"total": {"type": "int"}})
    error = raised("NameError", "name 'totl' is not defined", ("c0", 1, "<module>", "print(totl)"))
    told = failure(notebook("print(totl)", kernel="k"), error, namespace=live.namespace)
    without = await module.propose(told, live)
    monkeypatch.setattr(module, "RULES", (_broken, *RULES))
    assert await module.propose(told, live) == without != []
    assert [one.getMessage() for one in caplog.records] == ["the rule _broken failed"]
    caplog.clear()
