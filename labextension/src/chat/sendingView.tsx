import React from 'react';

import type { ChatPart } from '../server/messages';
import type { IChatProps } from './view';
import { partLabel } from './wording';

/** What is sent with a question: chips that can be taken out, and how full the prompt is. */
export function SendingView(props: IChatProps): JSX.Element | null {
  const { model, trans } = props;
  const { sending, without } = model.draft;
  if (!sending) {
    return null;
  }
  const chips = sending.chips.filter(({ id }) => !without.includes(id));
  const { budget, parts, tokens } = sending;
  return (
    <div className="jp-CodeIntelChat-sending">
      <ul
        className="jp-CodeIntelChat-chips"
        aria-label={trans.__('What is sent')}
      >
        {chips.map(({ id, label, named, tokens }) => (
          <li key={id} data-named={named} title={trans.__('%1 tokens', tokens)}>
            {label}
            <button
              type="button"
              aria-label={trans.__('Do not send %1', label)}
              onClick={() => leaveOut(props, id)}
            >
              ×
            </button>
          </li>
        ))}
        {without.length > 0 && (
          <li>
            <button type="button" onClick={() => leaveOut(props, null)}>
              {trans.__('Send all')}
            </button>
          </li>
        )}
      </ul>
      <details>
        <summary>
          {trans.__('Context')}
          <meter
            min={0}
            max={budget}
            value={tokens}
            aria-label={trans.__('Context used')}
          />
          {trans.__('%1 of %2 tokens', tokens, budget)}
        </summary>
        <ul>
          {parts.map(part => (
            <li key={part.part}>{sizeLabel(part, props)}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function leaveOut({ model }: IChatProps, chip: string | null): void {
  model.draft.leaveOut(chip);
  model.previewSoon();
}

function sizeLabel(use: ChatPart, { trans }: IChatProps): string {
  const { budget, leftOut, part, tokens } = use;
  const name = partLabel(part, trans);
  const size = budget
    ? trans.__('%1: %2 of %3 tokens', name, tokens, budget)
    : trans.__('%1: %2 tokens', name, tokens);
  return leftOut.length
    ? trans.__('%1; left out: %2', size, leftOut.join(', '))
    : size;
}
