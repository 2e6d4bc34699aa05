"""Make small GGUF files that are valid in every byte."""

from __future__ import annotations

import struct
from pathlib import Path

STRING, ARRAY, UINT32 = 8, 9, 4
F32 = 0


def gguf_bytes(*, fim: bool = False, weights: int = 64, version: int = 3, seed: int = 0) -> bytes:
    """Return a model of one tensor, with the settings of a tiny transformer."""
    tokens = ["a", "b", *(["<|fim_prefix|>"] if fim else [])]
    fields = [
        _text("general.architecture") + _u32(STRING) + _text("llama"),
        *(_text(f"llama.{key}") + _u32(UINT32) + _u32(value) for key, value in _SETTINGS.items()),
        _text("tokenizer.ggml.tokens") + _u32(ARRAY) + _texts(tokens),
    ]
    tensor = _text("weight") + _u32(1) + _u64(weights) + _u32(F32) + _u64(0)
    start = b"GGUF" + _u32(version) + _u64(1) + _u64(len(fields))
    header = start + b"".join(fields) + tensor
    payload = struct.pack("<f", seed) * weights
    return header + bytes(-len(header) % 32) + payload


def write_gguf(path: Path, *, fim: bool = False, weights: int = 64, seed: int = 0) -> Path:
    """Write such a file; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(fim=fim, weights=weights, seed=seed))
    return path


_SETTINGS = {
    "block_count": 3,
    "embedding_length": 64,
    "attention.head_count": 4,
    "attention.head_count_kv": 2,
    "context_length": 512,
}


def _u32(value: int) -> bytes:
    return struct.pack("<I", value)


def _u64(value: int) -> bytes:
    return struct.pack("<Q", value)


def _text(value: str) -> bytes:
    return _u64(len(value.encode())) + value.encode()


def _texts(values: list[str]) -> bytes:
    return _u32(STRING) + _u64(len(values)) + b"".join(map(_text, values))
