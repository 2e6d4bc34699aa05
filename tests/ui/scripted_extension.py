"""The server extension with an engine that recites `script.json` instead of running a model."""

from dataclasses import replace
from pathlib import Path

from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.extension import CodeIntelExtension

SCRIPT = Path(__file__).with_name("script.json")


class ScriptedExtension(CodeIntelExtension):
    """Differs from the real one in its engine only."""

    def engine_options(self) -> EngineOptions:
        """Recite."""
        return replace(super().engine_options(), backend="scripted", script=SCRIPT)

    def _resolve_model(self) -> Path:
        return SCRIPT

    def _check_memory(self, model: Path) -> None:
        """A script needs none."""


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    return [{"module": "scripted_extension", "app": ScriptedExtension}]
