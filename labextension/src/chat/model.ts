import { VDomModel } from '@jupyterlab/ui-components';
import { Debouncer } from '@lumino/polling';

import type {
  ChatExported,
  ChatTried,
  ChatTurn,
  Reply,
  ServiceError
} from '../server/messages';
import type { IConnection } from '../tokens';
import { Conversations } from './conversations';
import type { Draft } from './draft';
import type { IPending } from './growing';
import { begun, grown, isAnswered } from './growing';
import { Failure, request } from './requests';

/** How the last question ended. */
export type Outcome = 'done' | 'stopped' | 'failed' | 'fixing';

/** Where a chat gets what it works with. */
export interface IChatModelOptions {
  readonly connection: IConnection;
  /** What the notebook is called on the websocket; null once it is closed. */
  readonly document: () => string | null;
  /** The question that is being written. */
  readonly draft: Draft;
  /** Starts the repair of a cell. */
  readonly fix: (cell: string) => void;
  /** The error when the server cannot be reached. */
  readonly unreachable: ServiceError;
}

/** The pause in writing or moving after which it is found out what would be sent. */
const PAUSE_MS = 400;

/**
 * The chat about one notebook.
 */
export class ChatModel extends VDomModel {
  /** Nothing is asked of the server until `load`. */
  constructor(private readonly _options: IChatModelOptions) {
    super();
    const { connection, document, draft } = _options;
    this.draft = draft;
    this.conversations = new Conversations(connection, document);
    this._previewing = new Debouncer(() => this._preview(), PAUSE_MS);
    this.draft.changed.connect(this._emit, this);
    this.conversations.changed.connect(this._emit, this);
    connection.received.connect(this._onReceived, this);
    connection.openChanged.connect(this._onOpenChanged, this);
  }

  readonly draft: Draft;
  readonly conversations: Conversations;

  /** The question that is being answered, with what has come of the answer. */
  get pending(): ChatTurn | null {
    return this._pending?.turn ?? null;
  }

  /** How the last question ended; null while one is answered, and before the first. */
  get outcome(): Outcome | null {
    return this._outcome;
  }

  get error(): ServiceError | null {
    return this._error;
  }

  /** Loads the conversations, and shows the latest. */
  async load(): Promise<void> {
    this._loaded = this._tried(async () => {
      await this.conversations.list();
      await this._select(this.conversations.latest);
    });
    await this._loaded;
  }

  /** Shows a conversation; null for a new one. */
  select(conversation: string | null): Promise<void> {
    this.stop();
    return this._tried(() => this._select(conversation));
  }

  /** Sends what stands in the input. */
  send(): void {
    const { replaces, text } = this.draft;
    if (text.trim() && !this._pending) {
      this._ask(text, replaces);
    }
  }

  /** Asks a question that is not in the input, once it is known where. */
  async ask(question: string): Promise<void> {
    await this._loaded;
    if (!this._pending) {
      this._ask(question, null);
    }
  }

  /** Asks for another answer to a question; what came after it is dropped. */
  again(turn: number): void {
    const question = this.conversations.turns[turn]?.question;
    if (question !== undefined && !this._pending) {
      this._ask(question, turn);
    }
  }

  /** Ends the answer; what came of it stays. */
  stop(): void {
    if (this._pending) {
      const { id, turn } = this._pending;
      this._options.connection.send({ type: 'chatStop', id });
      this._settle('stopped', { ...turn, ended: 'stopped' });
      void this._reread();
    }
  }

  /** Finds out what would be sent, after a pause. */
  previewSoon(): void {
    void this._previewing.invoke();
  }

  /** Gives the conversation a title. */
  rename(title: string): Promise<void> {
    return this._tried(() => this.conversations.change('rename', title));
  }

  /** Removes what stands in the conversation. */
  clear(): Promise<void> {
    this.stop();
    return this._tried(async () => {
      await this.conversations.change('clear');
      await this._select(this.conversations.current);
    });
  }

  /** Removes the conversation and shows the latest of the others. */
  remove(): Promise<void> {
    this.stop();
    return this._tried(async () => {
      await this.conversations.change('delete');
      await this._select(this.conversations.latest);
    });
  }

