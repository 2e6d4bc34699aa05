"""The extension's options reach what they configure."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.remote import RemoteEngine
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.extension import CodeIntelExtension
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.models.state import Fixed


def test_options_of_the_engine_process() -> None:
    extension = CodeIntelExtension(n_ctx=1024, slots=2, threads=3, idle=5.0)

    assert extension.engine_options() == EngineOptions(1024, 2, 3, 5.0)
    assert CodeIntelExtension().engine_options() == EngineOptions()


def test_options_of_fixes() -> None:
    extension = CodeIntelExtension(fix_attempts=3, fix_time_limit=9.0, fix_record_content=True)

    expected = FixSettings(max_attempts=3, time_limit_s=9.0, record_content=True)
    assert extension.fix_settings() == expected
    assert CodeIntelExtension().fix_settings() == FixSettings()


@pytest.mark.usefixtures("runtime_dir")
def test_the_user_has_an_engine_or_another_is_used() -> None:
    own, health = CodeIntelExtension().make_source()
    assert isinstance(own, EngineSupervisor)
    assert health is not None

    other, _ = CodeIntelExtension(
        engine_url="http://h:1/v1", engine_token="t", engine_model="m"
    ).make_source()
    assert isinstance(other, RemoteEngine)
    assert (other.url, other.token, other.model) == ("http://h:1/v1", "t", "m")


def test_what_the_operator_decides_is_fixed_for_all() -> None:
    assert CodeIntelExtension()._fixed() is None
    assert CodeIntelExtension(model="mine")._fixed() == Fixed("model", "mine")
    assert CodeIntelExtension(model="mine", engine_url="http://h:1")._fixed() == Fixed("engine")


@pytest.mark.parametrize("trait", sorted(CodeIntelExtension.class_own_traits(config=True)))
def test_every_option_says_what_it_does(trait: str) -> None:
    assert CodeIntelExtension.class_traits()[trait].help


def test_the_server_finds_the_extension() -> None:
    from jupyter_codeintel import _jupyter_server_extension_points  # noqa: PLC0415

    assert _jupyter_server_extension_points() == [
        {"module": "jupyter_codeintel.extension", "app": CodeIntelExtension}
    ]
    config = Path(__file__).parents[2] / "jupyter_config.json"
    assert '"jupyter_codeintel": true' in config.read_text()
