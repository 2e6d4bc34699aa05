"""Local code intelligence for Jupyter notebooks."""

from __future__ import annotations

__version__ = "0.1.0"


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    # Imported here: a kernel or a command that imports the package needs no server.
    from jupyter_codeintel.extension import CodeIntelExtension  # noqa: PLC0415

    return [{"module": "jupyter_codeintel.extension", "app": CodeIntelExtension}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyter-codeintel"}]
