"""Models as browsers ask for them, with a real hub whose connections break and hang."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from filelock import FileLock

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.download import pull
from jupyter_codeintel.models.manager import ModelManager
from jupyter_codeintel.models.state import Fixed, ModelsState
from jupyter_codeintel.models.store import ModelStore
from tests.models.conftest import HUB, Shelf
from tests.models.fake_hub import FakeHub
from tests.models.gguf_file import gguf_bytes, write_gguf


class Browser:
    """Keeps what it is told."""

    def __init__(self, manager: ModelManager) -> None:
        self.told: list[ModelsState] = []
        self._news = asyncio.Event()
        manager.subscribe(self.hear)

    def hear(self, state: ModelsState) -> None:
        self.told.append(state)
        self._news.set()

    async def until(self, condition: Callable[[ModelsState], object]) -> ModelsState:
        """Wait until it was told of a state like this."""
        async with asyncio.timeout(60):
            while not (self.told and condition(self.told[-1])):
                self._news.clear()
                await self._news.wait()
        return self.told[-1]


@pytest.fixture
def known(shelf: Shelf, store: ModelStore) -> ModelStore:
    """Return an empty store whose model the hub alone has."""
    model = shelf.model(HUB)
    store.catalogue = type(store.catalogue)(default=model, models=(model,))
    return store


@pytest.fixture
async def manager(known: ModelStore) -> AsyncIterator[ModelManager]:
    manager = ModelManager(known)
    yield manager
    await manager.aclose()


@pytest.fixture
def browser(manager: ModelManager) -> Browser:
    return Browser(manager)


def tiny(state: ModelsState) -> tuple[bool, int]:
    (model,) = (model for model in state.models if model.name == "tiny")
    return model.installed, model.kept


async def test_who_has_none_is_offered_the_default_and_nothing_is_fetched(
    manager: ModelManager, hub: FakeHub, shelf: Shelf
) -> None:
    state = await manager.look()
    assert (state.offer, state.in_use, state.fixed) == ("tiny", "tiny", None)
    (model,) = state.models
    assert (model.size, model.licence, model.installed) == (len(shelf.content), "MIT", False)
    assert model.memory > len(shelf.content)
    assert state.memory.available > 0
    assert hub.asked == []


async def test_a_broken_connection_is_gone_on_with_and_two_browsers_see_it(
    manager: ModelManager, browser: Browser, hub: FakeHub, shelf: Shelf
) -> None:
    other = Browser(manager)
    hub.break_at = [1500, 700]
    await manager.change("tiny", "download")
    for each in (browser, other):
        state = await each.until(lambda state: tiny(state)[0])
        assert (state.offer, state.jobs, state.errors) == (None, {}, {})
    assert hub.asked == [None, "bytes=1500-", "bytes=2200-"]
    assert browser.told == other.told
    assert any("tiny" in state.jobs for state in browser.told)
    assert len(shelf.content) > 2200


async def test_a_download_that_hangs_is_paused_and_goes_on(
    manager: ModelManager, browser: Browser, hub: FakeHub
) -> None:
    hub.hold_at = 1500
    await manager.change("tiny", "download")
    await browser.until(lambda state: "tiny" in state.jobs and state.jobs["tiny"].done == 1500)
    await manager.change("tiny", "download")  # asked twice: one job
    await manager.change("tiny", "pause")
    assert browser.told[-1].jobs["tiny"].stopping
    state = await browser.until(lambda state: not state.jobs)
    assert tiny(state) == (False, 1500)
    assert state.errors == {}

    hub.hold_at = None
    hub.resume.set()
    await manager.change("tiny", "download")
    state = await browser.until(lambda state: not state.jobs)
    assert tiny(state) == (True, 0)
    # Nothing came twice: what the first connection still brought was kept.
    assert hub.asked == [None]


async def test_the_wait_for_another_process_can_be_paused(
    manager: ModelManager, browser: Browser, known: ModelStore, hub: FakeHub, shelf: Shelf
) -> None:
    known.partial.mkdir(parents=True)
    (known.partial / f"{shelf.sha256}.part").write_bytes(shelf.content[:1000])
    with FileLock(known.partial / "tiny.lock"):
        await manager.change("tiny", "download")
        # What the other one has got is shown meanwhile.
        await browser.until(lambda state: "tiny" in state.jobs and state.jobs["tiny"].done == 1000)
        await manager.change("tiny", "pause")
        state = await browser.until(lambda state: not state.jobs)
    assert tiny(state) == (False, 1000)
    assert hub.asked == []


async def test_an_ending_server_keeps_what_came(
    known: ModelStore, hub: FakeHub, shelf: Shelf
) -> None:
    manager = ModelManager(known)
    browser = Browser(manager)
    hub.hold_at = 1500
    await manager.change("tiny", "download")
    await browser.until(lambda state: "tiny" in state.jobs and state.jobs["tiny"].done == 1500)
    await manager.aclose()
    part = known.partial / f"{shelf.sha256}.part"
    assert part.read_bytes() == shelf.content[:1500]
    hub.hold_at = None
    hub.resume.set()
    assert pull(known, shelf.model(HUB)).path.read_bytes() == shelf.content


async def test_what_goes_wrong_is_told_until_it_is_tried_again(
    manager: ModelManager, browser: Browser, hub: FakeHub, shelf: Shelf
) -> None:
    hub.content = gguf_bytes(weights=1000, seed=7)
    await manager.change("tiny", "download")
    state = await browser.until(lambda state: state.errors)
    error = state.errors["tiny"]
    assert error.code == "download_failed"
    assert shelf.sha256 in error.message
    assert "models add PATH" in error.hint
    assert tiny(state) == (False, 0)

    hub.content = shelf.content
    await manager.change("tiny", "download")
    state = await browser.until(lambda state: tiny(state)[0])
    assert state.errors == {}


@pytest.mark.usefixtures("no_hub")
async def test_without_network_the_way_by_hand_is_told(
    manager: ModelManager, browser: Browser
) -> None:
    await manager.change("tiny", "download")
    state = await browser.until(lambda state: state.errors)
    assert "carry the .gguf file here" in state.errors["tiny"].hint


async def test_files_are_checked(
    manager: ModelManager, browser: Browser, known: ModelStore, hub: FakeHub, shelf: Shelf
) -> None:
    path = pull(known, shelf.model(HUB)).path
    assert hub.paths
    await manager.change("tiny", "verify")
    await browser.until(lambda state: "tiny" in state.verified)
    path.write_bytes(shelf.content[:-1] + b"x")
    await manager.change("tiny", "verify")
    state = await browser.until(lambda state: state.errors)
    assert state.errors["tiny"].code == "damaged"
    assert state.verified == frozenset()


async def test_a_model_that_was_added_by_hand_is_chosen_and_removed(
    known: ModelStore, tmp_path: Path
) -> None:
    wanted: list[str | None] = []
    manager = ModelManager(known, chosen=lambda: wanted.append(known.selected))
    known.add(write_gguf(tmp_path / "mine.gguf", fim=True))
    state = await manager.look()
    assert state.offer is None
    mine = state.models[-1]
    assert (mine.name, mine.known, mine.completion, mine.chat) == ("mine", False, True, False)

    await manager.change("mine", "select")
    assert (await manager.look()).in_use == "mine"
    await manager.change("mine", "remove")
    state = await manager.look()
    assert [model.name for model in state.models] == ["tiny"]
    assert (state.in_use, wanted) == ("tiny", ["mine", None])


@pytest.mark.usefixtures("hub")
async def test_the_engine_can_start_when_the_wanted_model_has_come(known: ModelStore) -> None:
    here: list[bool] = []
    manager = ModelManager(known, chosen=lambda: here.append(known.find("tiny") is not None))
    browser = Browser(manager)
    await manager.change("tiny", "download")
    await browser.until(lambda state: tiny(state)[0])
    assert here == [True]


async def test_what_is_not_here_cannot_be_chosen(manager: ModelManager) -> None:
    await manager.change("tiny", "select")
    assert (await manager.look()).errors["tiny"].code == "no_model"
    with pytest.raises(ModelError) as caught:
        await manager.change("huge", "select")
    assert caught.value.code == "unknown_model"


async def test_a_download_that_broke_off_can_be_discarded(
    manager: ModelManager, known: ModelStore, shelf: Shelf
) -> None:
    known.partial.mkdir(parents=True)
    (known.partial / f"{shelf.sha256}.part").write_bytes(shelf.content[:1000])
    assert tiny(await manager.look()) == (False, 1000)
    await manager.change("tiny", "remove")
    assert tiny(await manager.look()) == (False, 0)


@pytest.mark.parametrize(
    ("fixed", "in_use", "offer"),
    [
        (Fixed("engine"), "", None),
        (Fixed("model", "tiny"), "tiny", "tiny"),
        (Fixed("model", "/srv/big.gguf"), "/srv/big.gguf", None),
    ],
)
async def test_what_the_operator_decided_cannot_be_changed(
    known: ModelStore, tmp_path: Path, fixed: Fixed, in_use: str, offer: str | None
) -> None:
    manager = ModelManager(known, fixed=fixed)
    state = await manager.look()
    assert (state.in_use, state.offer) == (in_use, offer)
    known.add(write_gguf(tmp_path / "mine.gguf"))
    await manager.look()
    await manager.change("mine", "select")
    state = await manager.look()
    assert (state.errors["mine"].code, state.in_use) == ("locked", in_use)
    assert known.selected is None


async def test_a_store_that_cannot_be_read_is_told(
    manager: ModelManager, known: ModelStore
) -> None:
    known.root.mkdir(parents=True)
    (known.root / "index.json").write_text("{")
    with pytest.raises(ModelError, match="cannot be read"):
        await manager.look()
