import { LabIcon } from '@jupyterlab/ui-components';

/** A cursor with the text that may follow it. */
export const codeIntelIcon = new LabIcon({
  name: 'jupyter-codeintel:icon',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">
  <g class="jp-icon3" fill="#616161">
    <path d="M2 2h5v1.5H5.25v9H7V14H2v-1.5h1.75v-9H2z"/>
    <path opacity=".6" d="M8 5h6v1.5H8zM8 8h4v1.5H8z"/>
  </g>
</svg>`
});

/** A spanner. */
export const fixIcon = new LabIcon({
  name: 'jupyter-codeintel:fix',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">
  <path class="jp-icon3" fill="#616161" d="M14 4.3 11.6 6.7 9.3 4.4 11.7 2A4 4 0 0 0 6.7 7.2L2 11.9 4.1 14 8.8 9.3A4 4 0 0 0 14 4.3z"/>
</svg>`
});

/** What two say to each other. */
export const chatIcon = new LabIcon({
  name: 'jupyter-codeintel:chat',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">
  <path class="jp-icon3" fill="#616161" d="M2 2h12v9H7l-3 3v-3H2zm1.5 1.5v6h9v-6z"/>
</svg>`
});

/** Layers, one upon another. */
export const modelsIcon = new LabIcon({
  name: 'jupyter-codeintel:models',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 16 16">
  <g class="jp-icon3" fill="#616161">
    <path d="M8 1.5 14.5 5 8 8.5 1.5 5z"/>
    <path opacity=".6" d="M3 7.3 8 10l5-2.7 1.5.7L8 11.5 1.5 8zm0 3L8 13l5-2.7 1.5.7L8 14.5 1.5 11z"/>
  </g>
</svg>`
});
