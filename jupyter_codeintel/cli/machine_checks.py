"""Checks of the machine: model, engine library, memory, processor, containment."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from jupyter_codeintel.cli.check import Check
from jupyter_codeintel.engine.discovery import discovery_path, is_alive, read_record
from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.gguf import read_header
from jupyter_codeintel.models.hardware import (
    DEFAULT_CONTEXT,
    available_memory,
    check_memory,
    cpu_features,
    memory_needed,
)
from jupyter_codeintel.models.resolve import model_id, resolve_model
from jupyter_codeintel.trial import Tier

# In a process of its own: a library built for another processor kills the one that loads it.
LOAD_LIBRARY = """
import json, llama_cpp
info = llama_cpp.llama_print_system_info().decode()
print(json.dumps({"version": llama_cpp.__version__, "info": info}))
"""

TIMEOUT = 120


def check_model() -> Check:
    """Check that there is a model, and that it can complete code."""
    try:
        path = resolve_model()
        header = read_header(path)
    except ModelError as error:
        return Check("model", "fail", error.message, error.hint)
    name = model_id(path)
    if not header.fim:
        hint = "For completions choose another: `jupyter codeintel models list`."
        return Check("model", "fail", f"{name} knows no fill-in-the-middle.", hint)
    return Check("model", "ok", f"{name}, {header.file_size / 1e9:.1f} GB.")


def check_library() -> Check:
    """Check that the engine's library loads."""
    code, output, errors = _run("-c", LOAD_LIBRARY)
    try:
        found = json.loads(output.splitlines()[-1]) if code == 0 else None
    except (ValueError, IndexError):
        found = None
    if found:
        return Check("engine library", "ok", f"llama-cpp-python {found['version']}, loads.")
    if code < 0:
        why = f"llama-cpp-python dies while it loads (signal {-code})"
        hint = "It was built for another processor. " + _build_hint()
        return Check("engine library", "fail", f"{why}.", hint)
    last = errors.strip().splitlines()[-1:] or [f"exit code {code}"]
    return Check("engine library", "fail", f"It cannot be loaded: {last[0]}", _build_hint())


def _build_hint() -> str:
    return (
        "Build it here: `pip install --force-reinstall --no-cache-dir llama-cpp-python` "
        "(needs a C++ compiler and CMake)."
    )


def check_free_memory() -> Check:
    """Check that the model fits into the memory that is free."""
    memory = available_memory()
    limited = " (the container's limit)" if memory.limited else ""
    free = f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB are free{limited}"
    record = read_record(discovery_path())
    if record and is_alive(record, discovery_path()):
        return Check("memory", "ok", f"{free}; the engine that runs has its memory already.")
    try:
        path = resolve_model()
        need = memory_needed(path).total
        check_memory(path)
    except ModelError as error:
        if error.code == "not_enough_memory":
            return Check("memory", "fail", error.message, error.hint)
        return Check("memory", "warn", f"{free}; without a model the need is not known.")
    context = f"{DEFAULT_CONTEXT} tokens of context"
    return Check("memory", "ok", f"{free}; the model needs {need / 1e9:.1f} with {context}.")


def check_processor() -> Check:
    """Check for the vector instructions that make a model fast on a processor."""
    features = cpu_features()
    if features is None:
        return Check("processor", "ok", "Its features cannot be read on this system.")
    text = ", ".join(sorted(features)) or "none"
    if features & {"avx2", "asimd"}:
        return Check("processor", "ok", f"Vector instructions: {text}.")
    hint = "Expect slow completions; a smaller model helps: qwen2.5-coder-0.5b."
    return Check("processor", "warn", f"No AVX2; vector instructions: {text}.", hint)


def check_containment() -> Check:
    """Find out where a proposed fix can be tried before it is shown."""
    code, output, errors = _run("-m", "jupyter_codeintel.cli.containment_probe")
    if code != 0:
        return judge_containment(None, "".join(errors.strip().splitlines()[-1:]))
    found = json.loads(output)
    return judge_containment(found["tier"], found["refusal"])


def judge_containment(tier: Tier | None, refusal: str) -> Check:
    """Say what the best tier is good for.

    Parameters
    ----------
    tier : Tier, optional
        The best that this system offers.
    refusal : str
        Why it is not a better one.
    """
    name = "trying fixes"
    if tier == "fork":
        return Check(name, "ok", "In a copy of the kernel, which can write files that nobody sees.")
    if tier == "fork_read_only":
        text = f"In a copy of the kernel, which can write no files ({refusal})."
        return Check(name, "ok", text, "User namespaces would allow fixes that write files.")
    return Check(
        name,
        "warn",
        f"By reading the code only: nothing here can contain a copy of the kernel ({refusal}).",
        "Linux from 5.13 on with Landlock, not forbidden by the container, gives a contained copy.",
    )


def _run(*arguments: str) -> tuple[int, str, str]:
    # The package must be found as it was found here.
    where = Path(__file__).parents[2]
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT,
            cwd=where,
        )
    except subprocess.TimeoutExpired:
        return 1, "", f"no answer within {TIMEOUT} s"
    return done.returncode, done.stdout, done.stderr
