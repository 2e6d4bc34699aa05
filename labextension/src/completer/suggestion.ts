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
   * What is left of the suggestion when the cursor stands between `prefix` and `suffix`.
   *
   * Null when the person went another way; empty while what was typed is ahead of the stream.
   */
  remainder(prefix: string, suffix: string): string | null {
    if (
      !prefix.startsWith(this.request.prefix) ||
      !suffix.endsWith(this.request.suffix)
    ) {
      return null;
    }
    const typed = prefix.slice(this.request.prefix.length);
    const closed = suffix.slice(0, suffix.length - this.request.suffix.length);
    return this._after(typed, closed);
  }

  private _after(typed: string, closed: string): string | null {
    if (closed) {
      // The editor closed a bracket by itself: the suggestion's own must not come on top of it.
      const fits =
        this._isDone &&
        this._text.startsWith(typed) &&
        this._text.slice(typed.length).endsWith(closed);
      return fits ? this._text.slice(typed.length, -closed.length) : null;
    }
    if (this._text.startsWith(typed)) {
      return this._text.slice(typed.length);
    }
    return !this._isDone && typed.startsWith(this._text) ? '' : null;
  }

  private _notify(): void {
    const changed = this._changed;
    this._changed = new PromiseDelegate<void>();
    changed.resolve();
  }

  private _text = '';
  private _isDone = false;
  private _error: ServiceError | null = null;
  private _changed = new PromiseDelegate<void>();
}
