import { Signal } from '@lumino/signaling';

import type {
  ICursorPlace,
  IDocuments,
  IPreferences,
  ISuggester,
  ISyncedDocument
} from '../src/tokens';

/** A document that notes when it was flushed. */
export class FakeDocument implements ISyncedDocument {
  readonly flushes: (string | undefined)[] = [];
  readonly kernelActed = new Signal<this, void>(this);
  readonly silencedChanged = new Signal<this, void>(this);
  isSilenced = false;

  constructor(
    readonly id = 'a.ipynb',
    readonly language = 'python'
  ) {}

  silence(value: boolean): void {
    this.isSilenced = value;
    this.silencedChanged.emit();
  }

  flush(typingIn?: string): void {
    this.flushes.push(typingIn);
  }
}

/** Documents with the cursor where the test says. */
export class FakeDocuments implements IDocuments {
  readonly kernelActed = new Signal<this, ISyncedDocument>(this);

  readonly opened = new Signal<this, ISyncedDocument>(this);
  readonly silencedChanged = new Signal<this, ISyncedDocument>(this);

  constructor(public locate: () => ICursorPlace | null) {}

  find(): ISyncedDocument | null {
    return this.locate()?.document ?? null;
  }
}

/** Preferences that the test sets. */
export class FakePreferences implements IPreferences {
  completion = true;
  announcements = true;
  readonly changed = new Signal<this, void>(this);

  async setCompletion(value: boolean): Promise<void> {
    this.completion = value;
    this.changed.emit();
  }
}

/** A source of suggestions that is on and automatic unless the test says otherwise. */
export class FakeSuggester implements ISuggester {
  automatic = true;
  readonly switched = new Signal<this, void>(this);

  isOn(): boolean {
    return true;
  }

  isAutomatic(): boolean {
    return this.automatic;
  }

  cancel(): void {
    // Nothing is on its way.
  }

  unasked(invoke: () => void): void {
    invoke();
  }
}
