import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { VDomModel } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';

import type { ModelEntry } from '../server/messages';
import type { ModelsModel } from './model';

/** The name of the setting that remembers "not now". */
const SETTING = 'offerDownload';

/** The parts of the settings that an offer needs. */
export type OfferSettings = Pick<
  ISettingRegistry.ISettings,
  'composite' | 'set'
> & { readonly changed: ISignal<unknown, void> };

/**
 * Whether to offer a download to somebody who has no model: once, and never after "not now".
 */
export class Offer extends VDomModel {
  /** Until the settings are there, nothing is offered; without any, "not now" is for this page. */
  constructor(
    readonly models: ModelsModel,
    settings: Promise<OfferSettings | null>
  ) {
    super();
    models.stateChanged.connect(this._emit, this);
    settings.then(
      settings => this._use(settings),
      (error: unknown) => {
        console.error('The settings of the models are missing', error);
        this._use(null);
      }
    );
  }

  /** The model to offer; null when there is nothing to offer. */
  get entry(): ModelEntry | null {
    const { models } = this;
    if (!this._isWanted || !models.isOpen) {
      return null;
    }
    const entry = models.find(models.state?.offer ?? null);
    return entry?.job || entry?.error ? null : entry;
  }

  /** Downloads what is offered. */
  accept(): void {
    if (this.entry) {
      this.models.change(this.entry.name, 'download');
    }
  }

  /** Does not offer it again. */
  async decline(): Promise<void> {
    this._isDeclined = true;
    this.stateChanged.emit();
    await this._settings?.set(SETTING, false);
  }

  private get _isWanted(): boolean {
    return (
      this._isReady &&
      !this._isDeclined &&
      this._settings?.composite[SETTING] !== false
    );
  }

  private _use(settings: OfferSettings | null): void {
    this._settings = settings;
    this._isReady = true;
    settings?.changed.connect(this._onSettings, this);
    this.stateChanged.emit();
  }

  private _onSettings(): void {
    // Whoever switches it on again means it.
    this._isDeclined = this._settings?.composite[SETTING] === false;
    this.stateChanged.emit();
  }

  private _emit(): void {
    this.stateChanged.emit();
  }

  private _settings: OfferSettings | null = null;
  private _isReady = false;
  private _isDeclined = false;
}
