import type { TranslationBundle } from '@jupyterlab/translation';

import type { Obstacle } from '../review/edits';
import type {
  ChatEdit,
  ChatPart,
  ChatTried,
  ChatTurn,
  ServiceError
} from '../server/messages';
import type { Outcome } from './model';

/** What is said when the server cannot be reached. */
export function unreachable(trans: TranslationBundle): ServiceError {
  return {
    code: 'disconnected',
    message: trans.__('The Jupyter server does not answer.'),
    hint: trans.__('Ask again when it is back.')
  };
}

/** Says how a question ended, to those who do not see it. */
export function outcomeLabel(
  outcome: Outcome | null,
  trans: TranslationBundle
): string {
  switch (outcome) {
    case 'done':
      return trans.__('Answer complete');
    case 'stopped':
      return trans.__('Stopped');
    case 'fixing':
      return trans.__('The repair is shown below the cell');
    case 'failed':
    case null:
      return '';
  }
}

/** Says how an answer ended, if not by itself. */
export function endedLabel(
  ended: ChatTurn['ended'],
  trans: TranslationBundle
): string {
  const labels: Record<ChatTurn['ended'], string> = {
    done: '',
    cut: trans.__('Cut at its longest length'),
    stopped: trans.__('Stopped'),
    failed: trans.__('Not complete')
  };
  return labels[ended];
}

/** Says why a change is not carried out. */
export function obstacleLabel(
  obstacle: Obstacle,
  trans: TranslationBundle
): string {
  const labels: Record<Obstacle, string> = {
    changed: trans.__(
      'The cell has changed since the answer was written. Nothing was edited.'
    ),
    gone: trans.__('The cell is no longer there. Nothing was edited.'),
    locked: trans.__('The cell may not be edited. Nothing was edited.')
  };
  return labels[obstacle];
}

/** Says what came of code on a copy. */
export function trialLabel(
  { reason, status }: ChatTried,
  trans: TranslationBundle
): string {
  const labels: Record<ChatTried['status'], string> = {
    passed: trans.__('Ran on a copy of the kernel; the kernel is as it was.'),
    failed: trans.__('Failed on a copy of the kernel.'),
    timeout: trans.__('Took too long on a copy of the kernel.'),
    deadlock: trans.__('Got stuck on a copy of the kernel.'),
    died: trans.__('The copy of the kernel ended.'),
    inconclusive: trans.__('Could not be tried.')
  };
  return [labels[status], reason].filter(Boolean).join(' ');
}

/** Puts the verdict on a rewritten cell into words. */
export function editLabel(edit: ChatEdit, trans: TranslationBundle): string {
  const { afterMs, beforeMs, equal, reasons, why } = edit;
  const says = [
    why === 'doc' ? trans.__('A docstring.') : '',
    equal === true ? trans.__('Equal results on copies of the kernel.') : '',
    equal === false ? trans.__('Other results on copies of the kernel.') : '',
    ...reasons.map(reason => `${reason}.`),
    beforeMs !== null && afterMs !== null
      ? trans.__(
          '%1 ms before, %2 ms after.',
          beforeMs.toPrecision(3),
          afterMs.toPrecision(3)
        )
      : ''
  ];
  return says.filter(Boolean).join(' ');
}

/** The name of a part of the prompt. */
export function partLabel(
  part: ChatPart['part'],
  trans: TranslationBundle
): string {
  const labels: Record<ChatPart['part'], string> = {
    outline: trans.__('in short'),
    cells: trans.__('cells'),
    variables: trans.__('variables'),
    error: trans.__('error'),
    named: trans.__('named'),
    history: trans.__('earlier questions'),
    question: trans.__('question')
  };
  return labels[part];
}
