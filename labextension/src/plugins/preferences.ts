import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { Preferences } from '../completer/preferences';
import { IPreferences } from '../tokens';

/** Keeps what a person wants of suggestions. */
export const preferences: JupyterFrontEndPlugin<IPreferences> = {
  id: 'jupyter-codeintel:preferences',
  description: 'Keeps what a person wants of suggestions.',
  autoStart: true,
  optional: [ISettingRegistry],
  provides: IPreferences,
  // Waits for nothing: JupyterLab overlooks a provider that is registered late.
  activate: (_: JupyterFrontEnd, registry: ISettingRegistry | null) =>
    new Preferences(registry?.load(preferences.id) ?? Promise.resolve(null))
};
