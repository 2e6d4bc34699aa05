"""``jupyter codeintel doctor``: say in plain words what works here, and what to do otherwise."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from jupyter_codeintel.cli import jupyter_checks, machine_checks
from jupyter_codeintel.cli.check import Check

CHECKS: tuple[Callable[[], Check], ...] = (
    machine_checks.check_model,
    machine_checks.check_library,
    machine_checks.check_free_memory,
    machine_checks.check_processor,
    jupyter_checks.check_server_extension,
    jupyter_checks.check_lab_extension,
    jupyter_checks.check_engine,
    machine_checks.check_containment,
)

MARKS = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this command to the command line."""
    about = "check whether everything needed is here"
    parser = subparsers.add_parser("doctor", help=about, description=about.capitalize() + ".")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run all checks; the exit code is 0 when completion can work."""
    checks = []
    for check in CHECKS:
        result = check()
        checks.append(result)
        if not args.json:
            show(result)
    if args.json:
        print(json.dumps({"ready": is_ready(checks), "checks": [asdict(item) for item in checks]}))
    else:
        print("Completion can work." if is_ready(checks) else "Completion cannot work yet.")
    return 0 if is_ready(checks) else 1


def is_ready(checks: Sequence[Check]) -> bool:
    """Say whether completion can work."""
    return all(check.status != "fail" for check in checks)


def show(check: Check) -> None:
    """Print one result."""
    print(f"{MARKS[check.status]}  {check.name}: {check.found}")
    if check.hint:
        print(f"      {check.hint}")
