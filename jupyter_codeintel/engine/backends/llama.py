"""A GGUF model on llama.cpp's low-level interface; the only user of llama_cpp."""

from __future__ import annotations

import ctypes
import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import llama_cpp
import numpy as np

from jupyter_codeintel.engine.backends.amx import can_be_trusted
from jupyter_codeintel.engine.backends.base import (
    Aborted,
    BatchToken,
    CacheFull,
    FimTokens,
    Logits,
)
from jupyter_codeintel.engine.backends.llama_sampling import LlamaSampler
from jupyter_codeintel.engine.generation import Sampling
from jupyter_codeintel.errors import EngineError, ModelError

N_BLOCK = 64
"""Tokens per block: what an interruption may cost, at 0.96 of the full prefill speed."""

_log: deque[str] = deque(maxlen=40)


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _keep_log(_level: int, text: bytes, _data: object) -> None:
    _log.append(text.decode("utf-8", "replace"))


class LlamaVocabulary:
    """The model's tokenizer and control tokens."""

    def __init__(self, model: object) -> None:
        self._vocab = llama_cpp.llama_model_get_vocab(model)
        self.size: int = llama_cpp.llama_vocab_n_tokens(self._vocab)
        self._pieces = [self._read_piece(token) for token in range(self.size)]
        self.bos: int | None = (
            llama_cpp.llama_vocab_bos(self._vocab)
            if llama_cpp.llama_vocab_get_add_bos(self._vocab)
            else None
        )
        fim = FimTokens(
            prefix=llama_cpp.llama_vocab_fim_pre(self._vocab),
            suffix=llama_cpp.llama_vocab_fim_suf(self._vocab),
            middle=llama_cpp.llama_vocab_fim_mid(self._vocab),
        )
        self.fim = None if min(fim.prefix, fim.suffix, fim.middle) < 0 else fim
        template = llama_cpp.llama_model_chat_template(model, None)
        self.chat_template: str | None = template.decode() if template else None

    def _read_piece(self, token: int) -> bytes:
        buffer = ctypes.create_string_buffer(256)
        n = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, 256, 0, False)
        return buffer.raw[:n] if n > 0 else b""

    def tokenize(self, text: str, *, special: bool = False) -> list[int]:
        """Return the tokens of ``text``; ``special`` reads control tokens in it."""
        data = text.encode("utf-8", "replace")
        capacity = len(data) + 8
        tokens = (llama_cpp.llama_token * capacity)()
        n = llama_cpp.llama_tokenize(self._vocab, data, len(data), tokens, capacity, False, special)
        return tokens[:n]

    def piece(self, token: int) -> bytes:
        """Return the bytes of ``token``; empty for control tokens."""
        return self._pieces[token]

    def is_end(self, token: int) -> bool:
        """Whether ``token`` ends a generation, or cannot be text at all."""
        return bool(
            llama_cpp.llama_vocab_is_eog(self._vocab, token)
            or llama_cpp.llama_vocab_is_control(self._vocab, token)
        )


