/** White space and a name, a number, or a run of signs after it. */
const WORD =
  /^\s*(?:[\p{L}_][\p{L}\p{M}\p{N}_]*|\d+(?:\.\d+)?\w*|[^\p{L}\p{N}_\s]+)/u;

/** Line ends and the line after them. */
const LINE = /^\n*[^\n]*/;

/** The first word of a suggestion with the white space before it; all of it when no word is left. */
export function nextWord(text: string): string {
  return WORD.exec(text)?.[0] ?? text;
}

/** The rest of the line, or the line that follows when nothing is left of this one. */
export function nextLine(text: string): string {
  return LINE.exec(text)?.[0] ?? text;
}
