"""Which assertions notice which mistakes: run in a process of their own, with limits.

That process is no sandbox: what a model has written can do whatever its user may.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

TIME_LIMIT = 120.0
_SECONDS_EACH = 1.0
_RUN = """\
import json, resource, signal, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
told = json.loads(sys.stdin.read())
def late(*_):
    raise TimeoutError
signal.signal(signal.SIGALRM, late)
def holds(source, code):
    names = {"__name__": "mutant"}
    signal.setitimer(signal.ITIMER_REAL, told["seconds"])
    try:
        for line in told["setup"]:
            try:
                exec(line, names)
            except Exception:
                pass  # lines that fail are left out, as in the product
        exec(source, names)
        exec(code, names)
        return True
    except BaseException:  # a mutant may raise anything, and end the program too
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
found = [[holds(source, code) for code in told["asserts"]] for source in told["sources"]]
sys.__stdout__.write("\\n" + json.dumps(found))
"""


@dataclass(frozen=True)
class Caught:
    """What one assertion notices.

    Parameters
    ----------
    holds : bool
        Whether it holds for the function as it is, here too.
    mutants : tuple of int
        The numbers of the mutants for which it does not.
    """

    holds: bool
    mutants: tuple[int, ...]


def caught(
    source: str, wrong: Sequence[str], setup: Sequence[str], asserts: Sequence[str]
) -> list[Caught]:
    """Run each assertion with a function as it is and with each of its mutants.

    Parameters
    ----------
    source : str
        The function as it is.
    wrong : sequence of str
        Its mutants. One that does not end counts as noticed.
    setup : sequence of str
        Lines that the assertions need; those that fail are left out.
    asserts : sequence of str
        The assertions.
    """
    told = {
        "setup": list(setup),
        "sources": [source, *wrong],
        "asserts": list(asserts),
        "seconds": _SECONDS_EACH,
    }
    found = _run(json.dumps(told))
    if found is None:
        return [Caught(holds=False, mutants=()) for _ in asserts]
    right, *others = found
    return [
        Caught(right[i], tuple(n for n, holds in enumerate(others) if not holds[i]))
        for i in range(len(asserts))
    ]


def _run(told: str) -> list[list[bool]] | None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _RUN],
                input=told.encode("utf-8", "replace"),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                timeout=TIME_LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if done.returncode or not lines:
        return None
    result: list[list[bool]] = json.loads(lines[-1])
    return result
