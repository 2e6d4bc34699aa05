"""Whether a model fits this machine: memory that is free, memory it needs, what the CPU can do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.gguf import read_header

DEFAULT_CONTEXT = 8192

# Compute buffers and the library itself: 0.1 GB measured with the default model, which leaves
# room for longer blocks and larger vocabularies. All told 2.1 GB measured, 2.3 estimated.
BUFFER_BYTES = 300_000_000

# Weights laid out anew for the CPU's vector units stand beside the file's pages:
# 0.6 GB for the default model's 1.1 GB.
REPACK_SHARE = 0.54

CGROUP = Path("/sys/fs/cgroup")
PROC = Path("/proc")

# A limit from here on means none.
UNLIMITED = 1 << 60

# What llama.cpp's fast paths on x86 and ARM look for.
CPU_FEATURES = ("avx", "avx2", "f16c", "fma", "avx512f", "amx_int8", "asimd", "asimddp", "i8mm")


@dataclass(frozen=True)
class Memory:
    """Bytes of memory, and whether a container's limit makes them fewer than the machine's."""

    available: int
    total: int
    limited: bool = False


@dataclass(frozen=True)
class MemoryNeed:
    """Bytes that a loaded model takes, by purpose."""

    weights: int
    kv: int
    buffers: int
    repack: int

    @property
    def total(self) -> int:
        """Sum of all."""
        return self.weights + self.kv + self.buffers + self.repack


def estimate(size: int, kv_bytes_per_token: int, n_ctx: int, *, repack: bool = True) -> MemoryNeed:
    """Return the memory that a model of this size takes with this many tokens of context."""
    return MemoryNeed(
        weights=size,
        kv=kv_bytes_per_token * n_ctx,
        buffers=BUFFER_BYTES,
        repack=int(size * REPACK_SHARE) if repack else 0,
    )


def memory_needed(path: Path, n_ctx: int = DEFAULT_CONTEXT, *, repack: bool = True) -> MemoryNeed:
    """Return the memory that a model file takes when loaded."""
    header = read_header(path)
    return estimate(header.file_size, header.kv_bytes_per_token, n_ctx, repack=repack)


def check_memory(path: Path, n_ctx: int = DEFAULT_CONTEXT, *, repack: bool = True) -> None:
    """Check, before a model is loaded, that it fits into the memory that is free.

    Raises
    ------
    ModelError
        With code ``not_enough_memory`` when it does not.
    """
    need, memory = memory_needed(path, n_ctx, repack=repack), available_memory()
    if need.total <= memory.available:
        return
    where = "in this container" if memory.limited else "on this machine"
    message = (
        f"{path.name} needs {need.total / 1e9:.1f} GB of memory with {n_ctx} tokens of context; "
        f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB are free {where}."
    )
    hint = (
        "Close notebooks or programs that use much memory, choose a smaller model "
        "(`jupyter codeintel models list`), or a shorter context."
    )
    raise ModelError(message, code="not_enough_memory", hint=hint)


def available_memory(cgroup: Path = CGROUP, proc: Path = PROC) -> Memory:
    """Return the memory that a new process may take, within a container's limits too."""
    machine = psutil.virtual_memory()
    memory = Memory(available=machine.available, total=machine.total)
    for limit, used in _limits(cgroup, proc):
        if limit < memory.total:
            memory = Memory(memory.available, limit, limited=True)
        if limit - used < memory.available:
            memory = Memory(max(limit - used, 0), memory.total, limited=True)
    return memory


def _limits(cgroup: Path, proc: Path) -> Iterator[tuple[int, int]]:
    """Give limit and use of every control group that this process is in, innermost first."""
    try:
        lines = (proc / "self" / "cgroup").read_text().splitlines()
    except OSError:  # not Linux
        return
    for line in lines:
        _, controllers, name = line.split(":", 2)
        if not controllers:
            root, files = cgroup, ("memory.max", "memory.current", "inactive_file")
        elif "memory" in controllers.split(","):
            root = cgroup / "memory"
            files = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        here = root / name.lstrip("/")
        # In a container the name may be the host's, and only the root be visible.
        for folder in (here, *here.parents):
            if folder.is_relative_to(root) and (found := _limit(folder, *files)):
                yield found


def _limit(folder: Path, limit: str, usage: str, reclaimable: str) -> tuple[int, int] | None:
    try:
        most = int((folder / limit).read_text())  # "max" is a ValueError: no limit
        used = int((folder / usage).read_text())
        stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):
        return None
    if most >= UNLIMITED:
        return None
    # Cached pages of files are given up when memory is asked for.
    return most, max(used - int(stat.get(reclaimable, 0)), 0)


def cpu_features(proc: Path = PROC) -> frozenset[str] | None:
    """Return the vector features of the CPU that matter here; None where they cannot be read."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        lines = (proc / "cpuinfo").read_text().splitlines()
    except OSError:
        return None
    flags = next((line for line in lines if line.lower().startswith(("flags", "features"))), "")
    return frozenset(flags.partition(":")[2].split()) & frozenset(CPU_FEATURES)
