"""A child that is cancelled at any moment leaves no verdict, and nothing else."""

from __future__ import annotations

from dataclasses import asdict

from jupyter_codeintel.in_kernel.trial.supervising import Supervisor
from jupyter_codeintel.trial import Limits


def test_what_is_cancelled_before_it_began_has_no_verdict() -> None:
    supervisor = Supervisor(kernel=None, cells=[], limits=asdict(Limits()), tier="fork")
    supervisor.cancel()
    assert supervisor.run() is None
