"""Whether the processor's matrix unit can be used: a virtual machine may name it, and not have it.

llama.cpp lays weights out for AMX where the processor names it, and the first product of two
matrices then ends the process where the machine does not let it be used.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import llama_cpp

_LONGEST_S = 120.0
_TRIAL = """\
import sys
import llama_cpp
llama_cpp.llama_backend_init()
model_params = llama_cpp.llama_model_default_params()
model_params.n_gpu_layers = 0
model = llama_cpp.llama_model_load_from_file(sys.argv[1].encode(), model_params)
params = llama_cpp.llama_context_default_params()
params.n_ctx = 64
context = llama_cpp.llama_init_from_model(model, params)
tokens = (llama_cpp.llama_token * 32)(*range(32))
llama_cpp.llama_decode(context, llama_cpp.llama_batch_get_one(tokens, 32))
"""


def can_be_trusted(path: Path) -> bool:
    """Return whether llama.cpp may lay a model's weights out as it likes.

    Where it was built for AMX, that is tried in a process of its own.

    Parameters
    ----------
    path : Path
        The model file; whether it can be read at all is not asked here.
    """
    if b"AMX" not in llama_cpp.llama_print_system_info():
        return True
    command = [sys.executable, "-P", "-c", _TRIAL, str(path)]
    try:
        trial = subprocess.run(command, capture_output=True, timeout=_LONGEST_S, check=False)
    except subprocess.TimeoutExpired:
        return False
    return trial.returncode >= 0  # else a signal ended it
