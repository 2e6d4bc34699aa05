"""The helper is put into a kernel once, and a newer one takes its place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_codeintel.in_kernel.control import REQUEST
from jupyter_codeintel.in_kernel.loading import PACKAGE, load
from jupyter_codeintel.kernel.injection import answer_of, helper_sources, injection


class Kernel:
    """As much of ipykernel's as the helper touches when it is installed."""

    def __init__(self) -> None:
        self.control_handlers: dict[str, Any] = {}

    async def process_control(self, message: Any) -> None:
        """Do nothing."""


class OlderKernel:
    def __init__(self) -> None:
        self.control_handlers: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def _no_helper() -> Iterator[None]:
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def loaded(kernel: Any, version: str) -> str:
    return load(kernel, list(helper_sources()), version)


def test_it_is_loaded_once() -> None:
    kernel = Kernel()
    assert loaded(kernel, "1") == "codeintel quiet"
    handler = kernel.control_handlers[REQUEST]
    assert loaded(kernel, "1") == "codeintel quiet"
    assert kernel.control_handlers[REQUEST] is handler


def test_another_version_takes_its_place() -> None:
    kernel = Kernel()
    loaded(kernel, "1")
    handler, process = kernel.control_handlers[REQUEST], kernel.process_control
    assert loaded(kernel, "2") == "codeintel quiet"
    assert kernel.control_handlers[REQUEST] is not handler
    assert kernel.process_control != process
    sys.modules[PACKAGE].helper.remove()
    assert "process_control" not in vars(kernel)
    assert kernel.control_handlers == {}


def test_without_the_method_to_wrap_requests_are_heard() -> None:
    assert loaded(OlderKernel(), "1") == "codeintel loud"


def test_what_is_sent_imports_nothing_of_ours_but_itself() -> None:
    sent = dict(helper_sources())
    assert {"control", "trial", "trial.child"} <= set(sent)
    assert "loading" not in sent
    seen: set[str] = set()
    for name, text in helper_sources():
        assert "." not in name or name.rpartition(".")[0] in seen
        for node in ast.walk(ast.parse(text, feature_version=(3, 8))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
                names = {f"{node.module}.{alias.name}" for alias in node.names}
                places = {place.removeprefix(PACKAGE + ".") for place in {str(node.module), *names}}
                imported = places & set(sent) - {"trial"}
                assert imported
                assert imported <= seen
        assert "jupyter_codeintel.in_kernel" not in text
        seen.add(name)


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ({"status": "aborted"}, "aborted"),
        ({"status": "error"}, "unsupported"),
        ({"user_expressions": {"codeintel": {"status": "error"}}}, "unsupported"),
        (
            {"user_expressions": {"codeintel": {"data": {"text/plain": "'codeintel quiet'"}}}},
            "quiet",
        ),
    ],
)
def test_the_answer_is_read(reply: dict[str, Any], answer: str) -> None:
    assert answer_of(reply) == answer


def test_the_request_leaves_nothing_in_the_history() -> None:
    content = injection()
    assert content["code"] == ""
    assert content["silent"]
    assert not content["store_history"]
    assert not content["stop_on_error"]
