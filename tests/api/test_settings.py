"""What a person can set says what it is, and what an operator can lock is among it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_codeintel.api.messages import load_schema
from jupyter_codeintel.extension import CodeIntelExtension

SCHEMAS = sorted((Path(__file__).parents[2] / "labextension" / "schema").glob("*.json"))


def properties(path: Path) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(path.read_text("utf-8"))["properties"]
    return settings


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_setting_says_what_it_does(path: Path) -> None:
    for name, setting in properties(path).items():
        assert {"title", "description", "type", "default"} <= set(setting), name
        assert setting["description"].endswith("."), name


@pytest.mark.parametrize("feature", ["chat", "fix"])
def test_what_can_be_locked_can_be_set(feature: str) -> None:
    locks = load_schema()["definitions"]["locks"]["properties"]
    own = {name.partition(".")[2] for name in locks if name.startswith(f"{feature}.")}
    schema = next(path for path in SCHEMAS if path.stem == feature)
    assert own == set(properties(schema))
    assert json.loads(schema.read_text("utf-8"))["jupyter.lab.transform"] is True


def test_what_the_chat_may_cost_is_an_option_too() -> None:
    options = set(CodeIntelExtension.class_own_traits(config=True))
    limits = load_schema()["definitions"]["chatLimits"]["properties"]
    names = {name.removesuffix("Tokens") for name in limits}
    assert {f"chat_{name}_tokens" for name in names} <= options
