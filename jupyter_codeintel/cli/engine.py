"""``jupyter codeintel engine``: start, stop and look at the user's engine."""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from dataclasses import asdict
from pathlib import Path

from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.engine.wire import EngineHealth
from jupyter_codeintel.errors import EngineUnavailable, ModelError
from jupyter_codeintel.models.hardware import check_memory
from jupyter_codeintel.models.resolve import resolve_model

LOAD_TIMEOUT = 300.0


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this command to the command line."""
    engine = subparsers.add_parser("engine", help="start, stop and look at the engine")
    actions = engine.add_subparsers(title="actions", required=True, metavar="ACTION")
    start = actions.add_parser("start", help="start the engine and load the model")
    stop = actions.add_parser("stop", help="end the engine")
    status = actions.add_parser("status", help="tell how the engine is")
    add_engine_options(start)
    for parser, run in ((start, _start), (stop, _stop), (status, _status)):
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.set_defaults(run=run)


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """Add what an engine can be started with."""
    defaults = EngineOptions()
    add = parser.add_argument
    add("--model", help="name or path of the model (default: the one in use)")
    add("--port", type=int, default=defaults.port, help="0, the default, takes any free one")
    add("--n-ctx", type=int, default=defaults.n_ctx, help="tokens in the cache (%(default)s)")
    add("--slots", type=int, default=defaults.slots, help="places kept in mind (%(default)s)")
    add("--threads", type=int, default=defaults.threads, help="0, the default: physical cores")
    add("--idle", type=float, default=defaults.idle, help="seconds until it ends; 0: never")
    add("--script", type=Path, help="for tests: recite this script, without a model")


def read_engine_options(args: argparse.Namespace) -> EngineOptions:
    """Return the options that the command line gives."""
    return EngineOptions(
        n_ctx=args.n_ctx,
        slots=args.slots,
        threads=args.threads,
        idle=args.idle,
        port=args.port,
        backend="scripted" if args.script else "llama",
        script=args.script and args.script.resolve(),
    )


def wanted_model(args: argparse.Namespace) -> Path:
    """Return the model file that the command line means."""
    script: Path | None = args.script
    return script.resolve() if script else resolve_model(args.model)


def check_fits(args: argparse.Namespace, model: Path) -> None:
    """Check that the model can be loaded here."""
    if not args.script:
        check_memory(model, args.n_ctx)


def _start(args: argparse.Namespace) -> int:
    supervisor = EngineSupervisor(
        lambda: wanted_model(args),
        before_start=lambda model: check_fits(args, model),
        options=read_engine_options(args),
    )
    _show(asyncio.run(_start_and_load(supervisor)), supervisor, as_json=args.json)
    return 0


async def _start_and_load(supervisor: EngineSupervisor) -> EngineHealth:
    health = await supervisor.status()
    if health is not None and health.error:
        await supervisor.stop()  # its cause may be gone
    await supervisor.ensure()
    deadline = time.monotonic() + LOAD_TIMEOUT
    while time.monotonic() < deadline:
        health = await supervisor.status()
        if health is None:
            break
        if health.error:
            raise ModelError(**_error(health))
        if health.status != "loading":
            return health
        await asyncio.sleep(0.1)
    message = "the engine does not get ready"
    raise EngineUnavailable(message, code="start_failed", hint=f"See {supervisor.log_path}.")


def _error(health: EngineHealth) -> dict[str, str]:
    error = health.error or {}
    return {name: error.get(name, "") for name in ("message", "code", "hint")}


def _stop(args: argparse.Namespace) -> int:
    stopped = asyncio.run(_existing().stop())
    if args.json:
        print(json.dumps({"stopped": stopped}))
    else:
        print("The engine has ended." if stopped else "No engine is running.")
    return 0


def _status(args: argparse.Namespace) -> int:
    supervisor = _existing()
    _show(asyncio.run(supervisor.status()), supervisor, as_json=args.json)
    return 0


def _existing() -> EngineSupervisor:
    return EngineSupervisor(resolve_model)


def _show(health: EngineHealth | None, supervisor: EngineSupervisor, *, as_json: bool) -> None:
    log = str(supervisor.log_path)
    if as_json:
        state = {"status": "stopped"} if health is None else asdict(health)
        print(json.dumps({**state, "log": log}, indent=2))
        return
    if health is None:
        print("No engine is running; it is started when it is needed.")
        return
    fim = "yes" if health.fim else f"no: {health.fim_reason}"
    print(f"status    {health.status}{' (busy)' if health.busy else ''}")
    print(f"model     {health.model_id} ({health.model_path})")
    print(f"completes {fim}")
    print(f"context   {health.n_ctx} tokens, {health.threads} threads")
    print(f"process   {health.pid}, log {log}")
    if health.error:
        print(f"error     {health.error.get('message')}\n{health.error.get('hint')}")
