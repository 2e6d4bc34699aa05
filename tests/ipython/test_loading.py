"""Importing the package, and calling it outside of IPython."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jupyter_codeintel import panel
from jupyter_codeintel.errors import NotebookError

HEAVY = ("IPython", "ipywidgets", "tornado", "llama_cpp", "httpx", "traitlets", "jinja2")


def test_importing_the_package_brings_nothing_heavy() -> None:
    code = "import sys, jupyter_codeintel\nfrom jupyter_codeintel import panel\nprint(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in told.stdout.split()}
    assert loaded.isdisjoint(HEAVY)


def test_outside_of_ipython_the_panel_says_so() -> None:
    with pytest.raises(NotebookError, match="needs IPython"):
        panel()
