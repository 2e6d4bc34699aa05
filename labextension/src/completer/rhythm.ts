/** No wait is longer: the model is quicker to give up a request than a person to lose patience. */
export const LONGEST_PAUSE_MS = 250;

/** Who did not press a key for so long is not in the middle of a word any more. */
const REST_MS = 800;

/** How many intervals tell how fast somebody types. */
const REMEMBERED = 8;

/** What is taken for the latency of a model that has not answered yet. */
const PRESUMED_LATENCY_MS = 100;

/** After these, what follows is more worth knowing and less likely to be known by heart. */
const TRIGGER =
  /(?:[.([{=,'"\n]|\b(?:import|from|as|in|return|if|elif|while|for|not|and|or|with|await|yield|raise|lambda|def|class) )$/;

/** What decides how long to wait after a key press. */
export interface ITyping {
  /** Milliseconds between the last key presses, the newest last. */
  readonly intervals: readonly number[];
  /** Milliseconds that the model took to answer lately; null when it has not yet. */
  readonly latency: number | null;
  /** The text before the cursor. */
  readonly prefix: string;
}

/**
 * How long to wait for another key press before asking the model, in milliseconds.
 *
 * Who keeps typing presses the next key after about one interval, so that waiting as long saves a
 * request that nobody would see the answer of. A model that answers sooner than that is worth
 * asking at every key, hence the wait is no longer than its latency either.
 */
export function pauseBefore(typing: ITyping): number {
  const { intervals, latency, prefix } = typing;
  const last = intervals.at(-1);
  if (last === undefined || last >= REST_MS) {
    return 0;
  }
  const pause = Math.min(
    median(intervals),
    latency ?? PRESUMED_LATENCY_MS,
    LONGEST_PAUSE_MS
  );
  return Math.round(TRIGGER.test(prefix) ? pause / 4 : pause);
}

/**
 * Remembers how fast somebody types.
 */
export class Rhythm {
  /** Milliseconds between the last key presses, the newest last. */
  get intervals(): readonly number[] {
    return this._intervals;
  }

  /** Notes a key press at a time in milliseconds. */
  press(now: number): void {
    if (this._last !== null) {
      this._intervals = [...this._intervals, now - this._last].slice(
        -REMEMBERED
      );
    }
    this._last = now;
  }

  private _intervals: number[] = [];
  private _last: number | null = null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
