"""Which tier there is where mechanisms are missing; each is taken away for real."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from jupyter_codeintel.in_kernel.trial import call_numbers, containment
from jupyter_codeintel.in_kernel.trial.seccomp import Filter
from tests.in_kernel.trial.contained import Place, in_child

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no fork tier elsewhere")

OTHER_CALLS = {"landlock_create_ruleset": 444, "landlock_restrict_self": 446}


def tiers_without(call: str) -> tuple[str | None, list[str]]:
    """Return the tier, and the refusals, where a call is forbidden as containers forbid calls."""

    def find() -> tuple[str | None, list[str]]:
        rules = Filter()
        rules.refuse(call)
        rules.install()
        return containment.available(), [containment.refusal(tier) for tier in containment.TIERS]

    found: tuple[str | None, list[str]] = in_child(find).value
    return found


@pytest.fixture(autouse=True)
def all_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know the calls that are taken away."""
    known = call_numbers.number_of
    monkeypatch.setattr(
        "jupyter_codeintel.in_kernel.trial.seccomp.number_of",
        lambda call: OTHER_CALLS.get(call) or known(call),
    )


@pytest.mark.parametrize("call", ["unshare", "mount", "mount_setattr"])
def test_without_namespaces_no_files(call: str) -> None:
    tier, refusals = tiers_without(call)
    assert tier == "fork_read_only"
    assert "Operation not permitted" in refusals[0]
    assert refusals[1] == ""


@pytest.mark.parametrize("call", ["landlock_create_ruleset", "landlock_restrict_self"])
def test_without_landlock_nothing(call: str) -> None:
    tier, refusals = tiers_without(call)
    assert tier is None
    assert all(refusals)


def test_a_copy_that_cannot_be_contained_does_not_go_on(place: Place) -> None:
    def run(writing: int) -> tuple[bool, list[str]]:
        rules = Filter()
        rules.refuse("landlock_restrict_self")
        rules.install()
        prepared = containment.prepare(place.tier)
        try:
            containment.enter(prepared, containment.PROBE, keep=(writing,))
        except containment.CannotContain:
            return True, []
        return False, []

    assert in_child(run, keep=True).value is True


def test_nothing_changes_for_who_asks() -> None:
    def state() -> tuple[object, ...]:
        links = {name: os.readlink(f"/proc/self/ns/{name}") for name in os.listdir("/proc/self/ns")}
        status = Path("/proc/self/status").read_text().splitlines()
        marks = [line for line in status if line.startswith(("Cap", "NoNew", "Seccomp"))]
        return links, marks, os.getcwd(), dict(os.environ), sorted(os.listdir("/proc/self/fd"))

    before = state()
    assert containment.available() is not None
    assert state() == before


def test_a_process_with_threads_can_ask() -> None:
    found: list[str | None] = []
    thread = threading.Thread(target=lambda: found.append(containment.available()))
    thread.start()
    thread.join()
    assert found == [containment.available()]
