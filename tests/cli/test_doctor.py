"""``jupyter codeintel doctor``: each check in its good and its bad case."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.cli import doctor, jupyter_checks, machine_checks
from jupyter_codeintel.cli.check import Check
from jupyter_codeintel.cli.main import main
from jupyter_codeintel.engine.discovery import EngineRecord, discovery_path, write_record
from jupyter_codeintel.in_kernel.trial import containment
from jupyter_codeintel.models import hardware
from jupyter_codeintel.models.hardware import Memory
from jupyter_codeintel.models.resolve import user_store
from jupyter_codeintel.trial import Tier
from tests.models.gguf_file import write_gguf

pytestmark = pytest.mark.usefixtures("data_dir", "jupyter_dirs")


def write_json(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))


@pytest.fixture
def config(jupyter_dirs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder of configuration that Jupyter sees."""
    folder = jupyter_dirs / "jupyter_config_dir"
    monkeypatch.setattr(jupyter_checks, "jupyter_config_path", lambda: [str(folder)])
    return folder


@pytest.fixture
def model(tmp_path: Path) -> str:
    """Choose a small valid model; return its name."""
    store = user_store()
    store.add(write_gguf(tmp_path / "mine.gguf", fim=True))
    store.select("mine")
    return "mine"


def test_no_model() -> None:
    check = machine_checks.check_model()
    assert check.status == "fail"
    assert "models pull qwen2.5-coder-1.5b" in check.hint


def test_a_model(model: str) -> None:
    check = machine_checks.check_model()
    assert (check.status, check.found.split(",")[0]) == ("ok", model)


def test_a_model_without_fill_in_the_middle(tmp_path: Path) -> None:
    user_store().select(str(write_gguf(tmp_path / "chat.gguf")))
    check = machine_checks.check_model()
    assert check.status == "fail"
    assert "chat knows no fill-in-the-middle" in check.found


