import React, { useEffect, useRef, useState } from 'react';

import { Candidates } from './candidates';
import { SendingView } from './sendingView';
import { useCompleting } from './useCompleting';
import type { IChatProps } from './view';

const CANDIDATES = 'jp-CodeIntelChat-candidates';

/** Where questions are written. */
export function Composer(props: IChatProps): JSX.Element {
  const { model, trans } = props;
  const { draft } = model;
  const input = useRef<HTMLTextAreaElement>(null);
  const { handles, look, offer, take } = useCompleting(draft, input);
  // The model is shown a moment later, which would move the cursor while one types.
  const [text, setText] = useState(draft.text);
  useEffect(() => setText(draft.text), [draft, draft.text]);
  const onFocus = () => {
    if (!model.pending) {
      draft.warm(model.conversations.current);
    }
  };
  const onChange = ({ target }: React.ChangeEvent<HTMLTextAreaElement>) => {
    setText(target.value);
    draft.write(target.value);
    model.previewSoon();
    look();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    const isSent = event.key === 'Enter' && !event.shiftKey;
    if (handles(event.key)) {
      event.preventDefault();
    } else if (isSent) {
      event.preventDefault();
      model.send();
    }
  };
  return (
    <div className="jp-CodeIntelChat-composer">
      <SendingView {...props} />
      {draft.replaces !== null && <Replacing {...props} />}
      {offer && (
        <Candidates {...offer} id={CANDIDATES} onChosen={take} trans={trans} />
      )}
      <textarea
        ref={input}
        rows={3}
        value={text}
        aria-label={trans.__('Question')}
        aria-autocomplete="list"
        aria-controls={offer ? CANDIDATES : undefined}
        aria-activedescendant={
          offer ? `${CANDIDATES}-${offer.chosen}` : undefined
        }
        placeholder={trans.__('Ask about this notebook')}
        onFocus={onFocus}
        onChange={onChange}
        onKeyDown={onKeyDown}
      />
      <SendOrStop {...props} isEmpty={!text.trim()} />
    </div>
  );
}

function SendOrStop(
  props: IChatProps & { readonly isEmpty: boolean }
): JSX.Element {
  const { isEmpty, model, trans } = props;
  return (
    <div className="jp-CodeIntelChat-choices">
      {model.pending ? (
        <button type="button" onClick={() => model.stop()}>
          {trans.__('Stop')}
        </button>
      ) : (
        <button type="button" disabled={isEmpty} onClick={() => model.send()}>
          {trans.__('Send')}
        </button>
      )}
    </div>
  );
}

/** Says that a question is being changed. */
function Replacing({ model, trans }: IChatProps): JSX.Element {
  return (
    <p className="jp-CodeIntelChat-replacing">
      {trans.__('This changes an earlier question; what came after it goes.')}{' '}
      <button type="button" onClick={() => model.draft.edit(null, null)}>
        {trans.__('Cancel')}
      </button>
    </p>
  );
}
