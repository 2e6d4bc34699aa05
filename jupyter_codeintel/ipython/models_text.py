"""The models on this machine, in plain words."""

from __future__ import annotations

from jupyter_codeintel.ipython.user_engine import UserEngine
from jupyter_codeintel.models.resolve import user_store
from jupyter_codeintel.models.store import ModelStore


def models_text() -> str:
    """Return the models that are here and those that can be had, the one in use marked."""
    store = user_store()
    chosen = selected_name(store)
    here = {model.name for model in store.installed()}
    names = [model.id for model in store.catalogue.models]
    names += sorted(here.difference(names))
    lines = [_line(store, name, is_here=name in here, is_chosen=name == chosen) for name in names]
    if chosen not in names:
        lines.append(f"* {chosen}")
    return "\n".join([*lines, "Choose one: %codeintel model NAME"])


def choose_model(name: str, engine: UserEngine) -> str:
    """Use another model from the next request on.

    Raises
    ------
    ModelError
        It is not on this machine, or no model.
    """
    user_store().select(name)
    engine.model_changed()
    return f"{name} is in use from the next request on."


def selected_name(store: ModelStore) -> str:
    """Return the name or path of the model in use."""
    return store.selected or store.catalogue.default.id


def _line(store: ModelStore, name: str, *, is_here: bool, is_chosen: bool) -> str:
    known = store.catalogue.find(name)
    stored = store.find(name)
    size = stored.size if stored else (known.size if known else None)
    where = "here" if is_here else f"to be had: jupyter codeintel models pull {name}"
    mark = "*" if is_chosen else " "
    return f"{mark} {name:<22} {gigabytes(size):>8}  {where}"


def gigabytes(size: int | None) -> str:
    """Return a size for people."""
    return f"{size / 1e9:.1f} GB" if size else "?"
