import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { FixStep } from '../server/messages';
import { KEEPS_KEYS } from './keys';
import type { FixModel } from './model';

interface IStepsProps {
  readonly model: FixModel;
  readonly trans: TranslationBundle;
}

/** Steps that stay in sight; a long search makes many. */
const IN_SIGHT = 6;

/** What is done and what was done, in plain words. */
export function Steps({ model, trans }: IStepsProps): JSX.Element {
  const steps = model.steps.map(step => (
    <StepItem key={step.number} {...step} />
  ));
  const earlier = steps.slice(0, -IN_SIGHT);
  return (
    <>
      {earlier.length > 0 && (
        <details className="jp-CodeIntelFix-earlier">
          <summary {...KEEPS_KEYS}>
            {trans._n('%1 earlier step', '%1 earlier steps', earlier.length)}
          </summary>
          <ol className="jp-CodeIntelFix-steps">{earlier}</ol>
        </details>
      )}
      <ol className="jp-CodeIntelFix-steps">
        {steps.length ? (
          steps.slice(-IN_SIGHT)
        ) : (
          // The first step of every fix; the server's own words take its place.
          <li data-state="running">{trans.__('Looking at the error')}</li>
        )}
      </ol>
    </>
  );
}

function StepItem({ state, text, detail }: FixStep): JSX.Element {
  return (
    <li data-state={state}>
      {detail ? (
        <details>
          <summary {...KEEPS_KEYS}>{text}</summary>
          <pre>{detail}</pre>
        </details>
      ) : (
        text
      )}
    </li>
  );
}
