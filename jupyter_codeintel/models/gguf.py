"""Read the header of a GGUF file: is it one, is it whole, what does it need.

Only the header is looked at (some MB of a file of several GB), through a memory map.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path

from jupyter_codeintel.errors import ModelError

MAGIC = b"GGUF"
VERSIONS = (2, 3)

FORMATS: Mapping[int, str] = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?",
    10: "<Q", 11: "<q", 12: "<d",
}  # fmt: skip
STRING, ARRAY = 8, 9

# Longest array whose values are kept: per-layer settings yes, vocabularies no.
KEPT_ARRAY = 1024

# Tensor type: (weights in a block, bytes of a block). A type missing here only makes the
# test for a cut-off file less sharp.
BLOCKS: Mapping[int, tuple[int, int]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
    9: (32, 36), 10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176),
    14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110),
    22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8),
    29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
}  # fmt: skip

FIM_KEYS = ("tokenizer.ggml.fim_pre_token_id", "tokenizer.ggml.prefix_token_id")
FIM_TOKENS = tuple(
    text.encode()
    for text in (
        "<|fim_prefix|>",
        "<fim_prefix>",
        "<fim-prefix>",
        "<\uff5cfim\u2581begin\uff5c>",
        "\u2581<PRE>",
    )
)

Value = int | float | bool | str | tuple["Value", ...]


@dataclass(frozen=True)
class GgufHeader:
    """What the header of a GGUF file says.

    Parameters
    ----------
    fields : mapping
        The metadata, without long arrays such as the vocabulary.
    fim : bool
        Whether the vocabulary has fill-in-the-middle tokens.
    file_size : int
        Bytes of the file.
    """

    fields: Mapping[str, Value]
    fim: bool
    file_size: int

    def number(self, key: str, default: int = 0) -> int:
        """Return an architecture's setting; of one per layer, the largest."""
        value = self.fields.get(f"{self.fields.get('general.architecture')}.{key}", default)
        if isinstance(value, tuple):
            return max((int(item) for item in value if isinstance(item, int)), default=default)
        return int(value)

    @property
    def chat(self) -> bool:
        """Whether it says how a chat is written."""
        return "tokenizer.chat_template" in self.fields

    @property
    def kv_bytes_per_token(self) -> int:
        """Bytes that the keys and values of one token take, in f16."""
        heads = self.number("attention.head_count", 1)
        head_size = self.number("embedding_length") // max(heads, 1)
        key = self.number("attention.key_length", head_size)
        value = self.number("attention.value_length", head_size)
        kv_heads = self.number("attention.head_count_kv", heads)
        return self.number("block_count") * kv_heads * (key + value) * 2


def read_header(path: Path) -> GgufHeader:
    """Read a model file's header and check that the file is whole.

    Raises
    ------
    ModelError
        ``not_gguf`` for a foreign file, ``truncated`` for a cut-off one, ``no_file`` for none.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            _check_magic(path, file.read(8))
            file.seek(0)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _read(path, data, size)
    except FileNotFoundError as error:
        message = f"There is no file {path}."
        raise ModelError(message, code="no_file", hint="Check the path.") from error
    except (struct.error, IndexError) as error:
        raise _truncated(path) from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise ModelError(message, code="no_file", hint="Give the path of a .gguf file.") from error


def _check_magic(path: Path, start: bytes) -> None:
    if not start.startswith(MAGIC):
        message = f"{path} is not a GGUF model file."
        hint = "Models of other formats must be converted to GGUF first."
        raise ModelError(message, code="not_gguf", hint=hint)
    if len(start) < 8:
        raise _truncated(path)
    version = int.from_bytes(start[4:], "little")
    if version not in VERSIONS:
        message = f"{path} has a GGUF version that is not supported ({version})."
        raise ModelError(message, code="not_gguf", hint="Get a GGUF file of version 2 or 3.")


def _truncated(path: Path) -> ModelError:
    message = f"{path} is cut off: it is shorter than its header says."
    hint = "Copy or download the file again."
    return ModelError(message, code="truncated", hint=hint)


def _read(path: Path, data: mmap.mmap, size: int) -> GgufHeader:
    cursor = _Cursor(data, 8)
    tensors, count = cursor.number("<Q"), cursor.number("<Q")
    fields: dict[str, Value] = {}
    for _ in range(count):
        key = cursor.text()
        value = cursor.value(cursor.number("<I"))
        if value is not None:
            fields[key] = value
    vocabulary_end = cursor.at
    ends = [cursor.tensor_end() for _ in range(tensors)]
    alignment = fields.get("general.alignment", 32)
    start = cursor.at + -cursor.at % (alignment if isinstance(alignment, int) else 32)
    if size < start + max(ends, default=0):
        raise _truncated(path)
    tokens = any(data.find(token, 0, vocabulary_end) >= 0 for token in FIM_TOKENS)
    fim = tokens or any(key in fields for key in FIM_KEYS)
    return GgufHeader(fields=fields, fim=fim, file_size=size)


class _Cursor:
    """A place in the file that moves on as values are read."""

    def __init__(self, data: mmap.mmap, at: int) -> None:
        self.data = data
        self.at = at

    def number(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return value  # type: ignore[no-any-return]

    def text(self) -> str:
        length = self.number("<Q")
        if self.at + length > len(self.data):
            raise IndexError
        self.at += length
        return self.data[self.at - length : self.at].decode("utf-8", "replace")

    def value(self, kind: int) -> Value | None:
        """Read a value; None for an array too long to keep."""
        if kind == STRING:
            return self.text()
        if kind == ARRAY:
            return self.array()
        if kind not in FORMATS:
            raise IndexError
        return self.number(FORMATS[kind])

    def array(self) -> tuple[Value, ...] | None:
        kind, length = self.number("<I"), self.number("<Q")
        if length <= KEPT_ARRAY:
            return tuple(self.value(kind) or 0 for _ in range(length))
        if kind in FORMATS:
            self.at += length * struct.calcsize(FORMATS[kind])
        else:
            self.skip_texts(length)
        return None

    def skip_texts(self, count: int) -> None:
        # A vocabulary has some 300,000 of them: kept free of calls.
        unpack, data, at = struct.Struct("<Q").unpack_from, self.data, self.at
        for _ in range(count):
            at += 8 + unpack(data, at)[0]
        self.at = at

    def tensor_end(self) -> int:
        """Read a tensor's entry; return where its data end, from the start of all data."""
        self.text()
        dimensions = [self.number("<Q") for _ in range(self.number("<I"))]
        kind, offset = self.number("<I"), self.number("<Q")
        weights, block = BLOCKS.get(kind, (1, 0))
        return offset + prod(dimensions) // weights * block
