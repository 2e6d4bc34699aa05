import { Signal } from '@lumino/signaling';

import { FixSettings } from '../src/fix/settings';

/** Settings that a test writes. */
class FakeSettings {
  composite = {};
  readonly changed = new Signal<this, void>(this);
}

describe('FixSettings', () => {
  it('offers fixes, within the limits of the server, without settings', () => {
    const settings = new FixSettings(Promise.resolve(null));
    expect(settings.isEnabled).toBe(true);
    expect(settings.limits).toEqual({});
  });

  it('follows what the person sets', async () => {
    const source = new FakeSettings();
    const settings = new FixSettings(Promise.resolve(source));
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
