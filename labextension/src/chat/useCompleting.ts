import type { RefObject } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';

import type { ChatCandidate } from '../server/messages';
import type { IBegun } from './completing';
import { begunAt, completed } from './completing';
import type { Draft } from './draft';

interface IOffer {
  readonly begun: IBegun;
  readonly candidates: readonly ChatCandidate[];
  readonly chosen: number;
}

/** The completion of references and commands in an input. */
export interface ICompleting {
  readonly offer: IOffer | null;
  /** Looks for candidates at the cursor. */
  look(): void;
  /** Writes a candidate. */
  take(candidate: ChatCandidate): void;
  /** Whether a key was meant for the candidates. */
  handles(key: string): boolean;
}

/** Completes in `input`, which shows the text of `draft`. */
export function useCompleting(
  draft: Draft,
  input: RefObject<HTMLTextAreaElement>
): ICompleting {
  const [offer, setOffer] = useState<IOffer | null>(null);
  const cursor = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (cursor.current !== null && input.current?.value === draft.text) {
      input.current.setSelectionRange(cursor.current, cursor.current);
      cursor.current = null;
    }
  });
  const look = () => {
    const at = cursor.current ?? input.current?.selectionStart ?? 0;
    const begun = begunAt(draft.text, at);
    if (!begun) {
      setOffer(null);
      return;
    }
    setOffer(offer && narrowed(offer, begun));
    const { text } = draft;
    void draft.candidates(begun.partial).then(candidates => {
      // An answer to what was written before is of no use.
      if (draft.text === text) {
        const goesOn = candidates.some(one => goesBeyond(one, begun));
        setOffer(goesOn ? { begun, candidates, chosen: 0 } : null);
      }
    });
  };
  const take = (candidate: ChatCandidate) => {
    if (offer) {
      const at = input.current?.selectionStart ?? draft.text.length;
      const after = completed(draft.text, at, offer.begun, candidate);
      cursor.current = after.cursor;
      setOffer(null);
      draft.write(after.text);
      look();
    }
  };
  const handles = (key: string) => {
    const { candidates, chosen } = offer ?? { candidates: [], chosen: 0 };
    const candidate = candidates[chosen];
    if (!offer || !candidate) {
      return false;
    }
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[key];
    if (step) {
      const next = (chosen + step + candidates.length) % candidates.length;
      setOffer({ ...offer, chosen: next });
    } else if (key === 'Enter' || key === 'Tab') {
      take(candidate);
    } else if (key === 'Escape') {
      setOffer(null);
    }
    return Boolean(step) || ['Enter', 'Tab', 'Escape'].includes(key);
  };
  return { offer, look, take, handles };
}

/** Whether a candidate is more than what is written: if not, Enter is meant to send. */
function goesBeyond({ insert }: ChatCandidate, { partial }: IBegun): boolean {
  return insert.trim() !== partial;
}

/** What is left of an offer while more is written, until the server says what there is. */
function narrowed(offer: IOffer, begun: IBegun): IOffer | null {
  const candidates = offer.candidates.filter(({ insert }) =>
    insert.startsWith(begun.partial)
  );
  const goesOn = candidates.some(one => goesBeyond(one, begun));
  return goesOn ? { begun, candidates, chosen: 0 } : null;
}
