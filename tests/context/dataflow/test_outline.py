"""Signatures and docstring heads."""

from __future__ import annotations

import pytest
from hypothesis import given

from jupyter_codeintel.context.dataflow.outline import outline
from jupyter_codeintel.context.dataflow.parsing import parse
from tests.context.dataflow.sources import texts

MODULE = '''\
é = 1
@cache
def load(path: str, *,  # where
         sep=",", **rest) -> "Frame":
    """
    Load it.

    At length.
    """
    def inner(): ...

if é:
    class Model(Base, metaclass=Meta):
        """A model."""

        rate: float = 0.1
        name = "x"

        def __init__(self, n):
            self.n = n

        @property
        async def fit(self, x): "Fit."

        def _hidden(self): ...

def plain(): pass
'''


def test_text() -> None:
    assert (
        "\n".join(definition.text for definition in outline(parse(MODULE)))
        == '''\
@cache
def load(path: str, *, sep=",", **rest) -> "Frame":
    """Load it."""
class Model(Base, metaclass=Meta):
    """A model."""
    rate: float = 0.1
    def __init__(self, n): ...
    async def fit(self, x): ...
def plain(): ...'''
    )


def test_places_and_members() -> None:
    load, model, plain = outline(parse(MODULE))

    assert MODULE[load.start :].startswith("@cache\ndef load")
    assert MODULE[plain.start : plain.end] == "def plain(): pass"
    assert [(m.name, m.summary) for m in model.members] == [
        ("__init__", ""), ("fit", "Fit."), ("_hidden", ""),
    ]  # fmt: skip
    assert (load.kind, model.kind) == ("function", "class")


@pytest.mark.parametrize("source", ["def f(", "def f(a,\n", "class", "def (): ...", "class A("])
def test_unfinished_heads(source: str) -> None:
    assert all(definition.name for definition in outline(parse(source)))


def test_endless_signatures_are_cut() -> None:
    (found,) = outline(parse(f"def f({', '.join(f'argument_{n}' for n in range(200))}): ..."))

    assert len(found.signature) == 300
    assert found.signature.endswith("…")


@given(texts)
def test_any_text(source: str) -> None:
    for definition in outline(parse(source)):
        assert 0 <= definition.start < definition.end <= len(source)
        assert "\n" not in definition.signature
