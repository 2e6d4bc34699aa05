import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyJSONObject } from '@lumino/coreutils';

import { Preferences } from '../completer/preferences';
import { loadSettings, locksOf } from '../server/locks';
import { IPreferences } from '../tokens';

/** Keeps what a person wants of suggestions. */
export const preferences: JupyterFrontEndPlugin<IPreferences> = {
  id: 'jupyter-codeintel:preferences',
  description: 'Keeps what a person wants of suggestions.',
  autoStart: true,
  optional: [ISettingRegistry, ITranslator],
  provides: IPreferences,
  // Waits for nothing: JupyterLab overlooks a provider that is registered late.
  activate: (
    _: JupyterFrontEnd,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_codeintel');
    const { enabled } = locksOf('completion');
    const locks: ReadonlyJSONObject =
      enabled === undefined ? {} : { completion: enabled };
    return new Preferences(
      loadSettings(registry, preferences.id, locks, trans)
    );
  }
};
