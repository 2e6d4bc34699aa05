import type { TranslationBundle } from '@jupyterlab/translation';

import type { Obstacle } from '../review/edits';
import type { Evidence, FixProposal, ServiceError } from '../server/messages';
import type { FixModel } from './model';

/** Puts a badge into words. */
export function badgeLabel(
  badge: FixProposal['badge'],
  trans: TranslationBundle
): string {
  const labels: Record<FixProposal['badge'], string> = {
    verified: trans.__('Verified'),
    runs: trans.__('Runs, please check'),
    unverified: trans.__('Not verified')
  };
  return labels[badge];
}

/** Says where a proposal was tried, and how long that took. */
export function trialLabel(
  { tier, tookMs }: Evidence,
  trans: TranslationBundle
): string {
  const seconds = (tookMs / 1000).toFixed(1);
  switch (tier) {
    case 'fork':
      return trans.__(
        "Tried on a copy of the kernel's state, in %1 s",
        seconds
      );
    case 'fork_read_only':
      return trans.__(
        "Tried on a copy of the kernel's state where no file can be written, in %1 s",
        seconds
      );
    case 'shadow':
      return trans.__(
        'Tried in a fresh kernel in which the cells it needs have run again, in %1 s',
        seconds
      );
    case null:
      return trans.__('Not tried: nothing has run');
  }
}

/** Says why a proposal is not carried out. */
export function obstacleLabel(
  obstacle: Obstacle,
  trans: TranslationBundle
): string {
  const labels: Record<Obstacle, string> = {
    changed: trans.__(
      'A cell has changed since the fix was made for it. Nothing was edited.'
    ),
    gone: trans.__(
      'A cell that the fix needs is no longer there. Nothing was edited.'
    ),
    locked: trans.__('A cell may not be edited. Nothing was edited.')
  };
  return labels[obstacle];
}

/** Says how far a fix is, in one line. */
export function stateLabel(model: FixModel, trans: TranslationBundle): string {
  const { proposal, state, steps, text } = model;
  switch (state) {
    case 'running':
      return steps.at(-1)?.text ?? trans.__('Looking at the error');
    case 'proposed':
      return text || (proposal ? proposalLabel(proposal, trans) : '');
    case 'stopped':
      return trans.__('Stopped. Nothing was edited.');
    case 'failed':
      return model.error?.message ?? trans.__('Something went wrong');
    case 'ended':
    case 'refused':
    case 'accepted':
    case 'dismissed':
      return text;
  }
}

function proposalLabel(
  { badge, says }: FixProposal,
  trans: TranslationBundle
): string {
  return trans.__('Proposed fix: %1. %2', says, badgeLabel(badge, trans));
}

/** What is said when the server cannot be reached. */
export function unreachable(trans: TranslationBundle): ServiceError {
  return {
    code: 'disconnected',
    message: trans.__('The Jupyter server does not answer.'),
    hint: trans.__('Start again when it is back.')
  };
}
