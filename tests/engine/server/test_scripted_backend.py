"""The scripted backend keeps to its port, so that what is tested with it means something."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.engine.backends.base import Aborted, Backend, BatchToken, CacheFull
from jupyter_codeintel.engine.backends.scripted import Rule, ScriptedBackend
from jupyter_codeintel.engine.backends.scripted_vocabulary import ScriptedVocabulary
from jupyter_codeintel.engine.generation import Sampling
from jupyter_codeintel.errors import ModelError, RequestError

RULES = [Rule("import pandas as ", "pd\n"), Rule("NameError", "x = 1 → é")]


def feed(backend: Backend, text: str, sequence: int = 0, start: int = 0) -> np.ndarray:
    tokens = backend.vocabulary.tokenize(text, special=True)
    last = len(tokens) - 1
    batch = [BatchToken(t, start + i, sequence, i == last) for i, t in enumerate(tokens)]
    return backend.decode(batch)[0]


def recite(backend: Backend, scores: np.ndarray, position: int, sequence: int = 0) -> str:
    sampler, data = backend.sampler(Sampling()), b""
    while not backend.vocabulary.is_end(token := sampler.sample(scores)):
        data += backend.vocabulary.piece(token)
        [scores] = backend.decode([BatchToken(token, position, sequence, logits=True)])
        position += 1
    return data.decode()


def length(backend: Backend, text: str) -> int:
    return len(backend.vocabulary.tokenize(text, special=True))


@given(st.text())
def test_tokens_spell_their_text(text: str) -> None:
    vocabulary = ScriptedVocabulary()
    assert b"".join(map(vocabulary.piece, vocabulary.tokenize(text))) == text.encode()


def test_control_tokens_are_read_only_on_request() -> None:
    vocabulary = ScriptedVocabulary()
    assert vocabulary.tokenize("<|im_end|>", special=True) == [vocabulary.end]
    assert vocabulary.end not in vocabulary.tokenize("<|im_end|>")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("import pandas as ", "pd\n"),
        ("import pandas as p", "d\n"),
        ("<|fim_prefix|>import pandas as <|fim_suffix|>\npd.x<|fim_middle|>", "pd\n"),
        ("<|fim_prefix|>a\n<|fim_suffix|>z<|fim_middle|>import pandas as ", "pd\n"),
        ("<|im_start|>user\nNameError!<|im_end|>\n<|im_start|>assistant\n", "x = 1 → é"),
        ("nothing known", ""),
    ],
)
def test_the_script_is_recited_where_it_applies(prompt: str, expected: str) -> None:
    backend = ScriptedBackend(RULES)
    assert recite(backend, feed(backend, prompt), length(backend, prompt)) == expected


def test_a_fork_continues_what_it_was_forked_from() -> None:
    backend = ScriptedBackend(RULES)
    feed(backend, "import pandas as zzz")
    shared = length(backend, "import pandas as ") - 1
    backend.copy_sequence(0, 1, shared)
    scores = feed(backend, " as ", 1, shared)
    assert recite(backend, scores, shared + 1, 1) == "pd\n"


def test_holes_in_a_sequence_are_refused() -> None:
    backend = ScriptedBackend(RULES)
    with pytest.raises(ValueError, match="position 3"):
        backend.decode([BatchToken(65, 3, 0, logits=False)])


def test_shared_cells_count_once_and_are_freed() -> None:
    backend = ScriptedBackend(n_ctx=10)
    feed(backend, "12345678")
    backend.copy_sequence(0, 1, 8)
    feed(backend, "9", 1, 8)
    with pytest.raises(CacheFull):
        feed(backend, "ab", 1, 9)
    backend.truncate(0, 0)
    with pytest.raises(CacheFull):
        feed(backend, "ab", 1, 9)
    backend.truncate(1, 0)
    feed(backend, "0123456789")


def test_an_aborted_block_leaves_no_trace() -> None:
    backend = ScriptedBackend(RULES, delay=0.2)
    timer = threading.Timer(0.3, backend.abort)
    timer.start()
    with pytest.raises(Aborted):
        feed(backend, "import pandas as ")
    timer.join()
    backend.clear_abort()
    prompt = "import pandas as "
    assert recite(backend, feed(backend, prompt), length(backend, prompt)) == "pd\n"


def test_sampling_depends_on_the_seed_alone() -> None:
    backend = ScriptedBackend()
    scores = np.zeros(backend.vocabulary.size, np.float32)

    def draw(seed: int) -> list[int]:
        sampler = backend.sampler(Sampling(temperature=1.0, seed=seed))
        return [sampler.sample(scores) for _ in range(8)]

    assert draw(1) == draw(1) != draw(2)


def test_a_grammar_without_root_is_refused() -> None:
    with pytest.raises(RequestError, match="root"):
        ScriptedBackend().sampler(Sampling(grammar="nonsense"))


def test_script_files(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps([{"when": "a", "text": "b"}]))
    assert ScriptedBackend.load(script, n_ctx=64, n_sequences=1).vocabulary.fim is not None
    script.write_text(json.dumps({"rules": [], "fim": False, "delay": 0.1}))
    assert ScriptedBackend.load(script, n_ctx=64, n_sequences=1).vocabulary.fim is None


@pytest.mark.parametrize(
    "text", ["{", "3", "{}", '[{"when": "a"}]', '{"rules": 1}', '[{"when": 1, "text": "b"}]']
)
def test_a_damaged_script_says_so(tmp_path: Path, text: str) -> None:
    script = tmp_path / "script.json"
    script.write_text(text)
    with pytest.raises(ModelError, match=r"script\.json"):
        ScriptedBackend.load(script, n_ctx=64, n_sequences=1)
