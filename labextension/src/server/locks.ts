import { PageConfig } from '@jupyterlab/coreutils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { JSONObject, ReadonlyJSONObject } from '@lumino/coreutils';

/** What an operator may set for all. */
type Feature = 'chat' | 'completion' | 'fix';

/** By the names of settings, the values that an operator has set for all. */
export function locksOf(feature: Feature): ReadonlyJSONObject {
  const told: JSONObject = JSON.parse(
    PageConfig.getOption('codeintelLocks') || '{}'
  );
  const start = `${feature}.`;
  return Object.fromEntries(
    Object.entries(told)
      .filter(([name]) => name.startsWith(start))
      .map(([name, value]) => [name.slice(start.length), value])
  );
}

/** Properties of a schema, of which those that are locked say so and cannot be changed. */
export function withLocks(
  properties: Record<string, ISettingRegistry.IProperty>,
  locks: ReadonlyJSONObject,
  trans: TranslationBundle
): Record<string, ISettingRegistry.IProperty> {
  const locked = Object.entries(properties)
    .filter(([name]) => name in locks)
    .map(([name, property]) => [
      name,
      {
        ...property,
        title: trans.__('%1 (locked)', property.title ?? name),
        description: trans.__(
          '%1 Whoever runs this server has set it for all.',
          property.description ?? ''
        ),
        default: locks[name],
        readOnly: true
      }
    ]);
  return { ...properties, ...Object.fromEntries(locked) };
}

/**
 * Loads settings, some of which an operator may have set for all; null without a registry.
 *
 * The schema must have `jupyter.lab.transform`.
 */
export async function loadSettings(
  registry: ISettingRegistry | null,
  plugin: string,
  locks: ReadonlyJSONObject,
  trans: TranslationBundle
): Promise<ISettingRegistry.ISettings | null> {
  registry?.transform(plugin, {
    fetch: plugin => {
      const { schema } = plugin;
      const properties = withLocks(schema.properties ?? {}, locks, trans);
      return { ...plugin, schema: { ...schema, properties } };
    },
    compose: plugin => {
      const { composite, user } = plugin.data;
      const data = {
        user,
        composite: { ...composite, ...locks } as JSONObject
      };
      return { ...plugin, data };
    }
  });
  return registry?.load(plugin) ?? null;
}
