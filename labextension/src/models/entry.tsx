import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ModelEntry, ModelJob, Models } from '../server/messages';
import type { ModelsModel } from './model';
import {
  jobLabel,
  memoryLabel,
  placeLabel,
  servesLabel,
  sizeLabel
} from './wording';

/** What an entry of the list is made of. */
export interface IEntryProps {
  readonly entry: ModelEntry;
  readonly model: ModelsModel;
  readonly state: Models;
  readonly trans: TranslationBundle;
}

/** A model: what it is, what is being done with it, and what can be. */
export function Entry(props: IEntryProps): JSX.Element {
  const { entry, state, trans } = props;
  const { error, job } = entry;
  return (
    <li className="jp-CodeIntelModels-entry" data-model={entry.name}>
      <h3>{entry.title}</h3>
      <ul>
        <li>{sizeLabel(entry, trans)}</li>
        <li>{servesLabel(entry, trans)}</li>
        <li data-fits={entry.memory <= state.memoryFree}>
          {memoryLabel(entry, state, trans)}
        </li>
        {!job && <li>{placeLabel(entry, trans)}</li>}
      </ul>
      {job && <Progress job={job} name={entry.name} trans={trans} />}
      {error && (
        <p className="jp-CodeIntelModels-error" role="alert">
          {error.message} {error.hint}
        </p>
      )}
      <div className="jp-CodeIntelModels-choices">
        {choices(props).map(({ isOff, label, onClick }, index) => (
          // By place: the button that was pressed keeps the focus when it says something else.
          <button
            type="button"
            key={index}
            aria-disabled={isOff}
            aria-label={trans.__('%1: %2', label, entry.name)}
            onClick={() => !isOff && onClick()}
          >
            {label}
          </button>
        ))}
      </div>
    </li>
  );
}

function Progress(props: {
  readonly job: ModelJob;
  readonly name: string;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const { job, name, trans } = props;
  const label =
    job.kind === 'download'
      ? trans.__('Download of %1', name)
      : trans.__('Check of %1', name);
  const value = job.total > 0 ? { value: job.done, max: job.total } : {};
  const text = jobLabel(job, trans);
  return (
    <div className="jp-CodeIntelModels-job">
      <progress aria-label={label} aria-valuetext={text} {...value} />
      <span>{text}</span>
    </div>
  );
}

interface IChoice {
  readonly label: string;
  readonly isOff?: boolean;
  onClick(): void;
}

function choices(props: IEntryProps): readonly IChoice[] {
  const { entry, model, state, trans } = props;
  const { job, kept, name } = entry;
  if (job) {
    const label =
      job.kind === 'download' ? trans.__('Pause') : trans.__('Stop');
    const onClick = () => model.change(name, 'pause');
    return [{ label, isOff: job.stopping || !model.isOpen, onClick }];
  }
  if (entry.installed) {
    const isInUse = name === state.inUse;
    const isOff = isInUse || state.locked !== null || !model.isOpen;
    const label = isInUse ? trans.__('In use') : trans.__('Use');
    return [
      { label, isOff, onClick: () => model.change(name, 'select') },
      {
        label: trans.__('Verify'),
        isOff: !model.isOpen,
        onClick: () => model.change(name, 'verify')
      },
      {
        label: trans.__('Remove…'),
        isOff: !model.isOpen,
        onClick: () => void removeWhenSure(props)
      }
    ];
  }
  const download = {
    label: kept > 0 ? trans.__('Resume') : trans.__('Download'),
    isOff: !model.isOpen,
    onClick: () => model.change(name, 'download')
  };
  const discard = {
    label: trans.__('Discard'),
    isOff: !model.isOpen,
    onClick: () => model.change(name, 'remove')
  };
  return kept > 0 ? [download, discard] : [download];
}

async function removeWhenSure(props: IEntryProps): Promise<void> {
  const { entry, model, trans } = props;
  const { button } = await showDialog({
    title: trans.__('Remove the model %1?', entry.name),
    body: entry.known
      ? trans.__('Its file is deleted. It can be downloaded again.')
      : trans.__(
          'Its file is deleted from the store. It was added by hand, and cannot be downloaded.'
        ),
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Remove') })
    ]
  });
  if (button.accept) {
    model.change(entry.name, 'remove');
  }
}
