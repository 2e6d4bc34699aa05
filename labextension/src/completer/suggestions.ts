import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Complete, Completion, Reply } from '../server/messages';
import type { IConnection } from '../tokens';
import { Suggestion } from './suggestion';

/** A request without what `Suggestions` adds. */
export type Question = Omit<Complete, 'type' | 'id'>;

/**
 * The newest suggestion, and its way to the server and back: the latest request wins.
 */
export class Suggestions implements IDisposable {
  /** Listens for the replies to its requests. */
  constructor(connection: IConnection) {
    this._connection = connection;
    connection.received.connect(this._onReceived, this);
    connection.openChanged.connect(this._onOpenChanged, this);
  }

  /** The newest suggestion, growing or complete. */
  get latest(): Suggestion | null {
    return this._latest;
  }

  /** How long the model took to answer lately, in milliseconds; null when it has not yet. */
  get latency(): number | null {
    return this._latency;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Asks the server; null when it cannot be reached. */
  ask(question: Question): Suggestion | null {
    this.cancel();
    const request: Complete = {
      type: 'complete',
      id: this._connection.newId(),
      ...question
    };
    if (!this._connection.send(request)) {
      return null;
    }
    this._latest = new Suggestion(request);
    this._askedAt = performance.now();
    return this._latest;
  }

  /** Gives up the newest suggestion, or only `suggestion` if it is the newest. */
  cancel(suggestion = this._latest): void {
    if (!suggestion || suggestion !== this._latest) {
      return;
    }
    this._latest = null;
    if (!suggestion.isDone) {
      this._connection.send({ type: 'cancel', id: suggestion.request.id });
      suggestion.end();
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this.cancel();
    Signal.clearData(this);
  }

  private _onReceived(_: IConnection, reply: Reply): void {
    const latest = this._latest;
    if (!latest || !('id' in reply) || reply.id !== latest.request.id) {
      return;
    }
    if (reply.type === 'failed') {
      latest.end(reply.error);
    } else if (reply.type === 'completion') {
      this._measure(reply);
      latest.update(reply);
    }
  }

  /** Averages the time until the model's first message, the newest counting most. */
  private _measure(reply: Completion): void {
    if (this._askedAt !== null && reply.source === 'model') {
      const latency = performance.now() - this._askedAt;
      this._latency = ((this._latency ?? latency) * 2 + latency) / 3;
    }
    this._askedAt = null;
  }

  private _onOpenChanged(): void {
    this._latest?.end();
  }

  private readonly _connection: IConnection;
  private _latest: Suggestion | null = null;
  private _askedAt: number | null = null;
  private _latency: number | null = null;
  private _isDisposed = false;
}
