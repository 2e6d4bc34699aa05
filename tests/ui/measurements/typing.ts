/** What typing cost, as the browser saw it. */
export interface ITypingCost {
  /** Milliseconds from each key press to the next painted frame. */
  readonly delays: readonly number[];
  /** Milliseconds of each task that kept the main thread busy for more than 50. */
  readonly longTasks: readonly number[];
}

/** Watches key presses and long tasks in the page until its result is asked for. */
export function watchTyping(): () => ITypingCost {
  const delays: number[] = [];
  const longTasks: number[] = [];
  const observer = new PerformanceObserver(list =>
    longTasks.push(...list.getEntries().map(entry => entry.duration))
  );
  observer.observe({ type: 'longtask' });
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
    return { delays, longTasks };
  };
}

/** One row of the table that is printed. */
export function summary({ delays, longTasks }: ITypingCost) {
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
    'longest task ms': Math.round(Math.max(0, ...longTasks))
  };
}
