"""Cells to blame for which there is special evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_codeintel.fix.diagnosis.functions import function_suspects
from jupyter_codeintel.fix.diagnosis.loading import loading_suspects
from jupyter_codeintel.fix.diagnosis.missing_names import missing_name_suspects
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.diagnosis.suspect import Suspect
from jupyter_codeintel.fix.diagnosis.wrong_objects import wrong_object_suspects
from jupyter_codeintel.fix.failure import Failure


def clues(failure: Failure, places: Sequence[Site]) -> Iterator[Suspect]:
    """Yield the cells that the kind of the error points to."""
    yield from missing_name_suspects(failure)
    yield from wrong_object_suspects(failure, places)
    yield from function_suspects(failure, places)
    yield from loading_suspects(failure, places)
