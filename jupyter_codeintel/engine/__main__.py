"""``python -m jupyter_codeintel.engine``: the engine process."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import secrets
import sys
from functools import partial
from pathlib import Path

from jupyter_codeintel.engine.backends.base import Backend
from jupyter_codeintel.engine.backends.scripted import ScriptedBackend
from jupyter_codeintel.engine.options import LOOPBACK, TOKEN_VARIABLE, EngineOptions
from jupyter_codeintel.engine.server.cpu import default_threads
from jupyter_codeintel.engine.server.process import ServerSettings, serve
from jupyter_codeintel.errors import CodeIntelError


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the process's command line."""
    defaults = EngineOptions()
    parser = argparse.ArgumentParser(prog="python -m jupyter_codeintel.engine", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the GGUF file")
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=defaults.port, help="0: any free one")
    parser.add_argument("--n-ctx", type=int, default=defaults.n_ctx, help="tokens in the KV cache")
    parser.add_argument("--slots", type=int, default=defaults.slots, help="places that keep KV")
    parser.add_argument("--threads", type=int, default=0, help="0: the physical cores")
    parser.add_argument("--idle", type=float, default=defaults.idle, help="seconds; 0: never end")
    parser.add_argument("--backend", choices=["llama", "scripted"], default=defaults.backend)
    parser.add_argument("--script", type=Path, help="what the scripted backend recites")
    parser.add_argument(
        "--no-announce", action="store_true", help="write no discovery file: others are told"
    )
    return parser


def load_backend(arguments: argparse.Namespace, threads: int) -> Backend:
    """Load the model that the command line names."""
    sizes = {"n_ctx": arguments.n_ctx, "n_sequences": arguments.slots}
    if arguments.backend == "scripted":
        return ScriptedBackend.load(arguments.script or arguments.model, **sizes)
    # Imported on the loading thread: the socket answers before llama.cpp is there.
    from jupyter_codeintel.engine.backends.llama import LlamaBackend  # noqa: PLC0415

    return LlamaBackend.load(arguments.model, threads=threads, **sizes)


def main() -> int:
    """Serve until told to end; return the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    arguments = make_parser().parse_args()
    threads = arguments.threads or default_threads()
    settings = ServerSettings(
        model=arguments.model,
        load=partial(load_backend, arguments, threads),
        # Taken out of the environment, so that nothing started from here inherits it.
        token=os.environ.pop(TOKEN_VARIABLE, "") or secrets.token_urlsafe(32),
        threads=threads,
        host=arguments.host,
        port=arguments.port,
        idle=arguments.idle,
        announce=not arguments.no_announce,
    )
    try:
        asyncio.run(serve(settings))
    except CodeIntelError as error:
        print(f"{error.message}\n{error.hint}".strip(), file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
