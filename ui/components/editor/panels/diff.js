// What is different between two texts, word by word, and how it is shown: by more than colour, and said to who hears it.

import { h } from "../dom.js";
import { wordsOf } from "../text.js";
import { common } from "../words.js";

/**
 * The words of both texts in order, [["same" | "gone" | "new", text], …], as the server tells them: those that are gone
 * before those that stand instead, each with the white space after it.
 */
export function diffWords(old, text) {
  const [gone, come] = [pieces(old), pieces(text)];
  const parts = [];
  const add = (kind, piece) => {
    if (parts.at(-1)?.[0] === kind) parts.at(-1)[1] += piece;
    else parts.push([kind, piece]);
  };
  let [row, column] = [0, 0];
  const pairs = common(gone.map((one) => one[0]), come.map((one) => one[0]));
  for (const [left, right] of [...pairs, [gone.length, come.length]]) {
    while (row < left) add("gone", gone[row++][1]);
    while (column < right) add("new", come[column++][1]);
    if (right < come.length) add("same", come[right][1]);
    row = left + 1;
    column = right + 1;
  }
  return parts;
}

/** Each word with the text from it to the next; white space before the first is the first's. */
function pieces(text) {
  const words = wordsOf(text);
  return words.map((word, place) => [word.text, text.slice(place ? word.start : 0, words[place + 1]?.start ?? text.length)]);
}

/** Parts as nodes. */
export function showParts(parts) {
  return parts.map(([kind, text]) => {
    if (kind === "same") return text;
    return h(kind === "gone" ? "del" : "ins", {}, unseen(kind === "gone" ? "(taken out: " : "(put in: "), text, unseen(") "));
  });
}

/** The difference between two texts as nodes. */
export function showDiff(old, text) {
  return showParts(diffWords(old, text));
}

/** Words for who cannot see how something is marked. */
export function unseen(text) {
  return h("span", { class: "unseen" }, text);
}

/** A text in which some stretches are marked; `spans` are places in the JavaScript string. */
export function marked(text, spans) {
  const nodes = [];
  let at = 0;
  for (const [start, end] of spans) {
    nodes.push(text.slice(at, start), h("mark", {}, text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
}
