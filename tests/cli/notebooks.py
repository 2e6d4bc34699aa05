"""Notebooks in files, for commands that take them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_notebook(
    path: Path, *cells: str, kernel: str = "python3", language: str = "python", **more: Any
) -> Path:
    """Write a notebook of code cells; those that begin with ``#!`` are markdown."""
    content = {
        "cells": [_cell(cell) for cell in cells],
        "metadata": {
            "kernelspec": {"name": kernel, "display_name": kernel, "language": language},
            "ours": {"kept": True},
        },
        "nbformat": 4,
        "nbformat_minor": 4,
        **more,
    }
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return path


def _cell(source: str) -> Mapping[str, Any]:
    if source.startswith("#!"):
        return {"cell_type": "markdown", "metadata": {}, "source": source[2:]}
    return {
        "cell_type": "code",
        "execution_count": 7,
        "metadata": {"collapsed": False},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def sources(path: Path) -> list[str]:
    """Return the texts of a notebook's cells."""
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
