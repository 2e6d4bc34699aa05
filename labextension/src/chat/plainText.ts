import type { IOutput } from '@jupyterlab/nbformat';
import {
  isDisplayData,
  isDisplayUpdate,
  isError,
  isExecuteResult,
  isStream
} from '@jupyterlab/nbformat';

/** Control sequences of terminals, which color tracebacks. */
const CONTROL =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** More of an output is never told. */
const LONGEST = 8000;

/** A text without what terminals take for commands, its middle left out if it is very long. */
export function plain(text: string): string {
  const found = text.replace(CONTROL, '');
  const half = LONGEST / 2;
  return found.length > LONGEST
    ? `${found.slice(0, half)}\n…\n${found.slice(-half)}`
    : found;
}

/** What outputs show, as text; what has none is left out, and so are errors. */
export function outputText(outputs: readonly IOutput[]): string {
  return plain(outputs.map(textOf).filter(Boolean).join('\n'));
}

/** The traceback among outputs. */
export function tracebackText(outputs: readonly IOutput[]): string {
  const error = outputs.find(isError);
  return error ? plain(error.traceback.join('\n')) : '';
}

function textOf(output: IOutput): string {
  if (isStream(output)) {
    return joined(output.text).trimEnd();
  }
  if (
    isExecuteResult(output) ||
    isDisplayData(output) ||
    isDisplayUpdate(output)
  ) {
    return joined(output.data['text/plain']);
  }
  return '';
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text ?? '');
}
