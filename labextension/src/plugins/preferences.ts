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
  activate: async (
    _: JupyterFrontEnd,
    registry: ISettingRegistry | null
  ): Promise<IPreferences> => {
    try {
      // Nobody who switched suggestions off may see one before the settings are there.
      const settings = await registry?.load(preferences.id);
      return new Preferences(settings ?? null);
    } catch (error) {
      console.error('The settings of code intelligence are missing', error);
      return new Preferences(null);
    }
  }
};
