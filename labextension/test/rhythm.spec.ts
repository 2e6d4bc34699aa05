import { Pacing } from '../src/completer/pacing';
import { LONGEST_PAUSE_MS, pauseBefore, Rhythm } from '../src/completer/rhythm';
import { DEFAULTS } from '../src/completer/settings';

const FAST = [110, 120, 130];

describe('pauseBefore', () => {
  it.each([
    ['nothing is known', [], null, 'x', 0],
    ['a rest came before', [...FAST, 2000], 400, 'x', 0],
    ['one types on and the model is slow', FAST, 400, 'x', 120],
    ['the model is faster than the typist', FAST, 20, 'x', 20],
    ['the model has not answered yet', [200, 210, 220], null, 'x', 100],
    ['typist and model are slow', [600, 600, 600], 900, 'x', LONGEST_PAUSE_MS],
    ['one pause among fast keys', [100, 100, 700, 100], 400, 'x', 100],
    ['a member follows', FAST, 400, 'np.', 30],
    ['arguments follow', FAST, 400, 'print(', 30],
    ['a string begins', FAST, 400, 'df["', 30],
    ['a line begins', FAST, 400, 'x = 1\n', 30],
    ['a keyword was written', FAST, 400, 'x = 1\nimport ', 30],
    ['a name was written', FAST, 400, 'important ', 120]
  ])('when %s', (_, intervals, latency, prefix, expected) => {
    expect(pauseBefore({ intervals, latency, prefix })).toBe(expected);
  });
});

it('Rhythm remembers the newest intervals', () => {
  const rhythm = new Rhythm();
  expect(rhythm.intervals).toEqual([]);
  for (let key = 0; key < 20; key++) {
    rhythm.press(key * key);
  }
  expect(rhythm.intervals).toEqual([23, 25, 27, 29, 31, 33, 35, 37]);
});

describe('Pacing', () => {
  const fixed = { ...DEFAULTS, pacing: 'fixed' as const, typingPause: 1000 };

  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits as long as it was told to', async () => {
    const pacing = new Pacing();
    let isOver = false;
    void pacing.wait(fixed, null, 'x').then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(999);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(true);
  });

  it('ends at once when another key is pressed', async () => {
    const pacing = new Pacing();
    const first = pacing.wait(fixed, null, 'x');
    const second = pacing.wait(fixed, null, 'xy');
    await first;
    pacing.end();
    await second;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('follows the rhythm', async () => {
    const pacing = new Pacing();
    for (let key = 0; key < 4; key++) {
      pacing.press();
      jest.advanceTimersByTime(50);
    }
    let isOver = false;
    void pacing.wait(DEFAULTS, 400, 'x').then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(49);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(true);
  });
});
