"""Time zones by the cities that they are called after."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

_AREAS = ("Africa", "America", "Asia", "Australia", "Europe", "Pacific")


@cache
def zones_of_cities() -> dict[str, str]:
    """Return the zones that are called after a city of one word, by its name in small letters."""
    zones = (zone.split("/") for zone in available_timezones())
    return {parts[1].casefold(): "/".join(parts) for parts in zones
            if len(parts) == 2 and parts[0] in _AREAS and "_" not in parts[1]}  # fmt: skip
