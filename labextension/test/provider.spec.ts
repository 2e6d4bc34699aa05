import { InlineCompletionTriggerKind } from '@jupyterlab/completer';

import { DEFAULTS } from '../src/completer/settings';
import { FakeDocument } from './fakes';
import { Harness, SUFFIX } from './harness';

const { Invoke } = InlineCompletionTriggerKind;

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

describe('CodeIntelProvider', () => {
  it('sends both sides of the cursor after what changed elsewhere', async () => {
    const { answer, id } = await h.ask();
    expect(h.document.flushes).toEqual(['one']);
    expect(h.connection.sent).toEqual([
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
    h.connection.complete(id, 'm(values)', { done: true });
    expect((await answer).items).toMatchObject([
      { insertText: 'm(values)', isIncomplete: false }
    ]);
  });

  it('streams the text from its beginning each time', async () => {
    const { answer, id } = await h.ask();
    h.connection.complete(id, 'm');
    const [item] = (await answer).items;
    expect(item).toMatchObject({ insertText: 'm', isIncomplete: true });
    const stream = h.provider.stream(item?.token ?? '');
    const next = async () => (await stream.next()).value?.response;
    let update = next();
    h.connection.complete(id, 'm(val');
    expect(await update).toEqual({ insertText: 'm(val', isIncomplete: true });
    update = next();
    h.connection.complete(id, 'm(values)', { done: true });
    expect(await update).toEqual({
      insertText: 'm(values)',
      isIncomplete: false
    });
    expect((await stream.next()).done).toBe(true);
  });

  it('leaves out of the stream what was typed meanwhile', async () => {
    const { answer, id } = await h.ask();
    h.connection.complete(id, 'm');
    const [item] = (await answer).items;
    const update = h.provider.stream(item?.token ?? '').next();
    h.prefix += 'm(';
    h.connection.complete(id, 'm(values)', { done: true });
    expect((await update).value?.response.insertText).toBe('values)');
  });

  it('asks nothing for text that follows the suggestion', async () => {
    const { answer, id } = await h.ask();
    h.connection.complete(id, 'm(values)', { done: true });
    await answer;
    h.prefix += 'm(';
    expect((await h.fetch()).items[0]?.insertText).toBe('values)');
    expect(h.connection.sent).toHaveLength(1);
  });

  it('follows on with a stream that is typed through', async () => {
    const { answer, id } = await h.ask();
    h.connection.complete(id, 'm');
    const old = h.provider.stream((await answer).items[0]?.token ?? '');
    const ended = old.next();
    h.prefix += 'm';
    const next = h.fetch();
    h.connection.complete(id, 'm(values)');
    expect((await next).items[0]?.insertText).toBe('(values)');
    expect((await ended).done).toBe(true);
    expect(h.connection.of('cancel')).toEqual([]);
  });

  it('cancels when another way was typed; the old answer is empty', async () => {
    const { answer, id } = await h.ask();
    h.prefix = 'total = se';
    const second = await h.ask();
    expect(h.connection.of('cancel')).toEqual([{ type: 'cancel', id }]);
    expect((await answer).items).toEqual([]);
    h.connection.complete(id, 'too late', { done: true });
    h.connection.complete(second.id, 'lf.total', { done: true });
    expect((await second.answer).items[0]?.insertText).toBe('lf.total');
  });

  it('asks anew when the model goes another way than was typed ahead of it', async () => {
    h.prefix = 'total =';
    const { id } = await h.ask();
    h.connection.complete(id, '');
    h.prefix = 'total = su';
    const typedAhead = await h.ask();
    expect(typedAhead.id).toBe(id);
    h.connection.complete(id, ' mean(values)');
    await new Promise(done => setTimeout(done, 5));
    const anew = h.connection.of('complete').at(-1);
    expect(anew).toMatchObject({ prefix: 'total = su' });
    h.connection.complete(anew?.id ?? 0, 'm(values)', { done: true });
    expect((await typedAhead.answer).items[0]?.insertText).toBe('m(values)');
  });

  it('asks once for fast typing', async () => {
    h.provider.configure({ ...DEFAULTS, pacing: 'fixed', typingPause: 30 });
    const answers = ['m', 'mx', 'mxy'].map(typed => {
      h.prefix = `total = su${typed}`;
      return h.fetch();
    });
    await new Promise(done => setTimeout(done, 60));
    expect(h.connection.of('complete')).toMatchObject([
      { prefix: 'total = sumxy' }
    ]);
    h.connection.complete(1, 'z', { done: true });
    expect((await Promise.all(answers)).map(list => list.items.length)).toEqual(
      [0, 0, 1]
    );
  });

  it('shows nothing when the cursor has moved on', async () => {
    const { answer, id } = await h.ask();
    h.prefix = 'tot';
    h.connection.complete(id, 'm(values)', { done: true });
    expect((await answer).items).toEqual([]);
  });

  it('gives up when it is told to', async () => {
    const { answer, id } = await h.ask();
    h.provider.cancel();
    expect((await answer).items).toEqual([]);
    expect(h.connection.of('cancel')).toEqual([{ type: 'cancel', id }]);
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
    Object.assign(h.place, change);
    expect((await h.fetch()).items).toEqual([]);
    expect(h.connection.of('complete')).toEqual([]);
    const { answer, id } = await h.ask(Invoke);
    h.connection.complete(id, 'mary', { done: true });
    expect((await answer).items[0]?.insertText).toBe('mary');
  });

  it('counts an invocation that nobody made as automatic', async () => {
    let answer = Promise.resolve({ items: [{ insertText: 'not asked' }] });
    h.provider.unasked(() => {
      answer = h.fetch(Invoke);
    });
    await new Promise(done => setTimeout(done, 5));
    expect(h.connection.of('complete')).toMatchObject([
      { trigger: 'automatic' }
    ]);
    h.connection.complete(1, '', { done: true });
    expect((await answer).items).toEqual([]);
  });

  it('obeys the settings', async () => {
    h.provider.configure({
      ...DEFAULTS,
      trigger: 'manual',
      multiline: 'never',
      maxTokens: 12
    });
    expect(h.provider.isAutomatic(h.document)).toBe(false);
    expect((await h.fetch()).items).toEqual([]);
    await h.ask(Invoke);
    expect(h.connection.of('complete')).toMatchObject([
      { trigger: 'invoke', multiline: 'never', maxTokens: 12 }
    ]);
  });

  it('asks JupyterLab for every key press, mid-line too, and for patience', () => {
    expect(h.provider.schema.default).toMatchObject({
      enabled: true,
      autoFillInMiddle: true,
      debouncerDelay: 0,
      timeout: 60000
    });
  });

  it('explains a failure to somebody who asked', async () => {
    const error = { code: 'no_model', message: 'No model.', hint: 'Get one.' };
    const automatic = await h.ask();
    h.connection.received.emit({ type: 'failed', id: automatic.id, error });
    expect((await automatic.answer).items).toEqual([]);
    const invoked = await h.ask(Invoke);
    h.connection.received.emit({ type: 'failed', id: invoked.id, error });
    expect((await invoked.answer).items).toEqual([
      { insertText: '', error: { message: 'No model. Get one.' } }
    ]);
  });

  it('reconnects for somebody who asked', async () => {
    h.connection.isOpen = false;
    const { items } = await h.fetch(Invoke);
    expect(items[0]?.error?.message).toContain('cannot be reached');
    expect(h.connection.reconnections).toBe(1);
  });

  it('ends what was on its way when the connection is lost', async () => {
    const { answer } = await h.ask();
    h.connection.setOpen(false);
    expect((await answer).items).toEqual([]);
  });
});
