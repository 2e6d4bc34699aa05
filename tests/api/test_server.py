"""The extension in a real server, with a real engine process on a script."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from jupyter_codeintel.api.routes import routes
from jupyter_codeintel.api.status import StatusWatch
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.models.catalogue import load_catalogue
from tests.api.fake_chats import no_chats
from tests.api.fake_fixes import no_fixes
from tests.api.fake_models import no_models
from tests.api.real_server import Server, serve
from tests.api.test_chatting import DOCUMENT, QUESTION
from tests.api.test_messages import CELL, COMPLETE, SYNC
from tests.completion.fake_engine import FakeEngine
from tests.engine.processes import supervise
from tests.models.fake_hub import FakeHub, serving

RULES = [
    {"when": "import pandas as ", "text": "pd\nimport numpy as np"},
    {"when": "count = ", "text": "0123456789" * 20},
    {"when": "How many columns?", "text": "Two of them."},
    {"when": "A long story, please.", "text": "On and on. " * 40},
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "DATA", "RUNTIME"):
            patch.setenv(f"JUPYTER_{name}_DIR", str(folder / name.lower()))
        patch.setenv("JUPYTER_CODEINTEL_DATA_DIR", str(folder / "codeintel"))
        with serve(folder, RULES, delay=0.01) as running:
            yield running
        asyncio.run(supervise(folder / "script.json").stop())


def _say(browser: ClientConnection, **message: object) -> None:
    browser.send(json.dumps(message))


def _complete(browser: ClientConnection, number: int, prefix: str) -> None:
    _say(browser, **{**COMPLETE, "id": number, "prefix": prefix, "suffix": ""})


def _hear(browser: ClientConnection, kind: str) -> Any:
    while True:
        message = json.loads(browser.recv(timeout=60))
        if message["type"] == kind:
            return message


def _last(browser: ClientConnection, number: int) -> Any:
    while True:
        message = json.loads(browser.recv(timeout=60))
        if message.get("id") == number and message.get("done", True):
            return message


def test_every_route_is_refused_without_a_token(server: Server) -> None:
    watch = StatusWatch(asyncio.Future)
    engine = FakeEngine()
    served = routes(CompletionService(engine), no_fixes(engine), no_chats(), no_models(), watch)
    paths = [path for path, *_ in served]
    assert sorted(paths) == ["/codeintel/status", "/codeintel/ws"]

    for token in ("", "wrong"):
        for path in paths:
            assert server.get(path, token=token).status_code == 403
        with pytest.raises(InvalidStatus) as refused, server.websocket(token=token):
            pass
        assert refused.value.response.status_code == 403


def test_from_stopped_to_ghost_text(server: Server) -> None:
    assert server.get("/codeintel/status").json() == {
        "type": "status", "engine": "stopped", "model": None, "latencyMs": None, "error": None,
    }  # fmt: skip
    with server.websocket() as browser:
        assert _hear(browser, "status")["engine"] == "stopped"
        _complete(browser, 1, "import pandas as ")
        found = _last(browser, 1)
        assert (found["text"], found["source"]) == ("pd", "model")
        assert found["timings"]["generatedTokens"] > 0
        _complete(browser, 2, "import pandas as p")
        assert _last(browser, 2)["source"] == "cache"
        while (status := _hear(browser, "status"))["engine"] not in ("ready", "busy"):
            assert status["error"] is None
        assert status["model"]


def test_a_keystroke_aborts_the_one_before(server: Server) -> None:
    with server.websocket() as browser:
        _complete(browser, 1, "count = ")
        assert _hear(browser, "completion")["done"] is False
        _complete(browser, 2, "import pandas as ")

        assert _last(browser, 1)["source"] == "superseded"
        assert _last(browser, 2)["text"] == "pd"


def test_a_bad_message_does_not_end_the_connection(server: Server) -> None:
    with server.websocket() as browser:
        browser.send("nonsense")
        assert _hear(browser, "failed")["error"]["code"] == "bad_message"
        _complete(browser, 1, "import pandas as ")
        assert _last(browser, 1)["text"] == "pd"


def test_leaving_in_the_middle_frees_the_engine(server: Server) -> None:
    with server.websocket() as browser:
        _complete(browser, 1, "count = ")
        _hear(browser, "completion")
    with server.websocket() as browser:
        _complete(browser, 1, "import pandas as ")
        assert _last(browser, 1)["text"] == "pd"
    assert "Traceback" not in server.log.read_text()


def _ask(browser: ClientConnection, number: int, text: str) -> None:
    about = {"document": DOCUMENT, "kind": "notebook", "cells": [CELL], "order": ["c"]}
    _say(browser, **{**SYNC, **about})
    _say(browser, type="chatAsk", id=number, **{**QUESTION, "text": text})


def test_a_question_is_answered_and_kept(server: Server) -> None:
    with server.websocket() as browser:
        _ask(browser, 1, "How many columns?")
        assert _hear(browser, "chatSending")["chips"]
        assert _hear(browser, "chatText")["delta"]
        assert _hear(browser, "chatDone")["turn"]["answer"] == "Two of them."
    with server.websocket() as browser:
        _say(browser, type="chatList", id=1, document=DOCUMENT)
        (entry,) = _hear(browser, "chatConversations")["entries"]
        assert entry["title"] == "How many columns?"
        read = {"document": DOCUMENT, "conversation": entry["id"]}
        _say(browser, type="chatRead", id=2, **read)
        (turn,) = _hear(browser, "chatConversation")["turns"]
        assert turn["answer"] == "Two of them."


def test_conversations_follow_their_notebook(server: Server) -> None:
    (Path(server.log).parent / "a.ipynb").write_text("{}")
    with server.websocket() as browser:
        _ask(browser, 1, "How many columns?")
        _hear(browser, "chatDone")
        server.rename("a.ipynb", "b.ipynb")
        found: list[object] = []
        deadline = time.monotonic() + 10
        while not found and time.monotonic() < deadline:  # the server is told a moment later
            _say(browser, type="chatList", id=2, document="notebook:b.ipynb")
            found = _hear(browser, "chatConversations")["entries"]
        assert found


def test_a_stopped_answer_frees_engine_and_notebook(server: Server) -> None:
    with server.websocket() as browser:
        _ask(browser, 1, "A long story, please.")
        _hear(browser, "chatText")
        _say(browser, type="chatStop", id=1)
        _ask(browser, 2, "How many columns?")
        assert _hear(browser, "chatDone")["turn"]["answer"] == "Two of them."


def test_the_server_ends_cleanly_and_the_engine_lives_on(
    tmp_path: Path, jupyter_dirs: Path
) -> None:
    assert jupyter_dirs.is_dir()
    with ExitStack() as browsers, serve(tmp_path, RULES) as running:
        browser = browsers.enter_context(running.websocket())
        _complete(browser, 1, "import pandas as ")
        _last(browser, 1)

    supervisor = supervise(tmp_path / "script.json")
    assert asyncio.run(supervisor.status()) is not None
    assert asyncio.run(supervisor.stop())
    assert "Traceback" not in running.log.read_text()


def test_a_server_that_ends_in_a_download_keeps_what_came(
    tmp_path: Path, jupyter_dirs: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jupyter_dirs.is_dir()
    known = load_catalogue().get("qwen2.5-coder-0.5b")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with ExitStack() as all_of_it:
        hub = all_of_it.enter_context(serving(FakeHub(b"GGUF" * 1000, hold_at=1500)))
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        with serve(tmp_path, RULES) as running, running.websocket() as browser:
            _say(browser, type="modelChange", id=1, model=known.id, change="download")
            done = 0
            while done < 1500:
                told = _hear(browser, "models")
                assert told["locked"] == "model"
                (entry,) = (each for each in told["entries"] if each["name"] == known.id)
                done = entry["job"]["done"] if entry["job"] else 0
    part = data_dir / "models" / "partial" / f"{known.sha256}.part"
    assert part.read_bytes() == (b"GGUF" * 1000)[:1500]
    assert "Traceback" not in running.log.read_text()
