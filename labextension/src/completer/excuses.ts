import type {
  IInlineCompletionItem,
  IInlineCompletionList
} from '@jupyterlab/completer';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { ServiceError } from '../server/messages';
import type { IConnection } from '../tokens';

/** A list that shows why it is empty. */
type Excuse = IInlineCompletionList<IInlineCompletionItem>;

/**
 * Tells somebody who asked why nothing comes.
 */
export class Excuses {
  /** Tries to connect again when that is why. */
  constructor(
    private readonly _connection: IConnection,
    private readonly _trans: TranslationBundle
  ) {}

  /** The answer while suggestions are switched off. */
  switchedOff(): Excuse {
    return excuse(this._trans.__('Suggestions are switched off here.'));
  }

  /** The answer when the model had nothing to say, or went wrong. */
  nothing(error: ServiceError | null): Excuse {
    if (error) {
      return excuse(`${error.message} ${error.hint}`.trim());
    }
    if (!this._connection.isOpen) {
      this._connection.reconnect();
      return excuse(this._trans.__('The Jupyter server cannot be reached.'));
    }
    return { items: [] };
  }
}

function excuse(message: string): Excuse {
  return { items: [{ insertText: '', error: { message } }] };
}