class LlamaBackend:
    """A loaded GGUF with a unified KV cache.

    Several sequences share one cache, so a common head is held once and forking it costs
    no evaluation. The cache is f16: q8_0 makes prefill 0.85 times as fast.
    """

    n_block = N_BLOCK

    def __init__(self, model: object, context: object, n_sequences: int, name: str) -> None:
        self._model = model
        self._context = context
        self._memory = llama_cpp.llama_get_memory(context)
        self.name = name
        self.vocabulary = LlamaVocabulary(model)
        self.n_ctx: int = llama_cpp.llama_n_ctx(context)
        self.n_sequences = n_sequences
        self._batch = llama_cpp.llama_batch_init(N_BLOCK, 0, 1)
        self._install_abort()

    def _install_abort(self) -> None:
        # The compute threads ask this callback between graph nodes. It is libc's strlen on
        # a two-byte buffer: writing the first byte aborts, and no compute thread ever
        # waits for Python. References are kept, or the callback's memory would go.
        libc = ctypes.cdll.msvcrt if os.name == "nt" else ctypes.CDLL(None)
        self._abort_flag = ctypes.create_string_buffer(2)
        self._abort_callback = ctypes.cast(libc.strlen, llama_cpp.ggml_abort_callback)
        llama_cpp.llama_set_abort_callback(
            self._context, self._abort_callback, ctypes.cast(self._abort_flag, ctypes.c_void_p)
        )

    @classmethod
    def load(cls, path: Path, *, n_ctx: int, n_sequences: int, threads: int) -> LlamaBackend:
        """Load a model file.

        Raises
        ------
        ModelError
            ``damaged_model``: llama.cpp cannot read the file; ``not_enough_memory``: it
            cannot hold the KV cache.
        """
        llama_cpp.llama_log_set(_keep_log, None)
        llama_cpp.llama_backend_init()
        model_params = llama_cpp.llama_model_default_params()
        model_params.n_gpu_layers = 0
        model_params.use_extra_bufts = can_be_trusted(path)
        model = llama_cpp.llama_model_load_from_file(str(path).encode(), model_params)
        if not model:
            raise ModelError(
                f"{path.name} cannot be loaded: {_reason()}",
                code="damaged_model",
                hint="Check it with `jupyter codeintel models verify`, or fetch it again.",
            )
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = min(n_ctx, llama_cpp.llama_model_n_ctx_train(model))
        params.n_batch = params.n_ubatch = N_BLOCK
        params.n_seq_max = n_sequences
        params.n_outputs_max = N_BLOCK
        params.kv_unified = True
        params.no_perf = True
        params.n_threads = params.n_threads_batch = threads
        context = llama_cpp.llama_init_from_model(model, params)
        if not context:
            llama_cpp.llama_model_free(model)
            raise ModelError(
                f"no room for a context of {params.n_ctx} tokens: {_reason()}",
                code="not_enough_memory",
                hint="Close other programs, choose a smaller model, or lower n_ctx.",
            )
        return cls(model, context, n_sequences, _name(model) or path.stem)

    def decode(self, batch: Sequence[BatchToken]) -> list[Logits]:
        """Evaluate at most ``n_block`` tokens; see `Backend.decode`."""
        native = self._batch
        native.n_tokens = len(batch)
        for i, item in enumerate(batch):
            native.token[i] = item.token
            native.pos[i] = item.position
            native.n_seq_id[i] = 1
            native.seq_id[i][0] = item.sequence
            native.logits[i] = item.logits
        status = llama_cpp.llama_decode(self._context, native)
        if status == 1:
            raise CacheFull
        if status == 2:
            raise Aborted
        if status != 0:
            raise EngineError(
                f"llama.cpp failed to evaluate a block (status {status}): {_reason()}",
                code="evaluation_failed",
                hint="Restart the engine: `jupyter codeintel engine stop`.",
            )
        return [self._row(i) for i, item in enumerate(batch) if item.logits]

    def _row(self, i: int) -> Logits:
        pointer = llama_cpp.llama_get_logits_ith(self._context, i)
        # A copy: llama.cpp's own buffer is overwritten by the next block.
        return np.ctypeslib.as_array(pointer, shape=(self.vocabulary.size,)).copy()

    def copy_sequence(self, source: int, target: int, length: int) -> None:
        """Let ``target`` share the first ``length`` tokens of ``source``."""
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, 0, length)

    def truncate(self, sequence: int, length: int) -> None:
        """Forget all but the first ``length`` tokens of ``sequence``."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, length, -1)

    def sampler(self, sampling: Sampling) -> LlamaSampler:
        """Make a sampler; raises RequestError for a grammar that cannot be read."""
        return LlamaSampler(llama_cpp.llama_model_get_vocab(self._model), sampling)

    def abort(self) -> None:
        """Stop the block under way, from any thread."""
        self._abort_flag[0] = b"\x01"

    def clear_abort(self) -> None:
        """Allow blocks again."""
        self._abort_flag[0] = b"\x00"

    def set_threads(self, n: int) -> None:
        """Use ``n`` compute threads from the next block on."""
        llama_cpp.llama_set_n_threads(self._context, n, n)

    def close(self) -> None:
        """Free the model."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)
        llama_cpp.llama_model_free(self._model)


def _name(model: object) -> str:
    buffer = ctypes.create_string_buffer(128)
    llama_cpp.llama_model_meta_val_str(model, b"general.name", buffer, len(buffer))
    # Converters put the format into the name; it says nothing of the model.
    return buffer.value.decode("utf-8", "replace").removesuffix("GGUF").strip()


def _reason() -> str:
    lines = [line.strip() for line in _log if "error" in line or "fail" in line]
    return lines[0] if lines else "no reason given"
