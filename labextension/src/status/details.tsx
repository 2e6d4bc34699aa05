import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import React from 'react';

import type { ServiceError } from '../server/messages';
import type { StatusModel } from './model';
import { latencyLabel, stateLabel } from './wording';

interface IDetailsProps {
  readonly model: StatusModel;
  readonly trans: TranslationBundle;
}

/** Shows what is known of the model, and what to do when it does not work. */
export async function showDetails(
  model: StatusModel,
  trans: TranslationBundle,
  showModels: () => void
): Promise<void> {
  const body = ReactWidget.create(
    <UseSignal signal={model.stateChanged}>
      {() => <Details model={model} trans={trans} />}
    </UseSignal>
  );
  const close = Dialog.okButton({ label: trans.__('Close') });
  const models = Dialog.createButton({ label: trans.__('Models…') });
  const again = Dialog.createButton({ label: trans.__('Connect Again') });
  const isLost = model.state === 'disconnected';
  const result = await showDialog({
    title: trans.__('Code Intelligence'),
    body,
    buttons: isLost ? [again, close] : [models, close],
    defaultButton: 1
  });
  if (isLost && result.button.label === again.label) {
    model.reconnect();
  } else if (result.button.label === models.label) {
    showModels();
  }
}

function Details({ model, trans }: IDetailsProps): JSX.Element {
  const { state, error } = model;
  return (
    <div className="jp-CodeIntelDetails">
      <dl>
        <dt>{trans.__('State')}</dt>
        <dd>{stateLabel(state, trans)}</dd>
        <dt>{trans.__('Model')}</dt>
        <dd>{model.modelName ?? trans.__('none')}</dd>
        <dt>{trans.__('Last suggestion')}</dt>
        <dd>{latencyLabel(model, trans) ?? trans.__('none yet')}</dd>
      </dl>
      {state === 'disconnected' && (
        <p>
          {trans.__(
            'The Jupyter server does not answer. Check that it runs and that its extension jupyter_codeintel is enabled.'
          )}
        </p>
      )}
      {error && <Problem error={error} trans={trans} />}
    </div>
  );
}

function Problem(props: {
  readonly error: ServiceError;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const { error, trans } = props;
  return (
    <dl className="jp-CodeIntelDetails-problem">
      <dt>{trans.__('Problem')}</dt>
      <dd>{error.message}</dd>
      {error.hint && (
        <>
          <dt>{trans.__('What to do')}</dt>
          <dd>{error.hint}</dd>
        </>
      )}
      <dt>{trans.__('Code')}</dt>
      <dd>
        <code>{error.code}</code>
      </dd>
    </dl>
  );
}
