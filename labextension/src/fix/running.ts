import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';

import { cellWith } from '../review/cells';
import type { FixProposal } from '../server/messages';

/** Runs a proposal's cells one after the other, until one fails. */
export async function runInOrder(
  { content, sessionContext }: NotebookPanel,
  { run, forget }: Pick<FixProposal, 'run' | 'forget'>
): Promise<void> {
  if (forget.length > 0) {
    const code = forget.map(name => `globals().pop('${name}', None)`);
    const request = { code: code.join('\n'), silent: true };
    await sessionContext.session?.kernel?.requestExecute(request).done;
  }
  for (const id of run) {
    const cell = cellWith(content, id);
    if (
      !cell ||
      !(await NotebookActions.runCells(content, [cell], sessionContext))
    ) {
      return;
    }
  }
}
