"""Healing: what is cut off is always spelled again, by tokens of the whole vocabulary."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.engine.decoding import Decoding
from jupyter_codeintel.engine.generation import FimParts, GenerationRequest
from jupyter_codeintel.engine.healing import PrefixIndex, split_tail
from jupyter_codeintel.engine.prompts import PromptRenderer
from jupyter_codeintel.engine.slots import Slot
from tests.engine.hash_backend import ArgmaxSampler, HashVocabulary


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("", ""),
        ("x = np.me", ".me"),
        ("x = nu", " nu"),
        ("foo_ba", "_ba"),
        ("foo_", "_"),
        ("df[", "["),
        ("df['col", "col"),
        ("x = 'col", "col"),
        ("for x in y:", ":"),
        ("    ", "    "),
        ("    ret", " ret"),
        ("x = ", " "),
        ("x = 12", ""),
        ("if x:\n", ""),
        ("if x:\n  ", "  "),
        ("größe", "größe"),
    ],
)
def test_the_text_is_cut_where_tokens_stop_being_certain(text: str, tail: str) -> None:
    assert split_tail(text) == (text[: len(text) - len(tail)], tail)


@given(st.text())
def test_a_split_loses_nothing_and_never_crosses_a_line(text: str) -> None:
    head, tail = split_tail(text)
    assert head + tail == text
    assert "\n" not in tail
    assert "\r" not in tail


@given(
    st.lists(st.binary(min_size=0, max_size=3), min_size=1, max_size=40),
    st.binary(min_size=1, max_size=4),
)
def test_the_index_equals_a_scan_of_the_vocabulary(pieces: list[bytes], text: bytes) -> None:
    expected = {i for i, p in enumerate(pieces) if p and (p.startswith(text) or text.startswith(p))}
    allowed = PrefixIndex(pieces).allowed(text).tolist()
    assert set(allowed) == expected
    assert len(allowed) == len(expected)


def test_the_index_knows_the_end_of_the_byte_order() -> None:
    index = PrefixIndex([b"a", b"\xff", b"\xff\xff", b"\xffa"])
    assert sorted(index.allowed(b"\xff").tolist()) == [1, 2, 3]
    assert sorted(index.allowed(b"\xff\xff").tolist()) == [1, 2]


@given(
    typed=st.text(alphabet="ab _(:1\n.é", max_size=12),
    seed=st.integers(0, 2**32 - 1),
)
def test_generation_spells_the_typed_text_first(typed: str, seed: int) -> None:
    vocabulary = HashVocabulary()
    request = GenerationRequest(FimParts("p\n", "\ns", typed), max_tokens=8)
    prompt = PromptRenderer(vocabulary).render(request)
    index = PrefixIndex([vocabulary.piece(t) for t in range(vocabulary.size)])
    decoding = Decoding(request, prompt, vocabulary, index, ArgmaxSampler())
    slot = Slot(0)
    decoding.attach(slot)
    rng = np.random.default_rng(seed)
    text = ""
    while decoding.finished is None:
        batch = decoding.batch(4)
        rows = [rng.random(vocabulary.size, dtype=np.float32) for item in batch if item.logits]
        text += decoding.accept(batch, rows)
        del slot.tokens[decoding.certain_length :]  # a guess that was wrong

    tokens = decoding.resume_prompt.tokens
    middle = tokens.index(vocabulary.fim.middle if vocabulary.fim else -1)
    spelled = b"".join(vocabulary.piece(t) for t in tokens[middle + 1 :])
    assert spelled.startswith(typed.encode())
    # Only the new text is reported; unfinished characters end as replacements.
    assert spelled[len(typed.encode()) :].decode("utf-8", "replace") == text


def test_a_typed_bracket_is_evaluated_with_the_text_before_it() -> None:
    vocabulary = HashVocabulary()
    index = PrefixIndex([vocabulary.piece(t) for t in range(vocabulary.size)])
    request = GenerationRequest(FimParts("p\n", "\ns", "a("), max_tokens=8)
    prompt = PromptRenderer(vocabulary).render(request)
    decoding = Decoding(request, prompt, vocabulary, index, ArgmaxSampler())
    decoding.attach(Slot(0))

    batch = decoding.batch(64)
    bracket, following = prompt.guess[0], vocabulary.tokenize("b")[0]
    rows = [np.eye(vocabulary.size, dtype=np.float32)[token] for token in (bracket, following)]

    assert [item.token for item in batch] == [*prompt.tokens, bracket]
    assert [item.logits for item in batch[-2:]] == [True, True]
    assert decoding.accept(batch, rows) == "b"
