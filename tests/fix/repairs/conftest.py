"""Rules do not raise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_rule_raises(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which a rule raised, which the others outlive."""
    yield
    assert not [one for one in caplog.get_records("call") if one.levelname == "ERROR"]
