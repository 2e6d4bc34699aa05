import { completer } from './plugins/completer';
import { connection } from './plugins/connection';
import { documents } from './plugins/documents';
import { warmUp } from './plugins/warmUp';

export default [connection, documents, completer, warmUp];
