"""Small plots as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _MARGIN = 160, 32, 2
COLOURS = ("var(--jp-brand-color1, #1976d2)", "var(--jp-warn-color1, #ef6c00)")


def sparkline(title: str, lines: Sequence[Sequence[float]], told: str) -> str:
    """Return an SVG with its title and what the last point is.

    Parameters
    ----------
    title : str
        What is shown.
    lines : sequence of sequences of float
        One or two lines; all are drawn to one scale.
    told : str
        The last point in words, also for those who do not see the plot.
    """
    highest = max((value for line in lines for value in line), default=0.0) or 1.0
    drawn = "".join(
        f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" '
        f'points="{_points(line, highest)}"/>'
        for line, colour in zip(lines, COLOURS, strict=False)
    )
    label = escape(f"{title}: {told}", quote=True)
    return (
        '<div style="display: inline-block; margin-right: 1.5em">'
        f"<small>{escape(title)}: {escape(told)}</small><br>"
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="{label}">{drawn}</svg>'
        "</div>"
    )


def _points(line: Sequence[float], highest: float) -> str:
    if not line:
        return ""
    step = (_WIDTH - 2 * _MARGIN) / max(len(line) - 1, 1)
    room = _HEIGHT - 2 * _MARGIN
    places = (
        (_MARGIN + step * place, _HEIGHT - _MARGIN - room * max(value, 0.0) / highest)
        for place, value in enumerate(line)
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
