import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The colors of code are the theme's. */
const CODE = ['.cm-content', 'pre code'];

/** What keeps people from using a part of the page, in a line each. */
export async function barriers(
  page: Page,
  selector: string
): Promise<readonly string[]> {
  const axe = () => new AxeBuilder({ page }).setLegacyMode().include(selector);
  const contrast = axe().withRules('color-contrast');
  CODE.forEach(code => contrast.exclude(code));
  const found = [
    await axe().disableRules('color-contrast').analyze(),
    await contrast.analyze()
  ];
  return found
    .flatMap(({ violations }) => violations)
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}
