"""Entry point of ``jupyter codeintel``: find the sub-command, run it, report its errors.

A sub-command ``name`` is a module ``jupyter_codeintel.cli.name`` with ``add_parser(subparsers)``.
That makes a parser and sets its default ``run``, a function from the arguments to the exit code;
it may set ``bad_input``, the exit code for a notebook that cannot be read.
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import sys
from collections.abc import Sequence

from jupyter_codeintel.errors import CodeIntelError, NotebookError

COMMANDS = ("models", "doctor", "engine", "serve", "complete", "fix", "evaluate")

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    args = build_parser(words).parse_args(words)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("jupyter_codeintel").setLevel(logging.INFO)
    try:
        return int(args.run(args))
    except CodeIntelError as error:
        _report(error, as_json=getattr(args, "json", False))
        return getattr(args, "bad_input", 1) if isinstance(error, NotebookError) else 1
    except OSError as error:
        # A read-only or missing folder is the machine's state, not a fault of the program.
        what = CodeIntelError(
            str(error), code="system_error", hint="Check the path and its rights."
        )
        _report(what, as_json=getattr(args, "json", False))
        return 1
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED


def build_parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser for these words; only the sub-command they name is imported."""
    parser = argparse.ArgumentParser(
        prog="jupyter codeintel", description="Local code intelligence for notebooks."
    )
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    named = [word for word in words[:1] if word in COMMANDS]
    for name in named or COMMANDS:
        importlib.import_module(f"jupyter_codeintel.cli.{name}").add_parser(subparsers)
    return parser


def _report(error: CodeIntelError, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": error.as_dict()}))
        return
    print(f"Error: {error.message}", file=sys.stderr)
    if error.hint:
        print(error.hint, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
