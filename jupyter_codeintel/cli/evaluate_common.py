"""What the suites have in common: some options, the progress, the file of figures."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that every suite has."""
    parser.add_argument("--model", help="name or path of a model; default: the one in use")
    parser.add_argument(
        "--json", dest="out", type=Path, metavar="OUT", help="write the figures to a file"
    )


def progress(what: str) -> Callable[[int, int], None]:
    """Return a function that tells how far a run is, and how long it still takes."""
    began = time.monotonic()

    def tell(done: int, total: int) -> None:
        left = (time.monotonic() - began) / done * (total - done) if done else 0.0
        end = "\n" if done == total else ""
        message = f"\r{what} {done} of {total}, {left / 60:.0f} min left "
        print(message, end=end, file=sys.stderr, flush=True)

    return tell


def write_json(path: Path | None, figures: Mapping[str, object]) -> None:
    """Write the figures, if a file is named."""
    if path is not None:
        path.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
