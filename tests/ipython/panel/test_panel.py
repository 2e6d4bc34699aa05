"""The panel in a real kernel, by the messages that its widgets are made of."""

from __future__ import annotations

from pathlib import Path

from tests.engine.processes import write_script
from tests.ipython.notebook import Notebook, text_of

PANEL = "from jupyter_codeintel import panel\npanel()"


async def test_it_shows_the_models_and_the_engine(notebook: Notebook) -> None:
    (shown,) = await notebook.run(PANEL)
    assert "application/vnd.jupyter.widget-view+json" in shown["data"]
    notebook.look()
    (choice,) = [w for w in notebook.widgets.values() if w["_model_name"] == "DropdownModel"]
    assert any("to be downloaded" in label for label in choice["_options_labels"])
    assert notebook.buttons()["Download and use"]
    await notebook.until(lambda: "engine   not running" in _engine(notebook))
    await notebook.run("%ask hello")
    await notebook.until(lambda: "<svg" in _engine(notebook))
    for word in ("Latency", "evaluated", "reused", "Memory"):
        assert word in _engine(notebook)


async def test_a_question_is_answered_while_cells_run(notebook: Notebook, script: Path) -> None:
    write_script(script, [{"when": "slowly", "text": "word " * 400}], delay=0.005)
    await notebook.run(PANEL)
    _write(notebook, "<i> slowly")
    await notebook.click("Ask")
    await notebook.until(lambda: "word word" in _chat(notebook))
    assert text_of(await notebook.run("print(6 * 7)")) == "42\n"
    assert "**&lt;i> slowly**" in _chat(notebook)
    assert notebook.buttons()["Ask"] is False
    await notebook.click("Stop")
    await notebook.until(lambda: notebook.buttons()["Ask"])
    assert _chat(notebook).count("word") < 400


async def test_a_question_that_cannot_be_answered_says_why(notebook: Notebook) -> None:
    await notebook.run("%codeintel off")
    await notebook.run(PANEL)
    _write(notebook, "hello")
    await notebook.click("Ask")
    await notebook.until(lambda: "switched off" in _chat(notebook))


async def test_the_last_error_is_repaired_while_the_kernel_is_free(notebook: Notebook) -> None:
    await notebook.run(PANEL)
    await notebook.click("Fix the last error")
    await notebook.until(lambda: "No cell has failed" in str(notebook.shown("LabelModel")))
    await notebook.run("rows = [1, 2]\nlen(rows)")
    await notebook.run("sum(rosw)")
    await notebook.click("Fix the last error")
    await notebook.until(lambda: "+sum(rows)" in str(notebook.shown("HTMLModel")))
    await notebook.click("Accept")
    await notebook.until(lambda: "Accepted" in str(notebook.shown("HTMLModel")))
    (wish,) = await notebook.payload("1")
    assert wish["text"] == "sum(rows)"


async def test_a_model_that_cannot_be_had_is_told(notebook: Notebook) -> None:
    await notebook.run("import jupyter_codeintel.ipython.panel.models_view as view")
    await notebook.run(
        "from jupyter_codeintel.errors import ModelError\n"
        "def pull(store, model, progress):\n"
        "    progress(50, 100)\n"
        "    raise ModelError('No network.', code='download_failed', hint='Try later.')\n"
        "view.pull = pull"
    )
    await notebook.run(PANEL)
    await notebook.click("Download and use")
    await notebook.until(lambda: "No network. Try later." in str(notebook.shown("LabelModel")))
    assert notebook.buttons()["Download and use"]
    assert 0.5 in [one.get("value") for one in notebook.widgets.values()]


async def test_without_widgets_it_is_text(notebook: Notebook) -> None:
    await notebook.run("import sys; sys.modules['ipywidgets'] = None")
    told = text_of(await notebook.run(PANEL))
    assert "pip install ipywidgets" in told
    assert "engine   not running" in told


def _engine(notebook: Notebook) -> str:
    return notebook.shown("HTMLModel")[0]


def _chat(notebook: Notebook) -> str:
    notebook.look()
    (output,) = [w for w in notebook.widgets.values() if w["_model_name"] == "OutputModel"]
    return "".join(one["data"]["text/markdown"] for one in output["outputs"])


def _write(notebook: Notebook, question: str) -> None:
    notebook.look()
    names = [n for n, w in notebook.widgets.items() if w["_model_name"] == "TextareaModel"]
    notebook.tell(names[-1], {"method": "update", "state": {"value": question}})
