import React, { useLayoutEffect, useRef } from 'react';

import { Turn } from './turn';
import type { IChatProps } from './view';

/** Near the end, in pixels: who reads there wants to see what comes. */
const NEAR = 60;

/** The questions and answers of a conversation. */
export function Transcript(props: IChatProps): JSX.Element {
  const { model, trans } = props;
  const { conversations, pending } = model;
  const host = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (host.current && isAtEnd.current) {
      host.current.scrollTop = host.current.scrollHeight;
    }
  });
  const onScroll = ({ currentTarget }: React.UIEvent<HTMLDivElement>) => {
    const { clientHeight, scrollHeight, scrollTop } = currentTarget;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
  };
  return (
    <div
      className="jp-CodeIntelChat-transcript"
      ref={host}
      role="region"
      aria-label={trans.__('Questions and answers')}
      tabIndex={0}
      onScroll={onScroll}
    >
      {conversations.turns.map((turn, index) => (
        <Turn
          key={`${conversations.current}:${index}`}
          {...props}
          turn={turn}
          index={index}
        />
      ))}
      {pending && <Turn key="pending" {...props} turn={pending} />}
      {!conversations.turns.length && !pending && (
        <p className="jp-CodeIntelChat-empty">
          {trans.__(
            'Ask about this notebook. @ refers to cells, variables, errors and files; / begins a command.'
          )}
        </p>
      )}
    </div>
  );
}
