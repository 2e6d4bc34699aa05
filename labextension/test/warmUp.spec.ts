import { Widget } from '@lumino/widgets';

import { WarmUp } from '../src/completer/warmUp';
import type { ICursorPlace } from '../src/tokens';
import { FakeConnection } from './fakeConnection';
import { FakeDocument, FakeDocuments, FakeSuggester } from './fakes';

describe('WarmUp', () => {
  let connection: FakeConnection;
  let document: FakeDocument;
  let suggester: FakeSuggester;
  let place: { cellType: string } & Record<string, unknown>;
  let warmUp: WarmUp;
  const widget = new Widget();

  beforeEach(() => {
    jest.useFakeTimers();
    connection = new FakeConnection();
    document = new FakeDocument();
    suggester = new FakeSuggester();
    place = {
      document,
      kind: 'notebook',
      cell: 'one',
      cellType: 'code',
      editor: {
        model: { sharedModel: { getSource: () => 'x = 1' } },
        getCursorPosition: () => ({ line: 0, column: 2 }),
        getOffsetAt: () => 2
      }
    };
    warmUp = new WarmUp({
      connection,
      documents: new FakeDocuments(() => place as unknown as ICursorPlace),
      suggester
    });
  });

  afterEach(() => {
    warmUp.dispose();
    jest.useRealTimers();
  });

  it('sends what changed and the place, once for many', async () => {
    warmUp.expect(widget);
    warmUp.expect(widget);
    await jest.advanceTimersByTimeAsync(1000);
    expect(document.flushes).toHaveLength(1);
    expect(connection.sent).toEqual([
      {
        type: 'warm',
        document: document.id,
        cell: 'one',
        prefix: 'x ',
        suffix: '= 1'
      }
    ]);
  });

  it.each([
    ['when suggestions are off', () => (suggester.automatic = false)],
    ['in prose', () => (place.cellType = 'markdown')],
    ['without a connection', () => (connection.isOpen = false)]
  ])('sends nothing %s', async (_, change) => {
    change();
    warmUp.expect(widget);
    await jest.advanceTimersByTimeAsync(1000);
    expect(connection.sent).toEqual([]);
    expect(document.flushes).toEqual([]);
  });

  it('sends nothing for a widget that is gone', async () => {
    const gone = new Widget();
    warmUp.expect(gone);
    gone.dispose();
    await jest.advanceTimersByTimeAsync(1000);
    expect(connection.sent).toEqual([]);
  });
});
