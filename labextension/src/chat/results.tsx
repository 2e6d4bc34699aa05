import React, { useState } from 'react';

import type { ChatAssertion, ChatEdit, ChatResult } from '../server/messages';
import { Review } from './review';
import type { IChatProps } from './view';
import { editLabel } from './wording';

/** What a command brought besides text. */
export function Results(
  props: IChatProps & { readonly results: readonly ChatResult[] }
): JSX.Element | null {
  const { results } = props;
  const assertions = results.filter(({ type }) => type === 'assertion');
  return results.length ? (
    <div className="jp-CodeIntelChat-results">
      {assertions.length > 0 && (
        <ul>
          {assertions.map((result, index) => (
            <Assertion
              key={index}
              {...props}
              result={result as ChatAssertion}
            />
          ))}
        </ul>
      )}
      {results.map((result, index) => {
        switch (result.type) {
          case 'edit':
            return <Edit key={index} {...props} result={result} />;
          case 'note':
            return <p key={index}>{result.text}</p>;
          case 'assertion':
            return null;
        }
      })}
    </div>
  ) : null;
}

function Assertion({
  result,
  trans
}: IChatProps & { readonly result: ChatAssertion }): JSX.Element {
  const { detail, source, verdict } = result;
  const labels: Record<ChatAssertion['verdict'], string> = {
    passed: trans.__('passed'),
    differs: trans.__('to decide'),
    failed: trans.__('failed'),
    inconclusive: trans.__('not tried')
  };
  return (
    <li data-verdict={verdict}>
      <span className="jp-CodeIntelChat-verdict">{labels[verdict]}</span>{' '}
      <code>{source}</code> {detail}
    </li>
  );
}

function Edit(props: IChatProps & { readonly result: ChatEdit }): JSX.Element {
  const { result, trans } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p>{editLabel(result, trans)}</p>
      {isOpen ? (
        <Review {...props} edit={result} onClosed={() => setOpen(false)} />
      ) : (
        <div className="jp-CodeIntelChat-choices">
          <button type="button" onClick={() => setOpen(true)}>
            {trans.__('Review change…')}
          </button>
        </div>
      )}
    </>
  );
}
