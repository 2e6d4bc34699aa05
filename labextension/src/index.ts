import { acceptance } from './plugins/acceptance';
import { announcements } from './plugins/announcements';
import { blankLines } from './plugins/blankLines';
import { chat } from './plugins/chat';
import { completer } from './plugins/completer';
import { connection } from './plugins/connection';
import { dismissal } from './plugins/dismissal';
import { documents } from './plugins/documents';
import { fix } from './plugins/fix';
import { fixButton } from './plugins/fixButton';
import { ghosts } from './plugins/ghosts';
import { models } from './plugins/models';
import { preferences } from './plugins/preferences';
import { status } from './plugins/status';
import { switches } from './plugins/switches';
import { warmUp } from './plugins/warmUp';

export default [
  connection,
  documents,
  preferences,
  completer,
  ghosts,
  acceptance,
  dismissal,
  announcements,
  switches,
  blankLines,
  warmUp,
  fix,
  fixButton,
  chat,
  models,
  status
];
