"""The engine: one thread that evaluates the most urgent generations, block by block."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

from jupyter_codeintel.engine.backends.base import (
    Aborted,
    Backend,
    BatchToken,
    CacheFull,
    Logits,
)
from jupyter_codeintel.engine.decoding import Decoding
from jupyter_codeintel.engine.generation import FinishReason, GenerationRequest, Priority
from jupyter_codeintel.engine.healing import PrefixIndex
from jupyter_codeintel.engine.jobs import EngineSnapshot, Job, OnChunk
from jupyter_codeintel.engine.prompts import PromptRenderer, TokenPrompt
from jupyter_codeintel.engine.slots import SlotPool
from jupyter_codeintel.errors import EngineError, RequestError

_logger = logging.getLogger(__name__)


class Engine:
    """Serves generations from any thread on one backend.

    The most urgent priority present is evaluated, all its generations in one batch; an
    arrival of higher priority aborts the block under way, which is evaluated again later.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        vocabulary = backend.vocabulary
        self._renderer = PromptRenderer(vocabulary)
        self._index = PrefixIndex([vocabulary.piece(t) for t in range(vocabulary.size)])
        self._pool = SlotPool(backend)
        self._totals = EngineSnapshot()
        self._jobs: list[Job] = []
        # Shared with the callers' threads, under the condition's lock:
        self._changed = threading.Condition()
        self._arrived: list[Job] = []
        self._cancelled: set[Job] = set()
        self._in_block: list[Job] = []
        self._threads: int | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    # From any thread -------------------------------------------------------------------

    def submit(self, request: GenerationRequest, on_chunk: OnChunk) -> Job:
        """Start a request.

        Parameters
        ----------
        on_chunk : callable
            Called on the engine's thread with each piece of text and each end.

        Raises
        ------
        RequestError
            ``context_exceeded``, ``empty_prompt``, ``no_fim``, ``no_chat_template``,
            ``bad_messages`` or ``bad_grammar``: it cannot be served as it is.
        """
        prompt = self._renderer.render(request)
        self._check_size(request, prompt)
        decodings = [self._decoding(request, prompt, i) for i in range(request.n)]
        job = Job(request.priority, decodings, on_chunk, self._cancel)
        with self._changed:
            self._arrived.append(job)
            if self._in_block and self._in_block[0].priority > job.priority:
                self._backend.abort()
            self._changed.notify()
        return job

    def _check_size(self, request: GenerationRequest, prompt: TokenPrompt) -> None:
        if not prompt.tokens:
            raise RequestError(
                "the prompt is empty", code="empty_prompt", hint="Send some text to continue."
            )
        # Healing may spell the forced bytes one by one.
        needed = len(prompt.tokens) + len(prompt.forced) + request.max_tokens
        if needed > self._backend.n_ctx:
            raise RequestError(
                f"the prompt's {len(prompt.tokens)} tokens and up to {request.max_tokens} new "
                f"ones do not fit into the context of {self._backend.n_ctx} tokens",
                code="context_exceeded",
                hint="Send a shorter prompt, or start the engine with a larger --n-ctx.",
            )

    def _decoding(self, request: GenerationRequest, prompt: TokenPrompt, i: int) -> Decoding:
        sampling = replace(request.sampling, seed=request.sampling.seed + i)
        sampler = self._backend.sampler(sampling)
        return Decoding(request, prompt, self._backend.vocabulary, self._index, sampler)

    def _cancel(self, job: Job) -> None:
        with self._changed:
            self._cancelled.add(job)
            if job in self._in_block:
                self._backend.abort()
            self._changed.notify()

    @property
    def busy(self) -> bool:
        """Whether any request is under way or waiting."""
        return bool(self._jobs or self._arrived)

    def set_threads(self, n: int) -> None:
        """Use ``n`` compute threads from the next block on."""
        self._threads = n

    def snapshot(self) -> EngineSnapshot:
        """Return totals and load, for metrics."""
        jobs = list(self._jobs)
        decodings = [d for job in jobs for d in job.decodings if d.finished is None]
        held = [slot for slot in self._pool.slots if slot.tokens]
        return replace(
            self._totals,
            running=sum(d.slot is not None for d in decodings),
            queued=sum(d.slot is None for d in decodings) + len(self._arrived),
            slots_used=len(held),
            kv_tokens=sum(len(slot.tokens) for slot in held),
        )

    def close(self) -> None:
        """Cancel everything, end the thread and free the backend."""
        with self._changed:
            self._closing = True
            self._backend.abort()
            self._changed.notify()
        self._thread.join()
        self._backend.close()

    # On the engine's thread ------------------------------------------------------------

    def _run(self) -> None:
        while self._take_in():
            try:
                self._step()
            except Exception as error:
                _logger.exception("a block failed")
                self._fail(error)
        for job in self._jobs + self._arrived:
            self._end(job, "cancelled")

    def _take_in(self) -> bool:
        with self._changed:
            self._in_block = []
            while not (self._arrived or self._cancelled or self._jobs or self._closing):
                self._changed.wait()
            self._backend.clear_abort()
            self._jobs += self._arrived
            self._arrived = []
            cancelled, self._cancelled = self._cancelled, set()
            threads, self._threads = self._threads, None
        if threads is not None:
            self._backend.set_threads(threads)
        for job in [job for job in self._jobs if job in cancelled]:
            self._end(job, "cancelled")
        return not self._closing

    def _step(self) -> None:
        urgent = min((job.priority for job in self._jobs), default=None)
        jobs = [job for job in self._jobs if job.priority == urgent]
        batches: list[tuple[Job, Decoding, list[BatchToken]]] = []
        room = self._backend.n_block
        for job in jobs:
            for decoding in job.runnable():
                if decoding.slot is None:
                    self._admit(job, decoding)
                batch = [] if decoding.finished is not None else decoding.batch(room)
                if batch:
                    batches.append((job, decoding, batch))
                    room -= len(batch)
        if batches and self._announce(batches):
            self._evaluate(batches)
        self._jobs = [j for j in self._jobs if any(d.finished is None for d in j.decodings)]

    def _announce(self, batches: list[tuple[Job, Decoding, list[BatchToken]]]) -> bool:
        with self._changed:
            if self._arrived or self._cancelled:
                return False  # they may change what is urgent
            self._in_block = [job for job, _, _ in batches]
            return True

    def _admit(self, job: Job, decoding: Decoding) -> None:
        prompt = decoding.resume_prompt
        slot = self._pool.acquire(prompt)
        if slot is None and self._preempt(job.priority):
            slot = self._pool.acquire(prompt)
        if slot is not None:
            self._report(job, decoding, decoding.attach(slot))

    def _preempt(self, priority: Priority) -> bool:
        """Take the slot of the least urgent paused generation, if it is less urgent."""
        holders = [(j, d) for j in self._jobs for d in j.decodings if d.slot is not None]
        job, victim = max(holders, key=lambda pair: pair[0].priority)
        if job.priority <= priority:
            return False
        self._release(victim)
        return True

    def _evaluate(self, batches: list[tuple[Job, Decoding, list[BatchToken]]]) -> None:
        try:
            rows = self._backend.decode([item for _, _, batch in batches for item in batch])
        except Aborted:
            for _, decoding, _ in batches:
                self._rewind(decoding)
            return
        except CacheFull:
            self._make_room(batches[-1][1])
            return
        for job, decoding, batch in batches:
            count = sum(item.logits for item in batch)
            mine, rows = rows[:count], rows[count:]
            self._report(job, decoding, self._accept(decoding, batch, mine))

    def _accept(self, decoding: Decoding, batch: list[BatchToken], rows: list[Logits]) -> str:
        text = decoding.accept(batch, rows)
        self._rewind(decoding)
        return text

    def _rewind(self, decoding: Decoding) -> None:
        slot = decoding.slot
        assert slot is not None, "only a generation with a slot is evaluated"  # noqa: S101
        self._pool.truncate(slot, min(len(slot.tokens), decoding.certain_length))

    def _make_room(self, last: Decoding) -> None:
        if self._pool.evict():
            return
        others = [d for j in self._jobs for d in j.decodings if d.slot and d is not last]
        if not others:
            msg = "the KV cache is full although one request is alone in it"
            raise EngineError(msg, code="cache_full", hint="Restart the engine.")
        self._release(others[-1])
        self._pool.evict()

    def _report(self, job: Job, decoding: Decoding, text: str) -> None:
        if decoding.finished is not None:
            self._settle(decoding)
        job.send(decoding, text)

    def _end(self, job: Job, reason: FinishReason, error: Exception | None = None) -> None:
        for decoding in job.decodings:
            if decoding.finished is None:
                decoding.finished = reason
                self._settle(decoding)
                job.send(decoding, "", error)
        self._jobs = [other for other in self._jobs if other is not job]

    def _fail(self, error: Exception) -> None:
        for job in list(self._jobs):
            self._end(job, "error", error)
        while self._pool.evict():  # what a failed block left behind is not to be trusted
            pass

    def _settle(self, decoding: Decoding) -> None:
        self._release(decoding)
        decoding.close()
        timings, totals = decoding.timings(), self._totals
        typing = decoding.priority is Priority.TYPING
        self._totals = replace(
            totals,
            requests=totals.requests + 1,
            cancelled=totals.cancelled + (decoding.finished == "cancelled"),
            prompt_tokens=totals.prompt_tokens + timings.prompt_tokens,
            evaluated_tokens=totals.evaluated_tokens + timings.evaluated_tokens,
            reused_tokens=totals.reused_tokens + timings.reused_tokens,
            generated_tokens=totals.generated_tokens + timings.generated_tokens,
            typing_requests=totals.typing_requests + typing,
            typing_evaluated_tokens=totals.typing_evaluated_tokens
            + typing * timings.evaluated_tokens,
        )

    def _release(self, decoding: Decoding) -> None:
        if decoding.slot is not None:
            self._pool.release(decoding.slot)
            decoding.detach()
