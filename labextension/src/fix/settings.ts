import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Fix } from '../server/messages';

/** The parts of the settings that fixes need. */
export type FixSettingsSource = Pick<
  ISettingRegistry.ISettings,
  'composite'
> & {
  readonly changed: ISignal<unknown, void>;
};

/** What one fix may cost; what is left out is up to the server. */
export type Limits = Pick<Fix, 'maxAttempts' | 'timeLimit'>;

/**
 * What a person wants of fixes. Without settings they are offered.
 */
export class FixSettings {
  /** Settings are null in an application that keeps none. */
  constructor(settings: Promise<FixSettingsSource | null>) {
    settings.then(
      settings => this._use(settings),
      (error: unknown) =>
        console.error('The settings of Fix error are missing', error)
    );
  }

  /** Whether fixes are offered. */
  get isEnabled(): boolean {
    return this._settings?.composite['enabled'] !== false;
  }

  get limits(): Limits {
    const timeLimit = this._number('timeLimit');
    const maxAttempts = this._number('maxAttempts');
    return {
      ...(timeLimit && { timeLimit }),
      ...(maxAttempts && { maxAttempts })
    };
  }

  /** Emitted when any of it changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  private _use(settings: FixSettingsSource | null): void {
    this._settings = settings;
    settings?.changed.connect(this._emit, this);
    this._emit();
  }

  private _number(name: string): number {
    return Number(this._settings?.composite[name] ?? 0);
  }

  private _emit(): void {
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _settings: FixSettingsSource | null = null;
}
