import { MessageLoop } from '@lumino/messaging';

import type { ModelEntry, Models } from '../src/server/messages';

/** A model that is not here yet. */
export const ENTRY: ModelEntry = {
  name: 'small',
  title: 'Small',
  size: 1_100_000_000,
  memory: 2_300_000_000,
  licence: 'MIT',
  completion: true,
  chat: true,
  known: true,
  installed: false,
  kept: 0,
  verified: false,
  job: null,
  error: null
};
/** Nothing is here, and that model is offered. */
export const STATE: Models = {
  type: 'models',
  entries: [ENTRY],
  inUse: 'small',
  locked: null,
  offer: 'small',
  memoryFree: 4_000_000_000,
  memoryTotal: 8_000_000_000,
  folder: '/models'
};
/** A download under way. */
export const DOWNLOAD = {
  kind: 'download',
  done: 400_000_000,
  total: 1_100_000_000,
  stopping: false
} as const;
/** What may go wrong. */
export const ERROR = {
  code: 'no_space',
  message: 'It is full.',
  hint: 'Free some.'
};

/** The state with another entry. */
export function withEntry(
  change: Partial<ModelEntry>,
  rest: Partial<Models> = {}
): Models {
  return { ...STATE, entries: [{ ...ENTRY, ...change }], ...rest };
}

/** Lets a widget be drawn. */
export async function settled(widget: {
  renderPromise?: Promise<void>;
}): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise(resolve => setTimeout(resolve));
    MessageLoop.flush();
    await widget.renderPromise;
  }
}
