import { YFile } from '@jupyter/ydoc';
import { Widget } from '@lumino/widgets';

import { BlankLines } from '../src/completer/blankLines';
import type { ICursorPlace } from '../src/tokens';
import { FakeDocuments, FakeSuggester } from './fakes';

describe('BlankLines', () => {
  let text: YFile;
  let hasFocus: boolean;
  let suggester: FakeSuggester;
  let invoked: number;

  beforeEach(() => {
    text = new YFile();
    hasFocus = true;
    suggester = new FakeSuggester();
    invoked = 0;
    const editor = {
      model: { sharedModel: text },
      hasFocus: () => hasFocus,
      getCursorPosition: () => ({ line: 0, column: 0 }),
      getOffsetAt: () => text.getSource().length
    };
    const blankLines = new BlankLines({
      documents: new FakeDocuments(
        () => ({ editor }) as unknown as ICursorPlace
      ),
      suggester,
      invoke: () => invoked++
    });
    blankLines.follow(new Widget(), text);
  });

  /** Types at the end, and returns how often the completer was invoked. */
  async function typed(source: string): Promise<number> {
    invoked = 0;
    const end = text.getSource().length;
    text.updateSource(end, end, source);
    await new Promise(done => setTimeout(done, 1));
    return invoked;
  }

  it.each([
    ['a new line', 'x = 1\n', 1],
    ['a new line in a body', 'def f():\n    ', 1],
    ['a second new line', 'x = 1\n\n', 1],
    ['a line with text', 'x = 1', 0],
    ['an empty cell', '\n', 0]
  ])('on %s', async (_, source, expected) => {
    expect(await typed(source)).toBe(expected);
  });

  it('not while the person is elsewhere', async () => {
    hasFocus = false;
    expect(await typed('x = 1\n')).toBe(0);
  });

  it('not when suggestions are wanted on demand only', async () => {
    suggester.automatic = false;
    expect(await typed('x = 1\n')).toBe(0);
  });

  it('not when text was deleted', async () => {
    await typed('x = 1\ny');
    invoked = 0;
    text.updateSource(6, 7, '');
    await new Promise(done => setTimeout(done, 1));
    expect(invoked).toBe(0);
  });
});
