import type { Extension } from '@codemirror/state';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { Diff } from '../review/diffView';
import type { FixProposal } from '../server/messages';
import { badgeLabel } from './wording';

interface IProposalProps {
  readonly proposal: FixProposal;
  readonly language: Promise<Extension>;
  /** How a cell is called, by its id. */
  readonly nameOf: (cell: string) => string;
  readonly trans: TranslationBundle;
}

/** What a proposal says, how far it can be trusted, and what it changes. */
export function Proposal(props: IProposalProps): JSX.Element {
  const { language, nameOf, proposal, trans } = props;
  const { badge, edits, evidence, run, says } = proposal;
  return (
    <>
      <p className="jp-CodeIntelFix-says">
        <span className="jp-CodeIntelFix-badge" data-badge={badge}>
          {badgeLabel(badge, trans)}
        </span>{' '}
        {says}
      </p>
      <ul className="jp-CodeIntelFix-reasons">
        {evidence.reasons.map(reason => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      {edits.map(edit => (
        <Diff
          key={edit.cell}
          edit={edit}
          language={language}
          label={trans.__('Change in %1', nameOf(edit.cell))}
        />
      ))}
      {run.length > 1 && (
        <p>{trans.__('To be run: %1', run.map(nameOf).join(', '))}</p>
      )}
    </>
  );
}
