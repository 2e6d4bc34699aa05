/**
 * Writes the types of the websocket's messages from the schema the server validates with,
 * so that the two sides cannot drift apart.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileFromFile } from 'json-schema-to-typescript';

const here = path => fileURLToPath(new URL(path, import.meta.url));

const types = await compileFromFile(
  here('../../jupyter_codeintel/api/schemas/messages.json'),
  {
    bannerComment: '/* Generated from messages.json: do not edit. */',
    style: { singleQuote: true, trailingComma: 'none' }
  }
);
await writeFile(here('../src/server/messages.ts'), types);
