// Words and widths of caption text, as the server counts them (workflow/captions/width.py, units.py, word_times.py, typed.py).

const SPACE = "\\t-\\r \\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const RUN = new RegExp(`[^${SPACE}]+`, "gu");
const END = new RegExp(`[${SPACE}]+$`, "u");
const EXTENDS = /^[\p{Mn}\p{Me}\p{Mc}\p{Cf}\u{1f3fb}-\u{1f3ff}\u1160-\u11ff]/u;
const REGIONAL = /^[\u{1f1e6}-\u{1f1ff}]$/u;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\u{20000}-\u{3ffff}]/u;
const NO_START = new Set("、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】〙〗〟’”»ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥—–～!?,.:;)]}%％‰℃ะาำๅๆฯ");
const NO_END = new Set("（［｛〔〈《「『【〘〖〝‘“«([{¥￥$€£#№เแโใไ");
const REFUSED = /[\x00-\x08\x0b-\x1f\x7f-\x9f]|\p{Cs}/u;
const ASCII = /^[\x00-\x7f]*$/;

export const LONGEST_TEXT = 5000;
export const LONGEST_NAME = 200;

/** What cannot be done, in one sentence that a person reads. */
export class Refused extends Error {}

/** The characters of a text as a reader sees them: a letter with its accents, an emoji of several parts, a flag. */
export function characters(text) {
  const found = [];
  for (const character of text) {
    const last = found.length - 1;
    const joined = last >= 0 && (found[last].endsWith("\u200d") || EXTENDS.test(character));
    const flag = last >= 0 && REGIONAL.test(character) && REGIONAL.test(found[last]);
    if (joined || flag) found[last] += character;
    else found.push(character);
  }
  return found;
}

/** How many characters a reader sees. */
export function width(text) {
  return ASCII.test(text) ? text.length : characters(text).length;
}

/** Whether any of a text is of a writing that puts no spaces between words. */
export function unspaced(text) {
  return UNSPACED.test(text);
}

/** The words of a text in order: {text, start, end, glued}, `start` and `end` as places in the JavaScript string. */
export function wordsOf(text) {
  const found = [];
  for (const run of text.matchAll(RUN)) {
    let offset = 0;
    for (const piece of pieces(run[0])) {
      found.push({ text: piece, start: run.index + offset, end: run.index + offset + piece.length, glued: offset > 0 });
      offset += piece.length;
    }
  }
  return found;
}

function pieces(word) {
  if (!unspaced(word)) return [word];
  const found = [];
  for (const character of characters(word)) {
    const last = found.length - 1;
    if (last >= 0 && stayTogether(found[last], character)) found[last] += character;
    else found.push(character);
  }
  return found;
}

function stayTogether(before, after) {
  const [first] = after;
  const last = [...before].at(-1);
  if (NO_START.has(first) || NO_END.has(last)) return true;
  return !UNSPACED.test(first) && !UNSPACED.test(last);
}

/** A text as it is kept: no white space at the ends of lines, no empty lines at the end. Throws `Refused`. */
export function cleanText(text) {
  const whole = text.replaceAll("\r\n", "\n");
  check(whole, "The text", LONGEST_TEXT);
  return whole.replace(END, "").split("\n").map((line) => line.replace(END, "")).join("\n");
}

/** A speaker's name as it is kept: one space between its words. Throws `Refused`. */
export function cleanName(name) {
  check(name, "The name", LONGEST_NAME);
  return (name.match(RUN) ?? []).join(" ");
}

/** A caption's id as it is kept, on one line. Throws `Refused`. */
export function cleanId(name) {
  check(name, "The id", LONGEST_NAME);
  if (name.includes("-->")) throw new Refused('An id cannot hold "-->": in a caption file that stands between two times.');
  return (name.match(RUN) ?? []).join(" ");
}

function check(text, what, longest) {
  const length = [...text].length;
  if (length > longest) throw new Refused(`${what} has ${length} characters: ${longest} are the most, so shorten or part it.`);
  const found = REFUSED.exec(text);
  if (found) {
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new Refused(`${what} holds a control character (U+${code}): delete it.`);
  }
}

/** A word as it is compared: without regard to case and to punctuation around it; punctuation alone is itself. */
export function sameWord(word) {
  const plain = word.normalize("NFKC").toLowerCase().replaceAll("’", "'");
  return plain.replace(/^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu, "") || plain;
}

/** The place in the JavaScript string of a place counted in characters of Unicode, as the server counts. */
export function unitAt(text, point) {
  let unit = 0;
  for (let left = point; left > 0 && unit < text.length; left -= 1) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  return unit;
}

/** The place counted in characters of Unicode, as the server counts, of a place in the JavaScript string. */
export function pointAt(text, unit) {
  let point = 0;
  for (let at = 0; at < unit && at < text.length; point += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return point;
}

/** How many characters of Unicode a text has. */
export function points(text) {
  return pointAt(text, text.length);
}
