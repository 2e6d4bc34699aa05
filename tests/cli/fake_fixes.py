"""A service that proposes what a test says, in place of the one that searches."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from jupyter_codeintel.fix.events import Badge, Edit, Ended, Event, Evidence, Proposal, Step
from jupyter_codeintel.fix.request import FixRequest

Answer = Callable[[FixRequest], Event]


@dataclass
class FakeFixes:
    """Stands for `FixService`, and for its class.

    Parameters
    ----------
    answer : callable
        Returns a proposal, or the end.
    """

    answer: Answer
    requests: list[FixRequest] = field(default_factory=list)
    decisions: list[bool] = field(default_factory=list)

    def __call__(self, *_: object) -> FakeFixes:
        return self

    def fix(self, request: FixRequest) -> FakeFix:
        self.requests.append(request)
        return FakeFix(self, request)


@dataclass
class FakeFix:
    """One fix."""

    fixes: FakeFixes
    request: FixRequest

    async def events(self) -> AsyncGenerator[Event, None]:
        yield Step(1, "try", "Trying something")
        yield Step(1, "try", "Trying something: runs", "done")
        yield Step(2, "try", "Trying something else", "failed", "it raises too")
        yield self.fixes.answer(self.request)

    def decided(self, accepted: bool) -> None:
        self.fixes.decisions.append(accepted)


def replacing(
    before: str, after: str, *, badge: Badge = "verified", cell: str | None = None
) -> Answer:
    """Return an answer that replaces a text in the failing or another cell."""

    def answer(request: FixRequest) -> Event:
        name = cell or request.cell
        source = next(c.source for c in request.document.cells if c.id == name)
        edit = Edit(name, source, source.replace(before, after))
        run = tuple(dict.fromkeys((name, request.cell)))
        evidence = Evidence("fork", reasons=("It ran.",), files=("out.csv",))
        return Proposal(badge, f"{after} for {before}", (edit,), run, evidence, "rule", "typo")

    return answer


def nothing(request: FixRequest) -> Event:
    """Find nothing."""
    return Ended("nothing", "Nothing was found")
