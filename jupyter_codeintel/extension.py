"""The Jupyter server extension: its options, and where everything is put together."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Dict, Enum, Float, Int, Unicode

from jupyter_codeintel.api.engine_status import EngineProbe, Health, ObservedSource
from jupyter_codeintel.api.locks import Locks
from jupyter_codeintel.api.renames import follow_renames
from jupyter_codeintel.api.routes import routes
from jupyter_codeintel.api.status import StatusWatch
from jupyter_codeintel.chat.conversations.store import ConversationStore
from jupyter_codeintel.chat.references.workspace import Workspace
from jupyter_codeintel.chat.service import ChatService
from jupyter_codeintel.chat.settings import ChatSettings, ContextBudget
from jupyter_codeintel.completion.port import NoKernels
from jupyter_codeintel.completion.requests import CompletionSettings
from jupyter_codeintel.completion.service import CompletionService
from jupyter_codeintel.context.fim import Budget
from jupyter_codeintel.context.modules import LocalModules
from jupyter_codeintel.engine.client import EngineClient
from jupyter_codeintel.engine.connection import EngineSource
from jupyter_codeintel.engine.options import EngineOptions
from jupyter_codeintel.engine.patient import PatientEngine
from jupyter_codeintel.engine.remote import RemoteEngine
from jupyter_codeintel.engine.supervisor import EngineSupervisor
from jupyter_codeintel.fix.service import FixService
from jupyter_codeintel.fix.settings import FixSettings
from jupyter_codeintel.kernel.activity import leave_out_of_activity
from jupyter_codeintel.kernel.live import LiveKernels
from jupyter_codeintel.kernel.reach import OutOfReach, ServerKernels
from jupyter_codeintel.kernel.tiers import TieredTrials
from jupyter_codeintel.models.hardware import check_memory
from jupyter_codeintel.models.manager import ModelManager
from jupyter_codeintel.models.resolve import data_dir, user_store
from jupyter_codeintel.models.state import Fixed
from jupyter_codeintel.models.store import ModelStore


class CodeIntelExtension(ExtensionApp):
    """Local code intelligence for notebooks."""

    name = "jupyter_codeintel"
    extension_url = "/codeintel/status"
    load_other_extensions = True

    model = Unicode(
        "",
        help="Name or path of the model file. Empty: the one chosen with "
        "`jupyter codeintel models use`.",
    ).tag(config=True)
    backend = Enum(
        ["llama", "scripted"],
        EngineOptions.backend,
        help="`scripted` recites the file given as `model`; for tests.",
    ).tag(config=True)
    engine_url = Unicode(
        "",
        help="Address of an engine that somebody else runs and that speaks OpenAI's "
        "protocol. Empty: an engine of the user's own is started on this machine.",
    ).tag(config=True)
    engine_token = Unicode("", help="Bearer token for `engine_url`.").tag(config=True)
    engine_model = Unicode(
        "", help="Model to ask for at `engine_url`. Empty: the first it offers."
    ).tag(config=True)
    n_ctx = Int(EngineOptions.n_ctx, min=512, help="Tokens that the engine can keep in mind.").tag(
        config=True
    )
    slots = Int(
        EngineOptions.slots, min=1, help="Places in notebooks that it keeps in mind at a time."
    ).tag(config=True)
    threads = Int(EngineOptions.threads, min=0, help="Compute threads; 0: the physical cores.").tag(
        config=True
    )
    idle = Float(
        EngineOptions.idle,
        min=0,
        help="Seconds without a request after which the engine ends; 0: never.",
    ).tag(config=True)
    tokens_above = Int(
        Budget.above,
        min=0,
        help="Tokens of the text above the cursor in a prompt. More tokens make the first "
        "completion in a cell slower, by a second for each 50 on a small laptop.",
    ).tag(config=True)
    tokens_below = Int(
        Budget.below, min=0, help="Tokens of the text below the cursor in a prompt."
    ).tag(config=True)
    live_variables = Bool(
        True,
        help="Whether completion knows the variables of Python kernels: names, types, shapes "
        "and columns. It never runs code of the user's, and none of it leaves this machine "
        "unless `engine_url` does.",
    ).tag(config=True)
    prefetch_tokens = Int(
        CompletionSettings.prefetch_tokens,
        min=0,
        help="Tokens that are generated ahead while a suggestion is read; 0: none.",
    ).tag(config=True)
    fix_time_limit = Float(
        FixSettings.time_limit_s,
        min=1,
        help="Seconds after which a fix shows the best repair that it has found.",
    ).tag(config=True)
    fix_attempts = Int(
        FixSettings.max_attempts, min=1, help="Repairs that a fix tries at most."
    ).tag(config=True)
    fix_trials = Bool(
        True,
        help="Whether repairs are tried on a contained copy of the kernel, where it can be "
        "made. Otherwise none is verified.",
    ).tag(config=True)
    fix_record_content = Bool(
        False,
        help="Whether the record of a fix, which stays in the user's data folder, has the text "
        "of cells, prompts and answers; their digests otherwise.",
    ).tag(config=True)

    chat_answer_tokens = Int(
        ChatSettings.answer_tokens, min=16, help="Tokens after which an answer is cut."
    ).tag(config=True)
    chat_code_tokens = Int(
        ChatSettings.code_tokens,
        min=16,
        help="The same for the commands that answer with code: /test, /doc and /optimize.",
    ).tag(config=True)
    chat_cells_tokens = Int(
        ContextBudget.cells,
        min=0,
        help="Tokens of cells that a question is sent with. More of them make the first answer "
        "of a conversation slower.",
    ).tag(config=True)
    chat_named_tokens = Int(
        ContextBudget.named,
        min=0,
        help="Tokens of what a question refers to, such as a file.",
    ).tag(config=True)
    chat_history_tokens = Int(
        ContextBudget.history,
        min=0,
        help="Tokens of earlier questions and answers that are sent again.",
    ).tag(config=True)

    locked = Dict(
        help="Settings of the browser that nobody can change, by name and value, such as "
        "`{'fix.timeLimit': 30, 'chat.enabled': False}`."
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """Put the parts together; nothing is started yet."""
        # Raised here, an error keeps the extension from loading: a validator of the trait's would
        # only make the server go on without any of the options.
        self._locks = Locks(self.locked)
        self._tell_pages(codeintelLocks=self._locks.values)
        self._store = self.make_store()
        self._source, health = self.make_source()
        self._observed = ObservedSource(self._source)
        self._client = EngineClient(self._observed)
        self._kernels = LiveKernels(self._reach()) if self.live_variables else None
        self._service = CompletionService(
            self._client,
            CompletionSettings(
                budget=Budget(self.tokens_above, self.tokens_below),
                modules=LocalModules(self._root()),
                prefetch_tokens=self.prefetch_tokens,
            ),
            self._kernels,
        )
        self._trials = TieredTrials(self._reach() if self.fix_trials else OutOfReach())
        engine = PatientEngine(self._client)
        self._fixes = FixService(
            engine,
            self._trials,
            self._kernels or NoKernels(),
            self.fix_settings(),
            data_dir() / "fixes",
        )
        self._chats = ChatService(
            engine,
            self._conversations(),
            trials=self._trials,
            kernels=self._kernels,
            workspace=Workspace(self._root()),
            settings=self.chat_settings(),
        )
        self._models = ModelManager(
            self._store, n_ctx=self.n_ctx, fixed=self._fixed(), chosen=self._model_chosen
        )
        probe = EngineProbe(self._observed, health or self._client.health, self._latency)
        self._watch = StatusWatch(probe)

    def initialize_handlers(self) -> None:
        """Add the routes."""
        parts = (self._service, self._fixes, self._chats, self._models, self._watch, self._locks)
        self.handlers.extend(routes(*parts))

    async def stop_extension(self) -> None:
        """End this server's work; the engine serves others and ends when it is idle."""
        self._watch.stop()
        await self._models.aclose()
        await self._service.aclose()
        await self._trials.aclose()
        if self._kernels is not None:
            await self._kernels.aclose()
        await self._client.aclose()

    def _latency(self) -> float | None:
        return self._service.latency_ms

    def _tell_pages(self, **options: object) -> None:
        assert self.serverapp is not None  # noqa: S101 - the server calls this
        self.serverapp.web_app.settings.setdefault("page_config_data", {}).update(options)

    def _reach(self) -> ServerKernels:
        assert self.serverapp is not None  # noqa: S101 - the server calls this
        manager = self.serverapp.kernel_manager
        leave_out_of_activity(manager)
        return ServerKernels(manager)

    def _conversations(self) -> ConversationStore:
        assert self.serverapp is not None  # noqa: S101 - the server calls this
        store = ConversationStore(data_dir() / "chat", self._root())
        if (events := self.serverapp.event_logger) is not None:
            follow_renames(events, store)
        return store

    def _root(self) -> Path:
        assert self.serverapp is not None  # noqa: S101 - the server calls this
        return Path(self.serverapp.root_dir)

    def make_store(self) -> ModelStore:
        """Return where the user's models are."""
        return user_store()

    def make_source(self) -> tuple[EngineSource, Health | None]:
        """Return the engine's source, and how to ask it without starting it."""
        if self.engine_url:
            return RemoteEngine(self.engine_url, self.engine_token, self.engine_model), None
        supervisor = EngineSupervisor(
            self._resolve_model,
            before_start=self._check_memory,
            options=self.engine_options(),
        )
        return supervisor, supervisor.status

    def engine_options(self) -> EngineOptions:
        """Return what an engine process is started with."""
        return EngineOptions(
            n_ctx=self.n_ctx,
            slots=self.slots,
            threads=self.threads,
            idle=self.idle,
            backend=self.backend,
        )

    def fix_settings(self) -> FixSettings:
        """Return what a fix may cost."""
        return FixSettings(
            max_attempts=self.fix_attempts,
            time_limit_s=self.fix_time_limit,
            record_content=self.fix_record_content,
        )

    def chat_settings(self) -> ChatSettings:
        """Return how much is told and answered."""
        return ChatSettings(
            context=ContextBudget(
                cells=self.chat_cells_tokens,
                named=self.chat_named_tokens,
                history=self.chat_history_tokens,
            ),
            answer_tokens=self.chat_answer_tokens,
            code_tokens=self.chat_code_tokens,
        )

    def _resolve_model(self) -> Path:
        return Path(self.model) if self._scripted else self._store.resolve(self.model or None)

    def _fixed(self) -> Fixed | None:
        if self.engine_url:
            return Fixed("engine")
        return Fixed("model", self.model) if self.model else None

    def _model_chosen(self) -> None:
        if isinstance(self._source, EngineSupervisor):
            self._source.use(self._resolve_model)
        self._observed.forget()
        self._watch.hurry()

    def _check_memory(self, model: Path) -> None:
        if not self._scripted:
            check_memory(model, self.n_ctx)

    @property
    def _scripted(self) -> bool:
        return str(self.backend) == "scripted"
