import { nextLine, nextWord } from '../src/completer/pieces';

/** Takes pieces until nothing is left. */
function pieces(take: (text: string) => string, text: string): string[] {
  const all: string[] = [];
  for (let rest = text; rest; rest = rest.slice(all.at(-1)?.length)) {
    all.push(take(rest));
  }
  return all;
}

it.each([
  ['py as np', ['py', ' as', ' np']],
  ['m(values)', ['m', '(', 'values', ')']],
  ['3.14159 * radius ** 2', ['3.14159', ' *', ' radius', ' **', ' 2']],
  ['\n    return x', ['\n    return', ' x']],
  ["df['größe'] += 1e6", ['df', "['", 'größe', "']", ' +=', ' 1e6']],
  ['x  ', ['x', '  ']],
  ['', []]
])('the words of %j', (text, expected) => {
  expect(pieces(nextWord, text)).toEqual(expected);
});

it.each([
  ['one line', ['one line']],
  ['rest\n    next\nlast', ['rest', '\n    next', '\nlast']],
  ['\n    body\n\n\nafter', ['\n    body', '\n\n\nafter']],
  ['end\n', ['end', '\n']]
])('the lines of %j', (text, expected) => {
  expect(pieces(nextLine, text)).toEqual(expected);
});
