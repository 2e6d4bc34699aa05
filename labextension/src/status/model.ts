import { VDomModel } from '@jupyterlab/ui-components';

import type { Reply, ServiceError, Status } from '../server/messages';
import type { IConnection } from '../tokens';

/** The state of the model as a person sees it. */
export type State = Status['engine'] | 'disconnected';

/**
 * What is known of the model, and what went wrong last.
 */
export class StatusModel extends VDomModel {
  /** Follows the messages of the server. */
  constructor(private readonly _connection: IConnection) {
    super();
    _connection.received.connect(this._onReceived, this);
    _connection.openChanged.connect(this._onOpenChanged, this);
  }

  get state(): State {
    if (!this._connection.isOpen) {
      return 'disconnected';
    }
    return this.error
      ? 'error'
      : (this._connection.status?.engine ?? 'stopped');
  }

  get modelName(): string | null {
    return this._connection.status?.model ?? null;
  }

  get latencyMs(): number | null {
    return this._connection.status?.latencyMs ?? null;
  }

  /** What keeps the model from working, else what the last suggestion failed of. */
  get error(): ServiceError | null {
    return this._connection.status?.error ?? this._failure;
  }

  /** Tries to reach the server now. */
  reconnect(): void {
    this._connection.reconnect();
  }

  private _onReceived(_: IConnection, reply: Reply): void {
    if (reply.type === 'failed') {
      this._failure = reply.error;
    } else if (reply.type === 'completion' && reply.source !== 'superseded') {
      this._failure = null;
    }
    this.stateChanged.emit();
  }

  private _onOpenChanged(): void {
    this._failure = null;
    this.stateChanged.emit();
  }

  private _failure: ServiceError | null = null;
}
