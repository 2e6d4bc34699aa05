import { JSONExt } from '@lumino/coreutils';

import type { Cell, Sync } from '../server/messages';

/** A cell that is read only when it has to be sent. */
export interface ICellState {
  readonly id: string;
  read(): Cell;
}

/** A document as it is now. */
export interface IDocumentState {
  readonly language: string;
  readonly cells: ICellState[];
}

/** What changed: the varying part of a `sync` message. */
export type Delta = Pick<Sync, 'language' | 'cells' | 'order'>;

/**
 * Remembers what the server was told and finds what it has to be told next.
 */
export class Deltas {
  /** Notes that a cell may have changed. */
  mark(id: string): void {
    this._marked.add(id);
  }

  /** The server knows nothing (any more). */
  forget(): void {
    this._sent.clear();
    this._order = null;
  }

  /** The changes of `state` since the last call, or null; `typingIn` is put off unless it is new. */
  take(state: IDocumentState, typingIn?: string): Delta | null {
    const ids = state.cells.map(cell => cell.id);
    const cells = state.cells
      .filter(cell => this._isDue(cell.id, typingIn))
      .map(cell => cell.read())
      .filter(cell => this._differs(cell));
    const order = JSONExt.deepEqual(this._order, ids) ? null : ids;
    if (!cells.length && !order && state.language === this._language) {
      return null;
    }
    this._language = state.language;
    this._remember(ids, cells);
    return {
      language: state.language,
      ...(cells.length && { cells }),
      ...(order && { order })
    };
  }

  private _isDue(id: string, typingIn: string | undefined): boolean {
    return !this._sent.has(id) || (this._marked.has(id) && id !== typingIn);
  }

  private _differs(cell: Cell): boolean {
    this._marked.delete(cell.id);
    return this._sent.get(cell.id) !== JSON.stringify(cell);
  }

  private _remember(order: string[], cells: Cell[]): void {
    const present = new Set(order);
    for (const id of this._order ?? []) {
      if (!present.has(id)) {
        this._sent.delete(id);
        this._marked.delete(id);
      }
    }
    cells.forEach(cell => this._sent.set(cell.id, JSON.stringify(cell)));
    this._order = order;
  }

  private readonly _marked = new Set<string>();
  private readonly _sent = new Map<string, string>();
  private _order: string[] | null = null;
  private _language: string | null = null;
}
