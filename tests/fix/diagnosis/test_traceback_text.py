"""Printed tracebacks become exceptions."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from jupyter_codeintel.fix.diagnosis.traceback_text import parse_traceback
from jupyter_codeintel.kernel.runner import Runner
from jupyter_codeintel.trial import Frame

OF_A_FUNCTION = """\
---------------------------------------------------------------------------
ValueError                                Traceback (most recent call last)
Cell In[12], line 3
      1 a = 1
      2 b = 2
----> 3 half(a,
      4      b)

Cell In[3], line 2, in half(x, y)
      1 def half(x, y):
----> 2     return float("nothing") / x

File ~/lib/python3.11/site-packages/lib/core.py:12, in Thing.run(self)
     10 # a comment
---> 12 raise ValueError("a: b")

ValueError: a: b
of two lines
"""
CHAINED = """\
---------------------------------------------------------------------------
KeyError                                  Traceback (most recent call last)
File /lib/pandas/core/indexes/base.py:3805, in Index.get_loc(self, key)
   3804 try:
-> 3805     return self._engine.get_loc(casted_key)

File pandas/_libs/index.pyx:167, in pandas._libs.index.IndexEngine.get_loc()

KeyError: 'price'

The above exception was the direct cause of the following exception:

KeyError                                  Traceback (most recent call last)
Cell In[2], line 1
----> 1 df["price"]

KeyError: 'price'
"""
OF_SYNTAX = """\
  Cell In[4], line 2
    print("a"
         ^
SyntaxError: '(' was never closed
"""
OLD = """\
---------------------------------------------------------------------------
ZeroDivisionError                         Traceback (most recent call last)
<ipython-input-5-9e1622b385b6> in <module>
----> 1 1 / 0

ZeroDivisionError: division by zero
"""
OLDER_CELL = OLD.replace(
    "<ipython-input-5-9e1622b385b6> in <module>", "Input In [5], in <cell line: 1>()"
)


def test_frames_of_cells_and_files() -> None:
    error = parse_traceback(OF_A_FUNCTION.split("\n"))
    assert error is not None
    assert (error.name, error.value) == ("ValueError", "a: b\nof two lines")
    assert error.frames == (
        Frame(None, 12, "", 3, "<module>", "half(a,"),
        Frame(None, 3, "", 2, "half", 'return float("nothing") / x'),
        Frame(None, None, "~/lib/python3.11/site-packages/lib/core.py", 12, "Thing.run",
              'raise ValueError("a: b")'),
    )  # fmt: skip
    assert error.cause is None


def test_colours_are_left_out() -> None:
    coloured = re.sub(r"(\w+)", "\x1b[0;32m\\1\x1b[0m", OF_A_FUNCTION)
    assert parse_traceback([coloured]) == parse_traceback([OF_A_FUNCTION])


def test_a_chain_ends_with_what_was_raised() -> None:
    error = parse_traceback([CHAINED])
    assert error is not None
    assert [frame.execution_count for frame in error.frames] == [2]
    assert error.cause is not None
    assert [frame.line for frame in error.cause.frames] == [3805, 167]


def test_syntax_errors_show_their_line() -> None:
    error = parse_traceback([OF_SYNTAX])
    assert error is not None
    assert (error.name, error.value) == ("SyntaxError", "'(' was never closed")
    assert error.frames == (Frame(None, 4, "", 2, "<module>", 'print("a"'),)


def test_older_kernels() -> None:
    for text in (OLD, OLDER_CELL):
        error = parse_traceback([text])
        assert error is not None
        assert error.frames == (Frame(None, 5, "", 1, "<module>", "1 / 0"),)


def test_no_traceback() -> None:
    assert parse_traceback([]) is None
    assert parse_traceback(["\n\n"]) is None


async def test_what_a_kernel_prints(runner: Runner) -> None:
    await runner.run_cell("def f(x):\n    return {}[x]", 30)
    ran = await runner.run_cell("try:\n    f('a')\nexcept KeyError:\n    f('b')", 30)
    error = parse_traceback(ran.traceback)
    assert error is not None
    assert (error.name, error.value) == ("KeyError", "'b'")
    assert [(frame.line, frame.function) for frame in error.frames] == [(4, "<module>"), (2, "f")]
    assert error.cause is not None
    assert error.cause.value == "'a'"


pieces = st.sampled_from(
    [
        "Cell In[", "]", ", line ", "3", ", in ", "f(x)", "\n", "----> 3 ", "File ", "~/a.py:12",
        "<ipython-input-1-ab>", "^", "    ", "ValueError", ": ", "\x1b[0m", "SyntaxError: a",
        "The above exception was the direct cause of the following exception:", "é", "\r",
    ]
)  # fmt: skip


@given(st.lists(st.text() | pieces))
def test_any_text_is_read(lines: list[str]) -> None:
    for error in (parse_traceback(lines), parse_traceback(["".join(lines)])):
        if error is not None:
            assert error.name
            assert all(frame.line >= 1 for frame in error.frames)
