import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { ModelsModel } from '../src/models/model';
import { ModelsPanel } from '../src/models/panel';
import type { Models } from '../src/server/messages';
import { FakeConnection } from './fakeConnection';
import { DOWNLOAD, ERROR, settled, STATE, withEntry } from './modelStates';

const trans = nullTranslator.load('jupyter_codeintel');

describe('ModelsPanel', () => {
  let connection: FakeConnection;
  let panel: ModelsPanel;

  const show = async (state: Models) => {
    connection.received.emit(state);
    await settled(panel);
  };
  const labels = () =>
    Array.from(panel.node.querySelectorAll('button')).map(
      ({ textContent }) => textContent
    );
  const press = (label: string) =>
    Array.from(panel.node.querySelectorAll('button'))
      .find(({ textContent }) => textContent === label)
      ?.click();
  const asked = () => connection.of('modelChange').map(({ change }) => change);

  beforeEach(() => {
    connection = new FakeConnection();
    panel = new ModelsPanel(new ModelsModel(connection), trans);
    Widget.attach(panel, document.body);
  });

  afterEach(() => panel.dispose());

  it('lists size, licence, use and memory', async () => {
    await show(STATE);
    const text = panel.node.textContent;
    expect(text).toContain('1.1 GB, licence MIT');
    expect(text).toContain('Completion, fixes and chat');
    expect(text).toContain('Needs 2.3 GB of memory; 4.0 GB are free');
    expect(text).toContain('Not on this machine');
    expect(text).toContain('jupyter codeintel models add PATH');
    await show({ ...STATE, memoryFree: 1_000_000_000 });
    expect(panel.node.querySelector('[data-fits="false"]')?.textContent).toBe(
      'Needs 2.3 GB of memory, and only 1.0 GB are free'
    );
  });

  it('downloads, pauses, resumes and discards', async () => {
    await show(STATE);
    expect(labels()).toEqual(['Download']);
    press('Download');
    await show(withEntry({ job: DOWNLOAD }));
    const bar = panel.node.querySelector('progress');
    expect(bar?.value).toBe(400_000_000);
    expect(bar?.getAttribute('aria-label')).toBe('Download of small');
    expect(bar?.getAttribute('aria-valuetext')).toBe('400 MB of 1.1 GB');
    press('Pause');
    await show(withEntry({ job: { ...DOWNLOAD, stopping: true } }));
    press('Pause');
    await show(withEntry({ kept: 400_000_000 }));
    expect(labels()).toEqual(['Resume', 'Discard']);
    press('Resume');
    press('Discard');
    expect(asked()).toEqual(['download', 'pause', 'download', 'remove']);
  });

  it('uses, checks and removes what is here', async () => {
    await show(withEntry({ installed: true }, { inUse: 'other' }));
    expect(labels()).toEqual(['Use', 'Verify', 'Remove…']);
    press('Use');
    press('Verify');
    expect(asked()).toEqual(['select', 'verify']);
    await show(withEntry({ installed: true, verified: true }));
    expect(labels()[0]).toBe('In use');
    press('In use');
    expect(asked()).toHaveLength(2);
    expect(panel.node.textContent).toContain('its SHA-256 is right');
  });

  it('shows what the operator decided, and why', async () => {
    await show(withEntry({ installed: true }, { inUse: '', locked: 'engine' }));
    expect(panel.node.textContent).toContain('CodeIntelExtension.engine_url');
    press('Use');
    expect(asked()).toEqual([]);
    await show(withEntry({ installed: true }, { inUse: 'x', locked: 'model' }));
    expect(panel.node.textContent).toContain(
      'decided on the model x (CodeIntelExtension.model)'
    );
  });

  it('says what went wrong and what to do', async () => {
    await show(withEntry({ error: ERROR, kept: 1000 }));
    const alert = panel.node.querySelector('[role="alert"]');
    expect(alert?.textContent).toBe('It is full. Free some.');
    expect(labels()).toEqual(['Resume', 'Discard']);
    connection.setOpen(false);
    await settled(panel);
    press('Resume');
    expect(asked()).toEqual([]);
  });
});
