"""The name that a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from jupyter_codeintel.context.nearest import nearest, same_variant
from jupyter_codeintel.fix.knowledge.currencies import HUNDREDTHS
from jupyter_codeintel.fix.knowledge.units import DIMENSIONS

_SHORTEST = 4
_UNITS = {unit.lower() for units in DIMENSIONS for unit in units} | {
    "a", "bpm", "c", "db", "deg", "f", "hz", "k", "khz", "kmh", "kn", "kw", "lux", "mhz", "mm2",
    "mph", "ms2", "mv", "n", "pct", "perc", "percent", "ppb", "ppm", "rpm", "usd", "v", "w",
}  # fmt: skip


def meant(wrong: str, real: Iterable[str]) -> str | None:
    """Return the one name that is most like ``wrong``, or one slip of a finger away.

    A slip is a letter more or less, or two that have changed places. Or the one of the same
    words in another order, ``orders_clean`` for ``clean_orders``, or cut short.

    What is returned is tried before anybody sees it, so that short names count as well.
    """
    names = frozenset(real)
    if wrong in names or wrong in HUNDREDTHS:
        return None
    found = nearest(wrong, names)
    if found is not None or len(wrong) < _SHORTEST:
        return found
    turned = [name for name in names if "_" in name and _words(name) == _words(wrong)]
    if turned:
        return turned[0] if len(turned) == 1 else None
    for is_slip in (_is_letter_off, _is_turned):
        slips = [name for name in names if is_slip(wrong, name) and same_variant(wrong, name)]
        if slips:
            return slips[0] if len(slips) == 1 else None
    longer = [name for name in names if _is_short_for(wrong, name)]
    return longer[0] if len(longer) == 1 else None


def _is_short_for(wrong: str, name: str) -> bool:
    """Whether some of several words are cut short: ``temps_c`` is ``temps_celsius``."""
    pairs = list(zip_longest(wrong.split("_"), name.split("_"), fillvalue=""))
    same = [one == other for one, other in pairs]
    begins = (all(pair) and (pair[0].startswith(pair[1]) or pair[1].startswith(pair[0]))
              for pair in pairs)  # fmt: skip
    return any(same) and all(begins)


def _words(name: str) -> list[str]:
    return sorted(name.casefold().split("_"))


def _is_letter_off(wrong: str, name: str) -> bool:
    """Whether one of them has one letter more than the other."""
    short, long = sorted((wrong, name), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _is_turned(wrong: str, name: str) -> bool:
    """Whether two neighbouring letters have changed places."""
    if len(wrong) != len(name) or wrong == name:
        return False
    differ = [place for place in range(len(name)) if wrong[place] != name[place]]
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return wrong[first] == name[second] and wrong[second] == name[first]


def short_with_unit(wrong: str, names: Iterable[str]) -> str | None:
    """Return the one name that is a word cut short with its unit: ``freq_hz`` for ``frequency``.

    Parameters
    ----------
    wrong : str
        A name that is not there.
    names : iterable of str
        Those that are.
    """
    word = wrong.lower()
    if not word.isalpha() or len(word) < _SHORTEST:
        return None
    alike = [name for name in names if name.lower()[:3] == word[:3]]
    parts = [name.lower().split("_") for name in alike]
    if len(parts) != 1 or len(parts[0]) != 2 or parts[0][1] not in _UNITS:
        return None
    head = parts[0][0]
    is_short = 3 <= len(head) < len(word) and word.startswith(head)
    is_long = head.startswith(word) and head != word
    return alike[0] if is_short or is_long else None
