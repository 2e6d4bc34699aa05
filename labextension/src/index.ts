import { blankLines } from './plugins/blankLines';
import { completer } from './plugins/completer';
import { connection } from './plugins/connection';
import { dismissal } from './plugins/dismissal';
import { documents } from './plugins/documents';
import { status } from './plugins/status';
import { warmUp } from './plugins/warmUp';

export default [
  connection,
  documents,
  completer,
  dismissal,
  blankLines,
  warmUp,
  status
];
