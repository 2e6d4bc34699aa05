"""The strategies, by the names that settings and evaluations use."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.events import Step
from jupyter_codeintel.fix.strategies.acting import acting, rules_and_acting
from jupyter_codeintel.fix.strategies.rules import nothing_more, rules
from jupyter_codeintel.fix.strategies.search import one_shot, sampling, search
from jupyter_codeintel.fix.workbench import Workbench

Begin = Callable[[Workbench], AsyncGenerator[Step, None]]


@dataclass(frozen=True)
class Strategy:
    """How repairs are looked for.

    Parameters
    ----------
    begin : callable
        The steps of a search.
    go_on : callable
        Those of another one after it has ended.
    """

    begin: Begin
    go_on: Begin


STRATEGIES = {
    "rules": Strategy(rules, nothing_more),
    "one-shot": Strategy(one_shot, sampling),
    "search": Strategy(search, sampling),
    "agent": Strategy(rules_and_acting, acting),
}


def strategy_named(name: str) -> Strategy:
    """Return a strategy.

    Raises
    ------
    CodeIntelError
        ``unknown_strategy``.
    """
    try:
        return STRATEGIES[name]
    except KeyError:
        raise CodeIntelError(
            f"There is no strategy named {name!r}",
            code="unknown_strategy",
            hint=f"Choose one of: {', '.join(STRATEGIES)}.",
        ) from None
