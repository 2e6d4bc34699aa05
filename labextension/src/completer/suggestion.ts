import { PromiseDelegate } from '@lumino/coreutils';

import type { Complete, Completion, ServiceError } from '../server/messages';

/**
 * A completion that was asked for: its text grows as the server streams it.
 */
export class Suggestion {
  /** Nothing has arrived yet. */
  constructor(readonly request: Complete) {}

  /** The text so far. */
  get text(): string {
    return this._text;
  }

  /** Other texts for the same place, best first; there are some only at the end. */
  get alternatives(): readonly string[] {
    return this._alternatives;
  }

  /** Whether the text is complete. */
  get isDone(): boolean {
    return this._isDone;
  }

  /** What went wrong, if anything did. */
  get error(): ServiceError | null {
    return this._error;
  }

  /** Resolves when text arrives or the suggestion ends. */
  get changed(): Promise<void> {
    return this._changed.promise;
  }

  /** Takes the text of a message. */
  update(completion: Completion): void {
    this._text = completion.text;
    this._alternatives = completion.alternatives;
    this._isDone = completion.done;
    this._notify();
  }

  /** Ends the suggestion with what it has. */
  end(error: ServiceError | null = null): void {
    this._error = error;
    this._isDone = true;
    this._notify();
  }

  /**
   * What is left of each text when the cursor stands between `prefix` and `suffix`.
   *
   * Nothing when the person went another way; an empty text alone when all was typed, or when what
   * was typed is ahead of the stream.
   */
  remainders(prefix: string, suffix: string): string[] {
    const { prefix: before, suffix: after } = this.request;
    if (!prefix.startsWith(before) || !suffix.endsWith(after)) {
      return [];
    }
    const typed = prefix.slice(before.length);
    const closed = suffix.slice(0, suffix.length - after.length);
    const left = [this._text, ...this._alternatives]
      .map(text => this._after(text, typed, closed))
      .filter(text => text !== null);
    const useful = [...new Set(left)].filter(text => text);
    return useful.length ? useful : left.slice(0, 1);
  }

  private _after(text: string, typed: string, closed: string): string | null {
    if (closed) {
      // The editor closed a bracket by itself: the suggestion's own must not come on top of it.
      const fits =
        this._isDone &&
        text.startsWith(typed) &&
        text.slice(typed.length).endsWith(closed);
      return fits ? text.slice(typed.length, -closed.length) : null;
    }
    if (text.startsWith(typed)) {
      return text.slice(typed.length);
    }
    return !this._isDone && typed.startsWith(text) ? '' : null;
  }

  private _notify(): void {
    const changed = this._changed;
    this._changed = new PromiseDelegate<void>();
    changed.resolve();
  }

  private _text = '';
  private _alternatives: readonly string[] = [];
  private _isDone = false;
  private _error: ServiceError | null = null;
  private _changed = new PromiseDelegate<void>();
}
