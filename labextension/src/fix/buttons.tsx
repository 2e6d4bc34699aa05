import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { KEEPS_KEYS } from './keys';
import type { FixModel } from './model';

/** What a person can do about a fix. */
export interface IFixActions {
  /** Carries the proposal out, and runs its cells if asked to. */
  accept(run: boolean): void;
  /** Asks for another proposal. */
  another(): void;
  /** Begins anew. */
  again(): void;
  /** Ends the work; what was found stays in sight. */
  stop(): void;
  /** Dismisses what there is. */
  close(): void;
}

interface IButtonsProps {
  readonly model: FixModel;
  readonly actions: IFixActions;
  readonly trans: TranslationBundle;
}

/** What can be done now. */
export function Buttons(props: IButtonsProps): JSX.Element {
  const { actions, model, trans } = props;
  return (
    <div className="jp-CodeIntelFix-buttons">
      {model.state === 'running' && (
        <Button label={trans.__('Stop')} onClick={() => actions.stop()} />
      )}
      {model.state === 'proposed' && <Decision {...props} />}
      {model.state !== 'running' && model.state !== 'proposed' && (
        <>
          <Button
            label={trans.__('Start again')}
            onClick={() => actions.again()}
          />
          <Button label={trans.__('Close')} onClick={() => actions.close()} />
        </>
      )}
    </div>
  );
}

function Decision({ actions, model, trans }: IButtonsProps): JSX.Element {
  return (
    <>
      <Button
        label={trans.__('Accept and run')}
        onClick={() => actions.accept(true)}
        isDefault
      />
      <Button
        label={trans.__('Accept')}
        onClick={() => actions.accept(false)}
      />
      {model.canGoOn && (
        <Button
          label={trans.__('Try another')}
          onClick={() => actions.another()}
        />
      )}
      <Button label={trans.__('Dismiss')} onClick={() => actions.close()} />
    </>
  );
}

function Button(props: {
  readonly label: string;
  readonly onClick: () => void;
  readonly isDefault?: boolean;
}): JSX.Element {
  const { isDefault, label, onClick } = props;
  const kind = isDefault ? 'jp-mod-accept' : 'jp-mod-reject';
  return (
    <button
      {...KEEPS_KEYS}
      type="button"
      className={`jp-mod-styled ${kind}`}
      onClick={onClick}
    >
      {label}
    </button>
  );
}
