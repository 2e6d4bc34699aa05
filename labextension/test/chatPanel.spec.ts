import {
  RenderMimeRegistry,
  standardRendererFactories
} from '@jupyterlab/rendermime';
import { nullTranslator } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import type { Chats, IChat } from '../src/chat/chats';
import { Draft } from '../src/chat/draft';
import { ChatModel } from '../src/chat/model';
import type { NotebookSide } from '../src/chat/notebookSide';
import { ChatPanel } from '../src/chat/panel';
import type { ChatScene, Reply } from '../src/server/messages';
import { FakeConnection } from './fakeConnection';

const SCENE: ChatScene = {
  document: 'notebook:a.ipynb',
  cell: 'one',
  selection: '',
  tracebacks: {},
  outputs: {}
};
const ANSWER = 'Two:\n```python\nx = 2\n```';

/** The chats of a notebook that is always the current one. */
class OneChat extends VDomModel {
  readonly number = 1;
  isShown = false;

  constructor(readonly current: IChat) {
    super();
    current.model.stateChanged.connect(() => this.stateChanged.emit());
  }
}

describe('ChatPanel', () => {
  let connection: FakeConnection;
  let model: ChatModel;
  let panel: ChatPanel;
  let inserted: string[];

  const tell = (reply: object, type: 'chatAsk' | 'chatComplete' = 'chatAsk') =>
    connection.received.emit({
      id: connection.of(type).at(-1)?.id,
      ...reply
    } as Reply);

  const settled = async () => {
    for (let turn = 0; turn < 5; turn++) {
      await new Promise(resolve => setTimeout(resolve));
      MessageLoop.flush();
      await panel.renderPromise;
    }
  };

  const find = <T extends HTMLElement>(selector: string) =>
    panel.node.querySelector<T>(selector);

  const button = (label: string) =>
    Array.from(panel.node.querySelectorAll('button')).find(
      ({ textContent }) => textContent === label
    );

  const ask = async () => {
    model.draft.write('How many?');
    model.send();
    const sent = { chips: [], tokens: 1, budget: 9, parts: [] };
    tell({ type: 'chatSending', conversation: 'c1', ...sent });
    await settled();
  };

  const answer = async () => {
    const turn = { question: 'How many?', told: [], answer: ANSWER };
    const done = { ...turn, ended: 'done', results: [] };
    tell({ type: 'chatDone', turn: done, timings: null });
    await settled();
  };

  beforeEach(async () => {
    globalThis.ResizeObserver ??= class {
      observe(): void {
        // Nothing has a size here.
      }
      unobserve(): void {
        // Nothing has a size here.
      }
      disconnect(): void {
        // Nothing has a size here.
      }
    };
    connection = new FakeConnection();
    inserted = [];
    model = new ChatModel({
      connection,
      document: () => SCENE.document,
      fix: () => undefined,
      draft: new Draft(
        connection,
        () => SCENE,
        () => ({})
      ),
      unreachable: { code: 'disconnected', message: 'away', hint: 'wait' }
    });
    const side = {
      insertBelow: (code: string) => inserted.push(code)
    } as unknown as NotebookSide;
    panel = new ChatPanel(
      new OneChat({ model, side }) as unknown as Chats,
      new RenderMimeRegistry({ initialFactories: standardRendererFactories }),
      nullTranslator.load('')
    );
    Widget.attach(panel, document.body);
    await settled();
  });

  afterEach(() => {
    panel.dispose();
    model.dispose();
  });

  it('shows an answer as it comes, and says when it is complete', async () => {
    await ask();
    expect(button('Stop')).toBeDefined();
    expect(find('.jp-CodeIntelChat-question')?.textContent).toBe('How many?');
    tell({ type: 'chatText', delta: ANSWER });
    await settled();
    expect(find('.jp-CodeIntelChat-answer')?.textContent).toContain('x = 2');
    expect(find('[aria-live]')?.textContent).toBe('');
    await answer();
    expect(find('[aria-live]')?.textContent).toBe('Answer complete');
    expect(button('Stop')).toBeUndefined();
    expect(button('Send')?.disabled).toBe(true);
  });

  it('keeps what is shown when an answer is complete', async () => {
    await ask();
    tell({ type: 'chatText', delta: ANSWER });
    await settled();
    const shown = find('.jp-CodeIntelChat-code');
    await answer();
    expect(find('.jp-CodeIntelChat-code')).toBe(shown);
  });

  it('does nothing with code until one clicks', async () => {
    await ask();
    await answer();
    expect(inserted).toEqual([]);
    button('Insert below')?.click();
    expect(inserted).toEqual(['x = 2']);
  });

  it('lets a question be changed', async () => {
    await ask();
    await answer();
    button('Edit question')?.click();
    await settled();
    expect(find<HTMLTextAreaElement>('textarea')?.value).toBe('How many?');
    expect(button('Cancel')).toBeDefined();
    button('Cancel')?.click();
    await settled();
    expect(find<HTMLTextAreaElement>('textarea')?.value).toBe('');
  });

  it('says what went wrong', async () => {
    await ask();
    const error = { code: 'no_model', message: 'None.', hint: 'Fetch one.' };
    tell({ type: 'failed', error });
    await settled();
    expect(find('[role="alert"]')?.textContent).toBe('None. Fetch one.');
    expect(find<HTMLTextAreaElement>('textarea')?.value).toBe('How many?');
  });
});
