import { Signal } from '@lumino/signaling';

import type {
  Completion,
  Reply,
  Request,
  Status
} from '../src/server/messages';
import type { IConnection } from '../src/tokens';

/** A connection whose far end is the test. */
export class FakeConnection implements IConnection {
  isOpen = true;
  status: Status | null = null;
  reconnections = 0;
  private _lastId = 0;
  readonly sent: Request[] = [];
  readonly openChanged = new Signal<this, boolean>(this);
  readonly received = new Signal<this, Reply>(this);

  newId(): number {
    return ++this._lastId;
  }

  send(request: Request): boolean {
    if (this.isOpen) {
      this.sent.push(request);
    }
    return this.isOpen;
  }

  reconnect(): void {
    this.reconnections++;
  }

  /** Opens or closes the connection. */
  setOpen(value: boolean): void {
    this.isOpen = value;
    this.openChanged.emit(value);
  }

  /** Answers the completion request `id`. */
  complete(id: number, text: string, rest: Partial<Completion> = {}): void {
    this.received.emit({
      type: 'completion',
      id,
      text,
      done: false,
      source: 'model',
      timings: null,
      alternatives: [],
      ...rest
    });
  }

  /** The messages of one type that were sent. */
  of<T extends Request['type']>(type: T): Extract<Request, { type: T }>[] {
    return this.sent.filter(
      (request): request is Extract<Request, { type: T }> =>
        request.type === type
    );
  }
}
