import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';

import type { IConnection, IDocuments, IPreferences } from '../tokens';

/** Where the provider gets what it works with. */
export interface IProviderOptions {
  readonly connection: IConnection;
  readonly documents: IDocuments;
  readonly preferences: IPreferences;
  readonly icon: LabIcon.ILabIcon;
  readonly trans: TranslationBundle;
  /** Invokes JupyterLab's inline completer in a widget. */
  readonly invoke: (widget: Widget) => void;
}
