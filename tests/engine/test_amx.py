"""Weights are laid out for a matrix unit only where a trial outlives it."""

from __future__ import annotations

from pathlib import Path

import llama_cpp
import pytest

from jupyter_codeintel.engine.backends import amx


def test_without_a_matrix_unit_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama_cpp, "llama_print_system_info", lambda: b"AVX2 = 1 | REPACK = 1")
    monkeypatch.setattr(amx, "_TRIAL", "import os; os.abort()")
    assert amx.can_be_trusted(Path("model.gguf"))


@pytest.mark.parametrize(
    ("trial", "expected"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGILL)", False),
        ("while True: pass", False),
        ("", True),
        ("raise SystemExit(1)", True),  # the file is to blame, which loading it tells better
    ],
)
def test_what_ends_the_trial_by_a_signal_is_not_trusted(
    trial: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llama_cpp, "llama_print_system_info", lambda: b"AMX_INT8 = 1")
    monkeypatch.setattr(amx, "_TRIAL", trial)
    monkeypatch.setattr(amx, "_LONGEST_S", 3.0)
    assert amx.can_be_trusted(Path("model.gguf")) is expected


@pytest.mark.small_model
def test_the_trial_reads_a_model_and_evaluates_it(
    small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_unit = b"AMX" in llama_cpp.llama_print_system_info()
    monkeypatch.setattr(llama_cpp, "llama_print_system_info", lambda: b"AMX_INT8 = 1")
    assert amx.can_be_trusted(small_model) or has_unit
