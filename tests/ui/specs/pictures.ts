import { resolve } from 'node:path';
import type { Locator, Page, TestInfo } from '@playwright/test';

/** Where the pictures of the documentation are. */
const FOLDER = resolve(__dirname, '../../../docs/users/images');

/** A rectangle of the page. */
interface IClip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Takes a picture of a part of the page, from the first of its parts to the last.
 *
 * It replaces one of the documentation only with `CODEINTEL_PICTURES=1`.
 */
export async function picture(
  page: Page,
  info: TestInfo,
  name: string,
  ...parts: readonly Locator[]
): Promise<void> {
  const isWanted = process.env['CODEINTEL_PICTURES'] === '1';
  const path = isWanted ? resolve(FOLDER, name) : info.outputPath(name);
  await parts.at(-1)?.evaluate(part => part.scrollIntoView({ block: 'end' }));
  const boxes = await Promise.all(parts.map(part => part.boundingBox()));
  const clip = around(boxes.filter(box => box !== null));
  await page.screenshot({ path, clip, animations: 'disabled' });
}

function around(boxes: readonly IClip[]): IClip {
  const x = Math.min(...boxes.map(box => box.x));
  const y = Math.min(...boxes.map(box => box.y));
  const right = Math.max(...boxes.map(box => box.x + box.width));
  const bottom = Math.max(...boxes.map(box => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
