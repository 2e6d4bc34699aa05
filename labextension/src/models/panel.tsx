import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import React from 'react';

import { modelsIcon } from '../icon';
import type { Models } from '../server/messages';
import { Entry } from './entry';
import type { ModelsModel } from './model';
import {
  ADD_COMMAND,
  byHandLabel,
  bytesLabel,
  lockedLabel,
  newsLabel
} from './wording';

/**
 * The models: which there are, what they need, and what can be done with them.
 */
export class ModelsPanel extends VDomRenderer<ModelsModel> {
  /** It shows what the server tells. */
  constructor(
    model: ModelsModel,
    private readonly _trans: TranslationBundle
  ) {
    super(model);
    this.id = 'jupyter-codeintel-models';
    this.addClass('jp-CodeIntelModels');
    this.title.icon = modelsIcon;
    this.title.caption = _trans.__('Models of code intelligence');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', this.title.caption);
    this.node.tabIndex = -1;
  }

  protected render(): JSX.Element {
    const { error, isOpen, news, state } = this.model;
    const trans = this._trans;
    return (
      <>
        <h2>{trans.__('Models')}</h2>
        {!isOpen && (
          <p className="jp-CodeIntelModels-error" role="alert">
            {trans.__('The Jupyter server does not answer.')}
          </p>
        )}
        {error && (
          <p className="jp-CodeIntelModels-error" role="alert">
            {error.message} {error.hint}
          </p>
        )}
        {state && <Content model={this.model} state={state} trans={trans} />}
        <span
          className="jp-CodeIntelModels-announcement"
          role="status"
          aria-live="polite"
        >
          {newsLabel(news, trans)}
        </span>
      </>
    );
  }

  protected override onActivateRequest(): void {
    this.node.focus();
  }

  protected override onAfterShow(): void {
    this.model.list();
  }
}

interface IContentProps {
  readonly model: ModelsModel;
  readonly state: Models;
  readonly trans: TranslationBundle;
}

function Content({ model, state, trans }: IContentProps): JSX.Element {
  const locked = lockedLabel(state, trans);
  const { entries, folder, inUse, memoryFree, memoryTotal } = state;
  const free = [bytesLabel(memoryFree), bytesLabel(memoryTotal)] as const;
  return (
    <>
      {locked && <p className="jp-CodeIntelModels-locked">{locked}</p>}
      {!locked && !model.find(inUse) && (
        <p>{trans.__('In use is the file %1.', inUse)}</p>
      )}
      <p>{trans.__('%1 of %2 of memory are free.', ...free)}</p>
      <ul className="jp-CodeIntelModels-list" aria-label={trans.__('Models')}>
        {entries.map(entry => (
          <Entry key={entry.name} {...{ entry, model, state, trans }} />
        ))}
      </ul>
      <p>
        {byHandLabel(trans)} <code>{ADD_COMMAND}</code>
      </p>
      <p>{trans.__('The files are in %1.', folder)}</p>
    </>
  );
}
