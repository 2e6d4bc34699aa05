import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import React from 'react';

import type { Offer } from './offer';
import { ADD_COMMAND, byHandLabel, memoryLabel, sizeLabel } from './wording';

/**
 * Asks somebody who has no model whether to download one; there while there is an offer.
 */
export class FirstRunCard extends VDomRenderer<Offer> {
  /** Calls `showModels` when a person wants to see them all, or what becomes of the download. */
  constructor(
    offer: Offer,
    private readonly _trans: TranslationBundle,
    private readonly _showModels: () => void
  ) {
    super(offer);
    this.addClass('jp-CodeIntelOffer');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('A model is missing'));
    // It comes unasked, and takes no focus: so it is said.
    this.node.setAttribute('aria-live', 'polite');
    offer.stateChanged.connect(this._place, this);
    this._place();
  }

  protected render(): JSX.Element | null {
    const { entry, models } = this.model;
    const trans = this._trans;
    if (!entry || !models.state) {
      return null;
    }
    return (
      <>
        <h2>{trans.__('Code intelligence needs a model')}</h2>
        <p>
          {trans.__(
            'None is on this machine yet. It would run here, and nothing you write leaves the machine. Download %1?',
            entry.title
          )}
        </p>
        <ul>
          <li>{sizeLabel(entry, trans)}</li>
          <li>{memoryLabel(entry, models.state, trans)}</li>
        </ul>
        <div className="jp-CodeIntelModels-choices">{this._buttons()}</div>
        <p>
          {byHandLabel(trans)} <code>{ADD_COMMAND}</code>
        </p>
      </>
    );
  }

  private _buttons(): JSX.Element {
    const trans = this._trans;
    const accept = () => {
      this.model.accept();
      this._showModels();
    };
    return (
      <>
        <button type="button" onClick={accept}>
          {trans.__('Download')}
        </button>
        <button type="button" onClick={() => void this.model.decline()}>
          {trans.__('Not now')}
        </button>
        <button type="button" onClick={this._showModels}>
          {trans.__('Other models…')}
        </button>
      </>
    );
  }

  private _place(): void {
    const isWanted = this.model.entry !== null;
    if (isWanted && !this.isAttached) {
      Widget.attach(this, document.body);
    } else if (!isWanted && this.isAttached) {
      Widget.detach(this);
    }
  }
}
