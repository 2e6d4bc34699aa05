"""Cut the shipped notebooks again; for developers, in a checkout."""

from __future__ import annotations

from pathlib import Path

from jupyter_codeintel.evaluation.notebook_fim.built_in import SUITE, cut

if __name__ == "__main__":
    root = Path(__file__).parents[4]
    text = cut(root / "examples" / "quickstart.ipynb")
    (Path(__file__).parent / SUITE).write_text(text, "utf-8")
