"""Find out which walls there are for code that is tried out; run as a process of its own.

Prints JSON: ``{"tier": "fork", "fork_read_only" or null, "refusal": why not a better one}``.
Finding out takes a fork, which a process with threads had better not make.
"""

from __future__ import annotations

import json
import sys

from jupyter_codeintel.in_kernel.trial import containment


def main() -> int:
    """Print what was found."""
    refusals = {tier: containment.refusal(tier) for tier in containment.TIERS}
    tier = next((tier for tier, refusal in refusals.items() if not refusal), None)
    print(json.dumps({"tier": tier, "refusal": next(filter(None, refusals.values()), "")}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
