"""What a trial tells of an exception."""

from __future__ import annotations

from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Raised
from tests.kernel.trying import tried


async def raised(trials: KernelTrials, *sources: str) -> Raised:
    """Try cells; return what ends them."""
    verdict = await tried(trials, *sources)
    assert verdict.status == "failed"
    assert verdict.error is not None
    return verdict.error


async def test_frames_lead_through_cells_that_ran_before(
    runner: Runner, trials: KernelTrials
) -> None:
    await runner.execute("1", 30)
    await runner.execute("import json\ndef load(text, hint=None):\n    return json.loads(text)", 30)
    error = await raised(trials, "text = 'é'\nload(text)")
    assert error.names[:2] == ("JSONDecodeError", "ValueError")
    cell, function, *library = error.frames
    assert (cell.cell, cell.line, cell.source, cell.columns) == ("cell-0", 2, "load(text)", (0, 10))
    assert cell.locals == {
        "load": "function (text, hint=None)",
        "text": "str 'é'",
    }
    assert (function.cell, function.execution_count, function.line) == (None, 2, 3)
    assert (function.function, function.source) == ("load", "return json.loads(text)")
    assert function.columns == (11, 27)
    assert function.locals == {"text": "str 'é'", "hint": "NoneType None"}
    assert [frame.in_notebook for frame in error.frames] == [True, True] + [False] * len(library)
    assert library[0].file.endswith("json/__init__.py")
    assert library[0].source == "return _default_decoder.decode(s)"
    assert library[0].locals == {}


async def test_columns_count_characters(trials: KernelTrials) -> None:
    error = await raised(trials, "'é' + nämlich  # ü")
    assert error.frames[0].columns == (6, 13)
    assert error.attributes == {"name": "nämlich"}


async def test_no_repr_is_called(runner: Runner, trials: KernelTrials) -> None:
    await runner.execute("class Loud:\n    def __repr__(self): print('heard')", 30)
    verdict = await tried(trials, "def f(loud):\n    loud.x\nf(Loud())")
    assert verdict.error is not None
    assert verdict.error.frames[1].locals == {"loud": "Loud"}
    assert verdict.error.attributes == {"name": "x", "type": "Loud"}
    assert [one["output_type"] for one in verdict.runs[0].outputs] == ["error"]


async def test_causes_are_followed_as_far_as_python_shows_them(trials: KernelTrials) -> None:
    chained = "try:\n    {}['a']\nexcept KeyError{}:\n    raise ValueError('b'){}"
    error = await raised(trials, chained.format({}, " as error", " from error"))
    assert error.cause is not None
    assert (error.name, error.cause.name) == ("ValueError", "KeyError")
    assert error.cause.attributes == {"key": "'a'"}
    assert error.cause.frames[0].line == 2
    error = await raised(trials, chained.format({}, "", " from None"))
    assert error.cause is None
    error = await raised(trials, chained.format({}, "", ""))
    assert error.cause is not None


async def test_errors_before_the_code_runs(trials: KernelTrials) -> None:
    error = await raised(trials, "ok = 1\nif ok\n    pass")
    assert error.name == "SyntaxError"
    assert (error.frames[0].cell, error.frames[0].line) == ("cell-0", 2)
    assert error.frames[0].source == "if ok"
    assert error.attributes["line"] == "2"
    assert error.attributes["offset"] == "6"
    error = await raised(trials, "%nothing of the kind")
    assert error.name == "UsageError"
    assert error.frames[0].columns is None


async def test_the_rest_of_a_timed_cell_is_the_cell(trials: KernelTrials) -> None:
    error = await raised(trials, "%%time\na = 1\na.b")
    assert (error.frames[-1].cell, error.frames[-1].line) == ("cell-0", 3)
    assert error.frames[-1].source == "a.b"


async def test_blank_lines_before_a_cell_count(runner: Runner, trials: KernelTrials) -> None:
    await runner.execute("\n\ndef f():\n    return nothing", 30)
    error = await raised(trials, "\n  \nf()")
    assert [(one.line, one.source, one.columns) for one in error.frames] == [
        (3, "f()", (0, 3)),
        (4, "return nothing", (11, 18)),
    ]
    error = await raised(trials, "\n1 +")
    assert (error.frames[0].line, error.frames[0].source) == (2, "1 +")


async def test_deep_tracebacks_are_cut_in_the_middle(trials: KernelTrials) -> None:
    error = await raised(trials, "def f(n):\n    return f(n + 1)\nf(0)")
    assert error.name == "RecursionError"
    assert len(error.frames) == 30
    assert error.frames[0].source == "f(0)"


async def test_what_a_formatter_raises_counts(trials: KernelTrials) -> None:
    shown = "class Broken:\n    def __repr__(self):\n        return 1 / 0\nBroken()"
    error = await raised(trials, shown)
    assert error.name == "ZeroDivisionError"
