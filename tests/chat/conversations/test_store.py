"""Conversations in files: private, whole, and never lost."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_codeintel.chat.conversations.conversation import Conversation, Turn
from jupyter_codeintel.chat.conversations.export import as_markdown
from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.pieces import Piece
from jupyter_codeintel.errors import ChatError

TURN = Turn(
    "What is @df?",
    "What is `df`?",
    (Piece("variable", "df", "df", "df: DataFrame", named=True),),
    "A **table** \ud83d of 数据.",
    "stopped",
    ({"type": "note", "summary": "It is one."},),
    seed=3,
    when="2026-01-02T03:04:05+00:00",
)


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(tmp_path / "chat", tmp_path / "root")


@pytest.fixture
def saved(store: ConversationStore) -> Conversation:
    turn = replace(TURN, answer="A **table** of 数据.")
    conversation = store.new("sub/a.ipynb").with_turn(turn)
    store.save(conversation)
    return conversation


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "chat").rglob("*") if path.is_file()]


def test_a_conversation_is_read_as_it_was_saved(
    store: ConversationStore, saved: Conversation, tmp_path: Path
) -> None:
    again = ConversationStore(tmp_path / "chat", tmp_path / "root")

    assert again.read("sub/a.ipynb", saved.id) == saved


def test_nobody_else_can_read_it(saved: Conversation, tmp_path: Path) -> None:
    (path,) = files(tmp_path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert json.loads(path.read_text())["version"] == 1


def test_several_are_listed_the_latest_first(
    store: ConversationStore, saved: Conversation, tmp_path: Path
) -> None:
    other = store.new("sub/a.ipynb")
    store.save(other)
    store.save(saved.with_turn(TURN))
    for path in files(tmp_path):
        os.utime(path, (1, 1 + (path.stem == saved.id)))

    entries = store.list("sub/a.ipynb")
    assert [(entry.id, entry.turns) for entry in entries] == [(saved.id, 2), (other.id, 0)]
    assert entries[0].title == "What is @df?"
    assert store.list("other.ipynb") == []


def test_renaming_clearing_and_deleting(store: ConversationStore, saved: Conversation) -> None:
    assert store.rename(saved.notebook, saved.id, "  Tables ").shown_title == "Tables"
    assert store.clear(saved.notebook, saved.id).turns == ()
    assert store.read(saved.notebook, saved.id).title == "Tables"
    store.delete(saved.notebook, saved.id)
    with pytest.raises(ChatError) as caught:
        store.read(saved.notebook, saved.id)
    assert caught.value.code == "no_conversation"


DAMAGED = [b"", b"{", b"[]", b'{"version": 1}', b'{"version": 1, "turns": 3}', b"\xff\xfe"]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_told_and_kept(
    store: ConversationStore, saved: Conversation, tmp_path: Path, content: bytes
) -> None:
    (path,) = files(tmp_path)
    path.write_bytes(content)

    for use in (store.read, store.clear):
        with pytest.raises(ChatError) as caught:
            use(saved.notebook, saved.id)
        assert caught.value.code == "conversation_damaged"
        assert str(path) in caught.value.message
    with pytest.raises(ChatError):
        store.save(saved)
    assert path.read_bytes() == content
    assert files(tmp_path) == [path]
    (entry,) = store.list(saved.notebook)
    assert entry.problem


def test_a_newer_file_is_left_alone(
    store: ConversationStore, saved: Conversation, tmp_path: Path
) -> None:
    (path,) = files(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 2, "turns": None}))

    with pytest.raises(ChatError) as caught:
        store.read(saved.notebook, saved.id)
    assert caught.value.code == "conversation_newer"


def test_a_write_that_fails_leaves_what_was_there(
    store: ConversationStore, saved: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jupyter_codeintel.chat.conversations.store.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.save(saved.with_turn(TURN))
    monkeypatch.undo()

    assert store.read(saved.notebook, saved.id) == saved
    assert len(files(tmp_path)) == 1


def test_text_that_no_file_can_hold_is_kept_as_far_as_possible(store: ConversationStore) -> None:
    conversation = store.new("a.ipynb").with_turn(TURN)
    store.save(conversation)

    assert "数据" in store.read("a.ipynb", conversation.id).turns[0].answer


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 16 + "/..", "", "0" * 15, "G" * 16])
def test_an_id_is_no_path(store: ConversationStore, name: str) -> None:
    for use in (store.read, store.delete):
        with pytest.raises(ChatError):
            use("a.ipynb", name)


def test_conversations_follow_a_notebook_that_moves(
    store: ConversationStore, saved: Conversation
) -> None:
    store.move("sub/a.ipynb", "b.ipynb")
    store.move("none.ipynb", "c.ipynb")

    assert store.list("sub/a.ipynb") == []
    assert store.read("b.ipynb", saved.id).notebook == "b.ipynb"


def test_two_servers_notebooks_of_the_same_path_are_two(
    store: ConversationStore, saved: Conversation, tmp_path: Path
) -> None:
    other = ConversationStore(tmp_path / "chat", tmp_path / "other")

    assert other.list("sub/a.ipynb") == []


def test_a_branch_drops_the_later_turns(saved: Conversation) -> None:
    longer = saved.with_turn(TURN).with_turn(TURN)

    assert longer.before(1) == replace(longer, turns=longer.turns[:1])
    assert longer.before(None) == longer
    for turn in (-1, 3):
        with pytest.raises(ChatError) as caught:
            longer.before(turn)
        assert caught.value.code == "unknown_turn"


def test_markdown_has_all_that_was_said(saved: Conversation) -> None:
    assert as_markdown(saved) == (
        "# What is @df?\n\n`sub/a.ipynb`\n\n## Question\n\nWhat is @df?\n\n"
        "*Told with it: df.*\n\n## Answer\n\nA **table** of 数据.\n\n*Stopped.*\n\n"
        "- It is one.\n"
    )
