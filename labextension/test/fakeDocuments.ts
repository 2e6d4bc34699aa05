import { Signal } from '@lumino/signaling';

import type { ICursorPlace, IDocuments, ISyncedDocument } from '../src/tokens';

/** A document that notes when it was flushed. */
export class FakeDocument implements ISyncedDocument {
  readonly flushes: (string | undefined)[] = [];
  readonly kernelActed = new Signal<this, void>(this);

  constructor(
    readonly id = 'a.ipynb',
    readonly language = 'python'
  ) {}

  flush(typingIn?: string): void {
    this.flushes.push(typingIn);
  }
}

/** Documents with the cursor where the test says. */
export class FakeDocuments implements IDocuments {
  readonly kernelActed = new Signal<this, ISyncedDocument>(this);

  constructor(public locate: () => ICursorPlace | null) {}
}
