/** A notebook with one empty cell, whose kernel nobody is asked for. */
export const EMPTY = {
  cells: [
    {
      id: 'one',
      cell_type: 'code',
      source: '',
      metadata: {},
      outputs: [],
      execution_count: null
    }
  ],
  metadata: {
    kernelspec: {
      name: 'python3',
      display_name: 'Python 3',
      language: 'python'
    }
  },
  nbformat: 4,
  nbformat_minor: 5
};
