"""Words for one and the same thing, of which a table has one, and who asks it another."""

from __future__ import annotations

import re
from collections.abc import Iterable

_GROUPS: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "amount total sum",
        "amount revenue sales turnover",
        "quantity pieces units",
        "salary income",
        "score points marks",
        "rating stars",
        "client customer buyer",
        "product item article",
        "employee worker",
        "student pupil",
        "author writer",
        "team club",
        "department division",
        "category kind type",
        "city town",
        "gender sex",
        "weight mass",
        "speed velocity",
        "precipitation rainfall",
        "phone telephone",
        "email mail",
    )
)
_OF_MONEY = frozenset({"amount", "revenue", "sales", "sum", "total", "turnover"})
_OF_ONE = frozenset({"cost", "hours", "price", "quantity", "rate", "wage"})
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def same_thing(wrong: str, names: Iterable[str], tables: Iterable[str] = ()) -> str | None:
    """Return the one of some names that says the same as another in other words.

    Of words before it, ``order_total``, the name has the same ones, or they are a table's.

    Parameters
    ----------
    wrong : str
        A name that is not there.
    names : iterable of str
        Those that are.
    tables : iterable of str
        What the rows may be called by.
    """
    known = [*names]
    *before, last = _words(wrong) or [""]
    words = {word for name in known for word in _words(name)}
    if last in _OF_MONEY and words & _OF_ONE:
        return None  # it may have to be worked out from a price
    kept = [one for one in before if one not in {*tables, *(f"{one}s" for one in tables)}]
    found = [name for name in known if _says_the_same(last, kept, _words(name))]
    return found[0] if len(found) == 1 and last not in words else None


def _says_the_same(last: str, before: list[str], words: list[str]) -> bool:
    is_same = any({last, word} <= group for word in words[-1:] for group in _GROUPS)
    return is_same and before in ([], words[:-1])


def _words(name: str) -> list[str]:
    return [part.lower() for part in _PARTS.findall(name)]
