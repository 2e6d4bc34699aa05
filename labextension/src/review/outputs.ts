import type { IOutput } from '@jupyterlab/nbformat';
import { OutputAreaModel, SimplifiedOutputArea } from '@jupyterlab/outputarea';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

/**
 * Shows outputs of code that the person has not accepted: scripts in them do not run.
 */
export function showOutputs(
  parent: HTMLElement,
  outputs: readonly object[],
  rendermime: IRenderMimeRegistry
): Widget {
  const area = new SimplifiedOutputArea({
    model: new OutputAreaModel({
      values: outputs as IOutput[],
      trusted: false
    }),
    rendermime
  });
  Widget.attach(area, parent);
  return area;
}
