"""Iterators that the failing cell has gone through, so that nothing is left in them."""

from __future__ import annotations

from jupyter_codeintel.fix.failure import Failure

_ONCE = frozenset({"DictReader", "TextIOWrapper", "enumerate", "filter", "generator", "map",
                   "reader", "reversed", "zip"})  # fmt: skip
"""Types of objects that can be gone through once, without their modules."""


def used_up(failure: Failure) -> frozenset[str]:
    """Return the variables of the failing cell that can be gone through a single time.

    Parameters
    ----------
    failure : Failure
        What is to be repaired; without live objects, none are known.
    """
    live = failure.namespace.variables if failure.namespace is not None else {}
    used = failure.flow.facts(failure.cell).uses & live.keys()
    kinds = {name: live[name].type.rpartition(".")[2] for name in used}
    return frozenset(
        name for name, kind in kinds.items() if kind in _ONCE or kind.endswith("_iterator")
    )
