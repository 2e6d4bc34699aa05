import type { ICursorPlace } from '../tokens';
import type { Suggestion } from './suggestion';

/** The text on both sides of a cursor. */
export interface ISides {
  readonly prefix: string;
  readonly suffix: string;
}

/** Splits the text of an editor at its cursor. */
export function sidesIn(editor: ICursorPlace['editor']): ISides {
  const text = editor.model.sharedModel.getSource();
  const index = editor.getOffsetAt(editor.getCursorPosition());
  return { prefix: text.slice(0, index), suffix: text.slice(index) };
}

/** Whether to suggest at a place without having been asked. */
export function isForTyping(place: ICursorPlace): boolean {
  return (
    place.cellType === 'code' &&
    (place.kind === 'notebook' || place.document.language === 'python')
  );
}

/** What is left of a suggestion at a place; see `Suggestion.remainders`. */
export function remaindersAt(
  suggestion: Suggestion,
  place: ICursorPlace
): string[] {
  const { document, cell } = suggestion.request;
  if (document !== place.document.id || cell !== place.cell) {
    return [];
  }
  const { prefix, suffix } = sidesIn(place.editor);
  return suggestion.remainders(prefix, suffix);
}
