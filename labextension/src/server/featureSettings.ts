import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** The parts of the settings that a feature needs. */
export type FeatureSettingsSource = Pick<
  ISettingRegistry.ISettings,
  'composite'
> & {
  readonly changed: ISignal<unknown, void>;
};

/**
 * What a person wants of a feature. Without settings it is there, as the server is set.
 */
export class FeatureSettings<Limit extends string> {
  /** Settings are null in an application that keeps none. */
  constructor(
    settings: Promise<FeatureSettingsSource | null>,
    private readonly _names: readonly Limit[]
  ) {
    settings.then(
      settings => this._use(settings),
      (error: unknown) => console.error('Settings are missing', error)
    );
  }

  /** Whether the feature is wanted. */
  get isEnabled(): boolean {
    return this._settings?.composite['enabled'] !== false;
  }

  /** What it may cost; what is left out, or is zero, is up to the server. */
  get limits(): Partial<Record<Limit, number>> {
    const composite = this._settings?.composite ?? {};
    const limits = this._names
      .map(name => [name, Number(composite[name] ?? 0)] as const)
      .filter(([, value]) => value > 0);
    return Object.fromEntries(limits) as Partial<Record<Limit, number>>;
  }

  /** Emitted when any of it changes. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  private _use(settings: FeatureSettingsSource | null): void {
    this._settings = settings;
    settings?.changed.connect(this._emit, this);
    this._emit();
  }

  private _emit(): void {
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _settings: FeatureSettingsSource | null = null;
}
