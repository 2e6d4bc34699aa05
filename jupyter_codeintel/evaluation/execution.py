"""Running a program that a model has written, to see whether it passes its test.

The program runs in a process of its own with limits on time and memory. That is no sandbox:
it can do whatever its user may.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

TIME_LIMIT = 10.0
_LIMITED = """\
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except (ImportError, ValueError):
    pass
exec(compile(sys.stdin.read(), "program", "exec"), {"__name__": "program"})
"""


def runs_clean(program: str, time_limit: float = TIME_LIMIT) -> bool:
    """Whether the program ends in time and without an exception."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _LIMITED],
                input=program.encode("utf-8", "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                timeout=time_limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0
