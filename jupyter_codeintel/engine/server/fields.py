"""Reading JSON fields of a request body: the right type, or an error that names the field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeVar

from jupyter_codeintel.errors import RequestError

T = TypeVar("T")
Number = (int, float)


def bad_request(message: str, *, hint: str = "") -> RequestError:
    """Return the error for a request that was made wrong."""
    return RequestError(message, code="bad_request", hint=hint)


def parse_body(body: bytes) -> Mapping[str, object]:
    """Return the JSON object in ``body``."""
    try:
        data = json.loads(body)
    except ValueError as error:
        message = f"the body is not JSON: {error}"
        raise bad_request(message) from error
    if not isinstance(data, dict):
        message = "the body must be a JSON object"
        raise bad_request(message)
    return data


def optional(data: Mapping[str, object], name: str, kind: type[T]) -> T | None:
    """Return the field ``name``, or None when it is absent or null."""
    value = data.get(name)
    if value is None:
        return None
    # In JSON true is no number, though in Python it is one.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        message = f"{name} must be of type {kind.__name__}, not {type(value).__name__}"
        raise bad_request(message)
    return value


def required(data: Mapping[str, object], name: str, kind: type[T]) -> T:
    """Return the field ``name``, which must be there."""
    value = optional(data, name, kind)
    if value is None:
        message = f"{name} is missing"
        raise bad_request(message)
    return value


def integer(
    data: Mapping[str, object], name: str, default: int, *, low: int, high: int = 2**31
) -> int:
    """Return a whole number in ``low..high``."""
    value = optional(data, name, int)
    if value is None:
        return default
    if not low <= value <= high:
        message = f"{name} must be from {low} to {high}, not {value}"
        raise bad_request(message)
    return value


def number(
    data: Mapping[str, object], name: str, default: float, *, low: float, high: float
) -> float:
    """Return a number in ``low..high``."""
    value = data.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, Number):
        message = f"{name} must be a number, not {type(value).__name__}"
        raise bad_request(message)
    if not low <= value <= high:  # also false for NaN
        message = f"{name} must be from {low} to {high}, not {value}"
        raise bad_request(message)
    return float(value)


def strings(data: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Return a list of strings, which may be written as one string."""
    value = data.get(name)
    items = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        message = f"{name} must be a string or a list of strings"
        raise bad_request(message)
    return tuple(items)
