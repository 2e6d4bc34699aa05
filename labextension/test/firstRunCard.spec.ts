import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { FirstRunCard } from '../src/models/card';
import { ModelsModel } from '../src/models/model';
import type { OfferSettings } from '../src/models/offer';
import { Offer } from '../src/models/offer';
import type { Models } from '../src/server/messages';
import { FakeConnection } from './fakeConnection';
import { DOWNLOAD, settled, STATE, withEntry } from './modelStates';

const trans = nullTranslator.load('jupyter_codeintel');

describe('FirstRunCard', () => {
  let connection: FakeConnection;
  let saved: [string, unknown][];
  let composite: Record<string, unknown>;
  let changed: Signal<object, void>;
  let shown: number;

  const make = async (settings?: Promise<OfferSettings | null>) => {
    const offer = new Offer(
      new ModelsModel(connection),
      settings ??
        Promise.resolve({
          composite,
          changed,
          set: async (name: string, value: unknown) => {
            saved.push([name, value]);
          }
        } as unknown as OfferSettings)
    );
    const card = new FirstRunCard(offer, trans, () => shown++);
    await settled(card);
    return card;
  };
  const tell = async (card: FirstRunCard, state: Models) => {
    connection.received.emit(state);
    await settled(card);
  };
  const cards = () => document.querySelectorAll('.jp-CodeIntelOffer');
  const press = (label: string) =>
    Array.from(document.querySelectorAll('.jp-CodeIntelOffer button'))
      .find(({ textContent }) => textContent === label)
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));

  beforeEach(() => {
    document.body.textContent = '';
    connection = new FakeConnection();
    saved = [];
    composite = { offerDownload: true };
    changed = new Signal({});
    shown = 0;
  });

  it('asks once, with size, licence and the way by hand', async () => {
    const card = await make();
    expect(cards()).toHaveLength(0);
    await tell(card, STATE);
    await tell(card, STATE);
    expect(cards()).toHaveLength(1);
    expect(card.node.textContent).toContain('1.1 GB, licence MIT');
    expect(card.node.textContent).toContain(
      'jupyter codeintel models add PATH'
    );
    expect(connection.of('modelChange')).toEqual([]);
  });

  it('downloads when it is told to, and shows what becomes of it', async () => {
    const card = await make();
    await tell(card, STATE);
    press('Download');
    expect(connection.of('modelChange')).toMatchObject([
      { model: 'small', change: 'download' }
    ]);
    expect(shown).toBe(1);
    await tell(card, withEntry({ job: DOWNLOAD }));
    expect(cards()).toHaveLength(0);
  });

  it('is gone for good after "not now", until the setting is changed', async () => {
    const card = await make();
    await tell(card, STATE);
    press('Not now');
    await settled(card);
    expect(saved).toEqual([['offerDownload', false]]);
    expect(cards()).toHaveLength(0);
    await tell(card, STATE);
    expect(cards()).toHaveLength(0);
    composite['offerDownload'] = true;
    changed.emit();
    expect(cards()).toHaveLength(1);
  });

  it('is not shown to somebody who said so, nor where there is a model', async () => {
    composite['offerDownload'] = false;
    await tell(await make(), STATE);
    expect(cards()).toHaveLength(0);
    composite['offerDownload'] = true;
    await tell(await make(), { ...STATE, offer: null });
    expect(cards()).toHaveLength(0);
  });

  it('works where there are no settings', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation();
    const card = await make(Promise.reject(new Error('none')));
    await tell(card, STATE);
    expect(cards()).toHaveLength(1);
    press('Not now');
    await settled(card);
    expect(cards()).toHaveLength(0);
    expect(log).toHaveBeenCalledTimes(1);
    log.mockRestore();
  });
});
