"""What a cell shows, as a notebook keeps it."""

from __future__ import annotations

import pytest

from jupyter_codeintel.kernel.outputs import Outputs
from jupyter_codeintel.kernel.runner import Outcome, Runner


async def test_streams_results_and_errors_are_kept_in_order(runner: Runner) -> None:
    await runner.execute("seen = 1", 30, silent=True)
    code = "import sys\nfor i in range(3): print(i, flush=True)\nsys.stderr.write('!')\nseen"
    execution = await runner.run_cell(code, 30)
    assert execution.outcome == Outcome("ok")
    assert execution.count == 1
    assert execution.traceback == ()
    assert [one["output_type"] for one in execution.outputs] == [
        "stream",
        "stream",
        "execute_result",
    ]
    out, err, result = execution.outputs
    assert (out["text"], err["name"], result["data"]) == (
        "0\n1\n2\n",
        "stderr",
        {"text/plain": "1"},
    )
    failed = await runner.run_cell("print('before')\n{}['a']", 30)
    assert failed.outcome == Outcome("error", "KeyError", "'a'")
    assert [one["output_type"] for one in failed.outputs] == ["stream", "error"]
    assert "KeyError" in failed.traceback[-1]
    assert failed.count == 2


async def test_a_cell_that_takes_too_long_keeps_what_it_showed(runner: Runner) -> None:
    code = "print('began', flush=True)\nwhile True: pass"
    execution = await runner.run_cell(code, 1.5)
    assert execution.outcome == Outcome("timeout")
    assert execution.outputs[0]["text"] == "began\n"
    assert (await runner.run_cell("1", 30)).outcome == Outcome("ok")
    assert (await runner.run_cell("import os; os._exit(1)", 30)).outcome == Outcome("died")


async def test_a_display_is_updated_where_it_stands(runner: Runner) -> None:
    code = "shown = display('one', display_id=True)\nprint('then')\nshown.update('two')"
    shown, then = (await runner.run_cell(code, 30)).outputs
    assert shown["data"] == {"text/plain": "'two'"}
    assert then["text"] == "then\n"


@pytest.mark.parametrize(("wait", "kept"), [(False, []), (True, ["old"])])
def test_outputs_are_cleared_at_once_or_with_the_next(wait: bool, kept: list[str]) -> None:
    outputs = Outputs()
    outputs.add("stream", {"name": "stdout", "text": "old"})
    outputs.add("clear_output", {"wait": wait})
    assert [one["text"] for one in outputs.kept] == kept
    outputs.add("stream", {"name": "stdout", "text": "new"})
    assert [one["text"] for one in outputs.kept] == ["new"]
