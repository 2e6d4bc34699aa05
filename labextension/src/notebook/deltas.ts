import { JSONExt } from '@lumino/coreutils';

import type { Cell, Sync } from '../server/messages';

/** A document as it is now; its cells are read only when they have to be sent. */
export interface IDocumentState {
  readonly language: string;
  readonly kernel: string | null;

  /** The ids of all cells. */
  order(): string[];

  /** A cell; undefined when it is gone. */
  read(id: string): Cell | undefined;
}

/** What changed: the varying part of a `sync` message. */
export type Delta = Pick<Sync, 'language' | 'kernel' | 'cells' | 'order'>;

/**
 * Remembers what the server was told and finds what it has to be told next.
 *
 * A key press must cost the same in a notebook of any length: only what was marked is looked at.
 */
export class Deltas {
  /** Notes that a cell may have changed. */
  mark(id: string): void {
    this._marked.add(id);
  }

  /** Notes that cells may have come, gone or moved. */
  markOrder(): void {
    this._isOrderMarked = true;
  }

  /** Lets the next delta be sent even when nothing changed. */
  renew(): void {
    this._head = '';
  }

  /** The server knows nothing (any more). */
  forget(): void {
    this._sent.clear();
    this._order = null;
    this._isOrderMarked = true;
    this.renew();
  }

  /** The changes of `state` since the last call, or null; `typingIn` is put off unless it is new. */
  take(state: IDocumentState, typingIn?: string): Delta | null {
    const { language, kernel } = state;
    const head = JSON.stringify([language, kernel]);
    const order = this._takeOrder(state);
    const cells = this._takeCells(state, typingIn);
    if (!cells.length && !order && head === this._head) {
      return null;
    }
    this._head = head;
    return {
      language,
      kernel,
      ...(cells.length && { cells }),
      ...(order && { order })
    };
  }

  private _takeOrder(state: IDocumentState): string[] | null {
    if (!this._isOrderMarked) {
      return null;
    }
    this._isOrderMarked = false;
    const order = state.order();
    if (JSONExt.deepEqual(this._order, order)) {
      return null;
    }
    this._order = order;
    const present = new Set(order);
    for (const id of this._sent.keys()) {
      if (!present.has(id)) {
        this._sent.delete(id);
      }
    }
    order.filter(id => !this._sent.has(id)).forEach(id => this.mark(id));
    return order;
  }

  private _takeCells(state: IDocumentState, typingIn?: string): Cell[] {
    const due = [...this._marked].filter(
      id => id !== typingIn || !this._sent.has(id)
    );
    return due.flatMap(id => {
      this._marked.delete(id);
      const cell = state.read(id);
      const text = JSON.stringify(cell);
      if (!cell || this._sent.get(id) === text) {
        return [];
      }
      this._sent.set(id, text);
      return [cell];
    });
  }

  private readonly _marked = new Set<string>();
  private readonly _sent = new Map<string, string>();
  private _order: string[] | null = null;
  private _isOrderMarked = true;
  private _head = '';
}
