"""Downloads by several processes, and ones that are interrupted: with real processes."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_codeintel.models.download import pull
from jupyter_codeintel.models.store import ModelStore
from tests.models.conftest import HUB, Shelf
from tests.models.fake_hub import FakeHub

# Fetches the model of the given digest and size into a store, and prints its path.
FETCH = """
import logging, signal, sys
from pathlib import Path
from jupyter_codeintel.models.catalogue import Catalogue, CatalogueModel, HubSource
from jupyter_codeintel.models.download import pull
from jupyter_codeintel.models.store import ModelStore
# A shell that runs the tests in the background lets its children ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

logging.basicConfig(level=logging.INFO, format="%(message)s")
logging.getLogger("httpx").setLevel(logging.WARNING)
root, sha256, size = sys.argv[1:]
hub = HubSource("maker/tiny-GGUF", "tiny.gguf")
model = CatalogueModel("tiny", "Tiny", int(size), sha256, "MIT", False, 512, 192, (hub,))
store = ModelStore(Path(root), Catalogue(model, (model,)))
print(pull(store, model, lambda done, _: logging.info("received %s", done)).path)
"""


def start_fetch(store: ModelStore, shelf: Shelf) -> subprocess.Popen[str]:
    words = [str(store.root), shelf.sha256, str(len(shelf.content))]
    return subprocess.Popen(
        [sys.executable, "-c", FETCH, *words],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def line_of(process: subprocess.Popen[str], text: str) -> None:
    assert process.stderr is not None
    assert any(line.startswith(text) for line in process.stderr)


def test_two_processes_fetch_once(store: ModelStore, shelf: Shelf, hub: FakeHub) -> None:
    hub.hold_at = 1000
    first = start_fetch(store, shelf)
    line_of(first, "Fetching tiny")
    second = start_fetch(store, shelf)
    line_of(second, "Another process is fetching tiny")
    hub.resume.set()
    paths = [process.communicate()[0].strip() for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0]
    assert paths == [str(store.blob(shelf.sha256))] * 2
    assert hub.asked == [None]
    assert store.verify("tiny").path.read_bytes() == shelf.content


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_ended_process_leaves_a_state_to_go_on_from(
    store: ModelStore, shelf: Shelf, hub: FakeHub, how: signal.Signals
) -> None:
    hub.hold_at = 1500
    process = start_fetch(store, shelf)
    line_of(process, "received 1500")
    process.send_signal(how)
    process.communicate()
    assert process.returncode != 0
    assert not store.blob(shelf.sha256).exists()
    part = store.partial / f"{shelf.sha256}.part"
    assert part.read_bytes() == shelf.content[:1500]
    hub.hold_at = None
    assert pull(store, shelf.model(HUB)).path.read_bytes() == shelf.content
    assert hub.asked == [None, "bytes=1500-"]
