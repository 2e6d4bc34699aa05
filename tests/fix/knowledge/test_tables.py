"""The tables are true for the libraries that are installed here."""

from __future__ import annotations

import importlib
import importlib.util
import tomllib
import warnings
from importlib.resources import files

import pytest

from jupyter_codeintel.fix import knowledge
from jupyter_codeintel.fix.knowledge import changes
from jupyter_codeintel.fix.knowledge.changed import changed, changed_names
from jupyter_codeintel.fix.knowledge.imports import (
    distribution,
    homes,
    import_statements,
    known_modules,
    members,
    module_of_alias,
    own_homes,
)

HERE = [
    name
    for name in ("collections", "itertools", "math", "matplotlib", "numpy", "os", "pandas", "re")
    if importlib.util.find_spec(name)
]


@pytest.mark.parametrize("package", HERE)
def test_new_names_exist(package: str) -> None:
    new = {name for name in changed_names().values() if name.partition(".")[0] == package}
    assert [name for name in sorted(new) if "(" not in name and not _exists(name)] == []


@pytest.mark.parametrize("package", HERE)
def test_well_known_names_are_where_they_are_said_to_be(package: str) -> None:
    told = members(package).items()
    assert [name for name, module in told if not _exists(f"{module}.{name}")] == []


def test_names_of_python_are_where_they_are_said_to_be() -> None:
    told = tomllib.loads(files(knowledge).joinpath("imports.toml").read_text("utf-8"))["own"]
    assert all(_exists(f"{module}.{name}") for module, names in told.items() for name in names)
    assert own_homes("mean") == ("statistics",)
    assert own_homes("chain") == ("itertools",)
    assert import_statements("mean") == ()


def test_every_group_says_where_it_is_told() -> None:
    for file in files(changes).iterdir():
        if file.name.endswith(".toml"):
            groups = tomllib.loads(file.read_text("utf-8"))["group"]
            assert all(group["source"].startswith("https://") for group in groups)


def test_a_row_belongs_to_some_types_alone() -> None:
    row = changed("methods", "iteritems", "DataFrame")
    assert row is not None
    assert (row.new, row.source.startswith("https://pandas.")) == ("items", True)
    assert changed("methods", "iteritems", "Matrix") is None
    assert changed("keywords", "normed", "hist") is not None


def test_imports() -> None:
    assert module_of_alias("np") == "numpy"
    assert module_of_alias("df") is None
    assert import_statements("plt") == ("import matplotlib.pyplot as plt",)
    assert import_statements("datetime")[0] == "import datetime"
    assert import_statements("wibble") == ()
    assert homes("train_test_split") == ("sklearn.model_selection",)
    assert "sklearn.linear_model" in known_modules()


def test_distributions() -> None:
    assert distribution("sklearn.svm") == "scikit-learn"
    assert distribution("polars") == "polars"
    assert distribution("json") is None


def _exists(name: str) -> bool:
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for part in parts[end:]:
                found = getattr(found, part, None)
        return found is not None
    return False
