"""Suites in files: an item in JSON on each line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_codeintel.errors import NotebookError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
D = TypeVar("D", bound="DataclassInstance")

_HINT = "A suite is a JSONL file with one item on each line."


def read_text(path: Path) -> str:
    """Return a suite's text.

    Raises
    ------
    NotebookError
        It cannot be read.
    """
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path} cannot be read: {error}"
        raise NotebookError(message, code="bad_suite", hint=_HINT) from error


def digest_of(text: str) -> str:
    """Return what tells versions of a suite apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def parse(text: str, where: str, make: Callable[[Any], T], hint: str = _HINT) -> dict[str, T]:
    """Return a suite's items by their ids.

    Parameters
    ----------
    text : str
        Of the file.
    where : str
        What it is, for messages.
    make : callable
        Makes an item, with an ``id``, of what a line holds.
    hint : str
        What such a suite looks like.

    Raises
    ------
    NotebookError
        A line is no item, or an id stands twice; the message has the line's number.
    """
    items: dict[str, T] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            item = make(data)
        except (ValueError, TypeError, KeyError) as error:
            raise _bad(f"{where}, line {number}: {_words(error)}", hint) from error
        if data["id"] in items:
            raise _bad(f"{where}, line {number}: a second item with the id {data['id']!r}", hint)
        items[data["id"]] = item
    if not items:
        raise _bad(f"{where} has no items", hint)
    return items


def values_of(
    kind: type[D], data: object, required: Collection[str], types: Mapping[str, type]
) -> dict[str, Any]:
    """Return what a line holds for the fields of a dataclass, checked.

    Parameters
    ----------
    kind : type
        The dataclass; what is none of its fields is passed over, and so is null.
    data : object
        What the line holds.
    required : collection of str
        Fields that must be there.
    types : mapping of str to type
        Of fields that are no strings; lists are lists of strings.
    """
    if not isinstance(data, Mapping):
        raise TypeError("it is not an object")
    known = {field.name for field in fields(kind)}
    values = {name: of for name, of in data.items() if name in known and of is not None}
    for name, value in values.items():
        wanted = types.get(name, str)
        if not isinstance(value, wanted):
            message = f"{name!r} is a {type(value).__name__}, not a {wanted.__name__}"
            raise TypeError(message)
        if isinstance(value, list):
            if not all(isinstance(cell, str) for cell in value):
                message = f"{name!r} has something else than strings"
                raise TypeError(message)
            values[name] = tuple(value)
    for name in required:
        if name not in values:
            raise KeyError(name)
    return values


def _words(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the field {error} is missing"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error})"
    return str(error)


def _bad(message: str, hint: str) -> NotebookError:
    return NotebookError(message, code="bad_suite", hint=hint)
