"""Judging what was shown, notebook by notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import groupby

from jupyter_codeintel.evaluation.answer_log import AnswerLog
from jupyter_codeintel.evaluation.notebook_fim.answers import Answer
from jupyter_codeintel.evaluation.notebook_fim.items import Item, Suite
from jupyter_codeintel.evaluation.notebook_fim.judging import CellAboveFailed, Judge, judge_of
from jupyter_codeintel.evaluation.notebook_fim.verdicts import Verdict, digest


def judge_answers(
    suite: Suite,
    answers: Sequence[Answer],
    log: AnswerLog[Verdict],
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Counter[str]:
    """Judge the texts shown in executed notebooks that the log has not yet.

    Parameters
    ----------
    suite : Suite
        Of the answers.
    answers : sequence of Answer
        What was shown.
    log : AnswerLog
        The verdicts so far, and where to add.
    on_progress : callable
        Told how many gaps are judged of how many that were open.

    Returns
    -------
    Counter
        Why gaps could not be judged: the cell above that failed. They are tried again by
        the next run.
    """
    known = {one.key for one in log.answers}
    texts: dict[str, list[str]] = {}
    for one in answers:
        new = (one.id, digest(one.text)) not in known and one.text not in texts.get(one.id, ())
        if one.executed and one.shown and new:
            texts.setdefault(one.id, []).append(one.text)
    items = sorted(
        (item for item in suite.items if item.id in texts),
        key=lambda item: (item.notebook, len(item.cells_before), item.id),
    )
    failed: Counter[str] = Counter()
    done = 0
    for _, members in groupby(items, key=lambda item: item.notebook):
        with _OneNotebook(suite) as notebook:
            for item in members:
                on_progress(done, len(items))
                done += 1
                try:
                    judge = notebook.judge(item)
                except CellAboveFailed as error:
                    failed[f"{item.notebook}, {error}"] += 1
                    continue
                for text in texts[item.id]:
                    log.add(judge.verdict(item, text))
    on_progress(done, len(items))
    return failed


class _OneNotebook(ExitStack):
    """Keeps a judge as long as its notebook only grows."""

    def __init__(self, suite: Suite) -> None:
        super().__init__()
        self._suite = suite
        self._judge: Judge | None = None

    def judge(self, item: Item) -> Judge:
        """Return a judge for which the cells above the item have run."""
        if self._judge is None or not self._judge.fits(item):
            self.close()
            self._judge = self.enter_context(judge_of(self._suite.assets, item.cwd))
        self._judge.advance(item)
        return self._judge
