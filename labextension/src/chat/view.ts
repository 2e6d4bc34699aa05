import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ChatModel } from './model';
import type { NotebookSide } from './notebookSide';

/** What all parts of the panel work with. */
export interface IChatProps {
  readonly model: ChatModel;
  readonly side: NotebookSide;
  readonly rendermime: IRenderMimeRegistry;
  readonly trans: TranslationBundle;
}
