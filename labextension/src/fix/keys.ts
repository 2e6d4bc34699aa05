/**
 * On an element, it keeps the keys that are pressed there from being shortcuts.
 *
 * A notebook in command mode takes single letters from whatever has the focus in it, so that
 * each element that can have it needs this.
 */
export const NOT_FOR_THE_NOTEBOOK = [
  'data-lm-suppress-shortcuts',
  'true'
] as const;

/** The same, for an element made with React. */
export const KEEPS_KEYS = Object.fromEntries([NOT_FOR_THE_NOTEBOOK]);
