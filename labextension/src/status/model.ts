import { VDomModel } from '@jupyterlab/ui-components';

import type { Models, Reply, ServiceError, Status } from '../server/messages';
import type { IConnection } from '../tokens';

/** The state of the model as a person sees it. */
export type State = Status['engine'] | 'disconnected' | Off;

/** Where suggestions are switched off: everywhere, or in the document one looks at. */
export type Off = 'off' | 'silenced';

/**
 * What is known of the model, and what went wrong last.
 */
export class StatusModel extends VDomModel {
  /** Follows the messages of the server, and asks `whereOff` about the rest. */
  constructor(
    private readonly _connection: IConnection,
    private readonly _whereOff: () => Off | null = () => null
  ) {
    super();
    _connection.received.connect(this._onReceived, this);
    _connection.openChanged.connect(this._onOpenChanged, this);
  }

  get state(): State {
    const off = this._whereOff();
    if (off) {
      return off;
    }
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

  /** Looks again where suggestions are switched off. */
  refresh(): void {
    this.stateChanged.emit();
  }

  /** Tries to reach the server now. */
  reconnect(): void {
    this._connection.reconnect();
  }

  private _onReceived(_: IConnection, reply: Reply): void {
    this._failure = failureAfter(reply, this._failure);
    this.stateChanged.emit();
  }

  private _onOpenChanged(): void {
    this._failure = null;
    this.stateChanged.emit();
  }

  private _failure: ServiceError | null = null;
}

/** The failure that is left after a message: a new start or a success ends an old one. */
function failureAfter(
  reply: Reply,
  before: ServiceError | null
): ServiceError | null {
  switch (reply.type) {
    case 'failed':
      // Whoever types before the model is there has done nothing wrong, and neither has it.
      return reply.error.code === 'loading' ? before : reply.error;
    case 'status':
      return ['starting', 'loading'].includes(reply.engine) ? null : before;
    case 'models':
      return before?.code === 'no_model' && isThere(reply) ? null : before;
    case 'completion':
      return reply.source === 'superseded' ? before : null;
    default:
      return before;
  }
}

/** Whether the model in use is on this machine. */
function isThere({ entries, inUse }: Models): boolean {
  return entries.some(({ installed, name }) => installed && name === inUse);
}
