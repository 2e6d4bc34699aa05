"""What can be said of a candidate before anything runs; the many cases are in the data files."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from jupyter_codeintel.evaluation.candidates.cases import read_notebooks
from jupyter_codeintel.fix.candidate import Candidate
from jupyter_codeintel.fix.gate.static import static_objections
from jupyter_codeintel.namespace import Namespace, Variable
from tests.fix.failing import failure, notebook, raised

NOTEBOOKS = read_notebooks(Path(__file__).parents[2] / "cases" / "gate")
LINES = [line for one in NOTEBOOKS for text in one.sources for line in text.split("\n")]


def _kinds(before: str, after: str, *, above: str = "x = 1", line: int = 1) -> set[tuple[str, str]]:
    error = raised("ValueError", "", ("c1", line, "<module>", ""))
    case = failure(notebook(above, before), error)
    found = static_objections(case, Candidate({"c1": after}, "model"))
    return {(objection.kind, objection.severity) for objection in found}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("y = int(x", {("syntax", "refuse")}),
        ("y = int(x\0)", {("syntax", "refuse")}),
        ("y  =  int( x )  # again", {("unchanged", "refuse")}),
        ("y = float(x)", set()),
        ("y = round(x)", {("unexplained", "doubt")}),
    ],
)
def test_a_text_as_a_whole(after: str, expected: set[tuple[str, str]]) -> None:
    assert _kinds("y = int(x)", after) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('d = x["k"]', 'x[["k", "b"]] = x[["b"]]'),
        ('y = x["k"]', 'y = [x[["k"]], "q", x["b"]]'),
        ('y = {"k": 3, **x, (1, [2]): 4}', "y = [3, 4]"),
        ('y = "Lt" + x', "y = x > 1"),
        ("y = float(x)", 'y = re.search("a{99999999999}", x)'),
        ("y = float(x)", "y = re.search('" + "(" * 3000 + "', x)"),
        ("y = float(x)", 'y = re.search(r"(1|11)*x", x)'),
        ("y = float(x)", "y = re.search('" + ".*" * 30 + "x', x)"),
        ("y = {'a': [1, 2]}", "y = {'a': [1, 3]}"),
        ("y = f(x)", "def f(x, *, tol=1e-9, n):\n    return x\ny = f(x)"),
        ("y = f(x)", "def f(x, /, *, n=0):\n    return x\ny = f(x)"),
    ],
)
@pytest.mark.parametrize(
    "error", ["KeyError", "ValueError", "TypeError", "IndexError", "AssertionError", "RuntimeError"]
)
def test_odd_edits_are_judged_too(before: str, after: str, error: str) -> None:
    text = f"could not convert string to float: '{'1' * 40}'"
    case = failure(notebook("x = 1", before), raised(error, text, ("c1", 1, "<module>", "")))

    found = static_objections(case, Candidate({"c1": after}, "model"))

    assert all(objection.text for objection in found)


@pytest.mark.parametrize(
    "call",
    [
        "__import__('os').remove('a')",
        "open('a', 'w').write(str(x))",
        "requests.get('http://a')",
        "subprocess.run(['a'])",
        "frame.to_csv('a.csv')",
        "eval('x')",
    ],
)
def test_calls_that_reach_beyond_the_kernel_are_told(call: str) -> None:
    found = _kinds("y = int(x)", f"y = float(x)\nz = {call}")

    assert found & {("risky", "doubt"), ("hides", "refuse")}


@pytest.mark.parametrize("line", ["!pip install a", "%pip install a", "z = !ls"])
def test_new_commands_are_told(line: str) -> None:
    assert ("risky", "doubt") in _kinds("y = int(x)", f"{line}\ny = float(x)")


def test_calls_that_were_there_are_not_told_again() -> None:
    before, after = "!ls\nopen('a', 'w')\ny = int(x)", "!ls\nopen('a', 'w')\ny = float(x)"

    assert _kinds(before, after, line=3) == set()


def test_a_return_outside_of_any_function_is_judged() -> None:
    error = raised("RecursionError", "", ("c1", 1, "<module>", ""))
    case = failure(notebook("x = 1", "y = f(x)"), error)

    found = static_objections(case, Candidate({"c1": "y = x\nreturn y"}, "model"))
    assert any(objection.kind == "drops" for objection in found)


def test_running_cells_again_needs_no_edit() -> None:
    case = failure(notebook("x = 1", "int(x)"), raised("NameError", ""))

    assert static_objections(case, Candidate({}, "rule", rerun=("c0",))) == ()
    assert [one.kind for one in static_objections(case, Candidate({}, "rule"))] == ["unchanged"]


def test_a_rule_may_change_more_than_a_model_but_not_any_cell() -> None:
    document = notebook("a = 1", "b = 2", "int(a.x)")
    case = failure(document, raised("AttributeError", "", ("c2", 1, "<module>", "int(a.x)")))
    many = "\n".join(f"v{n} = a + {n}" for n in range(20))
    edits = {"c2": f"{many}\nint(a)"}

    by_model = static_objections(case, Candidate(edits, "model"))
    by_rule = static_objections(case, Candidate(edits, "rule"))
    elsewhere = static_objections(case, Candidate({"c1": "b = 3", "c2": "int(a)"}, "model"))

    assert "large" in {one.kind for one in by_model}
    assert "large" not in {one.kind for one in by_rule}
    assert "elsewhere" in {one.kind for one in elsewhere}


def test_text_that_no_parser_likes_is_no_obstacle() -> None:
    assert ("syntax", "refuse") not in _kinds("for in :\n\tif\n )(", "y = x", line=1)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("seed", range(200))
def test_no_text_is_too_odd_to_be_judged(seed: int) -> None:
    chance = random.Random(seed)
    chosen = chance.choice(NOTEBOOKS)
    name = chance.choice(["KeyError", "IndexError", "RecursionError", "TypeError", "SyntaxError"])
    error = raised(name, "'x'", (f"c{chosen.fails}", 1, "<module>", ""))
    case = failure(notebook(*chosen.sources), error, cell=f"c{chosen.fails}")
    lines = chosen.sources[chosen.fails].split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        lines[at : at + chance.randint(0, 1)] = chance.sample(LINES, 1)
    text = "\n".join(lines)
    cut = text[: chance.randrange(len(text) + 1)] + chance.choice(["", ")", "[0]", "list()", "\n"])

    for candidate in (text, cut):
        found = static_objections(case, Candidate({f"c{chosen.fails}": candidate}, "model"))
        assert all(objection.text for objection in found)


def test_a_parameter_of_a_function_without_a_name_is_judged() -> None:
    text = "have shapes (3,) and (2,)"
    error = raised("ValueError", text, ("c1", 1, "<module>", "plot(x)"))
    live = Namespace({"y": Variable("y", "numpy.ndarray", shape=(3,))})
    case = failure(notebook("x = 1", "plot(x)"), error, namespace=live)

    found = static_objections(case, Candidate({"c1": "plot(lambda o: y)"}, "model"))
    assert found