def test_memory(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert model
    assert machine_checks.check_free_memory().status == "ok"
    little = Memory(1 << 20, 1 << 24, limited=True)
    for module in (hardware, machine_checks):
        monkeypatch.setattr(module, "available_memory", lambda: little)
    check = machine_checks.check_free_memory()
    assert check.status == "fail"
    assert "container" in check.found


def test_memory_without_a_model() -> None:
    assert machine_checks.check_free_memory().status == "warn"


@pytest.mark.parametrize(
    ("features", "status"),
    [({"avx", "avx2"}, "ok"), ({"asimd"}, "ok"), ({"avx"}, "warn"), (set(), "warn"), (None, "ok")],
)
def test_processor(monkeypatch: pytest.MonkeyPatch, features: set[str] | None, status: str) -> None:
    monkeypatch.setattr(machine_checks, "cpu_features", lambda: features)
    assert machine_checks.check_processor().status == status


def library_script(monkeypatch: pytest.MonkeyPatch, script: str) -> Check:
    monkeypatch.setattr(machine_checks, "LOAD_LIBRARY", script)
    return machine_checks.check_library()


def test_library_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    good = 'print(\'noise\'); print(\'{"version": "9.9", "info": "AVX2"}\')'
    check = library_script(monkeypatch, good)
    assert (check.status, "9.9" in check.found) == ("ok", True)


def test_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    check = library_script(monkeypatch, "import llama_cpp_of_another_world")
    assert check.status == "fail"
    assert "No module named 'llama_cpp_of_another_world'" in check.found
    assert "pip install" in check.hint


@pytest.mark.skipif(sys.platform == "win32", reason="processes do not die by signals there")
def test_library_kills_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    deadly = "import os, signal; os.kill(os.getpid(), signal.SIGILL)"
    check = library_script(monkeypatch, deadly)
    assert check.status == "fail"
    assert "another processor" in check.hint


def test_server_extension(config: Path) -> None:
    assert jupyter_checks.check_server_extension().status == "fail"
    setting = {"ServerApp": {"jpserver_extensions": {"jupyter_codeintel": True}}}
    write_json(config / "jupyter_server_config.d" / "jupyter_codeintel.json", setting)
    assert jupyter_checks.check_server_extension().status == "ok"
    setting["ServerApp"]["jpserver_extensions"]["jupyter_codeintel"] = False
    write_json(config / "jupyter_server_config.json", setting)
    check = jupyter_checks.check_server_extension()
    assert (check.status, check.found) == ("fail", "It is disabled.")


def test_lab_extension(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jupyter_checks, "jupyter_path", lambda *_: [str(tmp_path / "lab")])
    assert jupyter_checks.check_lab_extension().status == "fail"
    write_json(tmp_path / "lab" / "jupyter-codeintel" / "package.json", {})
    assert jupyter_checks.check_lab_extension().status == "ok"
    setting = {"disabledExtensions": {"jupyter-codeintel": True}}
    write_json(config / "labconfig" / "page_config.json", setting)
    check = jupyter_checks.check_lab_extension()
    assert (check.status, check.found) == ("fail", "It is disabled.")


@pytest.fixture
def engine() -> Iterator[Callable[[Any], None]]:
    """Give a function that makes a process of this machine answer as the engine."""
    answers: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            allowed = self.headers["Authorization"] == "Bearer key" and self.path == "/health"
            self.send_response(200 if allowed else 401)
            self.end_headers()
            self.wfile.write(json.dumps(answers[-1]).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()

    def says(health: Any) -> None:
        answers.append(health)
        url = f"http://127.0.0.1:{server.server_port}"
        write_record(EngineRecord(url, "key", os.getpid(), "m.gguf", "1"), discovery_path())

    yield says
    server.shutdown()
    thread.join()
    server.server_close()


def test_no_engine_is_no_fault() -> None:
    assert jupyter_checks.check_engine().status == "ok"
    write_record(EngineRecord("http://127.0.0.1:9", "", 2**22 - 1, "", ""), discovery_path())
    check = jupyter_checks.check_engine()
    assert (check.status, "ended" in check.found) == ("ok", True)


def test_an_engine_that_answers(engine: Callable[[Any], None]) -> None:
    engine({"status": "ready", "error": None})
    check = jupyter_checks.check_engine()
    assert check.status == "ok"
    assert "ready" in check.found


def test_an_engine_that_failed(engine: Callable[[Any], None]) -> None:
    engine({"status": "error", "error": {"message": "No model.", "hint": "Pull one."}})
    check = jupyter_checks.check_engine()
    assert (check.status, check.hint) == ("fail", "Pull one.")
    assert "No model." in check.found


@pytest.mark.parametrize("answer", ["text", [], {}, None])
def test_an_engine_that_answers_nonsense(engine: Callable[[Any], None], answer: Any) -> None:
    engine(answer)
    assert jupyter_checks.check_engine().status == "warn"


@pytest.mark.parametrize(
    ("tier", "status", "text"),
    [
        ("fork", "ok", "can write files that nobody sees"),
        ("fork_read_only", "ok", "can write no files (unshare: Operation not permitted)"),
        (None, "warn", "(unshare: Operation not permitted)"),
    ],
)
def test_tiers(tier: Tier | None, status: str, text: str) -> None:
    check = machine_checks.judge_containment(tier, "unshare: Operation not permitted")
    assert check.status == status
    assert text in check.found


def test_doctor_says_what_the_kernel_would_find() -> None:
    tier = containment.available()
    found = machine_checks.check_containment()
    assert found.status == ("ok" if tier else "warn")
    assert ("can write files" in found.found) == (tier == "fork")


def test_a_probe_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_checks, "_run", lambda *_: (1, "", "Traceback\nOSError: no"))
    check = machine_checks.check_containment()
    assert check.status == "warn"
    assert "(OSError: no)" in check.found


@pytest.mark.parametrize("worst", ["ok", "warn", "fail"])
def test_exit_code_says_whether_completion_can_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, worst: Any
) -> None:
    checks = (lambda: Check("one", "ok", "Fine."), lambda: Check("two", worst, "So.", "Do it."))
    monkeypatch.setattr(doctor, "CHECKS", checks)
    expected = 1 if worst == "fail" else 0
    assert main(["doctor"]) == expected
    text = capsys.readouterr().out
    assert "two: So.\n      Do it." in text
    assert ("cannot work" in text) is (worst == "fail")
    assert main(["doctor", "--json"]) == expected
    answer = json.loads(capsys.readouterr().out)
    assert answer["ready"] is (worst != "fail")
    assert [item["status"] for item in answer["checks"]] == ["ok", worst]
