"""The methods of texts by which those that are written in several ways become the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

_CASES = ("", "lower()", "upper()", "title()", "capitalize()")
_SIGNS = (("-", "_"), ("-", " "), ("_", "-"), ("_", " "), (" ", "-"), (" ", "_"), ("-", ""),
          (" ", ""))  # fmt: skip


class Form(NamedTuple):
    """One way to write texts: spaces around them go, a sign is another, the case is one.

    Parameters
    ----------
    strips : bool
        Whether the spaces around a text go.
    signs : tuple of str
        A sign and what stands for it; nothing if all signs remain.
    case : str
        The method that makes the letters small, or the like.
    """

    strips: bool
    signs: tuple[str, ...]
    case: str

    def of(self, text: str) -> str:
        """Return a text in this form."""
        text = text.strip() if self.strips else text
        text = text.replace(*self.signs) if len(self.signs) == 2 else text
        return str(getattr(text, self.case.removesuffix("()"))()) if self.case else text

    def methods(self, quote: str) -> list[str]:
        """Return the methods that are called: ``strip()``, ``lower()``."""
        between = ", ".join(f"{quote}{one}{quote}" for one in self.signs)
        found = ["strip()"] * self.strips + [f"replace({between})"] * bool(self.signs)
        return found + [self.case] * bool(self.case)


def forms() -> Iterator[Form]:
    """Yield the ways to write texts, those that change less first."""
    ways = (Form(*way) for way in product((False, True), ((), *_SIGNS), _CASES))
    yield from sorted(ways, key=lambda form: (bool(form.signs), len(form.methods(""))))[1:]


def form_into(strays: Iterable[str], known: Iterable[str], kept: Iterable[str]) -> Form | None:
    """Return the form in which texts are known ones, and others remain what they are."""
    strays, known, kept = set(strays), set(known), set(kept)
    for form in forms() if strays else ():
        if {form.of(text) for text in strays} <= known and all(form.of(t) == t for t in kept):
            return form
    return None


def form_of_both(one: Iterable[str], other: Iterable[str]) -> Form | None:
    """Return the form in which all of some texts are among others, which remain different.

    One that leaves the others as they are goes before one that changes both.
    """
    one, other = set(one), set(other)
    found = [
        form
        for form in forms()
        if len(made := {form.of(text) for text in other}) == len(other)
        and {form.of(text) for text in one} <= made
    ]
    kept = [form for form in found if all(form.of(text) == text for text in other)]
    kept = kept or [form for form in found if all(form.of(text) == text for text in one)]
    return next(iter([*kept, *found]), None) if one - other else None
