"""The documentation's links lead somewhere, and its pictures are small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PAGES = [CHECKOUT / "README.md", *sorted(CHECKOUT.glob("docs/**/*.md"))]
PICTURES = sorted(CHECKOUT.glob("docs/**/*.png"))
MOST_BYTES = 200_000


def _name(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_within_the_checkout_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_pictures_are_small_and_used() -> None:
    assert len(PICTURES) >= 3
    assert [_name(path) for path in PICTURES if path.stat().st_size > MOST_BYTES] == []
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert [path.name for path in PICTURES if path.name not in text] == []
