import { InlineCompletionTriggerKind } from '@jupyterlab/completer';
import { nullTranslator } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import { CodeIntelProvider } from '../src/completer/provider';
import { DEFAULTS } from '../src/completer/settings';
import type { ICursorPlace } from '../src/tokens';
import { FakeConnection } from './fakeConnection';
import { FakeDocument, FakeDocuments, FakePreferences } from './fakes';

/** What stands after the cursor. */
export const SUFFIX = '\nprint(total)';

type Place = { -readonly [K in keyof ICursorPlace]: ICursorPlace[K] };

/** A provider whose editor, server and settings are the test. */
export class Harness {
  /** What stands before the cursor. */
  prefix = 'total = su';
  invoked = 0;
  readonly connection = new FakeConnection();
  readonly document = new FakeDocument();
  readonly preferences = new FakePreferences();
  readonly place: Place = {
    document: this.document,
    kind: 'notebook',
    cell: 'one',
    cellType: 'code',
    editor: {
      model: { sharedModel: { getSource: () => this.prefix + SUFFIX } },
      getCursorPosition: () => ({ line: 0, column: this.prefix.length }),
      getOffsetAt: () => this.prefix.length
    } as unknown as ICursorPlace['editor']
  };
  readonly provider = new CodeIntelProvider({
    connection: this.connection,
    documents: new FakeDocuments(() => this.place),
    preferences: this.preferences,
    invoke: () => this.invoked++,
    icon: new LabIcon({ name: 'test:icon', svgstr: '<svg></svg>' }),
    trans: nullTranslator.load('jupyter_codeintel')
  });

  constructor() {
    this.provider.configure({ ...DEFAULTS, pacing: 'fixed', typingPause: 0 });
  }

  /** Asks as JupyterLab does at a key press. */
  fetch(triggerKind = InlineCompletionTriggerKind.Automatic) {
    const request = {
      text: this.prefix + SUFFIX,
      offset: this.prefix.length,
      mimeType: 'text/x-ipython'
    };
    const widget = new Widget();
    return this.provider.fetch(request, { widget, triggerKind });
  }

  /** Asks, and waits until the request has left. */
  async ask(triggerKind = InlineCompletionTriggerKind.Automatic) {
    const answer = this.fetch(triggerKind);
    await new Promise(done => setTimeout(done, 5));
    return { answer, id: this.connection.of('complete').at(-1)?.id ?? 0 };
  }
}
