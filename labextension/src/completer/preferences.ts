import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IPreferences } from '../tokens';

/** The parts of the settings that preferences need. */
export type PreferenceSettings = Pick<
  ISettingRegistry.ISettings,
  'composite' | 'set'
> & { readonly changed: ISignal<unknown, void> };

/**
 * Reads and writes the settings of the extension; without settings everything is on.
 */
export class Preferences implements IPreferences {
  /** Settings may be missing, for instance in an application that keeps none. */
  constructor(private readonly _settings: PreferenceSettings | null) {
    _settings?.changed.connect(() => this._changed.emit());
  }

  get completion(): boolean {
    return this._isOn('completion');
  }

  get announcements(): boolean {
    return this._isOn('announcements');
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  async setCompletion(value: boolean): Promise<void> {
    await this._settings?.set('completion', value);
  }

  private _isOn(name: string): boolean {
    return this._settings?.composite[name] !== false;
  }

  private readonly _changed = new Signal<this, void>(this);
}
