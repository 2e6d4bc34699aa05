import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import React from 'react';

import { codeIntelIcon } from '../icon';
import type { StatusModel } from './model';
import { latencyLabel, stateLabel } from './wording';

/**
 * The state of the model in the status bar.
 */
export class StatusItem extends VDomRenderer<StatusModel> {
  /** Calls `onClick` when a person wants to know more. */
  constructor(
    model: StatusModel,
    private readonly _trans: TranslationBundle,
    private readonly _onClick: () => void
  ) {
    super(model);
    this.id = 'jupyter-codeintel-status';
    this.addClass('jp-CodeIntelStatus');
  }

  protected render(): JSX.Element {
    const { state, error } = this.model;
    const trans = this._trans;
    const label = stateLabel(state, trans);
    const latency = latencyLabel(this.model, trans);
    return (
      <>
        <button
          type="button"
          className="jp-CodeIntelStatus-button"
          data-state={state}
          title={trans.__('Code intelligence: %1', label)}
          aria-label={trans.__('Code intelligence: %1. Show details', label)}
          aria-haspopup="dialog"
          onClick={this._onClick}
        >
          <codeIntelIcon.react tag="span" width="16px" />
          <span>{state === 'ready' && latency ? latency : label}</span>
        </button>
        <span className="jp-CodeIntelStatus-announcement" aria-live="polite">
          {error?.message}
        </span>
      </>
    );
  }
}
