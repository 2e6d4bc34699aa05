import type { Extension } from '@codemirror/state';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import React from 'react';

import { Announcement } from './announcement';
import type { IFixActions } from './buttons';
import { Buttons } from './buttons';
import { Evidence } from './evidence';
import { NOT_FOR_THE_NOTEBOOK } from './keys';
import type { FixModel, FixState } from './model';
import { Proposal } from './proposal';
import { Steps } from './steps';
import { stateLabel } from './wording';

/** What a panel shows beside its model, and what its buttons do. */
export interface IFixPanelOptions {
  readonly actions: IFixActions;
  /** What the failed cell ended in. */
  readonly error: string;
  readonly language: Promise<Extension>;
  readonly nameOf: (cell: string) => string;
  readonly rendermime: IRenderMimeRegistry;
  readonly trans: TranslationBundle;
}

/**
 * A fix, below the outputs of the failed cell; it is no part of the notebook.
 */
export class FixPanel extends VDomRenderer<FixModel> {
  /** The panel is for one fix; Escape does what its last button does. */
  constructor(model: FixModel, options: IFixPanelOptions) {
    super(model);
    this._options = options;
    this._state = model.state;
    this.addClass('jp-CodeIntelFix');
    this.node.tabIndex = -1;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', options.trans.__('Fix error'));
    this.node.setAttribute(...NOT_FOR_THE_NOTEBOOK);
    this.node.addEventListener('keydown', event => this._onKeyDown(event));
    model.stateChanged.connect(this._onStateChanged, this);
  }

  /** Comes into sight and takes the focus. */
  override show(): void {
    super.show();
    this.node.scrollIntoView({ block: 'nearest' });
    this.node.focus({ preventScroll: true });
  }

  protected render(): JSX.Element {
    const { model, _options: options } = this;
    const { error, trans } = options;
    const label = stateLabel(model, trans);
    const proposal = model.state === 'proposed' ? model.proposal : null;
    return (
      <>
        <Steps model={model} trans={trans} />
        {proposal && <Proposal proposal={proposal} {...options} />}
        {proposal && (
          <Evidence {...options} evidence={proposal.evidence} error={error} />
        )}
        {hasMessage(model) && (
          <p className="jp-CodeIntelFix-message">
            {label} {model.error?.hint}
          </p>
        )}
        <Announcement text={label} />
        <Buttons model={model} {...options} />
      </>
    );
  }

  private _onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      const { actions } = this._options;
      if (this.model.state === 'running') {
        actions.stop();
      } else {
        actions.close();
      }
    }
  }

  private _onStateChanged(model: FixModel): void {
    const isNew = model.state !== this._state;
    this._state = model.state;
    const isNear = this.parent?.node.contains(document.activeElement);
    if (isNew && model.state !== 'running' && isNear) {
      void this.renderPromise?.then(() => this.isVisible && this.show());
    }
  }

  private readonly _options: IFixPanelOptions;
  private _state: FixState;
}

/** Whether there is something to say beside steps and proposal. */
function hasMessage({ state, text }: FixModel): boolean {
  return state === 'proposed' ? text !== '' : state !== 'running';
}
