"""The routes that generate: streamed or whole, and given up when the client leaves."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping

from tornado.iostream import StreamClosedError

from jupyter_codeintel.engine.generation import GenerationRequest
from jupyter_codeintel.engine.server.fields import optional, parse_body
from jupyter_codeintel.engine.server.handlers import EngineHandler
from jupyter_codeintel.engine.server.replies import ReplyFormat, envelope
from jupyter_codeintel.engine.server.requests import chat_request, completion_request
from jupyter_codeintel.engine.server.running import RunningJob
from jupyter_codeintel.errors import CodeIntelError

BEAT = 5.0
"""Seconds of silence after which a stream says that it is alive."""

_logger = logging.getLogger(__name__)


class GeneratingHandler(EngineHandler):
    """Runs one request and answers in one of OpenAI's dialects."""

    chat: bool
    read: Callable[[Mapping[str, object]], GenerationRequest]
    _job: RunningJob | None = None
    _left = False

    async def post(self) -> None:
        """Generate."""
        try:
            body = parse_body(self.request.body)
            request = type(self).read(body)
            streamed = optional(body, "stream", bool) or False
            engine = await self.service.host.engine()
            if self._left:
                return
            self._job = RunningJob(engine, request)
            reply = ReplyFormat(self.service.host.model_name, chat=self.chat)
            await (self._stream if streamed else self._whole)(self._job, reply)
        except StreamClosedError:
            pass  # `on_connection_close` has cancelled the job
        except CodeIntelError as error:
            self._report(error)
        except Exception as error:
            _logger.exception("a request failed")
            self._report(error)

    async def _stream(self, job: RunningJob, reply: ReplyFormat) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-cache")
        if stream := self.request.connection:
            stream.stream.set_nodelay(True)  # type: ignore[attr-defined]
        await self.flush()  # the client learns at once that it was accepted
        async for chunk in job.chunks(beat=BEAT):
            if chunk is None:
                self.write(": waiting\n\n")
            else:
                self._event(reply.chunk(chunk, job.timings()))
            await self.flush()
        self._note_end(job)
        self.finish("data: [DONE]\n\n")

    async def _whole(self, job: RunningJob, reply: ReplyFormat) -> None:
        chunks = [chunk async for chunk in job.chunks(beat=BEAT) if chunk is not None]
        self._note_end(job)
        if not self._left:
            self.answer(reply.whole(chunks, job.timings()))

    def _event(self, data: Mapping[str, object]) -> None:
        self.write(f"data: {json.dumps(data)}\n\n")

    def _note_end(self, job: RunningJob) -> None:
        self.service.metrics.observe(job.timings())
        self.service.host.touch()
        self.service.host.on_end()

    def _report(self, error: Exception) -> None:
        if self._left:
            return
        if self._headers_written:
            self._event(envelope(error))
            self.finish("data: [DONE]\n\n")
        else:
            self.clear()
            self.fail(error)

    def on_connection_close(self) -> None:
        """Free the engine: nobody waits for the answer."""
        self._left = True
        if self._job is not None:
            self._job.cancel()


class CompletionsHandler(GeneratingHandler):
    """``/v1/completions``."""

    chat = False
    read = staticmethod(completion_request)


class ChatHandler(GeneratingHandler):
    """``/v1/chat/completions``."""

    chat = True
    read = staticmethod(chat_request)
