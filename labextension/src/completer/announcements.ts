import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { IGhosts, IPreferences } from '../tokens';

/** A suggestion that stays this long is looked at, not typed over. */
const SETTLED_MS = 700;

/** As much of a line as somebody listens to before deciding. */
const LONGEST = 80;

/** Where announcements get what they work with. */
export interface IAnnouncementsOptions {
  readonly ghosts: IGhosts;
  readonly preferences: IPreferences;
  readonly trans: TranslationBundle;
}

/**
 * Tells screen readers of a suggestion, once, when it has come to rest.
 *
 * JupyterLab says nothing of ghost text by itself.
 */
export class Announcements implements IDisposable {
  /** The live region; it has to be in the page before anything is said. */
  readonly node = document.createElement('div');

  /** Follows the ghost texts. */
  constructor(options: IAnnouncementsOptions) {
    this._options = options;
    this.node.className = 'jp-CodeIntelAnnouncements';
    this.node.setAttribute('aria-live', 'polite');
    this.node.setAttribute('role', 'status');
    options.ghosts.changed.connect(this._onChanged, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Says the whole of the suggestion on the screen, or that there is none. */
  readAloud(): void {
    const { ghosts, trans } = this._options;
    const text = ghosts.current?.text;
    this._say(text?.trim() || trans.__('No suggestion'));
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._settling);
    Signal.clearData(this);
    this.node.remove();
  }

  private _onChanged(): void {
    clearTimeout(this._settling);
    this._settling = setTimeout(() => this._onSettled(), SETTLED_MS);
  }

  private _onSettled(): void {
    const { ghosts, preferences, trans } = this._options;
    const ghost = ghosts.current;
    if (ghost?.isGrowing) {
      return;
    }
    const text = ghost?.text ?? '';
    // What is left after a part was typed or accepted has been announced with it.
    const isNew = !this._announced.endsWith(text);
    this._announced = text;
    if (isNew && preferences.announcements) {
      this._say(trans.__('Suggestion: %1', shortened(text, trans)));
    }
  }

  private _say(text: string): void {
    // A region that says the same again has to be emptied in between.
    this.node.textContent = '';
    setTimeout(() => {
      this.node.textContent = text;
    });
  }

  private readonly _options: IAnnouncementsOptions;
  private _settling: ReturnType<typeof setTimeout> | undefined;
  private _announced = '';
  private _isDisposed = false;
}

/** The first line of a suggestion, and how many follow. */
export function shortened(text: string, trans: TranslationBundle): string {
  const [line = '', ...others] = text.trim().split('\n');
  const start = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  return others.length
    ? trans._n(
        '%2, and one more line',
        '%2, and %1 more lines',
        others.length,
        start
      )
    : start;
}
