"""Trees of cells: masked, apart where faulty, the same however they came about."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tree_sitter import Node

from jupyter_codeintel.context.dataflow import parsing
from jupyter_codeintel.context.dataflow.parsing import Offsets, Parsed, parse
from jupyter_codeintel.context.dataflow.pieces import pieces
from tests.context.dataflow.sources import edits, texts


def _shape(parsed: Parsed) -> list[tuple[str, int, int, bool]]:
    nodes: list[Node] = [tree.root_node for tree in reversed(parsed.trees)]
    shape = []
    while nodes:
        node = nodes.pop()
        shape.append((node.type, node.start_byte, node.end_byte, node.is_missing))
        nodes.extend(reversed(node.children))
    return shape


@settings(deadline=None)
@given(edits(), st.integers(0, 60))
def test_incremental_is_equal_to_full(edit: tuple[str, str], padding: int) -> None:
    """Long cells are parsed again where they changed, with the same outcome."""
    filler = "".join(f"value_{n} = compute({n}, 'é')\n" for n in range(padding * 5))
    before, after = (text + filler for text in edit)

    assert _shape(parse(after, previous=parse(before))) == _shape(parse(after))


@settings(max_examples=30, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=4))
def test_one_edit_after_another(changes: list[tuple[str, str]]) -> None:
    body = "".join(f"def f_{n}(x):\n    return x + {n}\n" for n in range(200))
    parsed = parse(body)
    for removed, typed in changes:
        at = len(body) * len(removed) // 50 % len(body)
        body = body[:at] + typed + body[at + len(removed) :]
        parsed = parse(body, previous=parsed)

        assert _shape(parsed) == _shape(parse(body))


@given(texts)
def test_bytes_and_characters(text: str) -> None:
    data = text.encode("utf-8", "replace")
    offsets = Offsets(data)
    place = 0

    for index, char in enumerate(data.decode()):
        assert offsets.char(place) == index
        place += len(char.encode())
    assert offsets.char(len(data)) == len(text)


@given(texts)
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_statements_begin_at_column_0() -> None:
    text = (
        "a = f(\nb = 1\n@d\n@e\ndef g(\n    x\n):\n    '''\ndoc\n'''\n# c\nif a:\n  b\nelse:\n  c\n"
    )

    assert pieces(text) == [
        "a = f(\n",
        "b = 1\n",
        "@d\n@e\ndef g(\n    x\n):\n    '''\ndoc\n'''\n# c\n",
        "if a:\n  b\nelse:\n  c\n",
    ]


def test_a_statement_behind_a_magic() -> None:
    assert parse("%time x = 1").data == b"0    ;x = 1"
    assert parse("  %time -n 3 x = 1").data.endswith(b";x = 1")
    assert parse("%time f(").data == b"0#ime f("
    assert parse("!ls").data == b"0#s"


def test_texts_that_are_no_code_for_the_kernel() -> None:
    assert parse("%%bash\nls").data == b""
    assert parse("x = 1", "julia").data == b""
    assert parse("x" * (parsing._MOST + 1)).data == b""
