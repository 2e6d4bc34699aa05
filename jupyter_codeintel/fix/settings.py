"""What a fix may cost, and how it searches."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_codeintel.fix.prompting.prompts import ContextBudget


@dataclass(frozen=True)
class FixSettings:
    """Limits of one search, and its strategy.

    Parameters
    ----------
    max_attempts : int
        How many candidates are tried.
    time_limit_s : float
        Seconds after which the best that was found is shown.
    max_tokens : int
        How many tokens the model may write, all together.
    strategy : str
        ``"rules"``: deterministic repairs alone. ``"one-shot"``: one answer of the model.
        ``"search"``: rules, then many answers that have to agree. ``"agent"``: rules, then
        the model acts by itself.
    context : ContextBudget
        How long the parts of a prompt may be.
    record_content : bool
        Whether trajectories keep prompts and answers, not their digests alone.
    """

    max_attempts: int = 24
    time_limit_s: float = 120.0
    max_tokens: int = 3000
    strategy: str = "search"
    context: ContextBudget = field(default_factory=ContextBudget)
    record_content: bool = False
