"""``jupyter codeintel models``: list, get, check and choose model files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from jupyter_codeintel.models.catalogue import load_catalogue
from jupyter_codeintel.models.digest import Progress
from jupyter_codeintel.models.download import pull
from jupyter_codeintel.models.hardware import DEFAULT_CONTEXT, estimate
from jupyter_codeintel.models.resolve import user_store
from jupyter_codeintel.models.store import ModelStore, StoredModel

Run = Callable[[argparse.Namespace], int]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this command to the command line."""
    default = load_catalogue().default.id
    models = subparsers.add_parser("models", help="list, get, check and choose model files")
    actions = models.add_subparsers(title="actions", required=True, metavar="ACTION")

    def action(run: Run, name: str, about: str, what: str = "", optional: str = "") -> None:
        parser = actions.add_parser(name, help=about, description=about.capitalize() + ".")
        if what:
            parser.add_argument(what, nargs="?" if optional else None, default=optional or None)
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.set_defaults(run=run)

    action(_list, "list", "list the models that can be had and those that are here")
    action(_pull, "pull", f"download a model (default: {default})", "name", default)
    action(_add, "add", "take in a .gguf file carried in by hand", "path")
    action(_verify, "verify", "check stored files against their digests", "name", "all")
    action(_remove, "remove", "delete a model", "name")
    action(_use, "use", "choose the model, by name or path of a .gguf file", "model")


def _list(args: argparse.Namespace) -> int:
    store = user_store()
    rows = list(_rows(store))
    if args.json:
        print(json.dumps({"selected": store.selected, "models": rows}, indent=2))
        return 0
    print(f"  {'NAME':<22} {'SIZE':>8} {'MEMORY':>8}  {'FIM':<4}{'HERE':<5} LICENCE")
    for row in rows:
        mark = "*" if row["selected"] else " "
        fim, here = ("yes" if row[key] else "no" for key in ("fim", "installed"))
        size, memory = _gb(row["size"]), _gb(row["memory"])
        print(f"{mark} {row['name']:<22} {size:>8} {memory:>8}  {fim:<4}{here:<5} {row['licence']}")
    if store.selected and not any(row["selected"] for row in rows):
        print(f"* {store.selected}")
    return 0


def _rows(store: ModelStore) -> Iterator[dict[str, Any]]:
    selected = store.selected or store.catalogue.default.id
    here = {model.name: model for model in store.installed()}
    for known in store.catalogue.models:
        yield {
            "name": known.id,
            "title": known.title,
            "size": known.size,
            "memory": estimate(known.size or 0, known.kv_bytes_per_token, DEFAULT_CONTEXT).total,
            "fim": known.fim,
            "licence": known.licence,
            "sha256": known.sha256,
            "installed": known.id in here,
            "selected": known.id == selected,
        }
    for model in here.values():
        if store.catalogue.find(model.name) is None:
            unknown = {"title": model.name, "memory": None, "licence": ""}
            row = _row(model) | unknown
            yield row | {"installed": True, "selected": model.name == selected}


def _pull(args: argparse.Namespace) -> int:
    store = user_store()
    with _bar(args, "Fetching") as progress:
        model = pull(store, store.catalogue.get(args.name), progress)
    return _say(args, model, f"{model.name} is here: {model.path}")


def _add(args: argparse.Namespace) -> int:
    with _bar(args, "Reading") as progress:
        model = user_store().add(Path(args.path), progress)
    fim = "" if model.fim else " It knows no fill-in-the-middle: no completions inside a line."
    return _say(args, model, f"Added as {model.name}.{fim}")


def _verify(args: argparse.Namespace) -> int:
    store = user_store()
    names = [model.name for model in store.installed()] if args.name == "all" else [args.name]
    for name in names:
        with _bar(args, f"Checking {name}") as progress:
            store.verify(name, progress)
        if not args.json:
            print(f"{name} is whole.")
    if args.json:
        print(json.dumps({"verified": names}))
    return 0


def _remove(args: argparse.Namespace) -> int:
    model = user_store().remove(args.name)
    return _say(args, model, f"Removed {model.name}.")


def _use(args: argparse.Namespace) -> int:
    path = user_store().select(args.model)
    if args.json:
        print(json.dumps({"selected": args.model, "path": str(path)}))
    else:
        print(f"In use from the engine's next start: {path}")
    return 0


def _say(args: argparse.Namespace, model: StoredModel, text: str) -> int:
    print(json.dumps(_row(model)) if args.json else text)
    return 0


def _row(model: StoredModel) -> dict[str, Any]:
    return asdict(model) | {"path": str(model.path)}


def _gb(size: int | None) -> str:
    return f"{size / 1e9:.1f} GB" if size else "?"


@contextmanager
def _bar(args: argparse.Namespace, title: str) -> Iterator[Progress]:
    with tqdm(unit="B", unit_scale=True, desc=title, disable=args.json or None) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total or None
            bar.update(done - bar.n)

        yield progress
