"""``%ask``, ``%explain``, ``%codeintel``, and loading and unloading, in a real kernel."""

from __future__ import annotations

from pathlib import Path

from jupyter_codeintel.engine.discovery import discovery_path, read_record
from tests.engine.processes import until, write_script
from tests.ipython.notebook import Notebook, text_of


async def test_an_answer_is_markdown_in_one_display_that_grows(notebook: Notebook) -> None:
    shown = await notebook.run("%%ask\nSay hello,\nplease")
    names = {content["transient"]["display_id"] for content in shown}
    assert len(names) == 1
    assert shown[-1]["data"]["text/plain"] == "Hello **there** <b>."
    assert shown[-1]["data"]["text/markdown"] == "Hello **there** &lt;b>."


async def test_a_conversation_goes_on_until_a_new_one_is_begun(
    notebook: Notebook, script: Path
) -> None:
    rules = [{"when": "plums", "text": "About plums."}, {"when": "What", "text": "I forgot."}]
    write_script(script, rules)
    assert _answer(await notebook.run("%ask plums?")) == "About plums."
    assert _answer(await notebook.run("%ask What was it?")) == "About plums."
    assert "new conversation" in text_of(await notebook.run("%ask --new"))
    assert _answer(await notebook.run("%ask What was it?")) == "I forgot."


async def test_what_a_variable_is_is_told_to_the_model(notebook: Notebook, script: Path) -> None:
    write_script(script, [{"when": "weights: dict", "text": "Weights by name."}])
    await notebook.run("weights = {'plum': 2, 'fig': 3}")
    assert text_of(await notebook.run("%explain")).startswith("No cell has failed.")
    assert _answer(await notebook.run("%explain weights")) == "Weights by name."


async def test_the_last_error_is_explained(notebook: Notebook, script: Path) -> None:
    write_script(script, [{"when": "ZeroDivisionError: division by zero", "text": "No zero."}])
    await notebook.run("1 / 0")
    assert _answer(await notebook.run("%explain")) == "No zero."
    assert "UsageError" in text_of(await notebook.run("%explain 1 / 0"))


async def test_an_interrupt_stops_an_answer(notebook: Notebook, script: Path) -> None:
    write_script(script, [{"when": "slowly", "text": "word " * 2000}], delay=0.005)
    request = notebook.front.client.execute("%ask slowly")
    await notebook.until(lambda: "word word" in _heard(notebook))
    await notebook.interrupt()
    shown = await notebook.ended(request)
    assert shown[-1]["data"]["text/plain"].endswith("*Stopped.*")
    assert text_of(await notebook.run("print(1)")) == "1\n"


async def test_status_models_and_the_switch(notebook: Notebook) -> None:
    assert "not running" in text_of(await notebook.run("%codeintel"))
    await notebook.run("%ask hello")
    status = text_of(await notebook.run("%codeintel status"))
    record = read_record(discovery_path())
    assert record is not None
    assert f"engine   ready, process {record.pid}" in status
    assert "model    script" in status
    assert "GB used by the engine" in status
    assert "smollm2-135m" in text_of(await notebook.run("%codeintel model"))
    assert "is not on this machine" in text_of(await notebook.run("%codeintel model smollm2-135m"))
    assert "UsageError" in text_of(await notebook.run("%codeintel fast"))
    assert "is off" in text_of(await notebook.run("%codeintel off"))
    assert "switched off" in text_of(await notebook.run("%ask hello"))
    assert "is on" in text_of(await notebook.run("%codeintel on"))
    assert _answer(await notebook.run("%ask hello")) == "Hello **there** <b>."


async def test_switched_off_only_rules_repair(notebook: Notebook) -> None:
    await notebook.run("%codeintel off")
    await notebook.run("rows = [1]\nlen(rows)")
    await notebook.run("rows.sum()")
    await notebook.run("%fix")
    assert "Nothing was found" in notebook.shown("HTMLModel")[0]
    assert read_record(discovery_path()) is None


async def test_unloading_restores_what_was_there(notebook: Notebook) -> None:
    await notebook.run("%unload_ext jupyter_codeintel")
    assert "not found" in text_of(await notebook.run("%fix"))
    before = "get_ipython().register_magic_function(lambda line: print('mine'), 'line', 'fix')"
    threads = "sorted(t.name for t in __import__('threading').enumerate())"
    count = await notebook.front.value(threads)
    await notebook.run(before)
    await notebook.run("%load_ext jupyter_codeintel")
    assert "No cell has failed" in text_of(await notebook.run("%fix"))
    await notebook.run("%unload_ext jupyter_codeintel")
    assert text_of(await notebook.run("%fix")) == "mine\n"

    async def as_before() -> bool:
        return await notebook.front.value(threads) == count

    await until(as_before)
    callbacks = "[f for f in get_ipython().events.callbacks['post_run_cell']]"
    assert "SessionLog" not in await notebook.front.value(callbacks)


def _answer(shown: list[dict[str, object]]) -> str:
    data = shown[-1]["data"]
    assert isinstance(data, dict)
    return str(data["text/plain"])


def _heard(notebook: Notebook) -> str:
    return str([message["content"] for message in notebook.front.heard])
