"""``%fix`` in a real kernel, with widgets and without."""

from __future__ import annotations

import psutil

from tests.engine.processes import until
from tests.ipython.notebook import Notebook, text_of

NO_WIDGETS = "import sys; sys.modules['ipywidgets'] = None"


async def test_a_misspelt_name_is_repaired_and_accepted_with_a_button(notebook: Notebook) -> None:
    await notebook.run("rows = [1, 2, 3]\nlen(rows)")
    await notebook.run("sum(rosw)")
    await notebook.run("%fix")
    (shown,) = notebook.shown("HTMLModel")
    assert "It raises NameError" in shown
    assert "+sum(rows)" in shown
    assert "<b>Verified</b>" in shown
    assert notebook.buttons() == {"Accept": True, "Try another": True, "Dismiss": True}
    await notebook.click("Accept")
    await notebook.until(lambda: "Accepted" in notebook.shown("HTMLModel")[0])
    assert notebook.buttons() == {"Accept": False, "Try another": False, "Dismiss": False}
    assert await notebook.payload("1 / 0") == []  # front ends look at no reply with an error
    (wish,) = await notebook.payload("%fix --accept")
    assert (wish["source"], wish["text"], wish["replace"]) == (
        "set_next_input",
        "sum(rows)",
        False,
    )
    assert await notebook.payload("1") == []
    assert await notebook.children() == []


async def test_what_the_model_writes_is_tried_and_another_can_be_had(notebook: Notebook) -> None:
    await notebook.run("rows = [1, 2, 3]")
    await notebook.run("rows.sum()")
    await notebook.run("%fix --goal 'the sum' --max-attempts 3 --time-limit 60")
    assert "+sum(rows)" in notebook.shown("HTMLModel")[0]
    await notebook.click("Try another")
    await notebook.until(lambda: "Nothing was found" in notebook.shown("HTMLModel")[0])
    assert "+sum(rows)" in notebook.shown("HTMLModel")[0]
    assert notebook.buttons() == {"Accept": True, "Try another": False, "Dismiss": True}


async def test_a_dismissed_repair_is_written_nowhere(notebook: Notebook) -> None:
    await notebook.run("rows = [1]\nlen(rows)")
    await notebook.run("sum(rosw)")
    await notebook.run("%fix")
    await notebook.click("Dismiss")
    await notebook.until(lambda: "Dismissed" in notebook.shown("HTMLModel")[0])
    assert await notebook.payload("%fix --accept") == []


async def test_an_interrupt_ends_it_at_once_and_leaves_no_child(notebook: Notebook) -> None:
    await notebook.run("import time\npause = 0")
    await notebook.run("time.sleep(pause)\nsum(rosw)")
    await notebook.run("pause = 100")
    pid = await notebook.pid()
    request = notebook.front.client.execute("%fix")
    await until(lambda: _copies(pid))
    await notebook.interrupt()
    await notebook.ended(request)
    await until(lambda: _has_no_copy(pid))  # a killed child takes a moment to be gone
    assert "Stopped." in notebook.shown("HTMLModel")[0]
    assert text_of(await notebook.run("print(pause)")) == "100\n"


async def test_without_widgets_the_next_cell_is_written(notebook: Notebook) -> None:
    await notebook.run(NO_WIDGETS)
    await notebook.run("name = '<b>'\nlen(name)")
    await notebook.run("print(naem)")
    (wish,) = await notebook.payload("%fix")
    assert wish["text"] == "print(name)"
    await notebook.front.silence()
    bundles = [m["content"]["data"] for m in notebook.front.heard if "data" in m["content"]]
    assert "+print(name)" in bundles[-1]["text/plain"]
    assert "Verified" in bundles[-1]["text/html"]


async def test_what_is_wrong_is_told_in_plain_words(notebook: Notebook) -> None:
    assert text_of(await notebook.run("%fix")).startswith("No cell has failed.")
    assert "no repair to accept" in text_of(await notebook.run("%fix --accept"))
    told = text_of(await notebook.run("%fix --max-attempts 0"))
    assert "UsageError: %fix: --max-attempts" in told


async def test_an_error_from_before_is_known(notebook: Notebook) -> None:
    await notebook.run("%unload_ext jupyter_codeintel")
    await notebook.run("rows = [1]\nlen(rows)")
    await notebook.run("sum(rosw)")
    await notebook.run("%load_ext jupyter_codeintel")
    await notebook.run("%fix")
    assert "+sum(rows)" in notebook.shown("HTMLModel")[-1]


async def _has_no_copy(pid: int) -> bool:
    return not await _copies(pid)


async def _copies(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)
