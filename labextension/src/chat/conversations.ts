import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ChatEntry, ChatExported, ChatTurn } from '../server/messages';
import type { IConnection } from '../tokens';
import type { Content } from './requests';
import { Failure, request } from './requests';

/**
 * The conversations about one notebook, as the server keeps them; one of them is shown.
 */
export class Conversations {
  /** The document is null once the notebook is closed. */
  constructor(
    private readonly _connection: IConnection,
    private readonly _document: () => string | null
  ) {}

  /** All of them, the latest first. */
  entries: readonly ChatEntry[] = [];

  /** The one that is shown; null for a new one. */
  current: string | null = null;

  /** Its questions and answers. */
  turns: readonly ChatTurn[] = [];

  /** Emitted when any of it changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The latest that can be opened. */
  get latest(): string | null {
    return this.entries.find(({ problem }) => !problem)?.id ?? null;
  }

  /** Finds out which there are. */
  async list(): Promise<void> {
    const document = this._document();
    if (document !== null) {
      this._show(await request(this._connection, 'chatList', { document }));
    }
  }

  /** Shows one; null for a new one. */
  async select(conversation: string | null): Promise<void> {
    this.current = conversation;
    this.turns = [];
    await this.read();
  }

  /** Reads the one that is shown; one whose first question had no answer is not kept. */
  async read(): Promise<void> {
    const about = this._about();
    if (!about) {
      this._changed.emit();
      return;
    }
    try {
      const { turns } = await request(this._connection, 'chatRead', about);
      if (this.current === about.conversation) {
        this.turns = turns;
      }
    } catch (error) {
      if (!(error instanceof Failure && error.error)) {
        throw error;
      }
      this.current = null;
      this.turns = [];
      if (error.error.code !== 'no_conversation') {
        throw error;
      }
    } finally {
      this._changed.emit();
    }
  }

  /** Renames, clears or deletes the one that is shown. */
  async change(
    change: Content<'chatChange'>['change'],
    title = ''
  ): Promise<void> {
    const about = this._about();
    if (about) {
      const content = { ...about, change, title };
      this._show(await request(this._connection, 'chatChange', content));
    }
  }

  /** The one that is shown as Markdown. */
  async exported(): Promise<ChatExported | null> {
    const about = this._about();
    return about ? request(this._connection, 'chatExport', about) : null;
  }

  private _show({ entries }: { readonly entries: ChatEntry[] }): void {
    this.entries = entries;
    this._changed.emit();
  }

  private _about(): Content<'chatRead'> | null {
    const document = this._document();
    const conversation = this.current;
    return document === null || conversation === null
      ? null
      : { document, conversation };
  }

  private readonly _changed = new Signal<this, void>(this);
}
