import type { Complete, Completion } from '../src/server/messages';
import { Suggestion } from '../src/completer/suggestion';

const REQUEST: Complete = {
  type: 'complete',
  id: 1,
  document: 'a.ipynb',
  cell: 'one',
  prefix: 'total = su',
  suffix: '\nprint(total)',
  trigger: 'automatic',
  multiline: 'auto',
  maxTokens: 96
};

function suggestion(text: string, done = true): Suggestion {
  const result = new Suggestion(REQUEST);
  const completion: Completion = {
    type: 'completion',
    id: 1,
    text,
    done,
    source: 'model',
    timings: null,
    alternatives: []
  };
  result.update(completion);
  return result;
}

describe('Suggestion.remainder', () => {
  const { prefix, suffix } = REQUEST;

  it.each([
    ['nothing was typed', '', 'm(values)'],
    ['a part was typed', 'm(v', 'alues)'],
    ['everything was typed', 'm(values)', ''],
    ['something else was typed', 'n', null],
    ['more was typed', 'm(values) ', null]
  ])('when %s', (_, typed, expected) => {
    const done = suggestion('m(values)');
    expect(done.remainder(prefix + typed, suffix)).toBe(expected);
  });

  it('waits for a stream that is behind', () => {
    const growing = suggestion('m', false);
    expect(growing.remainder(prefix + 'm(v', suffix)).toBe('');
    expect(growing.remainder(prefix + 'x', suffix)).toBeNull();
  });

  it('is null elsewhere', () => {
    const done = suggestion('m(values)');
    expect(done.remainder('total = s', suffix)).toBeNull();
    expect(done.remainder(prefix, '')).toBeNull();
  });

  it('leaves out a bracket that the editor closed', () => {
    const done = suggestion('m(values)');
    expect(done.remainder(prefix + 'm(', ')' + suffix)).toBe('values');
    expect(done.remainder(prefix + 'm(', ']' + suffix)).toBeNull();
  });
});
