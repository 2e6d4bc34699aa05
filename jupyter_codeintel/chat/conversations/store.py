"""Conversations in files of the user's own, one each, never in the notebook."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from jupyter_codeintel.chat.conversations.conversation import Conversation
from jupyter_codeintel.chat.conversations.form import VERSION, as_data, from_data
from jupyter_codeintel.errors import ChatError

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Entry:
    """A conversation in a list.

    Parameters
    ----------
    id : str
        Its name.
    title : str
        What the person calls it.
    changed : str
        ISO 8601, UTC; empty for a damaged one.
    turns : int
        How many questions it has.
    problem : str
        Why it cannot be opened; empty when it can.
    """

    id: str
    title: str = ""
    changed: str = ""
    turns: int = 0
    problem: str = ""


class ConversationStore:
    """Reads and writes conversations; a file is replaced as a whole or not at all.

    Parameters
    ----------
    folder : Path
        Where they are kept, a folder for each notebook; made when it is needed.
    root : Path
        The folder that notebooks' paths start from: two servers may each have an ``a.ipynb``.
    """

    def __init__(self, folder: Path, root: Path = Path()) -> None:
        self._folder = folder
        self._root = root.absolute()

    def new(self, notebook: str) -> Conversation:
        """Return an empty conversation; it is kept when it is saved."""
        now = timestamp()
        return Conversation(secrets.token_hex(8), notebook, created=now, changed=now)

    def list(self, notebook: str) -> list[Entry]:
        """Return a notebook's conversations, the one changed last first."""
        with suppress(FileNotFoundError):
            files = [path for path in self._of(notebook).iterdir() if path.suffix == ".json"]
            files.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
            return [self._entry(notebook, path.stem) for path in files]
        return []

    def read(self, notebook: str, conversation: str) -> Conversation:
        """Return a conversation.

        Raises
        ------
        ChatError
            ``no_conversation``; ``conversation_damaged`` or ``conversation_newer``: its file
            stays as it is.
        """
        path = self._path(notebook, conversation)
        try:
            data = json.loads(path.read_text("utf-8"))
            version = data["version"]
            if isinstance(version, int) and version > VERSION:
                message = f"A newer version of this package wrote the conversation {path}"
                hint = "Update jupyter-codeintel, or begin another conversation."
                raise ChatError(message, code="conversation_newer", hint=hint)
            found = from_data(data)
        except FileNotFoundError:
            message = "This conversation does not exist any more"
            hint = "Choose another one, or begin a new one."
            raise ChatError(message, code="no_conversation", hint=hint) from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"The conversation in {path} cannot be read: {error!r}"
            hint = "Its file is left as it is; begin another conversation, or mend the file."
            raise ChatError(message, code="conversation_damaged", hint=hint) from error
        return replace(found, id=conversation, notebook=notebook)

    def save(self, conversation: Conversation) -> None:
        """Write a conversation.

        Raises
        ------
        ChatError
            What is there cannot be read, and is not written over.
        """
        path = self._path(conversation.notebook, conversation.id)
        if path.exists():
            self.read(conversation.notebook, conversation.id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
                json.dump(as_data(conversation), file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def rename(self, notebook: str, conversation: str, title: str) -> Conversation:
        """Give a conversation another title; an empty one: its first question."""
        return self._changed(replace(self.read(notebook, conversation), title=title.strip()))

    def clear(self, notebook: str, conversation: str) -> Conversation:
        """Remove all turns of a conversation."""
        return self._changed(replace(self.read(notebook, conversation), turns=()))

    def delete(self, notebook: str, conversation: str) -> None:
        """Remove a conversation, a damaged one too."""
        self._path(notebook, conversation).unlink(missing_ok=True)

    def move(self, old: str, new: str) -> None:
        """Let the conversations follow a notebook that got another path."""
        source, target = self._of(old), self._of(new)
        if source.is_dir() and source != target:
            target.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path in source.iterdir():
                path.replace(target / path.name)
            source.rmdir()

    def _changed(self, conversation: Conversation) -> Conversation:
        changed = replace(conversation, changed=timestamp())
        self.save(changed)
        return changed

    def _entry(self, notebook: str, name: str) -> Entry:
        try:
            found = self.read(notebook, name)
        except ChatError as error:
            return Entry(name, problem=error.message)
        return Entry(name, found.shown_title, found.changed, len(found.turns))

    def _path(self, notebook: str, conversation: str) -> Path:
        if not _ID.fullmatch(conversation):
            message = f"{conversation!r} is no conversation"
            raise ChatError(message, code="no_conversation", hint="Choose another one.")
        return self._of(notebook) / f"{conversation}.json"

    def _of(self, notebook: str) -> Path:
        name = os.path.normpath(self._root / notebook)
        return self._folder / hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:24]


def timestamp() -> str:
    """Return the time as conversations keep it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
