import type { TranslationBundle } from '@jupyterlab/translation';

import type { State, StatusModel } from './model';

/** Puts a state into words. */
export function stateLabel(state: State, trans: TranslationBundle): string {
  const labels: Record<State, string> = {
    off: trans.__('off'),
    silenced: trans.__('off in this notebook'),
    disconnected: trans.__('not connected'),
    stopped: trans.__('not started'),
    starting: trans.__('starting'),
    loading: trans.__('loading the model'),
    ready: trans.__('ready'),
    busy: trans.__('busy'),
    error: trans.__('error')
  };
  return labels[state];
}

/** Puts a latency into words; null when nothing was measured. */
export function latencyLabel(
  model: StatusModel,
  trans: TranslationBundle
): string | null {
  const { latencyMs } = model;
  return latencyMs === null ? null : trans.__('%1 ms', Math.round(latencyMs));
}
