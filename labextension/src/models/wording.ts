import type { TranslationBundle } from '@jupyterlab/translation';

import type { ModelEntry, ModelJob, Models } from '../server/messages';
import type { INews } from './model';

const UNITS = [
  [1e9, 'GB', 1],
  [1e6, 'MB', 0],
  [1e3, 'kB', 0]
] as const;

/** Puts a number of bytes into words. */
export function bytesLabel(bytes: number): string {
  const found = UNITS.find(([size]) => bytes >= size);
  if (!found) {
    return `${bytes} B`;
  }
  const [size, unit, digits] = found;
  return `${(bytes / size).toFixed(digits)} ${unit}`;
}

/** Size and licence, as far as they are known. */
export function sizeLabel(entry: ModelEntry, trans: TranslationBundle): string {
  const size =
    entry.size === null ? trans.__('size not known') : bytesLabel(entry.size);
  const licence = entry.licence
    ? trans.__('licence %1', entry.licence)
    : trans.__('licence not known');
  return `${size}, ${licence}`;
}

/** What a model serves. */
export function servesLabel(
  { chat, completion }: ModelEntry,
  trans: TranslationBundle
): string {
  if (completion && chat) {
    return trans.__('Completion, fixes and chat');
  }
  return completion
    ? trans.__('Completion only')
    : trans.__('Fixes and chat; no completion');
}

/** What a model needs, against what is free. */
export function memoryLabel(
  { memory }: ModelEntry,
  { memoryFree }: Models,
  trans: TranslationBundle
): string {
  const [needed, free] = [bytesLabel(memory), bytesLabel(memoryFree)];
  return memory <= memoryFree
    ? trans.__('Needs %1 of memory; %2 are free', needed, free)
    : trans.__('Needs %1 of memory, and only %2 are free', needed, free);
}

/** Where a model's file is. */
export function placeLabel(
  { installed, kept, size, verified }: ModelEntry,
  trans: TranslationBundle
): string {
  if (verified) {
    return trans.__('On this machine; its SHA-256 is right');
  }
  if (installed) {
    return trans.__('On this machine');
  }
  return kept > 0
    ? trans.__('%1 of %2 are here', bytesLabel(kept), bytesLabel(size ?? 0))
    : trans.__('Not on this machine');
}

/** What is being done with a model's file. */
export function jobLabel(
  { done, kind, stopping, total }: ModelJob,
  trans: TranslationBundle
): string {
  if (stopping) {
    return trans.__('Stopping…');
  }
  if (kind === 'verify') {
    return trans.__('Computing the SHA-256…');
  }
  if (total > 0 && done >= total) {
    return trans.__('All is here; checking the SHA-256…');
  }
  return total > 0
    ? trans.__('%1 of %2', bytesLabel(done), bytesLabel(total))
    : bytesLabel(done);
}

/** Why the model cannot be chosen; null when it can. */
export function lockedLabel(
  { inUse, locked }: Models,
  trans: TranslationBundle
): string | null {
  switch (locked) {
    case 'model':
      return trans.__(
        'The operator of this server decided on the model %1 (CodeIntelExtension.model).',
        inUse
      );
    case 'engine':
      return trans.__(
        'This server uses an engine that brings its own model (CodeIntelExtension.engine_url).'
      );
    case null:
      return null;
  }
}

/** Says what has come to an end. */
export function newsLabel(
  news: INews | null,
  trans: TranslationBundle
): string {
  switch (news?.kind) {
    case 'downloaded':
      return trans.__('%1 is on this machine', news.model);
    case 'verified':
      return trans.__('The file of %1 is whole', news.model);
    case 'chosen':
      return trans.__('%1 is used from the next request on', news.model);
    case undefined:
      return '';
  }
}

/** How to get a model where there is no network. */
export function byHandLabel(trans: TranslationBundle): string {
  return trans.__(
    'Without a network: carry the .gguf file to this machine, and run this in a terminal:'
  );
}

/** The command that takes a file in. */
export const ADD_COMMAND = 'jupyter codeintel models add PATH';
