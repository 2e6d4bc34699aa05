import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, galata, test } from '@jupyterlab/galata';

import { EMPTY } from '../specs/content';
import { activeSource, statusButton } from '../specs/ghost';
import type { ITypingCost } from './typing';
import { summary, watchTyping } from './typing';

const CELLS = 300;
const KEYS = Number(process.env.KEYS ?? 480);
const KEYS_PER_SECOND = 8;

/** Code of the wanted length without brackets and quotes, which the editor would close. */
const TEXT = Array.from(
  { length: 100 },
  (_, line) => `total = total + value_${line} * 2\n`
)
  .join('')
  .slice(0, KEYS);

const results: Record<string, ReturnType<typeof summary>> = {};

for (const isOn of [false, true]) {
  const name = isOn ? 'on' : 'off';
  test.describe(`typing in a long notebook, extension ${name}`, () => {
    test.use({
      mockSettings: isOn
        ? galata.DEFAULT_SETTINGS
        : {
            ...galata.DEFAULT_SETTINGS,
            'jupyter-codeintel:preferences': { completion: false }
          }
    });

    test('every key arrives', async ({ page, tmpPath }) => {
      await openLongNotebook(page, `${tmpPath}/long.ipynb`);
      await expect(statusButton(page)).toHaveText(isOn ? /ms|ready/ : 'off');
      const cost = await typeAndWatch(page);
      results[name] = summary(cost);
      expect(await activeSource(page)).toBe(TEXT);
    });
  });
}

test.afterAll(() => {
  console.table(results);
});

/** Opens a notebook of many cells with the cursor in an empty one in the middle. */
async function openLongNotebook(
  page: IJupyterLabPageFixture,
  path: string
): Promise<void> {
  const cells = Array.from({ length: CELLS }, (_, index) => ({
    id: `cell-${index}`,
    cell_type: 'code',
    source: index === CELLS / 2 ? '' : `value_${index} = ${index}\n`.repeat(10),
    metadata: {},
    outputs: [],
    execution_count: index
  }));
  const content = { ...EMPTY, cells };
  await page.contents.uploadContent(JSON.stringify(content), 'text', path);
  await page.notebook.openByPath(path);
  // Loading the notebook and starting its kernel are not what is measured.
  await page.waitForTimeout(10_000);
  await page.evaluate(index => {
    const { content } = window.jupyterapp.shell.currentWidget as unknown as {
      content: { activeCellIndex: number };
    };
    content.activeCellIndex = index;
  }, CELLS / 2);
  const editor = page.locator('.jp-Cell.jp-mod-active .cm-content');
  await editor.click();
  await expect(editor).toBeFocused();
}

/** Types at an even pace and returns what it cost. */
async function typeAndWatch(
  page: IJupyterLabPageFixture
): Promise<ITypingCost> {
  const watch = await page.evaluateHandle(watchTyping);
  const start = Date.now();
  for (const [index, key] of [...TEXT].entries()) {
    const due = start + (index * 1000) / KEYS_PER_SECOND;
    await page.waitForTimeout(Math.max(0, due - Date.now()));
    await page.keyboard.press(key === '\n' ? 'Enter' : key);
  }
  await page.waitForTimeout(1000);
  return watch.evaluate(read => read());
}
