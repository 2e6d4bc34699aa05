"""``jupyter codeintel serve``: an engine in the foreground, for others to be pointed at."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys

from jupyter_codeintel.cli.engine import (
    add_engine_options,
    check_fits,
    read_engine_options,
    wanted_model,
)
from jupyter_codeintel.engine.options import LOOPBACK, TOKEN_VARIABLE


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this command to the command line."""
    about = "run an engine in the foreground, which other servers can be configured to use"
    serve = subparsers.add_parser("serve", help=about, description=about.capitalize() + ".")
    serve.add_argument("--host", default=LOOPBACK, help="address to listen on (%(default)s)")
    serve.add_argument(
        "--token",
        help=f"bearer token of all requests; better set {TOKEN_VARIABLE}, which a process "
        "list does not show (default: a new one, which is printed)",
    )
    add_engine_options(serve)
    serve.set_defaults(run=_serve, idle=0.0)


def _serve(args: argparse.Namespace) -> int:
    model = wanted_model(args)
    check_fits(args, model)
    token = args.token or os.environ.get(TOKEN_VARIABLE)
    if not token:
        token = secrets.token_urlsafe(32)
        print(f"Token: {token}", flush=True)
    command = [sys.executable, "-P", "-m", "jupyter_codeintel.engine", "--no-announce"]
    command += [f"--host={args.host}", *read_engine_options(args).arguments(model)]
    os.environ[TOKEN_VARIABLE] = token
    if os.name != "nt":  # there, exec returns to the shell at once
        # The engine becomes this process, so that whoever started it can end it.
        os.execv(sys.executable, command)  # noqa: S606 - no shell is meant
    return subprocess.call(command)
