"""How references are written."""

from __future__ import annotations

import pytest

from jupyter_codeintel.chat.references.syntax import find_references, spoken


def known(name: str) -> bool:
    return name in ("df", "data")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Explain @cell", [("cell", "")]),
        ("@cell:3 and @cell:#2?", [("cell", "3"), ("cell", "#2")]),
        ("why @error, see @selection.", [("error", ""), ("selection", "")]),
        ("(@df) or @variable:other", [("variable", "df"), ("variable", "other")]),
        ("@file:data/a.csv, please", [("file", "data/a.csv")]),
        ('@file:"my data.csv"', [("file", "my data.csv")]),
        ("read @file:a.csv.", [("file", "a.csv")]),
        ("@data frame", [("variable", "data")]),
        # what is none
        ("me@cell.org, @nobody, @cells, @error:3", []),
        ("`@cell` and\n```\n@df\n```", []),
        ("@property\ndef f(): ...", []),
        ("@cell:x", []),
    ],
)
def test_references_are_found(text: str, found: list[tuple[str, str]]) -> None:
    references = find_references(text, known)

    assert [(one.kind, one.target) for one in references] == found


def test_the_model_reads_words() -> None:
    text = "Compare @cell:3, @cell:#2 and @cell with @df; see @error and @file:a.csv in @selection"

    assert spoken(text, find_references(text, known)) == (
        "Compare cell [3], cell #2 and the active cell with `df`; see the last error and "
        'the file "a.csv" in the selected code'
    )


def test_places_are_those_of_the_text_also_after_code() -> None:
    text = "`x@y` then @df"
    (found,) = find_references(text, known)

    assert text[found.start : found.end] == "@df"
