"""What the model is asked for a command; short, for small models."""

from __future__ import annotations

from jupyter_codeintel.chat.commands.parsing import Command
from jupyter_codeintel.chat.commands.targets import Target
from jupyter_codeintel.chat.scene import Scene
from jupyter_codeintel.safety.untrusted import enclosed, fenced


def question_of(command: Command, scene: Scene) -> str:
    """Return the question that ``/ask`` and ``/explain`` stand for, with references."""
    if command.name != "explain":
        return command.rest
    active = scene.active
    failed = active is not None and active.error is not None
    what = command.rest
    if not what and scene.selection.strip():
        what = "@selection"
    if what == "@error" or (not what and failed):
        return "Explain @error: what it means, what causes it here, and what would correct it."
    return f"Explain {what or '@cell'}: what it does and what comes out of it."


def test_prompt(target: Target) -> str:
    """Ask for assertions."""
    return (
        f"{_told(target)}\n\nWrite five short assert statements that test {target.name} with "
        "other inputs than its docstring: small ones, whose result is easy to see, and special "
        "ones. Each stands on a line of its own and has the exact expected value. "
        "Answer with one ```python block of assert statements."
    )


def doc_prompt(target: Target) -> str:
    """Ask for a docstring."""
    return (
        f"{_told(target)}\n\nWrite the docstring of {target.name}: one line that says what it "
        "does, then its parameters and what it returns. Answer with the docstring alone, in "
        "one block of code."
    )


def optimize_prompt(source: str) -> str:
    """Ask for a faster cell."""
    return (
        f"{enclosed(fenced(source, 'python'))}\n\nRewrite this notebook cell so that it runs "
        "faster and gives exactly the same results under the same names. Answer with the whole "
        "cell in one ```python block."
    )


def _told(target: Target) -> str:
    return enclosed(fenced(target.source, "python"))
