"""What Python keeps that would not notice what is refused, or not get over it."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any, NoReturn


def adapt_python() -> None:
    """Make refusals known, and what is harmless work."""
    # It would return a number as if a command had run.
    os.system = _refuse
    module: Any = sys.modules.get("multiprocessing.resource_tracker")
    if module is not None:
        # Who makes shared memory tells it to a process, which there is none of here.
        tracker = vars(module)["_resource_tracker"]
        vars(tracker)["_fd"] = os.open("/dev/null", os.O_WRONLY)


def _refuse(command: object) -> NoReturn:
    raise PermissionError(errno.EPERM, "no commands are run while code is tried")
