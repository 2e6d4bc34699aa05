import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { Announcements, shortened } from '../src/completer/announcements';
import type { IGhost, IGhosts } from '../src/tokens';
import { FakePreferences } from './fakes';

const trans = nullTranslator.load('jupyter_codeintel');

/** Ghost text that the test shows. */
class FakeGhosts implements IGhosts {
  current: IGhost | null = null;
  readonly changed = new Signal<this, void>(this);

  show(text: string | null, isGrowing = false): void {
    this.current = text === null ? null : ({ text, isGrowing } as IGhost);
    this.changed.emit();
  }

  dismiss(): void {
    this.show(null);
  }
}

describe('Announcements', () => {
  let ghosts: FakeGhosts;
  let preferences: FakePreferences;
  let announcements: Announcements;

  beforeEach(() => {
    jest.useFakeTimers();
    ghosts = new FakeGhosts();
    preferences = new FakePreferences();
    announcements = new Announcements({ ghosts, preferences, trans });
  });

  afterEach(() => {
    announcements.dispose();
    jest.useRealTimers();
  });

  /** What the region says after a while, and nothing from then on. */
  function said(): string | null {
    jest.runAllTimers();
    const { textContent } = announcements.node;
    announcements.node.textContent = '';
    return textContent;
  }

  it('waits until the suggestion has come to rest', () => {
    ghosts.show('m', true);
    expect(said()).toBe('');
    ghosts.show('m(val', true);
    ghosts.show('m(values)');
    expect(said()).toBe('Suggestion: m(values)');
  });

  it('does not repeat what is left of it', () => {
    ghosts.show('m(values)');
    said();
    ghosts.show('(values)');
    expect(said()).toBe('');
    ghosts.show('values)');
    expect(said()).toBe('');
    ghosts.show('items)');
    expect(said()).toBe('Suggestion: items)');
  });

  it('says it again when it was away', () => {
    ghosts.show('m(values)');
    said();
    ghosts.show(null);
    expect(said()).toBe('');
    ghosts.show('m(values)');
    expect(said()).toBe('Suggestion: m(values)');
  });

  it('keeps quiet when it shall, except when asked', () => {
    preferences.announcements = false;
    ghosts.show('\n  a\n  b');
    expect(said()).toBe('');
    announcements.readAloud();
    expect(said()).toBe('a\n  b');
    ghosts.show(null);
    announcements.readAloud();
    expect(said()).toBe('No suggestion');
  });

  it('says nothing when it is disposed', () => {
    ghosts.show('m(values)');
    announcements.dispose();
    expect(said()).toBe('');
  });
});

it.each([
  ['m(values)', 'm(values)'],
  ['\n    a\n    b', 'a, and one more line'],
  ['a\nb\nc', 'a, and 2 more lines'],
  ['x'.repeat(90), `${'x'.repeat(80)}…`]
])('%j is shortened', (text, expected) => {
  expect(shortened(text, trans)).toBe(expected);
});
