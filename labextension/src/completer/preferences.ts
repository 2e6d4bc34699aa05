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
 * Reads and writes the settings of the extension.
 *
 * Until they are there everything is off, so that nobody who switched suggestions off sees one;
 * without any, everything is on.
 */
export class Preferences implements IPreferences {
  /** Settings are null in an application that keeps none. */
  constructor(settings: Promise<PreferenceSettings | null>) {
    settings.then(
      settings => this._use(settings),
      (error: unknown) => {
        console.error('The settings of code intelligence are missing', error);
        this._use(null);
      }
    );
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

  private _use(settings: PreferenceSettings | null): void {
    this._settings = settings;
    this._isReady = true;
    settings?.changed.connect(this._emit, this);
    this._emit();
  }

  private _isOn(name: string): boolean {
    return this._isReady && this._settings?.composite[name] !== false;
  }

  private _emit(): void {
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _settings: PreferenceSettings | null = null;
  private _isReady = false;
}
