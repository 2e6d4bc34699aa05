"""Headers of GGUF files: what they say, and files that are not whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.gguf import read_header
from tests.models.gguf_file import gguf_bytes, write_gguf


def test_settings_of_the_model(tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "model.gguf")
    header = read_header(file)
    assert header.fields["general.architecture"] == "llama"
    assert header.number("context_length") == 512
    assert header.file_size == file.stat().st_size
    # 3 layers, 2 KV heads of 64 / 4, keys and values, 2 bytes each.
    assert header.kv_bytes_per_token == 3 * 2 * 16 * 2 * 2


@pytest.mark.parametrize("fim", [True, False])
def test_fill_in_the_middle_by_its_token(tmp_path: Path, *, fim: bool) -> None:
    assert read_header(write_gguf(tmp_path / "model.gguf", fim=fim)).fim is fim


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = gguf_bytes(weights=8)
    file = tmp_path / "model.gguf"
    for length in range(len(content)):
        file.write_bytes(content[:length])
        with pytest.raises(ModelError) as caught:
            read_header(file)
        assert caught.value.code == ("truncated" if length >= 4 else "not_gguf")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tail=st.binary(max_size=200))
def test_rubbish_behind_the_magic_never_crashes(tmp_path: Path, tail: bytes) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF\x03\x00\x00\x00" + tail)
    try:
        read_header(file)
    except ModelError as error:
        assert error.code in {"truncated", "not_gguf"}  # noqa: PT017 - most, not all, are refused


@pytest.mark.small_model
def test_the_small_model(small_model: Path) -> None:
    header = read_header(small_model)
    assert header.fields["general.architecture"] == "llama"
    assert header.fim is False
    assert header.kv_bytes_per_token == 23040


@pytest.mark.default_model
def test_the_default_model(default_model: Path) -> None:
    header = read_header(default_model)
    assert header.fim is True
    assert header.kv_bytes_per_token == 28 * 1024
    assert header.number("context_length") == 32768
