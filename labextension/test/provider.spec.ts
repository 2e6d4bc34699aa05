import { InlineCompletionTriggerKind } from '@jupyterlab/completer';
import { nullTranslator } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';

import { CodeIntelProvider } from '../src/completer/provider';
import { DEFAULTS } from '../src/completer/settings';
import type { ICursorPlace } from '../src/tokens';
import { FakeConnection } from './fakeConnection';
import { FakeDocument, FakeDocuments, FakePreferences } from './fakes';

const { Automatic, Invoke } = InlineCompletionTriggerKind;
const SUFFIX = '\nprint(total)';

type Place = { -readonly [K in keyof ICursorPlace]: ICursorPlace[K] };

describe('CodeIntelProvider', () => {
  let connection: FakeConnection;
  let provider: CodeIntelProvider;
  let place: Place;
  let prefix: string;
  let document: FakeDocument;
  let preferences: FakePreferences;
  let invoked: number;
  const widget = new Widget();

  beforeEach(() => {
    connection = new FakeConnection();
    prefix = 'total = su';
    document = new FakeDocument();
    preferences = new FakePreferences();
    invoked = 0;
    const editor = {
      model: { sharedModel: { getSource: () => prefix + SUFFIX } },
      getCursorPosition: () => ({ line: 0, column: prefix.length }),
      getOffsetAt: () => prefix.length
    };
    place = {
      document,
      kind: 'notebook',
      cell: 'one',
      cellType: 'code',
      editor: editor as unknown as ICursorPlace['editor']
    };
    provider = new CodeIntelProvider({
      connection,
      documents: new FakeDocuments(() => place),
      preferences,
      invoke: () => invoked++,
      icon: new LabIcon({ name: 'test:icon', svgstr: '<svg></svg>' }),
      trans: nullTranslator.load('jupyter_codeintel')
    });
    provider.configure({ ...DEFAULTS, pacing: 'fixed', typingPause: 0 });
  });

  /** Asks as JupyterLab does at a key press. */
  function fetch(triggerKind = Automatic) {
    const request = {
      text: prefix + SUFFIX,
      offset: prefix.length,
      mimeType: 'text/x-ipython'
    };
    return provider.fetch(request, { widget, triggerKind });
  }

  /** Asks, and waits until the request has left. */
  async function ask(triggerKind = Automatic) {
    const answer = fetch(triggerKind);
    await new Promise(done => setTimeout(done, 5));
    return { answer, id: connection.of('complete').at(-1)?.id ?? 0 };
  }

  it('sends both sides of the cursor after what changed elsewhere', async () => {
    const { answer, id } = await ask();
    expect(document.flushes).toEqual(['one']);
    expect(connection.sent).toEqual([
      {
        type: 'complete',
        id,
        document: 'a.ipynb',
        cell: 'one',
        prefix: 'total = su',
        suffix: SUFFIX,
        trigger: 'automatic',
        multiline: 'auto',
        maxTokens: 96
      }
    ]);
    connection.complete(id, 'm(values)', { done: true });
    expect((await answer).items).toMatchObject([
      { insertText: 'm(values)', isIncomplete: false }
    ]);
  });

  it('streams the text from its beginning each time', async () => {
    const { answer, id } = await ask();
    connection.complete(id, 'm');
    const [item] = (await answer).items;
    expect(item).toMatchObject({ insertText: 'm', isIncomplete: true });
    const stream = provider.stream(item?.token ?? '');
    const next = async () => (await stream.next()).value?.response;
    let update = next();
    connection.complete(id, 'm(val');
    expect(await update).toEqual({ insertText: 'm(val', isIncomplete: true });
    update = next();
    connection.complete(id, 'm(values)', { done: true });
    expect(await update).toEqual({
      insertText: 'm(values)',
      isIncomplete: false
    });
    expect((await stream.next()).done).toBe(true);
  });

  it('leaves out of the stream what was typed meanwhile', async () => {
    const { answer, id } = await ask();
    connection.complete(id, 'm');
    const [item] = (await answer).items;
    const update = provider.stream(item?.token ?? '').next();
    prefix += 'm(';
    connection.complete(id, 'm(values)', { done: true });
    expect((await update).value?.response.insertText).toBe('values)');
  });

  it('asks nothing for text that follows the suggestion', async () => {
    const { answer, id } = await ask();
    connection.complete(id, 'm(values)', { done: true });
    await answer;
    prefix += 'm(';
    expect((await fetch()).items[0]?.insertText).toBe('values)');
    expect(connection.sent).toHaveLength(1);
  });

  it('follows on with a stream that is typed through', async () => {
    const { answer, id } = await ask();
    connection.complete(id, 'm');
    const old = provider.stream((await answer).items[0]?.token ?? '');
    const ended = old.next();
    prefix += 'm';
    const next = fetch();
    connection.complete(id, 'm(values)');
    expect((await next).items[0]?.insertText).toBe('(values)');
    expect((await ended).done).toBe(true);
    expect(connection.of('cancel')).toEqual([]);
  });

  it('cancels when another way was typed; the old answer is empty', async () => {
    const { answer, id } = await ask();
    prefix = 'total = se';
    const second = await ask();
    expect(connection.of('cancel')).toEqual([{ type: 'cancel', id }]);
    expect((await answer).items).toEqual([]);
    connection.complete(id, 'too late', { done: true });
    connection.complete(second.id, 'lf.total', { done: true });
    expect((await second.answer).items[0]?.insertText).toBe('lf.total');
  });

  it('asks once for fast typing', async () => {
    provider.configure({ ...DEFAULTS, pacing: 'fixed', typingPause: 30 });
    const answers = ['m', 'mx', 'mxy'].map(typed => {
      prefix = `total = su${typed}`;
      return fetch();
    });
    await new Promise(done => setTimeout(done, 60));
    expect(connection.of('complete')).toMatchObject([
      { prefix: 'total = sumxy' }
    ]);
    connection.complete(1, 'z', { done: true });
    expect((await Promise.all(answers)).map(list => list.items.length)).toEqual(
      [0, 0, 1]
    );
  });

  it('shows nothing when the cursor has moved on', async () => {
    const { answer, id } = await ask();
    prefix = 'tot';
    connection.complete(id, 'm(values)', { done: true });
    expect((await answer).items).toEqual([]);
  });

  it('gives up when it is told to', async () => {
    const { answer, id } = await ask();
    provider.cancel();
    expect((await answer).items).toEqual([]);
    expect(connection.of('cancel')).toEqual([{ type: 'cancel', id }]);
  });

  it.each([
    ['markdown', { cellType: 'markdown' as const }],
    [
      'a file that is not Python',
      {
        kind: 'file' as const,
        document: new FakeDocument('a.md', 'markdown')
      }
    ]
  ])('suggests in %s on demand only', async (_, change) => {
    Object.assign(place, change);
    expect((await fetch()).items).toEqual([]);
    expect(connection.of('complete')).toEqual([]);
    const { answer, id } = await ask(Invoke);
    connection.complete(id, 'mary', { done: true });
    expect((await answer).items[0]?.insertText).toBe('mary');
  });

  it('counts an invocation that nobody made as automatic', async () => {
    let answer = Promise.resolve({ items: [{ insertText: 'not asked' }] });
    provider.unasked(() => {
      answer = fetch(Invoke);
    });
    await new Promise(done => setTimeout(done, 5));
    expect(connection.of('complete')).toMatchObject([{ trigger: 'automatic' }]);
    connection.complete(1, '', { done: true });
    expect((await answer).items).toEqual([]);
  });

  it('obeys the settings', async () => {
    provider.configure({
      ...DEFAULTS,
      trigger: 'manual',
      multiline: 'never',
      maxTokens: 12
    });
    expect(provider.isAutomatic(document)).toBe(false);
    expect((await fetch()).items).toEqual([]);
    await ask(Invoke);
    expect(connection.of('complete')).toMatchObject([
      { trigger: 'invoke', multiline: 'never', maxTokens: 12 }
    ]);
  });

  it('asks JupyterLab for every key press, mid-line too, and for patience', () => {
    expect(provider.schema.default).toMatchObject({
      enabled: true,
      autoFillInMiddle: true,
      debouncerDelay: 0,
      timeout: 60000
    });
  });

  it('explains a failure to somebody who asked', async () => {
    const error = { code: 'no_model', message: 'No model.', hint: 'Get one.' };
    const automatic = await ask();
    connection.received.emit({ type: 'failed', id: automatic.id, error });
    expect((await automatic.answer).items).toEqual([]);
    const invoked = await ask(Invoke);
    connection.received.emit({ type: 'failed', id: invoked.id, error });
    expect((await invoked.answer).items).toEqual([
      { insertText: '', error: { message: 'No model. Get one.' } }
    ]);
  });

  it('reconnects for somebody who asked', async () => {
    connection.isOpen = false;
    const { items } = await fetch(Invoke);
    expect(items[0]?.error?.message).toContain('cannot be reached');
    expect(connection.reconnections).toBe(1);
  });

  it('ends what was on its way when the connection is lost', async () => {
    const { answer } = await ask();
    connection.setOpen(false);
    expect((await answer).items).toEqual([]);
  });
});
