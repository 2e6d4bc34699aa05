import { Signal } from '@lumino/signaling';

import type { PreferenceSettings } from '../src/completer/preferences';
import { Preferences } from '../src/completer/preferences';

/** Lets promises resolve. */
const settled = () => new Promise(done => setTimeout(done));

describe('Preferences', () => {
  it('are off until they are known', async () => {
    const never = new Promise<null>(() => undefined);
    const preferences = new Preferences(never);
    await settled();
    expect(preferences.completion || preferences.announcements).toBe(false);
  });

  it('are on without settings', async () => {
    const preferences = new Preferences(Promise.resolve(null));
    let told = 0;
    preferences.changed.connect(() => told++);
    await settled();
    expect(told).toBe(1);
    await preferences.setCompletion(false);
    expect(preferences.completion && preferences.announcements).toBe(true);
  });

  it('are on when the settings cannot be read', async () => {
    const complain = jest.spyOn(console, 'error').mockImplementation();
    const preferences = new Preferences(Promise.reject(new Error('gone')));
    await settled();
    expect(preferences.completion).toBe(true);
    expect(complain).toHaveBeenCalled();
  });

  it('read, write and follow the settings', async () => {
    const composite: Record<string, boolean> = { announcements: false };
    const changed = new Signal<unknown, void>({});
    const settings = {
      composite,
      changed,
      set: async (name: string, value: boolean) => {
        composite[name] = value;
        changed.emit();
      }
    } as unknown as PreferenceSettings;
    const preferences = new Preferences(Promise.resolve(settings));
    await settled();
    let told = 0;
    preferences.changed.connect(() => told++);
    expect(preferences.announcements).toBe(false);
    expect(preferences.completion).toBe(true);
    await preferences.setCompletion(false);
    expect(preferences.completion).toBe(false);
    expect(told).toBe(1);
  });
});
