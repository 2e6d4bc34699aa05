import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import type { Widget } from '@lumino/widgets';

import type { IConnection, IDocuments, ISuggester } from '../tokens';
import { isForTyping, sidesIn } from './place';

/** Passing through cells with the arrow keys must not start the model for each. */
const PAUSE_MS = 150;

/** Where the warm-up gets what it works with. */
export interface IWarmUpOptions {
  readonly connection: IConnection;
  readonly documents: IDocuments;
  readonly suggester: ISuggester;
}

/**
 * Lets the model read a cell before the first key press in it.
 */
export class WarmUp implements IDisposable {
  /** Sends nothing until asked. */
  constructor(options: IWarmUpOptions) {
    this._options = options;
  }

  get isDisposed(): boolean {
    return this._debouncer.isDisposed;
  }

  /** Notes that the person is likely to type in the active cell of `widget`. */
  expect(widget: Widget): void {
    this._debouncer.invoke(widget).catch(() => {
      // A later place took over.
    });
  }

  dispose(): void {
    this._debouncer.dispose();
  }

  private _send(widget: Widget): void {
    const { connection, documents, suggester } = this._options;
    if (widget.isDisposed || !connection.isOpen) {
      return;
    }
    if (!suggester.isAutomatic(documents.find(widget))) {
      return;
    }
    const place = documents.locate(widget);
    if (place && isForTyping(place)) {
      place.document.flush();
      connection.send({
        type: 'warm',
        document: place.document.id,
        cell: place.cell,
        ...sidesIn(place.editor)
      });
    }
  }

  private readonly _options: IWarmUpOptions;
  private readonly _debouncer = new Debouncer<void, unknown, [Widget]>(
    widget => this._send(widget),
    PAUSE_MS
  );
}
