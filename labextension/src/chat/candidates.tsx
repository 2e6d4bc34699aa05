import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ChatCandidate } from '../server/messages';

interface ICandidatesProps {
  readonly id: string;
  readonly candidates: readonly ChatCandidate[];
  /** The one that Enter takes. */
  readonly chosen: number;
  readonly onChosen: (candidate: ChatCandidate) => void;
  readonly trans: TranslationBundle;
}

/** Ways to go on with a reference or command; the focus stays in the input. */
export function Candidates(props: ICandidatesProps): JSX.Element {
  const { candidates, chosen, id, onChosen, trans } = props;
  return (
    <ul
      className="jp-CodeIntelChat-candidates"
      id={id}
      role="listbox"
      aria-label={trans.__('Suggestions')}
    >
      {candidates.map((candidate, index) => (
        <li
          key={candidate.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          ref={element =>
            index === chosen && element?.scrollIntoView({ block: 'nearest' })
          }
          onMouseDown={event => {
            event.preventDefault();
            onChosen(candidate);
          }}
        >
          <code>{candidate.insert}</code> <span>{candidate.detail}</span>
        </li>
      ))}
    </ul>
  );
}
