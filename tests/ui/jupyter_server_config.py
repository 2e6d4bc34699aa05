"""The Jupyter server that the browser tests visit; never use it for anything else."""

import os
from pathlib import Path
from tempfile import mkdtemp

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # type: ignore[name-defined] # noqa: F821 - traitlets puts it here
configure_jupyter_server(c)

# The extension is served from the checkout, under the name it has when it is installed.
built = Path(__file__).parents[2] / "jupyter_codeintel" / "labextension"
extensions = Path(mkdtemp(prefix="codeintel-ui-"))
(extensions / "jupyter-codeintel").symlink_to(built)

if os.environ["CODEINTEL_UI_EXTENSION"] != "jupyter_codeintel":
    # Records and models of tests are no business of the person who runs them.
    os.environ["JUPYTER_CODEINTEL_DATA_DIR"] = mkdtemp(prefix="codeintel-ui-")
if os.environ["CODEINTEL_UI_EXTENSION"] == "scripted_extension":
    # Nobody is offered another one.
    c.CodeIntelExtension.model = "script"
    # An engine that always says the same does not get several answers to agree.
    c.CodeIntelExtension.locked = {"fix.timeLimit": 20}
    # A long answer leaves time to stop it.
    c.CodeIntelExtension.chat_answer_tokens = 2000

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["CODEINTEL_UI_PORT"])
c.ServerApp.allow_root = True
c.ServerApp.jpserver_extensions = {
    "jupyter_codeintel": False,  # an installation may have enabled it already
    os.environ["CODEINTEL_UI_EXTENSION"]: True,
    "jupyterlab": True,
    "notebook": True,
}
c.CodeIntelExtension.idle = 120.0  # the engine outlives its server
paths = [c.LabServerApp.extra_labextensions_path, str(extensions)]
c.LabServerApp.extra_labextensions_path = paths
c.JupyterNotebookApp.extra_labextensions_path = paths
c.JupyterNotebookApp.expose_app_in_browser = True
c.LabApp.news_url = None
