"""Examples as checks: which are found, and when they hold."""

from __future__ import annotations

import pytest

from jupyter_codeintel.context.notebook import Cell, Document
from jupyter_codeintel.fix.checks import checks
from jupyter_codeintel.fix.failure import Failure
from jupyter_codeintel.trial import TrialCell
from tests.fix.failing import failure, notebook, raised

ERROR = raised("AssertionError", "")


def _found(docstring: str, body: str = "return 2 * x", *, goal: str = "") -> tuple[TrialCell, ...]:
    source = f'def double(x):\n    r"""{docstring}"""\n    {body}'
    return checks(failure(notebook(source, "assert double(1) == 3"), ERROR, goal=goal))


def _holds(check: TrialCell, source: str) -> bool:
    names: dict[str, object] = {}
    exec(source, names)  # noqa: S102 - as a kernel would
    try:
        exec(check.source, names)  # noqa: S102
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize(
    "docstring",
    [
        "\n    >>> double(2)\n    4\n",
        "\n    >>> n = 2\n    >>> double(n)\n    4\n",
        "\n    >>> print(double(2), 'apples')\n    4   apples\n",
        "\n    double(2) ==> 4\n",
        "\n    double(2) -> 4\n",
        "\n    Example: double(2) == 4\n",
        "\n    `double(2)` should be `4`.\n",
        "\n    >>> double(2) # => 4\n",
    ],
)
def test_an_example_holds_for_what_is_right_alone(docstring: str) -> None:
    (check,) = _found(docstring)

    assert _holds(check, "def double(x): return 2 * x")
    assert not _holds(check, "def double(x): return 3 * x")


@pytest.mark.parametrize(
    "docstring",
    [
        "Doubles.",
        "\n    >>> double('a')\n    Traceback (most recent call last):\n    TypeError: no\n",
        "\n    other(2) ==> 4\n",
        "\n    double(n) ==> 4\n",
        "\n    double(2) ==> four\n",
        "\n    returns x -> 2 * x\n",
        "\n    >>> double(2\n    4\n",
    ],
)
def test_what_is_no_example_is_passed_over(docstring: str) -> None:
    assert _found(docstring) == ()


def test_examples_stand_in_the_goal_and_above_the_cell_too() -> None:
    document = Document(
        "some.ipynb",
        cells=(
            Cell("m", "markdown", "`double(3) == 6`"),
            Cell("c0", "code", "def double(x): return 2 * x", 1),
            Cell("c1", "code", "assert double(1) == 3", 2),
        ),
    )

    found = checks(
        failure(
            document,
            ERROR,
            goal="double(4) should give 8 apples; double(5) == 10, `double(6)` is 12.",
        )
    )

    assert [check.id for check in found] == ["check:1", "check:2", "check:3"]
    assert "double(3)" in found[0].source
    assert "double(5)" in found[1].source
    assert "double(6)" in found[2].source


def test_only_functions_that_the_error_concerns_are_checked() -> None:
    document = notebook('def other(x):\n    """other(1) == 1"""', "x = 1", "assert x == 2")

    assert checks(failure(document, ERROR)) == ()


def test_examples_are_not_too_many_and_each_once() -> None:
    many = "\n".join(f"    double({n}) == {2 * n}" for n in range(30))

    found = _found(f"\n{many}\n    double(1) == 2\n")

    assert len(found) == 12
    assert len({check.source for check in found}) == 12


def test_a_printed_result_is_not_required() -> None:
    (by_value,) = _found("\n    >>> double(2)\n    4\n")
    (by_text,) = _found("\n    >>> double(Number(2))\n    Number(4)\n")

    assert by_value.required
    assert not by_text.required


def test_an_example_leaves_the_names_of_the_notebook_alone() -> None:
    (check,) = _found("\n    >>> x = 5\n    >>> double(x)\n    10\n")
    names: dict[str, object] = {"x": 1, "double": lambda x: 2 * x}

    exec(check.source, names)  # noqa: S102 - as a kernel would

    assert names["x"] == 1


def test_a_cell_that_is_no_python_has_no_examples() -> None:
    case: Failure = failure(notebook("def f(x:\n    pass", "f(1)"), ERROR)

    assert checks(case) == ()
