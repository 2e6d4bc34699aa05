"""A llama-server with llama.vim's flags: the program, or the one inside xllamacpp's wheel.

``python -m benchmarks.llama_server --model ... --port ... --threads ...`` runs the latter.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.engine_process import free_port, wait_until_ready
from jupyter_codeintel.engine.options import LOOPBACK

N_CTX = 8192
N_BATCH = 1024
CACHE_REUSE = 256
"""What llama.vim recommends, as in llama-server's own ``--fim-qwen-1.5b-default``."""


@contextmanager
def llama_server(program: Path | None, model: Path, threads: int) -> Iterator[str]:
    """Run a server until the block ends; give its address."""
    port = free_port()
    command = _command(program, model, threads, port)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            url = f"http://{LOOPBACK}:{port}"
            wait_until_ready(
                lambda: httpx.get(url + "/health", trust_env=False).is_success, process
            )
            yield url
        finally:
            process.terminate()
            process.wait(30)


def _command(program: Path | None, model: Path, threads: int, port: int) -> list[str]:
    shared = [f"--model={model}", f"--port={port}", f"--threads={threads}"]
    if program is None:
        return [sys.executable, "-m", "benchmarks.llama_server", *shared]
    words = [word for option in shared for word in option.split("=", 1)]
    words += ["--host", LOOPBACK, "--ctx-size", str(N_CTX), "--parallel", "1", "--no-webui"]
    words += ["--batch-size", str(N_BATCH), "--ubatch-size", str(N_BATCH)]
    return [str(program), *words, "--cache-reuse", str(CACHE_REUSE), "--slots"]


def main() -> None:
    """Serve with xllamacpp until terminated."""
    import xllamacpp  # noqa: PLC0415 - only this process loads it

    parser = argparse.ArgumentParser(prog="python -m benchmarks.llama_server")
    parser.add_argument("--model", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    params = xllamacpp.CommonParams()
    params.model.path = arguments.model
    params.hostnames = [LOOPBACK]
    params.port = arguments.port
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = arguments.threads
    params.n_ctx, params.n_parallel = N_CTX, 1
    params.n_batch = params.n_ubatch = N_BATCH
    params.n_cache_reuse = CACHE_REUSE
    params.endpoint_slots = True
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
