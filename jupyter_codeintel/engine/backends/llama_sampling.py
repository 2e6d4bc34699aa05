"""Choosing tokens with llama.cpp's samplers, on scores held in numpy."""

from __future__ import annotations

import ctypes
import json

import llama_cpp
import numpy as np
from llama_cpp.llama_grammar import json_schema_to_gbnf

from jupyter_codeintel.engine.backends.base import Logits
from jupyter_codeintel.engine.generation import Sampling
from jupyter_codeintel.errors import RequestError

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
"""Layout of llama.cpp's ``llama_token_data``."""


class LlamaSampler:
    """One generation's sampler: greedy, or top-k, top-p and temperature; with a grammar.

    Raises
    ------
    RequestError
        ``bad_grammar``: the GBNF or JSON schema cannot be read.
    """

    def __init__(self, vocab: object, sampling: Sampling) -> None:
        self._chain = None if sampling.temperature <= 0 else _chain(sampling)
        self._grammar = _grammar(vocab, sampling)

    def sample(self, logits: Logits) -> int:
        """Choose a token from scores of shape (n_vocab,)."""
        token = self._choose(logits)
        if self._grammar is not None:
            # Filtering the whole vocabulary costs far more than the one token that
            # was chosen anyway and nearly always fits.
            if not self._fits(token):
                token = self._choose(self._filtered(logits))
            llama_cpp.llama_sampler_accept(self._grammar, token)
        if self._chain is not None:
            llama_cpp.llama_sampler_accept(self._chain, token)
        return token

    def _choose(self, logits: Logits) -> int:
        if self._chain is None:
            return int(logits.argmax())
        kept = np.flatnonzero(np.isfinite(logits))
        candidates, array = _candidates(kept, logits[kept])
        llama_cpp.llama_sampler_apply(self._chain, ctypes.byref(array))
        # The samplers sort and shrink the candidates in place.
        return int(candidates["id"][array.selected])

    def _fits(self, token: int) -> bool:
        candidates, array = _candidates(np.array([token]), np.zeros(1, np.float32))
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(array))
        return bool(np.isfinite(candidates["logit"][0]))

    def _filtered(self, logits: Logits) -> Logits:
        candidates, array = _candidates(np.arange(len(logits)), logits)
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(array))
        return np.ascontiguousarray(candidates["logit"])

    def close(self) -> None:
        """Free the samplers."""
        for sampler in (self._chain, self._grammar):
            if sampler is not None:
                llama_cpp.llama_sampler_free(sampler)
        self._chain = self._grammar = None


def _candidates(
    ids: np.ndarray[tuple[int], np.dtype[np.integer]], logits: Logits
) -> tuple[np.ndarray[tuple[int], np.dtype[np.void]], llama_cpp.llama_token_data_array]:
    candidates = np.zeros(len(ids), _CANDIDATE)
    candidates["id"] = ids
    candidates["logit"] = logits
    array = llama_cpp.llama_token_data_array(
        data=candidates.ctypes.data_as(llama_cpp.llama_token_data_p),
        size=len(candidates),
        selected=-1,
        sorted=False,
    )
    return candidates, array


def _chain(sampling: Sampling) -> object:
    chain = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    for sampler in (
        llama_cpp.llama_sampler_init_top_k(sampling.top_k),
        llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1),
        llama_cpp.llama_sampler_init_temp(sampling.temperature),
        llama_cpp.llama_sampler_init_dist(sampling.seed),
    ):
        llama_cpp.llama_sampler_chain_add(chain, sampler)
    return chain


def _grammar(vocab: object, sampling: Sampling) -> object | None:
    text = sampling.grammar
    if text is None and sampling.json_schema is None:
        return None
    try:
        if text is None:
            text = json_schema_to_gbnf(json.dumps(dict(sampling.json_schema or {})))
        grammar: object = llama_cpp.llama_sampler_init_grammar(vocab, text.encode(), b"root")
    except (KeyError, ValueError, TypeError, AssertionError) as error:
        raise _bad_grammar(str(error)) from error
    if not grammar:
        raise _bad_grammar("it does not parse, or has no rule named root")
    return grammar


def _bad_grammar(reason: str) -> RequestError:
    return RequestError(
        f"the grammar cannot be used: {reason}",
        code="bad_grammar",
        hint="Send GBNF with a rule named root, or a JSON schema.",
    )
