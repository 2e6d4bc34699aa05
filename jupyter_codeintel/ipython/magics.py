"""``%fix``, ``%ask``, ``%explain`` and ``%codeintel``."""

from __future__ import annotations

import shlex
from contextlib import closing

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from traitlets import Enum, Float, Int, Unicode

from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.errors import CodeIntelError
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.ipython.answer_view import answer_view
from jupyter_codeintel.ipython.fix_session import FixSession
from jupyter_codeintel.ipython.fix_view import FixView, NotebookView, TextView
from jupyter_codeintel.ipython.front_end import has_widgets, is_notebook
from jupyter_codeintel.ipython.models_text import choose_model, models_text
from jupyter_codeintel.ipython.services import Services, Wish
from jupyter_codeintel.ipython.status_text import status_text, switched_text
from jupyter_codeintel.ipython.user_engine import UserEngine

_USAGE = "%codeintel status | model [NAME] | on | off"
_STOPPED = "Stopped."


@magics_class
class CodeIntelMagics(Magics):
    """Repairs and answers by a model on this machine."""

    model = Unicode("", help="Name or path of the model. Empty: the one in use.").tag(config=True)
    backend = Enum(
        ["llama", "scripted"],
        EngineOptions.backend,
        help="`scripted` recites the file given as `model`; for tests.",
    ).tag(config=True)
    max_attempts = Int(
        FixSettings.max_attempts, min=1, help="Repairs that %fix tries at most."
    ).tag(config=True)
    time_limit = Float(
        FixSettings.time_limit_s,
        min=1,
        help="Seconds after which %fix shows the best repair that it has found.",
    ).tag(config=True)

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._shell = shell
        engine = UserEngine(lambda: str(self.model), EngineOptions(backend=str(self.backend)))
        self.services = Services(shell, engine)

    @magic_arguments()
    @argument("--goal", default="", help="what the cell is meant to do")
    @argument("--max-attempts", type=int, help="repairs that are tried at most")
    @argument("--time-limit", type=float, help="seconds after which the best one is shown")
    @argument("--accept", action="store_true", help="write the last repair into the next cell")
    @line_magic
    def fix(self, line: str) -> None:
        """Repair the cell that failed last; each try runs on a copy of this session.

        Nothing runs in the session itself. The repaired cell is written into the next one.
        """
        words = parse_argstring(self.fix, line)
        if words.accept:
            self._accept()
            return
        wish = Wish(unquoted(words.goal), self.limits(words.max_attempts, words.time_limit))
        try:
            self._repair(self.services.begin_fix(wish))
        except CodeIntelError as error:
            _say(error)

    @line_cell_magic
    def ask(self, line: str, cell: str | None = None) -> None:
        """Ask about this session: its cells, variables and last error."""
        question = "\n".join(text for text in (line, cell) if text and text.strip())
        if question.strip() == "--new":
            self.services.forget_conversation()
            print("The next question begins a new conversation.")
            return
        self._answer(question)

    @line_magic
    def explain(self, line: str) -> None:
        """Explain a variable or function by its name; without one, the last error."""
        name = line.strip()
        if not name and self.services.log.failed() is None:
            print("No cell has failed. Name something: %explain NAME")
            return
        if name and not name.isidentifier():
            raise UsageError("%explain NAME: a variable, a function, or nothing for the last error")
        self._answer(f"/explain @variable:{name}" if name else "/explain @error")

    @line_magic
    def codeintel(self, line: str) -> None:
        """Tell how the engine is, choose the model, or switch the model off and on."""
        action, *names = shlex.split(line) or ["status"]
        engine = self.services.engine
        try:
            if action == "status" and not names:
                print(self.services.background.result(status_text(engine)))
            elif action == "model" and len(names) < 2:
                print(self._choose(names[0]) if names else models_text())
            elif action in ("on", "off") and not names:
                engine.is_on = action == "on"
                print(switched_text(engine))
            else:
                raise UsageError(f"Use: {_USAGE}")
        except CodeIntelError as error:
            _say(error)

    def close(self) -> None:
        """End all that is under way."""
        self.services.close()

    def _choose(self, name: str) -> str:
        said = choose_model(name, self.services.engine)
        self.model = ""  # the choice goes before what was configured
        return said

    def limits(
        self, max_attempts: int | None = None, time_limit: float | None = None
    ) -> FixSettings:
        """Return what a fix may cost; what is not given is as configured."""
        attempts = self.max_attempts if max_attempts is None else max_attempts
        seconds = self.time_limit if time_limit is None else time_limit
        if attempts < 1 or not seconds > 0:
            raise UsageError("%fix: --max-attempts and --time-limit have to be more than 0")
        return FixSettings(max_attempts=attempts, time_limit_s=seconds)

    def _repair(self, session: FixSession) -> None:
        view = self._view(session)
        services = self.services
        try:
            with (
                services.kernel.waiting(),
                closing(services.background.each(session.fix.events())) as events,
            ):
                for event in events:
                    view.tell(session.take(event))
        except KeyboardInterrupt:
            view.say(_STOPPED)
            return
        if session.proposal is not None and not session.is_asked_for:
            session.write()
            view.say("It stands in the next cell: run it to repair.")

    def _view(self, session: FixSession) -> FixView:
        if has_widgets(self._shell):
            from jupyter_codeintel.ipython.panel.fix_panel import FixPanel  # noqa: PLC0415

            return FixPanel(session, self.services.background).shown()
        return NotebookView() if is_notebook(self._shell) else TextView()

    def _accept(self) -> None:
        session = self.services.last_fix
        if session is None or session.proposal is None:
            print("There is no repair to accept. %fix looks for one.")
        else:
            session.accept()  # this cell is the next one

    def _answer(self, question: str) -> None:
        services = self.services
        view = answer_view(self._shell)
        try:
            with (
                services.kernel.waiting(),
                closing(services.background.each(services.ask(question))) as events,
            ):
                for event in events:
                    view.tell(event)
        except KeyboardInterrupt:
            view.say(_STOPPED)
        except CodeIntelError as error:
            view.end()
            _say(error)
        else:
            view.end()


def unquoted(text: str) -> str:
    """Return an argument without the quotes that IPython leaves around it."""
    text = text.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text


def _say(error: CodeIntelError) -> None:
    print(f"{error.message}. {error.hint}".replace("..", ".").strip())
