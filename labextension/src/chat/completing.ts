import type { ChatCandidate } from '../server/messages';

/** What stands before the cursor and may be completed, and where it begins. */
export interface IBegun {
  readonly partial: string;
  readonly start: number;
}

const REFERENCE = /(?:^|[\s(["'])(@(?:file:"[^"\n]*|[^\s@]*))$/;
const COMMAND = /^\s*(\/[a-z]*)$/;

/** A begun reference or command; null when there is none at the cursor. */
export function begunAt(text: string, cursor: number): IBegun | null {
  const before = text.slice(0, cursor);
  const partial = (REFERENCE.exec(before) ?? COMMAND.exec(before))?.[1];
  return partial === undefined
    ? null
    : { partial, start: cursor - partial.length };
}

/** The text and the cursor once a candidate was taken. */
export function completed(
  text: string,
  cursor: number,
  { start }: IBegun,
  { insert }: ChatCandidate
): { readonly text: string; readonly cursor: number } {
  const rest = text.slice(cursor);
  // A folder or the word "file" is gone on from.
  const space = /[:/]$/.test(insert) || rest.startsWith(' ') ? '' : ' ';
  const added = insert + space;
  return {
    text: text.slice(0, start) + added + rest,
    cursor: start + added.length
  };
}
