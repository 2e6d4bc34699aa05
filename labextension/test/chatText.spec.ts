import { Sanitizer } from '@jupyterlab/apputils';

import { fenced, splitBlocks } from '../src/chat/blocks';
import { begunAt, completed } from '../src/chat/completing';
import { outputText, plain, tracebackText } from '../src/chat/plainText';
import { QuietSanitizer } from '../src/chat/quietSanitizer';

describe('splitBlocks', () => {
  const parts = (markdown: string) =>
    splitBlocks(markdown).map(({ isClosed, kind, language, text }) => [
      kind,
      text,
      language,
      isClosed
    ]);

  it('parts text and code', () => {
    expect(parts('So:\n```python\nx = 1\n```\nDone.')).toEqual([
      ['text', 'So:', '', true],
      ['code', 'x = 1', 'python', true],
      ['text', 'Done.', '', false]
    ]);
  });

  it('knows code that has not come to its end', () => {
    expect(parts('```python\nx = ')).toEqual([
      ['code', 'x = ', 'python', false]
    ]);
  });

  it('leaves shorter fences and inline code alone', () => {
    expect(parts('````md\n```\n````')).toEqual([['code', '```', 'md', true]]);
    expect(parts('```x``` is code')).toEqual([
      ['text', '```x``` is code', '', false]
    ]);
  });

  it('puts code between fences that it does not have itself', () => {
    const code = 's = """```"""';
    expect(parts(fenced(code, 'python'))).toEqual([
      ['code', code, 'python', true]
    ]);
  });
});

describe('begunAt', () => {
  it.each([
    ['Is @pr', '@pr'],
    ['@', '@'],
    ['(@cell:', '@cell:'],
    ['see @file:"my da', '@file:"my da'],
    ['/te', '/te'],
    ['me@example', undefined],
    ['a / b', undefined],
    ['Is @price big', undefined]
  ])('%s', (text, partial) => {
    expect(begunAt(text, text.length)?.partial).toBe(partial);
  });

  it('is completed where the cursor is', () => {
    const begun = begunAt('Is @pr big', 6);
    const candidate = {
      insert: '@price',
      kind: 'variable',
      detail: ''
    } as const;
    expect(begun).not.toBeNull();
    expect(begun && completed('Is @pr big', 6, begun, candidate)).toEqual({
      text: 'Is @price big',
      cursor: 9
    });
    const folder = { insert: '@file:data/', kind: 'file', detail: '' } as const;
    const open = { partial: '@f', start: 0 };
    expect(completed('@f', 2, open, folder).text).toBe('@file:data/');
  });
});

describe('what cells show', () => {
  const OUTPUTS = [
    { output_type: 'stream', name: 'stdout', text: ['one\n', 'two\n'] },
    {
      output_type: 'execute_result',
      execution_count: 1,
      metadata: {},
      data: { 'text/plain': ['3'], 'text/html': '<b>3</b>' }
    },
    {
      output_type: 'error',
      ename: 'KeyError',
      evalue: 'x',
      traceback: ['\u001b[0;31mKeyError\u001b[0m: x', 'line 2']
    }
  ];

  it('is text without control sequences', () => {
    expect(outputText(OUTPUTS)).toBe('one\ntwo\n3');
    expect(tracebackText(OUTPUTS)).toBe('KeyError: x\nline 2');
    expect(plain('\u001b]8;;http://a\u0007b\u001b[38;5;28mc')).toBe('bc');
  });

  it('is shortened in the middle', () => {
    const text = plain('a'.repeat(9000) + 'z');
    expect(text.length).toBeLessThan(9000);
    expect(text).toMatch(/^a+\n…\na+z$/);
  });
});

describe('QuietSanitizer', () => {
  const quiet = new QuietSanitizer(new Sanitizer());

  it.each([
    '<img src="https://example.org/?secret" alt="a chart">',
    '<p style="background: url(https://example.org)">a chart</p>',
    '<svg><image href="https://example.org"></image></svg> a chart',
    '<video src="https://example.org"></video> a chart',
    '<button data-commandlinker-command="notebook:run-all-cells">a chart</button>'
  ])('fetches nothing and runs nothing: %s', dirty => {
    const clean = quiet.sanitize(dirty);
    expect(clean).toContain('a chart');
    expect(clean).not.toMatch(/example\.org|commandlinker/);
  });

  it('leaves text, code and links', () => {
    const text = '<p>See <a href="https://example.org">this</a></p>';
    expect(quiet.sanitize(text)).toContain('example.org');
    expect(quiet.sanitize('<pre><code>x = 1</code></pre>')).toContain('x = 1');
  });
});
