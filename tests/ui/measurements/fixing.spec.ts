import { expect, test } from '@jupyterlab/galata';

import {
  choice,
  expectProposal,
  fixButton,
  fixPanel,
  runCells
} from '../specs/failing';

const TIMES = 15;
const TABLE =
  'import pandas as pd\ndf = pd.DataFrame({"quantity": [2, 3], "price": [2, 5]})';
const MISSPELT = 'total = df["pirce"].sum()';

test('from the button to the first visible step', async ({ page }) => {
  await runCells(page, TABLE, MISSPELT);
  const delays: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const watch = await page.evaluateHandle(watchFirstStep);
    await fixButton(page).click();
    await expectProposal(page);
    delays.push(await watch.evaluate(({ seen }) => seen));
    await choice(page, 'Dismiss').click();
    await expect(fixPanel(page)).toHaveCount(0);
  }
  delays.sort((a, b) => a - b);
  console.table({
    'milliseconds from the click to the first step': {
      median: Math.round(delays[Math.floor(TIMES / 2)] ?? NaN),
      most: Math.round(delays[TIMES - 1] ?? NaN)
    }
  });
});

/** Resolves to the milliseconds from the next click to the first step that is painted. */
function watchFirstStep(): { readonly seen: Promise<number> } {
  const seen = new Promise<number>(resolve => {
    const onClick = (event: MouseEvent) => {
      const look = () => {
        if (document.querySelector('.jp-CodeIntelFix-steps li')) {
          setTimeout(() => resolve(performance.now() - event.timeStamp));
        } else {
          requestAnimationFrame(look);
        }
      };
      look();
    };
    document.addEventListener('click', onClick, { capture: true, once: true });
  });
  return { seen };
}
