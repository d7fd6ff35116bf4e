// The words of a caption and their times while it is edited: near to what the server will say, and shown until it has.

import { sameWord, wordsOf } from "./text.js";

/** A word on the wire: [text, start, end, probability or null, glued]. */
const word = (text, start, end, probability, glued) => (glued ? [text, start, end, probability, true] : [text, start, end, probability]);

/** The words of a text with times within the caption: those it had keep theirs, others lie between them. */
export function timeWords(text, start, end, known) {
  const tokens = wordsOf(text);
  const pairs = common(tokens.map((token) => sameWord(token.text)), known.map((one) => sameWord(one[0])));
  const found = tokens.map((token) => word(token.text, start, end, null, token.glued));
  let place = 0;
  let before = 0;
  for (const [next, old] of [...pairs, [tokens.length, known.length]]) {
    if (next > place) {
      const from = before < old ? known[before][1] : before ? known[before - 1][2] : start;
      const to = before < old ? known[old - 1][2] : old < known.length ? known[old][1] : end;
      spread(found.slice(place, next), from, Math.max(from, to), known.slice(before, old));
    }
    if (next < tokens.length) found[next] = word(tokens[next].text, known[old][1], known[old][2], known[old][3], tokens[next].glued);
    place = next + 1;
    before = old + 1;
  }
  return keptWithin(found, start, end);
}

/** Words in place of as many others have the times of those; else they share the time by their letters. */
function spread(words, from, to, replaced) {
  const letters = words.reduce((sum, one) => sum + one[0].length, 0);
  let said = 0;
  words.forEach((one, place) => {
    const share = (part) => from + Math.floor(((to - from) * part) / letters);
    const times = replaced.length === words.length ? replaced[place].slice(1, 3) : [share(said), share(said + one[0].length)];
    [one[1], one[2]] = times;
    said += one[0].length;
  });
}

/** Words with times that lie from `start` to `end` and go forward; no word lasts into the next. */
export function keptWithin(words, start, end) {
  let latest = start;
  const starts = words.map((one) => (latest = Math.max(latest, Math.min(Math.max(one[1], start), end))));
  return words.map((one, place) => {
    const limit = starts[place + 1] ?? end;
    return word(one[0], starts[place], Math.min(Math.max(one[2], starts[place]), limit), one[3] ?? null, one[4]);
  });
}

/** The words where `to` puts their moments. */
export function movedWords(words, to) {
  return words.map((one) => word(one[0], to(one[1]), to(one[2]), one[3] ?? null, one[4]));
}

/** The longest row of words that both have, as pairs of places. */
export function common(mine, theirs) {
  let first = 0;
  while (first < mine.length && first < theirs.length && mine[first] === theirs[first]) first += 1;
  let last = 0;
  const room = Math.min(mine.length, theirs.length) - first;
  while (last < room && mine[mine.length - 1 - last] === theirs[theirs.length - 1 - last]) last += 1;
  const rows = mine.length - first - last;
  const columns = theirs.length - first - last;
  const longest = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      longest[row][column] = mine[first + row] === theirs[first + column]
        ? longest[row + 1][column + 1] + 1
        : Math.max(longest[row + 1][column], longest[row][column + 1]);
    }
  }
  const pairs = Array.from({ length: first }, (_, place) => [place, place]);
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (mine[first + row] === theirs[first + column]) pairs.push([first + row++, first + column++]);
    else if (longest[row + 1][column] >= longest[row][column + 1]) row += 1;
    else column += 1;
  }
  for (let place = last; place > 0; place -= 1) pairs.push([mine.length - place, theirs.length - place]);
  return pairs;
}
