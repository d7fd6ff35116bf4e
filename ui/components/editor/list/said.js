// The text of a caption as it is read in the list: words that can be pressed, the uncertain ones underlined.

import { fill, h } from "../dom.js";
import { unitAt, wordsOf } from "../text.js";

const SHOWN = new Set(["i", "b", "u"]);

/** Put the words of a cue into its cell; `doubted` are the places of the uncertain ones, `marked` that of one shown. */
export function fillWords(cell, cue, { doubted = [], marked = null } = {}) {
  const { text } = cue;
  const inside = cue.marks?.length ? cue.marks.map((mark) => ({ ...mark, start: unitAt(text, mark.start), end: unitAt(text, mark.end) })) : [];
  const nodes = [];
  let at = 0;
  wordsOf(text).forEach((word, place) => {
    if (word.start > at) nodes.push(text.slice(at, word.start));
    nodes.push(...speakers(inside, at, word.start), wordSpan(word, place, inside, { doubted, marked }));
    at = word.end;
  });
  if (at < text.length) nodes.push(text.slice(at));
  fill(cell, nodes);
}

function wordSpan(word, place, inside, { doubted, marked }) {
  const span = document.createElement("span");
  span.className = ["word", doubted.includes(place) && "doubted", marked === place && "marked", ...formats(inside, word)].filter(Boolean).join(" ");
  span.dataset.word = place;
  span.textContent = word.text;
  if (doubted.includes(place)) span.title = "The engine was not sure of this word";
  return span;
}

function formats(inside, word) {
  return inside.filter((mark) => SHOWN.has(mark.tag) && mark.start < word.end && word.start < mark.end).map((mark) => `as-${mark.tag}`);
}

/** Who begins to speak between two places, where several speak in one caption. */
function speakers(inside, from, to) {
  return inside.filter((mark) => mark.tag === "v" && mark.value && from <= mark.start && mark.start <= to)
    .map((mark) => h("span", { class: "speaker" }, `${mark.value}: `));
}

/** Where in the text of a cue the caret is meant to be that was put at `x` into one of its words. */
export function caretAt(span, cue, x) {
  const word = wordsOf(cue.text)[Number(span.dataset.word)];
  if (!word) return 0;
  const letters = span.firstChild;
  const range = document.createRange();
  const rightToLeft = getComputedStyle(span).direction === "rtl";
  let nearest = { away: Infinity, caret: word.start };
  for (let place = 0; place < letters.length; place += 1) {
    range.setStart(letters, place);
    range.setEnd(letters, place + 1);
    const { left, right } = range.getBoundingClientRect();
    const [before, after] = rightToLeft ? [right, left] : [left, right];
    for (const [edge, caret] of [[before, place], [after, place + 1]]) {
      if (Math.abs(edge - x) < nearest.away) nearest = { away: Math.abs(edge - x), caret: word.start + caret };
    }
  }
  return nearest.caret;
}
