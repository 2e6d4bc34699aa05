"""What solvers and filters are not told: parameters of a function, and the rate of a signal."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator

from jupyter_codeintel.fix.diagnosis.live_sizes import told_of
from jupyter_codeintel.fix.diagnosis.sites import Site
from jupyter_codeintel.fix.gate.reading.trees import callee, literal
from jupyter_codeintel.fix.repairs.case import Case, Change, Repair, repaired
from jupyter_codeintel.fix.repairs.inserting import with_option
from jupyter_codeintel.fix.repairs.ways import Way, argument, of_calls, rule_of

_MISSING = re.compile(r"^(?P<name>[\w.<>]+)\(\) missing \d+ required positional arguments?: (.*)$")
_WITH_ARGS = (
    "approx_fprime", "basinhopping", "bisect", "brenth", "brentq", "check_grad", "dblquad",
    "differential_evolution", "dual_annealing", "fixed_point", "fmin", "fmin_bfgs", "fmin_cg",
    "fminbound", "fsolve", "least_squares", "leastsq", "minimize", "minimize_scalar", "newton",
    "odeint", "quad", "ridder", "root", "root_scalar", "shgo", "solve_bvp", "solve_ivp", "toms748",
)  # fmt: skip
"""Those that hand what is in ``args`` on to the function that they are given."""
_NO_VALUES = ("module", "function", "type", "builtin_function_or_method", "method", "NoneType")
RATES = ("fs", "Fs", "FS", "sample_rate", "sampling_rate", "sampling_freq", "sampling_frequency",
          "samplerate", "sample_freq", "sfreq", "srate", "sr", "rate", "freq_s")  # fmt: skip
_FILTERS = ("bessel", "butter", "cheby1", "cheby2", "ellip", "firwin", "iirfilter", "iirnotch",
            "iirpeak")  # fmt: skip


async def parameters_of_functions(case: Case) -> AsyncIterator[Repair]:
    """Yield ``args=(beta, gamma)`` for a function whose parameters have those names."""
    match = _MISSING.search(case.error.value)
    if match is None or not case.is_a("TypeError"):
        return
    name, lacking = match["name"].rpartition(".")[2], re.findall(r"'(\w+)'", match[2])
    for site in case.sites[:1]:
        for call in site.nodes(ast.Call):
            function = argument(call, 0, "fun", "func", "f")
            if callee(call) not in _WITH_ARGS or not isinstance(function, ast.Name):
                continue
            has_args = any(word.arg == "args" for word in call.keywords)
            if function.id != name or has_args or not lacking:
                continue
            if all(_has_value(case, site, one) for one in lacking):
                given = f"({', '.join(lacking)}{',' if len(lacking) == 1 else ''})"
                says = f'"{name}" also takes "{lacking[0]}", which is handed on by "args"'
                change = with_option(site.code, call, "args", given)
                yield repaired(site.cell, site.code, [change], says, "parameters_of_function")


def _has_value(case: Case, site: Site, name: str) -> bool:
    """Whether a name stands for a value at a site."""
    if site.inside is not None and told_of(case.failure, site, name) is not None:
        return True
    live = case.variable(name)
    return live is not None and live.type not in _NO_VALUES


def _rate(case: Case, site: Site, call: ast.Call) -> Iterator[Change]:
    found = [
        name
        for name in RATES
        if (live := case.variable(name)) is not None and live.type in ("int", "float")
    ]
    is_told = any(word.arg in ("fs", "nyq") for word in call.keywords)
    at = 0 if callee(call).startswith(("iirn", "iirp")) else 1
    if len(found) == 1 and not is_told and not _is_share(argument(call, at, "Wn", "w0", "cutoff")):
        yield with_option(site.code, call, "fs", found[0])


def _is_share(node: ast.expr | None) -> bool:
    """Whether a frequency is worked out as a part of another one, or written as less than 1."""
    if node is None or any(isinstance(one, ast.Div) for one in ast.walk(node)):
        return True
    value = literal(node)
    several = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(one, float | int) and one < 1 for one in several)


rates_of_signals = rule_of(
    Way(
        r"critical frequencies must be|Invalid cutoff frequency"
        r"|w0 should be such that",
        of_calls(_FILTERS, _rate),
        "frequencies in hertz need the rate of the signal",
        "rate_of_signal",
    ),
)
"""Yields the rate of a signal for a filter of frequencies that are in hertz."""