  /** The conversation as Markdown; null when there is none. */
  async exported(): Promise<ChatExported | null> {
    return (await this._tried(() => this.conversations.exported())) ?? null;
  }

  /** Runs code on a copy of the kernel. */
  async tryCode(source: string): Promise<ChatTried | null> {
    const { connection, document: documentOf } = this._options;
    const document = documentOf();
    if (document === null) {
      return null;
    }
    const content = { document, source };
    const trying = () => request(connection, 'chatTry', content);
    return (await this._tried(trying)) ?? null;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      if (this._pending) {
        const { id } = this._pending;
        this._options.connection.send({ type: 'chatStop', id });
      }
      this._previewing.dispose();
      super.dispose();
    }
  }

  private _ask(question: string, replaces: number | null): void {
    const { connection, unreachable } = this._options;
    const { conversations, draft } = this;
    const content = draft.content(question, conversations.current, replaces);
    if (!content) {
      return;
    }
    if (replaces !== null) {
      conversations.turns = conversations.turns.slice(0, replaces);
    }
    const id = connection.newId();
    const isNew = conversations.current === null;
    this._pending = { id, isNew, turn: begun(question) };
    this._outcome = null;
    this._error = null;
    draft.sent(question);
    if (!connection.send({ type: 'chatAsk', id, ...content })) {
      this._fail(unreachable);
    }
  }

  private _onReceived(_: IConnection, reply: Reply): void {
    if (!('id' in reply) || reply.id !== this._pending?.id) {
      return;
    }
    switch (reply.type) {
      case 'chatSending':
        this.conversations.current = reply.conversation;
        return this.draft.send(reply);
      case 'chatText':
      case 'chatBrought':
        this._pending.turn = grown(this._pending.turn, reply);
        return this.stateChanged.emit();
      case 'chatAction':
        this._outcome = 'fixing';
        return this._options.fix(reply.cell);
      case 'chatDone':
        this._settle(this._outcome ?? 'done', reply.turn);
        return void this._reread();
      case 'failed':
        this._fail(reply.error);
        return void this._reread();
    }
  }

  private _fail(error: ServiceError): void {
    const turn = this._pending?.turn;
    this._error = error;
    this._settle('failed', turn ? { ...turn, ended: 'failed' } : null);
  }

  /** Ends a question; it goes back to the input if nothing came of it. */
  private _settle(outcome: Outcome, turn: ChatTurn | null): void {
    const { conversations, draft } = this;
    const isNew = this._pending?.isNew;
    this._pending = null;
    this._outcome = outcome;
    if (turn && isAnswered(turn)) {
      conversations.turns = [...conversations.turns, turn];
    } else {
      // A conversation whose first question has no answer is not kept.
      conversations.current = isNew ? null : conversations.current;
      draft.text ||= turn?.question ?? '';
    }
    this.stateChanged.emit();
  }

  private _onOpenChanged(_: IConnection, isOpen: boolean): void {
    if (this._pending) {
      this._fail(this._options.unreachable);
    } else if (isOpen) {
      void (this.conversations.turns.length ? this._reread() : this.load());
    }
  }

  /** Shows what is kept, which may be less than what was seen. */
  private _reread(): Promise<void> {
    return this._tried(async () => {
      await this.conversations.list();
      if (!this._pending) {
        await this.conversations.read();
      }
    });
  }

  private async _select(conversation: string | null): Promise<void> {
    this._outcome = null;
    this._error = null;
    this.draft.replaces = null;
    await this.conversations.select(conversation);
    await this._preview();
  }

  private async _preview(): Promise<void> {
    if (!this._pending && !this.isDisposed) {
      await this.draft.preview(this.conversations.current);
    }
  }

  /** Does something; an error of the server's comes into sight. */
  private async _tried<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failure)) {
        throw error;
      }
      this._error = error.error ?? this._options.unreachable;
      this.stateChanged.emit();
      return undefined;
    }
  }

  private _emit(): void {
    this.stateChanged.emit();
  }

  private readonly _previewing: Debouncer<void>;
  private _loaded: Promise<unknown> = Promise.resolve();
  private _pending: IPending | null = null;
  private _outcome: Outcome | null = null;
  private _error: ServiceError | null = null;
}
