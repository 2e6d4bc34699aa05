import { VDomModel } from '@jupyterlab/ui-components';

import type {
  ModelChange,
  ModelEntry,
  Models,
  Reply,
  ServiceError
} from '../server/messages';
import type { IConnection } from '../tokens';

/** What has come of something that takes its time. */
export interface INews {
  readonly kind: 'downloaded' | 'verified' | 'chosen';
  readonly model: string;
}

/**
 * What the server tells of the models, which is the same in every browser.
 */
export class ModelsModel extends VDomModel {
  /** Asks what there is, now and whenever the connection is there again. */
  constructor(private readonly _connection: IConnection) {
    super();
    _connection.received.connect(this._onReceived, this);
    _connection.openChanged.connect(this._onOpenChanged, this);
    this.list();
  }

  /** What the server told last; null before. */
  get state(): Models | null {
    return this._state;
  }

  /** Whether anything can be asked for now. */
  get isOpen(): boolean {
    return this._connection.isOpen;
  }

  /** What kept the last request from being served, if it is about no model. */
  get error(): ServiceError | null {
    return this._error;
  }

  /** What has come to an end just now, for those who do not see it. */
  get news(): INews | null {
    return this._news;
  }

  /** A model that can be chosen or downloaded. */
  find(name: string | null): ModelEntry | null {
    return this._state?.entries.find(entry => entry.name === name) ?? null;
  }

  /** Asks the server to look at the disk and the memory again. */
  list(): void {
    const id = this._newId();
    this._connection.send({ type: 'modelsList', id });
  }

  /** Asks for something to be done; what comes of it is told to every browser. */
  change(model: string, change: ModelChange['change']): void {
    const id = this._newId();
    this._connection.send({ type: 'modelChange', id, model, change });
  }

  private _newId(): number {
    this._lastId = this._connection.newId();
    return this._lastId;
  }

  private _onReceived(_: IConnection, reply: Reply): void {
    if (reply.type === 'models') {
      this._news = this._newsOf(reply);
      this._state = reply;
      this._error = null;
      this.stateChanged.emit();
    } else if (reply.type === 'failed' && reply.id === this._lastId) {
      this._error = reply.error;
      this.stateChanged.emit();
    }
  }

  private _newsOf(state: Models): INews | null {
    const news = this._state && newsBetween(this._state, state);
    // What was said last is said again only when something has begun since.
    const isAtWork = state.entries.some(({ job }) => job);
    return news ?? (isAtWork ? null : this._news);
  }

  private _onOpenChanged(_: IConnection, isOpen: boolean): void {
    if (isOpen) {
      this.list();
    }
    this.stateChanged.emit();
  }

  private _state: Models | null = null;
  private _error: ServiceError | null = null;
  private _news: INews | null = null;
  private _lastId = 0;
}

function newsBetween(before: Models, after: Models): INews | null {
  const had = new Map(before.entries.map(entry => [entry.name, entry]));
  for (const { installed, name: model, verified } of after.entries) {
    if (installed && had.get(model)?.installed === false) {
      return { kind: 'downloaded', model };
    }
    if (verified && !had.get(model)?.verified) {
      return { kind: 'verified', model };
    }
  }
  return before.inUse === after.inUse
    ? null
    : { kind: 'chosen', model: after.inUse };
}
