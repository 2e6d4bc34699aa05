import { pauseBefore, Rhythm } from './rhythm';
import type { ICompleterSettings } from './settings';

/**
 * Waits after a key press, in case another one follows.
 */
export class Pacing {
  /** Notes a key press. */
  press(): void {
    this._rhythm.press(performance.now());
  }

  /** Resolves when the model may be asked what follows `prefix`, or at once when ended. */
  wait(
    settings: ICompleterSettings,
    latency: number | null,
    prefix: string
  ): Promise<void> {
    this.end();
    const { intervals } = this._rhythm;
    const milliseconds =
      settings.pacing === 'fixed'
        ? settings.typingPause
        : pauseBefore({ intervals, latency, prefix });
    return new Promise(resolve => {
      const timer = setTimeout(() => this.end(), milliseconds);
      this._end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the wait that is under way, if there is one. */
  end(): void {
    this._end?.();
    this._end = null;
  }

  private readonly _rhythm = new Rhythm();
  private _end: (() => void) | null = null;
}
