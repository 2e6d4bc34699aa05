import type { TranslationBundle } from '@jupyterlab/translation';

/** The ids of our commands, and of those of JupyterLab that belong with them. */
export const CommandIDs = {
  dismiss: 'codeintel:dismiss-suggestion',
  acceptWord: 'codeintel:accept-word',
  acceptLine: 'codeintel:accept-line',
  readAloud: 'codeintel:read-suggestion',
  toggle: 'codeintel:toggle-suggestions',
  toggleInNotebook: 'codeintel:toggle-suggestions-in-notebook',
  fix: 'codeintel:fix-error',
  undoFix: 'codeintel:undo-fix',
  toggleChat: 'codeintel:toggle-chat',
  askAboutCell: 'codeintel:ask-about-cell',
  explainError: 'codeintel:explain-error',
  showModels: 'codeintel:show-models',
  showStatus: 'codeintel:show-status',
  invoke: 'inline-completer:invoke',
  accept: 'inline-completer:accept',
  next: 'inline-completer:next',
  previous: 'inline-completer:previous'
} as const;

/** The place of our commands in the command palette. */
export function category(trans: TranslationBundle): string {
  return trans.__('Code Intelligence');
}

/** Describes to programs that a command takes no arguments. */
export const NO_ARGUMENTS = { args: { type: 'object', properties: {} } };
