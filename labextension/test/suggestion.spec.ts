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

function suggestion(
  text: string,
  done = true,
  alternatives: string[] = []
): Suggestion {
  const result = new Suggestion(REQUEST);
  const completion: Completion = {
    type: 'completion',
    id: 1,
    text,
    done,
    source: 'model',
    timings: null,
    alternatives
  };
  result.update(completion);
  return result;
}

describe('Suggestion.remainders', () => {
  const { prefix, suffix } = REQUEST;

  it.each([
    ['nothing was typed', '', ['m(values)']],
    ['a part was typed', 'm(v', ['alues)']],
    ['everything was typed', 'm(values)', ['']],
    ['something else was typed', 'n', []],
    ['more was typed', 'm(values) ', []]
  ])('when %s', (_, typed, expected) => {
    const done = suggestion('m(values)');
    expect(done.remainders(prefix + typed, suffix)).toEqual(expected);
  });

  it('waits for a stream that is behind', () => {
    const growing = suggestion('m', false);
    expect(growing.remainders(prefix + 'm(v', suffix)).toEqual(['']);
    expect(growing.remainders(prefix + 'x', suffix)).toEqual([]);
  });

  it('is null elsewhere', () => {
    const done = suggestion('m(values)');
    expect(done.remainders('total = s', suffix)).toEqual([]);
    expect(done.remainders(prefix, '')).toEqual([]);
  });

  it('leaves out a bracket that the editor closed', () => {
    const done = suggestion('m(values)');
    expect(done.remainders(prefix + 'm(', ')' + suffix)).toEqual(['values']);
    expect(done.remainders(prefix + 'm(', ']' + suffix)).toEqual([]);
  });

  it('keeps of several texts those that were typed so far', () => {
    const texts = ['m(values)', 'm(rows)', 'm', 'bstitute()'];
    const done = suggestion('m(values)', true, texts.slice(1));
    expect(done.remainders(prefix, suffix)).toEqual(texts);
    expect(done.remainders(prefix + 'm', suffix)).toEqual([
      '(values)',
      '(rows)'
    ]);
    expect(done.remainders(prefix + 'b', suffix)).toEqual(['stitute()']);
    expect(done.remainders(prefix + 'm(values)', suffix)).toEqual(['']);
  });
});
