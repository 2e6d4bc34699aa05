import type { RefObject } from 'react';
import React, { useEffect, useRef } from 'react';

import { Turn } from './turn';
import type { IChatProps } from './view';

/** Near the end, in pixels: who reads there wants to see what comes. */
const NEAR = 60;

/** The questions and answers of a conversation. */
export function Transcript(props: IChatProps): JSX.Element {
  const { model, trans } = props;
  const { conversations, pending } = model;
  const turns = [...conversations.turns, ...(pending ? [pending] : [])];
  const content = useRef<HTMLDivElement>(null);
  return (
    <div
      className="jp-CodeIntelChat-transcript"
      role="region"
      aria-label={trans.__('Questions and answers')}
      tabIndex={0}
      onScroll={useFollowing(content)}
    >
      <div ref={content}>
        {turns.map((turn, index) => (
          <Turn
            key={`${conversations.current}:${index}`}
            {...props}
            turn={turn}
            index={turn === pending ? undefined : index}
          />
        ))}
        {!turns.length && (
          <p className="jp-CodeIntelChat-empty">
            {trans.__(
              'Ask about this notebook. @ refers to cells, variables, errors and files; / begins a command.'
            )}
          </p>
        )}
      </div>
    </div>
  );
}

/** Keeps the end of growing content in sight, unless one has scrolled away from it. */
function useFollowing(
  content: RefObject<HTMLElement>
): (event: React.UIEvent<HTMLElement>) => void {
  const isAtEnd = useRef(true);
  useEffect(() => {
    // Markdown is there some time after it was asked for.
    const growing = new ResizeObserver(() => {
      const host = content.current?.parentElement;
      if (host && isAtEnd.current) {
        host.scrollTop = host.scrollHeight;
      }
    });
    if (content.current) {
      growing.observe(content.current);
    }
    return () => growing.disconnect();
  }, [content]);
  return ({ currentTarget }) => {
    const { clientHeight, scrollHeight, scrollTop } = currentTarget;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
  };
}
