"""Time zones by the cities that they are called after."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

_AREAS = ("Africa", "America", "Asia", "Australia", "Europe", "Pacific")
_OTHERS = {
    "America/Los_Angeles": "san diego,san francisco,seattle",
    "America/New_York": "boston,miami,philadelphia",
    "Asia/Kolkata": "bangalore,delhi,mumbai",
    "Asia/Shanghai": "beijing",
    "Asia/Tokyo": "kyoto,osaka",
    "Europe/Amsterdam": "rotterdam,utrecht",
    "Europe/Berlin": "cologne,dresden,frankfurt,hamburg,leipzig,munich,stuttgart",
    "Europe/Lisbon": "porto",
    "Europe/London": "edinburgh,glasgow,manchester",
    "Europe/Madrid": "barcelona,seville,valencia",
    "Europe/Paris": "lyon,marseille",
    "Europe/Rome": "milan,naples,turin",
    "Europe/Vienna": "graz,salzburg",
    "Europe/Zurich": "basel,bern,geneva,zürich",
}
"""Large cities that no zone is called after."""


@cache
def zones_of_cities() -> dict[str, str]:
    """Return the zones that are called after a city of one word, by its name in small letters."""
    zones = (zone.split("/") for zone in available_timezones())
    return {parts[1].casefold(): "/".join(parts) for parts in zones
            if len(parts) == 2 and parts[0] in _AREAS and "_" not in parts[1]}  # fmt: skip


@cache
def zones_of_places() -> dict[str, str]:
    """Return the zones of cities, also of two words, and of cities that none is called after."""
    found = {
        zone.rpartition("/")[2].replace("_", " ").casefold(): zone
        for zone in sorted(available_timezones())
        if zone.count("/") == 1 and zone.partition("/")[0] in _AREAS
    }
    others = {city: zone for zone, cities in _OTHERS.items() for city in cities.split(",")}
    return found | others | zones_of_cities()
