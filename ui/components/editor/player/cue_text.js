// The text of a caption with its formatting as nodes. Text goes in as text only: captions come from strangers.

import { h } from "../dom.js";

const TAGS = { b: "b", i: "i", u: "u", ruby: "ruby", rt: "rt", c: "span", v: "span", lang: "span" };
const CLASS = /^[\w-]+$/; // what the style sheet can know by name

/** Nodes for a cue {text, marks}; the places of marks are counted in characters of Unicode. */
export function cueNodes({ text, marks }) {
  const characters = [...text];
  const shown = marks.filter((mark) => TAGS[mark.tag] && mark.start < mark.end && mark.start < characters.length);
  return part(characters, 0, characters.length, shown);
}

/** The characters `from` to `to` under marks that lie within; the outer of two marks comes first. */
function part(characters, from, to, marks) {
  const nodes = [];
  const plain = (until) => until > at && nodes.push(document.createTextNode(characters.slice(at, until).join("")));
  let at = from;
  for (let rest = marks; rest.length;) {
    const [mark, ...others] = rest;
    const [start, end] = [Math.max(mark.start, at), Math.min(mark.end, to)];
    const inner = others.filter((other) => other.start >= mark.start && other.end <= mark.end);
    rest = others.filter((other) => !inner.includes(other) && other.start >= mark.end);
    if (start >= end) continue;
    plain(start);
    nodes.push(h(TAGS[mark.tag], propsOf(mark), part(characters, start, end, inner)));
    at = end;
  }
  plain(to);
  return nodes;
}

function propsOf({ tag, classes, value }) {
  const names = (classes ?? []).filter((name) => CLASS.test(name)).join(" ");
  return { class: names || null, lang: tag === "lang" && value ? value : null, title: tag === "v" && value ? value : null };
}
