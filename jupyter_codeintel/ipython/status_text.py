"""How the engine is, in plain words."""

from __future__ import annotations

import psutil

from jupyter_codeintel.ipython.models_text import gigabytes, selected_name
from jupyter_codeintel.ipython.user_engine import UserEngine
from jupyter_codeintel.models.hardware import available_memory
from jupyter_codeintel.models.resolve import user_store


async def status_text(engine: UserEngine) -> str:
    """Return some lines about the engine, its model and the memory."""
    health = await engine.status()
    lines = [] if engine.is_on else [switched_text(engine)]
    if health is None:
        lines += [
            "engine   not running; it is started when it is needed",
            f"model    {selected_name(user_store())}",
        ]
    else:
        state = "busy" if health.busy and health.status == "ready" else health.status
        lines += [
            f"engine   {state}, process {health.pid}, {health.threads} threads",
            f"model    {health.model_id}",
            f"memory   {gigabytes(resident_bytes(health.pid))} used by the engine, "
            f"{gigabytes(available_memory().available)} free",
        ]
        if health.error:
            lines.append(f"error    {health.error.get('message')} {health.error.get('hint')}")
    return "\n".join(lines)


def switched_text(engine: UserEngine) -> str:
    """Return whether a model is used in this session."""
    if engine.is_on:
        return "The model is on."
    return "The model is off in this session: %fix tries repairs by rules alone, %ask is silent."


def resident_bytes(pid: int) -> int | None:
    """Return the memory of a process, None when it is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return None
