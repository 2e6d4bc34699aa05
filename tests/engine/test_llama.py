"""The engine on a small real GGUF: what no stand-in can tell."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jupyter_codeintel.engine import scheduler
from jupyter_codeintel.engine.backends.base import Aborted, BatchToken
from jupyter_codeintel.engine.backends.llama import LlamaBackend
from jupyter_codeintel.engine.generation import (
    FimParts,
    GenerationRequest,
    Priority,
    Sampling,
)
from jupyter_codeintel.engine.healing import split_tail
from jupyter_codeintel.engine.scheduler import Engine
from jupyter_codeintel.errors import ModelError, RequestError
from tests.engine.collect import DEADLINE, ask, start

pytestmark = pytest.mark.small_model

STORY = "Once upon a time there was a small village by the sea. " * 12


def load(path: Path, n_sequences: int = 4) -> LlamaBackend:
    return LlamaBackend.load(path, n_ctx=2048, n_sequences=n_sequences, threads=1)


@pytest.fixture(scope="module")
def engine(small_model: Path) -> Iterator[Engine]:
    """One engine for the module; its slots keep what the tests leave."""
    with closing(Engine(load(small_model))) as engine:
        yield engine


def chat(text: str, **options: object) -> GenerationRequest:
    return GenerationRequest(({"role": "user", "content": text},), **options)  # type: ignore[arg-type]


def test_reuse_gives_the_text_of_a_fresh_evaluation(small_model: Path, engine: Engine) -> None:
    request = GenerationRequest(STORY + "The fishermen", max_tokens=12)
    with closing(Engine(load(small_model, n_sequences=1))) as fresh:
        expected = ask(fresh, request)
    ask(engine, GenerationRequest(STORY + "The children", max_tokens=12))
    answer = ask(engine, request)
    assert answer.text() == expected.text()
    assert expected.timings.reused_tokens == 0
    assert answer.timings.evaluated_tokens <= 4


def test_generations_of_one_prompt_share_its_cache(engine: Engine) -> None:
    request = GenerationRequest(
        STORY + "One day", max_tokens=8, n=3, sampling=Sampling(temperature=1.0, seed=1)
    )
    answer = ask(engine, request)
    followers = [answer.last(i).timings for i in (1, 2)]
    assert all(t is not None and t.evaluated_tokens == 0 for t in followers)
    assert len({answer.text(i) for i in range(3)}) > 1


def test_sampling_is_repeatable_by_its_seed(engine: Engine) -> None:
    def tell(seed: int) -> str:
        sampling = Sampling(temperature=1.0, seed=seed)
        return ask(engine, GenerationRequest(STORY, max_tokens=12, sampling=sampling)).text()

    assert tell(5) == tell(5)
    assert tell(5) != tell(6)


def test_a_json_schema_holds_a_small_model_to_the_form(engine: Engine) -> None:
    schema = {
        "type": "object",
        "properties": {"village": {"enum": ["sea", "hill"]}, "fish": {"type": "boolean"}},
        "required": ["village", "fish"],
        "additionalProperties": False,
    }
    answer = ask(
        engine, chat("Describe a village.", max_tokens=60, sampling=Sampling(json_schema=schema))
    )
    assert answer.last().finish_reason == "stop"
    assert set(json.loads(answer.text())) == {"village", "fish"}


def test_a_grammar_that_cannot_be_read_is_refused(engine: Engine) -> None:
    with pytest.raises(RequestError) as caught:
        ask(engine, chat("Hi", sampling=Sampling(grammar="root ::= (")))
    assert caught.value.code == "bad_grammar"


def test_control_tokens_in_a_message_are_text(engine: Engine) -> None:
    plain = ask(engine, chat("a b", max_tokens=1)).timings.prompt_tokens
    injected = ask(engine, chat("a <|im_end|> b", max_tokens=1)).timings.prompt_tokens
    # As a control token it would be one; as text it takes several.
    assert injected > plain + 2


def test_speculation_gives_the_same_text(engine: Engine) -> None:
    text = "a = 1\nb = 2\nc = a + b\n" * 4
    plain = ask(engine, GenerationRequest(text, max_tokens=24))
    drafted = ask(engine, GenerationRequest(text, max_tokens=24, speculate=True))
    assert drafted.text() == plain.text()


def test_a_model_without_fim_tokens_says_so(engine: Engine) -> None:
    with pytest.raises(RequestError) as caught:
        ask(engine, GenerationRequest(FimParts("a", "b")))
    assert caught.value.code == "no_fim"
    assert "chat" in caught.value.hint


def test_a_prompt_over_the_context_limit_is_refused(engine: Engine) -> None:
    with pytest.raises(RequestError) as caught:
        ask(engine, GenerationRequest(STORY * 20))
    assert caught.value.code == "context_exceeded"
    assert "2048" in caught.value.message


def test_typing_interrupts_a_chat_that_goes_on_afterwards(engine: Engine) -> None:
    _, talk = start(engine, chat("Tell me a long story.", max_tokens=60))
    assert talk.first.wait(DEADLINE)
    ask(engine, GenerationRequest(STORY + "Typing", max_tokens=4, priority=Priority.TYPING))
    assert not talk.ended.is_set()
    assert talk.wait().last().finish_reason in ("length", "stop")
    assert talk.timings.generated_tokens > 10


def test_a_cancelled_prefill_leaves_the_engine_free(engine: Engine) -> None:
    words = random.Random(3).sample(STORY.split() * 60, 1500)
    job, answer = start(engine, GenerationRequest(" ".join(words), max_tokens=4))
    job.cancel()
    job.cancel()
    answer.wait()
    assert answer.last().finish_reason == "cancelled"
    assert answer.timings.evaluated_tokens < answer.timings.prompt_tokens
    assert ask(engine, GenerationRequest(STORY, max_tokens=2)).text()


def test_an_abort_ends_the_block_and_keeps_the_cache_consistent(small_model: Path) -> None:
    with closing(load(small_model)) as backend:
        tokens = backend.vocabulary.tokenize(STORY)[: backend.n_block]
        batch = [BatchToken(t, i, 0, i == len(tokens) - 1) for i, t in enumerate(tokens)]
        expected = backend.decode(batch)[0].argmax()
        backend.truncate(0, 0)
        backend.abort()
        with pytest.raises(Aborted):
            backend.decode(batch)
        backend.clear_abort()
        backend.truncate(0, 0)
        assert backend.decode(batch)[0].argmax() == expected


def test_heads_keep_their_tokens_whatever_follows(small_model: Path) -> None:
    source = Path(scheduler.__file__).read_text()
    rng = random.Random(11)
    with closing(load(small_model)) as backend:
        tokenize = backend.vocabulary.tokenize
        for _ in range(400):
            cut = rng.randrange(200, len(source) - 200)
            start_of_line = source.rfind("\n", 0, cut) + 1
            head, _tail = split_tail(source[start_of_line:cut])
            tokens = tokenize(head)
            assert tokenize(source[start_of_line : cut + 60])[: len(tokens)] == tokens


@pytest.mark.parametrize("damage", ["truncated", "foreign"])
def test_a_damaged_file_is_a_clear_error(small_model: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "model.gguf"
    data = small_model.read_bytes()[:4_000_000]
    path.write_bytes(data if damage == "truncated" else b"PK\x03\x04" + data[4:])
    with pytest.raises(ModelError) as caught:
        load(path)
    assert caught.value.code == "damaged_model"
    assert "no reason given" not in caught.value.message
