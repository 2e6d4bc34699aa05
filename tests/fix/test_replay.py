"""Which cells a trial runs, and what that makes of a copy of a kernel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_codeintel.context.notebook import Cell, CellError, Document
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.fix.replay import cells_to_run, forgotten, reproduce, trial_for
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.kernel.trials import KernelTrials
from jupyter_codeintel.trial import Trial
from tests.fix.failing import failure, notebook, raised


def _failing(
    *sources: str,
    fails: int,
    line: int = 1,
    kernel: str | None = "k",
    waiting: tuple[int, ...] = (),
) -> Failure:
    """Return a failure; cells below the failing one, and those that wait, have not run."""
    cells = [
        replace(cell, execution_count=None, executed_source=None)
        if n > fails or n in waiting
        else cell
        for n, cell in enumerate(notebook(*sources).cells)
    ]
    cells[fails] = replace(cells[fails], error=CellError("Error", ""))
    document = Document("some.ipynb", cells=tuple(cells), kernel=kernel)
    return failure(
        document, raised("Error", "", (f"c{fails}", line, "<module>", "")), cell=f"c{fails}"
    )


def _edit(**edits: str) -> Candidate:
    return Candidate(edits, "model")


def _ids(trial: Trial, *, required: bool | None = None) -> list[str]:
    return [c.id for c in trial.cells if required is None or c.required == required]


def test_the_failing_cell_runs_with_its_new_text_and_cells_below_tell_more() -> None:
    found = trial_for(_failing("a = 1", "b = a.x", "print(b)", fails=1), _edit(c1="b = a"))

    assert [(c.id, c.source, c.required) for c in found.cells] == [
        ("c1", "b = a", True),
        ("c2", "print(b)", False),
    ]


def test_cells_between_run_where_they_build_on_an_edited_one() -> None:
    sources = ("rate = 'x'", "other = 1", "factor = 1 + len(rate)", "print(factor / rate)")

    found = trial_for(_failing(*sources, fails=3), _edit(c0="rate = 2"))

    assert _ids(found) == ["c0", "c2", "c3"]


def test_cells_that_ran_before_the_edited_one_and_stand_above_do_not_run_again() -> None:
    sources = ("a = [1]", "a.append(2)", "print(a.pop())", "a = (1, 2)", "b = a[5]", "print(a)")

    found = trial_for(_failing(*sources, fails=4), _edit(c3="a = tuple(range(9))"))

    assert _ids(found) == ["c3", "c4", "c5"]


def test_who_calls_an_edited_function_runs_again() -> None:
    sources = ("def f(x): return None", "def g(x): return f(x)", "y = g(1)", "y + 1")

    found = trial_for(_failing(*sources, fails=3), _edit(c0="def f(x): return x"))

    assert _ids(found) == ["c0", "c2", "c3"]


def test_who_changes_an_object_by_functions_runs_again_when_it_is_made_anew() -> None:
    changing = "def book(row):\n    plan[row][0] = 1\n"
    own = ("plan = [[0]] * 2", f"{changing}book(1)", "print(plan.x)")
    apart = ("plan = [[0]] * 2", changing, "book(1)", "print(plan.x)")
    edit = _edit(c0="plan = [[0], [0]]")

    assert _ids(trial_for(_failing(*own, fails=2), edit)) == ["c0", "c1", "c2"]
    assert _ids(trial_for(_failing(*apart, fails=3), edit)) == ["c0", "c2", "c3"]
    edit = _edit(c1="def book(row):\n    plan[row][0] = 2\n")
    assert _ids(trial_for(_failing(*apart, fails=3), edit)) == ["c0", "c1", "c2", "c3"]


def test_what_the_old_text_of_a_cell_changed_is_made_anew() -> None:
    sources = ("rows = [3, 1]\nkey = 7", "rows = rows[::-1]\nfirst = rows[0]", "first.x")

    found = trial_for(_failing(*sources, fails=2), _edit(c1="first = rows[::-1][0]"))
    unread = trial_for(_failing(*sources, fails=2), _edit(c1="rows = [2]\nfirst = key"))

    assert _ids(found) == ["c0", "c1", "c2"]
    assert _ids(unread) == ["c1", "c2"]


def test_what_the_failing_cell_changed_before_it_failed_is_made_anew() -> None:
    sources = ("rows = [1]", "other = 2", "rows.append(other)\nrows.foo()")

    assert _ids(trial_for(_failing(*sources, fails=2, line=2), _edit(c2="rows.append(2)"))) == [
        "c0",
        "c2",
    ]
    assert _ids(reproduce(_failing(*sources, fails=2, line=2))) == ["c0", "c2"]


def test_what_it_had_not_come_to_is_not_made_anew() -> None:
    sources = ("rows = [1]", "rows.foo()\nrows.append(2)")

    assert _ids(reproduce(_failing(*sources, fails=1, line=1))) == ["c1"]


@pytest.mark.parametrize(
    ("kept", "ran"), [([], ["c0", "c2"]), (["c.commit()"], ["c2"])], ids=["lost", "committed"]
)
def test_rows_that_a_failed_query_has_taken_back_are_made_anew(
    kept: list[str], ran: list[str]
) -> None:
    lines = ["c = sqlite3.connect(':memory:')", "c.execute('INSERT INTO t VALUES (1)')", *kept]
    rows = "\n".join(lines)
    case = _failing(rows, "other = 2", "pd.read_sql('SELECT a FROM t', c)", fails=2)
    error = raised("DatabaseError", "Execution failed on sql 'SELECT a FROM t': no such column: a")

    assert _ids(reproduce(replace(case, error=error))) == ran


def test_a_cell_that_changes_its_own_input_runs_after_what_made_it() -> None:
    sources = ("n = 1", "n = n + 1", "m = [n]", "print(m[n])")

    found = trial_for(_failing(*sources, fails=3), _edit(c1="n = n - 1"))

    assert _ids(found) == ["c0", "c1", "c2", "c3"]


def test_cells_that_never_ran_come_before_the_failing_one() -> None:
    case = _failing("print(model)", "model = 3", fails=0)

    assert _ids(trial_for(case, Candidate({}, "rule", rerun=("c1",)))) == ["c1", "c0"]
    assert cells_to_run(case, Candidate({}, "rule", rerun=("c1",))) == ("c1", "c0")


def test_later_cells_are_not_required_and_not_many() -> None:
    sources = ["x = 1", "x.y", *[f"print(x, {n})" for n in range(20)]]

    found = trial_for(_failing(*sources, fails=1), _edit(c1="x"))

    assert _ids(found, required=True) == ["c1"]
    assert len(_ids(found, required=False)) == 8


def test_a_fresh_kernel_runs_first_what_the_trial_does_not() -> None:
    sources = ("import math", "unused = 1", "data = [math.pi]", "data.foo()")

    found = trial_for(_failing(*sources, fails=3), _edit(c3="data.append(math.e)"))

    assert [cell.id for cell in found.replay] == ["c0", "c2"]


def test_an_example_is_required_and_comes_before_later_cells() -> None:
    sources = ('def double(x):\n    """\n    >>> double(2)\n    4\n    """', "double(2) + 1", "3")

    found = trial_for(_failing(*sources, fails=1), _edit(c0="def double(x): return 2 * x"))

    assert _ids(found, required=True) == ["c0", "c1", "check:1"]
    assert _ids(found)[-1] == "c2"


def test_names_that_no_cell_binds_any_more_are_forgotten() -> None:
    case = _failing("sum = 3", "sum([1])", fails=1)
    candidate = _edit(c0="total = 3")

    assert forgotten(case, candidate) == ("sum",)
    assert _ids(trial_for(case, candidate)) == ["forget", "c0", "c1"]


async def test_a_copy_is_changed_once(runner: Runner, trials: KernelTrials) -> None:
    sources = ("rows = [1]", "rows.append(2)\nlast = rows.lats", "assert rows == [1, 2]")
    for source in sources[:2]:
        await runner.run_cell(source, 30)
    case = _failing(*sources, fails=1, line=2, kernel=runner.kernel_id)

    again = await trials.verify(runner.kernel_id, reproduce(case))
    repaired = trial_for(case, _edit(c1="rows.append(2)\nlast = rows[-1]"))
    verdict = await trials.verify(runner.kernel_id, repaired)

    assert again.error is not None
    assert again.error.name == "AttributeError"
    assert [(run.id, run.status) for run in verdict.runs] == [
        ("c0", "passed"),
        ("c1", "passed"),
        ("c2", "passed"),
    ]


async def test_an_iterator_that_the_cell_has_gone_through_is_made_anew(
    runner: Runner, trials: KernelTrials
) -> None:
    sources = ("values = (n for n in (1, 2))", "print(sum(values) / lenght)")
    for source in sources:
        await runner.run_cell(source, 30)
    case = replace(
        _failing(*sources, fails=1, kernel=runner.kernel_id),
        namespace=await runner.live.refreshed(runner.kernel_id),
    )
    candidate = _edit(c1="print(sum(values) / 2)")

    verdict = await trials.verify(runner.kernel_id, trial_for(case, candidate))

    assert cells_to_run(case, candidate) == ("c0", "c1")
    assert verdict.runs[-1].outputs[0]["text"] == "1.5\n"


async def test_an_iterator_that_an_earlier_cell_has_gone_through_fails_again(
    runner: Runner, trials: KernelTrials
) -> None:
    sources = ("values = (n for n in (1, 2))", "print(sum(values))", "print(max(values))")
    for source in sources:
        await runner.run_cell(source, 30)
    case = replace(
        _failing(*sources, fails=2, kernel=runner.kernel_id),
        namespace=await runner.live.refreshed(runner.kernel_id),
    )

    verdict = await trials.verify(runner.kernel_id, reproduce(case))

    assert [run.id for run in verdict.runs] == ["c0", "c1", "c2"]
    assert verdict.error is not None
    assert "empty" in verdict.error.value


async def test_a_name_that_hid_one_of_pythons_own_hides_it_no_more(
    runner: Runner, trials: KernelTrials
) -> None:
    await runner.run_cell("sum = 3", 30)
    case = _failing("sum = 3", "print(sum([1, 2]))", fails=1, kernel=runner.kernel_id)

    verdict = await trials.verify(runner.kernel_id, trial_for(case, _edit(c0="total = 3")))

    assert verdict.status == "passed"


def test_a_notebook_with_text_and_magics_is_understood() -> None:
    document = Document(
        "some.ipynb",
        cells=(
            Cell("text", "markdown", "# Title"),
            Cell("c0", "code", "%matplotlib inline\nx = 1", 1, executed_source="x = 1"),
            Cell("c1", "code", "!ls\nx.foo", 2, CellError("AttributeError", "")),
        ),
        kernel="k",
    )
    case = failure(document, raised("AttributeError", "", ("c1", 2, "<module>", "x.foo")))

    assert _ids(trial_for(case, _edit(c1="!ls\nx"))) == ["c1"]
