import { InlineCompletionTriggerKind } from '@jupyterlab/completer';

import { DEFAULTS } from '../src/completer/settings';
import { Harness } from './harness';

const { Invoke } = InlineCompletionTriggerKind;

let h: Harness;

beforeEach(() => {
  h = new Harness();
});

describe('asked by hand', () => {
  const texts = ['m(values)', 'm(rows)'];

  it('offers all candidates at once when they are there', async () => {
    const { answer, id } = await h.ask(Invoke);
    h.connection.complete(id, texts[0] ?? '', {
      done: true,
      alternatives: texts.slice(1)
    });
    expect((await answer).items.map(item => item.insertText)).toEqual(texts);
    expect(h.invoked).toBe(0);
  });

  it('shows the first one early and the others when they come', async () => {
    const { answer, id } = await h.ask(Invoke);
    h.connection.complete(id, 'm(va');
    expect((await answer).items).toHaveLength(1);
    h.connection.complete(id, texts[0] ?? '', {
      done: true,
      alternatives: texts.slice(1)
    });
    await new Promise(done => setTimeout(done));
    expect(h.invoked).toBe(1);
    let again: ReturnType<typeof h.fetch> | null = null;
    h.provider.unasked(() => (again = h.fetch(Invoke)));
    expect(await again).toMatchObject({
      items: texts.map(insertText => ({ insertText }))
    });
    expect(h.connection.of('complete')).toHaveLength(1);
  });

  it('does not come back when one has gone on', async () => {
    const { answer, id } = await h.ask(Invoke);
    h.connection.complete(id, 'm(va');
    await answer;
    h.prefix += 'x';
    h.connection.complete(id, texts[0] ?? '', {
      done: true,
      alternatives: texts.slice(1)
    });
    await new Promise(done => setTimeout(done));
    expect(h.invoked).toBe(0);
  });

  it('keeps the candidates that fit what is typed', async () => {
    const { answer, id } = await h.ask(Invoke);
    h.connection.complete(id, texts[0] ?? '', {
      done: true,
      alternatives: texts.slice(1)
    });
    await answer;
    h.prefix += 'm(r';
    expect((await h.fetch()).items.map(item => item.insertText)).toEqual([
      'ows)'
    ]);
  });
});

describe('switched off', () => {
  it.each([
    ['everywhere', () => (h.preferences.completion = false)],
    ['in the document', () => (h.document.isSilenced = true)],
    [
      'among the providers',
      () => h.provider.configure({ ...DEFAULTS, enabled: false })
    ]
  ])('%s, sends nothing and says why when asked', async (_, change) => {
    change();
    expect(h.provider.isOn(h.document)).toBe(false);
    expect((await h.fetch()).items).toEqual([]);
    expect((await h.fetch(Invoke)).items[0]?.error?.message).toContain('off');
    expect(h.connection.sent).toEqual([]);
    expect(h.document.flushes).toHaveLength(0);
  });

  it('is told of', async () => {
    let told = 0;
    h.provider.switched.connect(() => told++);
    await h.preferences.setCompletion(false);
    h.provider.configure({ ...DEFAULTS, maxTokens: 7 });
    h.preferences.changed.emit();
    expect(told).toBe(1);
  });
});
