import { VDomModel } from '@jupyterlab/ui-components';

import type {
  Fix,
  FixProposal,
  FixStep,
  Reply,
  ServiceError
} from '../server/messages';
import type { IConnection } from '../tokens';

/** What is asked of the server, without what the model adds. */
export type FixQuestion = Omit<Fix, 'type' | 'id'>;

/** How far a fix is: an answer is on its way, to be decided on, or there is none (any more). */
export type FixState =
  | 'running'
  | 'proposed'
  | 'ended'
  | 'stopped'
  | 'failed'
  | 'refused'
  | 'accepted'
  | 'dismissed';

/**
 * One fix, from the question to the decision.
 */
export class FixModel extends VDomModel {
  /** Listens for the replies to its question. */
  constructor(connection: IConnection, question: FixQuestion) {
    super();
    this._connection = connection;
    this._question = question;
    this._id = connection.newId();
    connection.received.connect(this._onReceived, this);
    connection.openChanged.connect(this._onOpenChanged, this);
  }

  get state(): FixState {
    return this._state;
  }

  /** The failed cell. */
  get cell(): string {
    return this._question.cell;
  }

  /** What was done so far, in order. */
  get steps(): readonly FixStep[] {
    return this._steps;
  }

  /** The latest proposal. */
  get proposal(): FixProposal | null {
    return this._proposal;
  }

  /** What the server said at the end, or the reason why a proposal was not carried out. */
  get text(): string {
    return this._text;
  }

  /** What went wrong. */
  get error(): ServiceError | null {
    return this._error;
  }

  /** Whether there is somebody to ask for another proposal. */
  get canGoOn(): boolean {
    return this._state === 'proposed' && this._isKnown;
  }

  /** Asks the server; `unreachable` is the error when it cannot be reached. */
  start(unreachable: ServiceError): void {
    this._isKnown = this._connection.send({
      type: 'fix',
      id: this._id,
      ...this._question
    });
    this._unreachable = unreachable;
    if (!this._isKnown) {
      this._fail(unreachable);
    }
  }

  /** Asks for another proposal. */
  another(): void {
    if (this.canGoOn) {
      this._connection.send({ type: 'fixAnother', id: this._id });
      this._text = '';
      this._enter('running');
    }
  }

  /** Ends the work; the server proposes the best that it found until now, if anything. */
  stop(): void {
    if (this._state === 'running') {
      this._connection.send({ type: 'fixStop', id: this._id });
      this._enter('stopped');
    }
  }

  /** The person does not want the proposal. */
  dismiss(): void {
    this._leave(
      this._proposal
        ? { type: 'fixDecided', id: this._id, accepted: false }
        : { type: 'fixStop', id: this._id }
    );
    this._enter('dismissed');
  }

  /** The proposal has been carried out. */
  accept(): void {
    this._leave({ type: 'fixDecided', id: this._id, accepted: true });
    this._enter('accepted');
  }

  /** The proposal cannot be carried out, for a `reason` in plain words. */
  refuse(reason: string): void {
    this._leave({ type: 'fixDecided', id: this._id, accepted: false });
    this._text = reason;
    this._enter('refused');
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._leave({ type: 'fixStop', id: this._id });
      super.dispose();
    }
  }

  private _onReceived(_: IConnection, reply: Reply): void {
    if (!('id' in reply) || reply.id !== this._id || !this._isKnown) {
      return;
    }
    switch (reply.type) {
      case 'fixStep':
        return this._state === 'running' ? this._onStep(reply) : undefined;
      case 'fixProposal':
        this._proposal = reply;
        return this._enter('proposed');
      case 'fixEnded':
        this._text = reply.text;
        return this._enter(this._proposal ? 'proposed' : 'ended');
      case 'failed':
        return this._fail(reply.error);
    }
  }

  private _onStep(step: FixStep): void {
    const isKnown = this._steps.some(({ number }) => number === step.number);
    this._steps = isKnown
      ? this._steps.map(known => (known.number === step.number ? step : known))
      : [...this._steps, step];
    this.stateChanged.emit();
  }

  /** The server forgets its fixes when the connection closes. */
  private _onOpenChanged(): void {
    const wasKnown = this._isKnown;
    this._isKnown = false;
    if (wasKnown && this._state === 'running' && this._unreachable) {
      this._fail(this._unreachable);
    } else {
      this.stateChanged.emit();
    }
  }

  private _fail(error: ServiceError): void {
    this._isKnown = false;
    this._error = error;
    this._enter('failed');
  }

  /** Tells the server, once, that it need not remember this fix. */
  private _leave(message: LastMessage): void {
    if (this._isKnown) {
      this._isKnown = false;
      this._connection.send(message);
    }
  }

  private _enter(state: FixState): void {
    this._state = state;
    this.stateChanged.emit();
  }

  private readonly _connection: IConnection;
  private readonly _question: FixQuestion;
  private readonly _id: number;
  private _state: FixState = 'running';
  private _steps: FixStep[] = [];
  private _proposal: FixProposal | null = null;
  private _text = '';
  private _error: ServiceError | null = null;
  private _unreachable: ServiceError | null = null;
  private _isKnown = false;
}

type LastMessage =
  | { type: 'fixStop'; id: number }
  | { type: 'fixDecided'; id: number; accepted: boolean };
