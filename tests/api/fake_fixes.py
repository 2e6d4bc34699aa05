"""Fixes that say what a test tells them to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from jupyter_codeintel.completion.port import NoKernels
from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.events import Event, Proposal
from jupyter_codeintel.fix.request import FixRequest
from jupyter_codeintel.fix.service import FixService
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.trial import Tier, Trial, Verdict
from tests.completion.fake_engine import FakeEngine


class NoTrials:
    """Where nothing can be tried."""

    async def tier(self, kernel_id: str) -> Tier | None:
        return None

    async def verify(self, kernel_id: str, trial: Trial) -> Verdict:
        return Verdict("inconclusive")

    async def verify_many(
        self, kernel_id: str, trials: Sequence[Trial], enough: int
    ) -> Sequence[Verdict | None]:
        return [None] * len(trials)


def no_fixes(engine: FakeEngine) -> FixService:
    """Return a service that has no kernel to try anything in."""
    return FixService(engine, NoTrials(), NoKernels())


@dataclass
class FakeFix:
    """Yields events and then, if it is ``endless``, nothing for ever."""

    script: Sequence[Event]
    others: Sequence[Event] = ()
    found: Proposal | None = None
    endless: bool = False
    error: Exception | None = None
    decisions: list[bool] = field(default_factory=list)
    closed: int = 0

    def events(self) -> AsyncGenerator[Event, None]:
        return self._play(self.script)

    def another(self) -> AsyncGenerator[Event, None]:
        return self._play(self.others)

    def best(self) -> Proposal | None:
        return self.found

    def decided(self, accepted: bool) -> None:
        self.decisions.append(accepted)

    async def _play(self, events: Sequence[Event]) -> AsyncGenerator[Event, None]:
        try:
            for event in events:
                yield event
            if self.error is not None:
                raise self.error
            if self.endless:
                await asyncio.Event().wait()
        finally:
            self.closed += 1


class FakeFixService(FixService):
    """Hands out the fixes it is given, in order."""

    def __init__(self, *fixes: FakeFix) -> None:
        super().__init__(FakeEngine(), NoTrials(), NoKernels())
        self.asked: list[tuple[FixRequest, FixSettings | None]] = []
        self._left = list(fixes)

    def fix(self, request: FixRequest, settings: FixSettings | None = None) -> FakeFix:  # type: ignore[override]
        self.asked.append((request, settings))
        if not self._left:
            raise CodeIntelError("no more", code="fix_under_way", hint="wait")
        return self._left.pop(0)
