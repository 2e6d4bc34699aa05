/** What typing cost, as the browser saw it. */
export interface ITypingCost {
  /** Milliseconds from each key press to the next painted frame. */
  readonly delays: readonly number[];
  /** Milliseconds of each task that kept the main thread busy for more than 50. */
  readonly longTasks: readonly number[];
  /** Milliseconds that the extension's own scripts took in each frame that took more than 50. */
  readonly ours: readonly number[];
}

/** A frame that took long, as browsers describe it and TypeScript does not know it yet. */
interface ILongFrame extends PerformanceEntry {
  readonly scripts: readonly { sourceURL: string; duration: number }[];
}

/** Watches key presses and long tasks in the page until its result is asked for. */
export function watchTyping(): () => ITypingCost {
  const delays: number[] = [];
  const longTasks: number[] = [];
  const observer = new PerformanceObserver(list =>
    longTasks.push(...list.getEntries().map(entry => entry.duration))
  );
  observer.observe({ type: 'longtask' });
  const ours: number[] = [];
  const frames = new PerformanceObserver(list => {
    for (const frame of list.getEntries() as ILongFrame[]) {
      const scripts = frame.scripts.filter(({ sourceURL }) =>
        sourceURL.includes('/jupyter-codeintel/')
      );
      ours.push(scripts.reduce((sum, { duration }) => sum + duration, 0));
    }
  });
  frames.observe({ type: 'long-animation-frame' });
  const onKey = (event: KeyboardEvent) => {
    // `timeStamp` is when the key went down, so that waiting for a busy page counts too.
    requestAnimationFrame(() =>
      setTimeout(() => delays.push(performance.now() - event.timeStamp))
    );
  };
  document.addEventListener('keydown', onKey, true);
  return () => {
    document.removeEventListener('keydown', onKey, true);
    longTasks.push(...observer.takeRecords().map(({ duration }) => duration));
    observer.disconnect();
    frames.disconnect();
    return { delays, longTasks, ours };
  };
}

/** One row of the table that is printed. */
export function summary({ delays, longTasks, ours }: ITypingCost) {
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return {
    keys: delays.length,
    'median ms': at(0.5),
    'p95 ms': at(0.95),
    'p99 ms': at(0.99),
    'max ms': at(1),
    'long tasks': longTasks.length,
    'longest task ms': Math.round(Math.max(0, ...longTasks)),
    'long frames': ours.length,
    'most of ours ms': Math.round(Math.max(0, ...ours))
  };
}
