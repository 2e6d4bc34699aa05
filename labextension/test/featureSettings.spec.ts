import { Signal } from '@lumino/signaling';

import { FeatureSettings } from '../src/server/featureSettings';

const NAMES = ['timeLimit', 'maxAttempts'] as const;

/** Settings that a test writes. */
class FakeSettings {
  composite = {};
  readonly changed = new Signal<this, void>(this);
}

describe('FeatureSettings', () => {
  it('offers the feature, within the limits of the server, without settings', () => {
    const settings = new FeatureSettings(Promise.resolve(null), NAMES);
    expect(settings.isEnabled).toBe(true);
    expect(settings.limits).toEqual({});
  });

  it('follows what the person sets', async () => {
    const source = new FakeSettings();
    const settings = new FeatureSettings(Promise.resolve(source), NAMES);
    let changes = 0;
    settings.changed.connect(() => changes++);
    await Promise.resolve();
    source.composite = { enabled: false, timeLimit: 30, maxAttempts: 0 };
    source.changed.emit();
    expect(settings.isEnabled).toBe(false);
    expect(settings.limits).toEqual({ timeLimit: 30 });
    expect(changes).toBe(2);
  });
});
