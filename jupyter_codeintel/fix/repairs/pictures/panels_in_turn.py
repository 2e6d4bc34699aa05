"""Drawings on all panels at once, where there is one of each for each panel."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.repairs.case import Case, Change
from jupyter_codeintel.fix.repairs.live_kinds import live_at
from jupyter_codeintel.fix.repairs.ways import Way, rule_of

_DRAWS = frozenset(
    {"bar", "barh", "boxplot", "contour", "contourf", "errorbar", "fill_between", "hexbin", "hist",
     "hist2d", "imshow", "pcolormesh", "pie", "plot", "scatter", "stackplot", "stem", "step",
     "violinplot"}
)  # fmt: skip


def _in_turn(case: Case, site: Site, match: re.Match[str]) -> Iterator[Change]:
    """Yield ``axes[0].plot(...)`` and ``axes[1].bar(...)``, each on a panel of its own."""
    calls = [node for node in site.code.nodes(ast.Call) if _owner(node) is not None]
    failing = [_owner(node) for node in site.nodes(ast.Call)]
    names = {one.id: one for one in failing if one is not None}
    for name, node in names.items():
        live = live_at(case, site, node)
        own = sorted(
            (call for call in calls if getattr(_owner(call), "id", "") == name),
            key=site.code.span,
        )
        drawn = [call for call in own if _method(call) in _DRAWS]
        is_all = own and own[0] in drawn and all(call in _statements(site) for call in own)
        if live is not None and live.shape == (len(drawn),) and is_all and len(drawn) > 1:
            for call in own:
                owner = _owner(call)
                place = sum(site.code.span(one) <= site.code.span(call) for one in drawn) - 1
                if owner is not None:
                    end = site.code.span(owner)[1]
                    yield (end, end), f"[{place}]"
            return


def _owner(call: ast.Call) -> ast.Name | None:
    """Return the variable whose method is called."""
    match call.func:
        case ast.Attribute(value=ast.Name() as owner):
            return owner
    return None


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _statements(site: Site) -> list[ast.expr]:
    """Return the calls that are statements of a cell, in no loop and no function."""
    return [one.value for one in site.code.tree.body if isinstance(one, ast.Expr)]


panels_in_turn = rule_of(
    Way(r"'numpy.ndarray' object has no attribute '(?P<name>\w+)'", _in_turn,
        "there is a panel for each of the drawings", "panels_in_turn"),
)  # fmt: skip
"""Takes the panels in their order."""
