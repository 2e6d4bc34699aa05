import { PageConfig } from '@jupyterlab/coreutils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { nullTranslator } from '@jupyterlab/translation';

import { readSettings, settingsSchema } from '../src/completer/settings';
import { loadSettings, locksOf } from '../src/server/locks';

const ID = 'jupyter-codeintel:fix';
const trans = nullTranslator.load('jupyter_codeintel');

type Transforms = Parameters<ISettingRegistry['transform']>[1];

/** A registry that keeps what it is to transform with. */
class FakeRegistry {
  transforms?: Transforms;

  transform(_: string, transforms: Transforms) {
    this.transforms = transforms;
  }

  load = (plugin: string) => Promise.resolve(plugin);
}

/** Settings as they come from the server. */
const PLUGIN = {
  id: ID,
  schema: {
    properties: {
      timeLimit: { title: 'Time limit', description: 'Seconds.', default: 0 },
      maxAttempts: { title: 'Most attempts', default: 0 }
    }
  },
  data: {
    composite: { timeLimit: 60, maxAttempts: 3 },
    user: { timeLimit: 60 }
  }
} as unknown as ISettingRegistry.IPlugin;

describe('locks', () => {
  beforeEach(() =>
    PageConfig.setOption(
      'codeintelLocks',
      JSON.stringify({ 'fix.timeLimit': 20, 'completion.maxTokens': 40 })
    )
  );

  afterEach(() => PageConfig.setOption('codeintelLocks', ''));

  it('are those of a feature', () => {
    expect(locksOf('fix')).toEqual({ timeLimit: 20 });
    expect(locksOf('chat')).toEqual({});
    PageConfig.setOption('codeintelLocks', '');
    expect(locksOf('fix')).toEqual({});
  });

  it('are shown, and win over what a person has set', async () => {
    const registry = new FakeRegistry();
    await loadSettings(
      registry as unknown as ISettingRegistry,
      ID,
      locksOf('fix'),
      trans
    );
    const shown = registry.transforms?.fetch?.(PLUGIN).schema.properties;
    expect(shown?.['timeLimit']).toEqual({
      title: 'Time limit (locked)',
      description: 'Seconds. Whoever runs this server has set it for all.',
      default: 20,
      readOnly: true
    });
    expect(shown?.['maxAttempts']).toEqual(
      PLUGIN.schema.properties?.['maxAttempts']
    );
    const { data } = registry.transforms?.compose?.(PLUGIN) ?? PLUGIN;
    expect(data.composite).toEqual({ timeLimit: 20, maxAttempts: 3 });
    expect(PLUGIN.data.composite['timeLimit']).toBe(60);
  });

  it('need no registry', async () => {
    expect(await loadSettings(null, ID, {}, trans)).toBeNull();
  });

  it('hold for suggestions', () => {
    const { properties } = settingsSchema(trans);
    expect(properties?.['maxTokens']).toMatchObject({ readOnly: true });
    expect(properties?.['trigger']).not.toHaveProperty('readOnly');
    expect(readSettings({ maxTokens: 96 }).maxTokens).toBe(40);
  });
});
