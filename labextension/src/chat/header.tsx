import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import React from 'react';

import { save } from './saving';
import type { IChatProps } from './view';

/** The value of a new conversation in the selector. */
const NEW = '';

/** Which conversation is shown, and what can be done with it. */
export function Header(props: IChatProps): JSX.Element {
  const { model, trans } = props;
  const { current, entries } = model.conversations;
  const isKept = entries.some(({ id }) => id === current);
  return (
    <header className="jp-CodeIntelChat-header">
      <select
        aria-label={trans.__('Conversation')}
        value={isKept ? (current ?? NEW) : NEW}
        onChange={({ target }) => void model.select(target.value || null)}
      >
        <option value={NEW}>{trans.__('New conversation')}</option>
        {entries.map(({ id, problem, title }) => (
          <option key={id} value={id} disabled={problem !== ''}>
            {problem
              ? trans.__('Cannot be read')
              : title || trans.__('Without a title')}
          </option>
        ))}
      </select>
      <div className="jp-CodeIntelChat-choices">
        {actions(props).map(([label, onClick]) => (
          <button
            type="button"
            key={label}
            disabled={!isKept}
            onClick={() => void onClick()}
          >
            {label}
          </button>
        ))}
      </div>
    </header>
  );
}

function actions(
  props: IChatProps
): readonly (readonly [string, () => Promise<void>])[] {
  const { model, trans } = props;
  return [
    [trans.__('New'), () => model.select(null)],
    [trans.__('Rename…'), () => rename(props)],
    [trans.__('Export'), () => exportMarkdown(props)],
    [trans.__('Clear'), () => whenSure(props, () => model.clear())],
    [trans.__('Delete'), () => whenSure(props, () => model.remove())]
  ];
}

async function rename({ model, trans }: IChatProps): Promise<void> {
  const { current, entries } = model.conversations;
  const { button, value } = await InputDialog.getText({
    title: trans.__('Rename conversation'),
    label: trans.__('Title'),
    text: entries.find(({ id }) => id === current)?.title ?? ''
  });
  if (button.accept) {
    await model.rename(value ?? '');
  }
}

async function exportMarkdown({ model }: IChatProps): Promise<void> {
  const found = await model.exported();
  if (found) {
    save(found.title, found.text);
  }
}

async function whenSure(
  { trans }: IChatProps,
  act: () => Promise<void>
): Promise<void> {
  const { button } = await showDialog({
    title: trans.__('Remove what was asked and answered?'),
    body: trans.__('This cannot be undone.'),
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Remove') })
    ]
  });
  if (button.accept) {
    await act();
  }
}
