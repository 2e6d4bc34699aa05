import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { Connection } from '../server/connection';
import { IConnection } from '../tokens';

/** Keeps the websocket to the server. */
export const connection: JupyterFrontEndPlugin<IConnection> = {
  id: 'jupyter-codeintel:connection',
  description: 'Keeps the websocket to the code intelligence of the server.',
  autoStart: true,
  provides: IConnection,
  activate: app => new Connection(app.serviceManager.serverSettings)
};
