const jestJupyterLab = require('@jupyterlab/testing/lib/jest-config');

/** Packages that are published as ECMAScript modules only. */
const esModules = [
  '@codemirror',
  '@jupyter/react-components',
  '@jupyter/web-components',
  '@jupyter/ydoc',
  '@jupyterlab/',
  '@marijn',
  '@microsoft',
  'color',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
];

module.exports = {
  ...jestJupyterLab(__dirname),
  reporters: ['default'],
  transformIgnorePatterns: [`/node_modules/(?!${esModules.join('|')}).+`]
};
