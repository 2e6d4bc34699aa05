"""Memory and processor: what is free, what a model needs, and containers' limits."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models import hardware
from jupyter_codeintel.models.catalogue import load_catalogue
from jupyter_codeintel.models.hardware import (
    Memory,
    available_memory,
    check_memory,
    cpu_features,
    estimate,
    memory_needed,
)
from tests.models.gguf_file import write_gguf

MB = 1 << 20


def write_group(folder: Path, limit: str, used: int, cached: int = 0, *, v1: bool = False) -> None:
    """Write the files of a control group."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    names = names if v1 else ("memory.max", "memory.current", "inactive_file")
    (folder / names[0]).write_text(f"{limit}\n")
    (folder / names[1]).write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 1\n{names[2]} {cached}\n")


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    (tmp_path / "proc" / "self").mkdir(parents=True)
    return tmp_path / "proc"


def test_a_container_of_version_2(tmp_path: Path, proc: Path) -> None:
    (proc / "self" / "cgroup").write_text("0::/user/notebook\n")
    write_group(tmp_path / "cg" / "user" / "notebook", str(100 * MB), 80 * MB, cached=30 * MB)
    assert available_memory(tmp_path / "cg", proc) == Memory(50 * MB, 100 * MB, limited=True)


def test_the_tightest_of_nested_limits_counts(tmp_path: Path, proc: Path) -> None:
    (proc / "self" / "cgroup").write_text("0::/user/notebook\n")
    write_group(tmp_path / "cg" / "user" / "notebook", "max", 10 * MB)
    write_group(tmp_path / "cg" / "user", str(60 * MB), 50 * MB)
    assert available_memory(tmp_path / "cg", proc) == Memory(10 * MB, 60 * MB, limited=True)


def test_inside_a_container_only_the_root_is_seen(tmp_path: Path, proc: Path) -> None:
    (proc / "self" / "cgroup").write_text("0::/kubepods/pod17/abc\n")
    write_group(tmp_path / "cg", str(70 * MB), 20 * MB)
    assert available_memory(tmp_path / "cg", proc) == Memory(50 * MB, 70 * MB, limited=True)


def test_a_container_of_version_1(tmp_path: Path, proc: Path) -> None:
    (proc / "self" / "cgroup").write_text("5:cpu,cpuacct:/x\n4:memory:/docker/abc\n0::/\n")
    group = tmp_path / "cg" / "memory" / "docker" / "abc"
    write_group(group, str(90 * MB), 40 * MB, cached=10 * MB, v1=True)
    write_group(tmp_path / "cg" / "memory", "9223372036854771712", 10**12, v1=True)
    assert available_memory(tmp_path / "cg", proc) == Memory(60 * MB, 90 * MB, limited=True)


def test_a_group_over_its_limit_has_nothing_left(tmp_path: Path, proc: Path) -> None:
    (proc / "self" / "cgroup").write_text("0::/\n")
    write_group(tmp_path / "cg", str(10 * MB), 12 * MB)
    assert available_memory(tmp_path / "cg", proc).available == 0


def test_without_groups_the_machine_counts(tmp_path: Path) -> None:
    memory = available_memory(tmp_path / "none", tmp_path / "none")
    assert memory.total == psutil.virtual_memory().total
    assert not memory.limited


def test_need_of_a_file(tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "model.gguf")
    need = memory_needed(file, n_ctx=100)
    assert need.kv == 100 * 3 * 2 * 16 * 2 * 2
    assert need.weights == file.stat().st_size
    assert need.total == need.weights + need.kv + need.buffers + need.repack
    assert memory_needed(file, repack=False).repack == 0


def test_need_of_the_default_model_as_measured() -> None:
    default = load_catalogue().default
    need = estimate(default.size or 0, default.kv_bytes_per_token, 8192)
    assert need.kv == 28 * 1024 * 8192
    assert need.repack == pytest.approx(0.6e9, rel=0.05)
    assert 2.0e9 < need.total < 2.5e9


def test_a_model_that_does_not_fit_is_refused_with_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_gguf(tmp_path / "model.gguf")
    need = memory_needed(file).total
    limited = Memory(need - 1, 500 * MB, limited=True)
    monkeypatch.setattr(hardware, "available_memory", lambda: limited)
    with pytest.raises(ModelError) as caught:
        check_memory(file)
    assert caught.value.code == "not_enough_memory"
    assert f"{need / 1e9:.1f} GB" in caught.value.message
    assert "container" in caught.value.message
    assert "smaller model" in caught.value.hint
    monkeypatch.setattr(hardware, "available_memory", lambda: Memory(need, 500 * MB))
    check_memory(file)


def test_features_of_the_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    (tmp_path / "cpuinfo").write_text("model name\t: Some CPU\nflags\t\t: fpu sse avx avx2 fma\n")
    assert cpu_features(tmp_path) == frozenset({"avx", "avx2", "fma"})
    (tmp_path / "cpuinfo").write_text("Features\t: fp asimd asimddp\n")
    assert cpu_features(tmp_path) == frozenset({"asimd", "asimddp"})
    monkeypatch.setattr("sys.platform", "darwin")
    assert cpu_features(tmp_path) is None
