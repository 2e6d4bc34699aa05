import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject } from '@lumino/coreutils';

import { locksOf, withLocks } from '../server/locks';
import type { Complete } from '../server/messages';

/** What a person can set, beside what JupyterLab offers for every provider. */
export interface ICompleterSettings {
  enabled: boolean;
  trigger: 'automatic' | 'manual';
  multiline: Complete['multiline'];
  pacing: 'adaptive' | 'fixed';
  typingPause: number;
  maxTokens: number;
}

/** The settings before anybody changed them. */
export const DEFAULTS: ICompleterSettings = {
  enabled: true,
  trigger: 'automatic',
  multiline: 'auto',
  pacing: 'adaptive',
  typingPause: 75,
  maxTokens: 96
};

/**
 * JupyterLab's own settings of a provider.
 *
 * Its debouncer stays at zero: we have to hear of every key press to keep a suggestion that is
 * being typed, and only the requests that reach the server wait for a pause. Its timeout
 * covers loading a model from a cold disk.
 */
const CORE_DEFAULTS = {
  autoFillInMiddle: true,
  debouncerDelay: 0,
  timeout: 60000
};

/** The schema of the settings, shown below JupyterLab's inline completer. */
export function settingsSchema(
  trans: TranslationBundle
): ISettingRegistry.IProperty {
  const locks = locksOf('completion');
  return {
    type: 'object',
    default: { ...CORE_DEFAULTS, ...DEFAULTS, ...locks },
    properties: withLocks(ownProperties(trans), locks, trans)
  };
}

function ownProperties(
  trans: TranslationBundle
): Record<string, ISettingRegistry.IProperty> {
  return {
    trigger: {
      title: trans.__('Trigger'),
      description: trans.__('When to suggest code.'),
      type: 'string',
      oneOf: [
        { const: 'automatic', title: trans.__('While typing') },
        { const: 'manual', title: trans.__('When invoked') }
      ]
    },
    multiline: {
      title: trans.__('Several lines'),
      description: trans.__('Whether a suggestion may span several lines.'),
      type: 'string',
      oneOf: [
        { const: 'auto', title: trans.__('Where code calls for it') },
        { const: 'never', title: trans.__('Never') },
        { const: 'always', title: trans.__('Always') }
      ]
    },
    pacing: {
      title: trans.__('Pause before asking'),
      description: trans.__(
        'How long to wait for another key press before the model is asked. A suggestion that is being typed never waits.'
      ),
      type: 'string',
      oneOf: [
        {
          const: 'adaptive',
          title: trans.__('By how fast you type and the model answers')
        },
        { const: 'fixed', title: trans.__('Always the typing pause') }
      ]
    },
    typingPause: {
      title: trans.__('Typing pause'),
      description: trans.__('In milliseconds, when it is always the same.'),
      type: 'number',
      multipleOf: 1,
      minimum: 0,
      maximum: 5000
    },
    maxTokens: {
      title: trans.__('Longest suggestion'),
      description: trans.__('In tokens: one is about four characters.'),
      type: 'number',
      multipleOf: 1,
      minimum: 1,
      maximum: 512
    }
  };
}

/** Reads the settings that JupyterLab merged; what is locked was not theirs to change. */
export function readSettings(values: JSONObject): ICompleterSettings {
  return { ...DEFAULTS, ...values, ...locksOf('completion') };
}
