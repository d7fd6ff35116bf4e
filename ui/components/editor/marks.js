// Formatting over characters while a text is edited: near to what the server will say, and shown until it has.
// Places are counted in characters of Unicode, as on the wire.

import { points } from "./text.js";

/** The marks over the characters `start` to `end` of a text, counted from `start`. */
export function partOf(marks, start, end) {
  return marks
    .filter((mark) => (mark.tag === "time" ? start <= mark.start && mark.start < end : mark.start < end && start < mark.end))
    .map((mark) => ({ ...mark, start: Math.max(mark.start, start) - start, end: Math.min(mark.end, end) - start }));
}

/** The marks for a text before which so many characters were put. */
export function later(marks, characters) {
  return marks.map((mark) => ({ ...mark, start: mark.start + characters, end: mark.end + characters }));
}

/** The marks of a cue from `start` to `end`, the moments among them where `to` puts them; those outside are dropped. */
export function retimed(marks, start, end, to) {
  let before = start;
  return marks.flatMap((mark) => {
    if (mark.tag !== "time") return [mark];
    const moment = to(Number(mark.value));
    if (!(before < moment && moment < end)) return [];
    before = moment;
    return [{ ...mark, value: String(moment) }];
  });
}

/** The marks of a text that became another: what stands before and after the change keeps its formatting. */
export function followed(marks, old, text) {
  if (!marks.length || old === text) return marks;
  const from = [...old];
  const to = [...text];
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head += 1;
  let tail = 0;
  const room = Math.min(from.length, to.length) - head;
  while (tail < room && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  const grown = to.length - from.length;
  const place = (at, opens) => {
    if (at < head || (at === head && !opens)) return at;
    if (at > from.length - tail || (at === from.length - tail && opens)) return at + grown;
    return opens ? head : to.length - tail;
  };
  return marks
    .map((mark) => ({ ...mark, start: place(mark.start, true), end: place(mark.end, mark.tag === "time") }))
    .filter((mark) => mark.tag === "time" || mark.start < mark.end);
}

/** The cue with the voice that covers all of it as its voice. */
export function settled(cue) {
  const length = points(cue.text);
  const whole = cue.marks.find((mark) => mark.tag === "v" && !mark.classes?.length && mark.start === 0 && mark.end === length);
  if (cue.voice || !whole) return cue;
  return { ...cue, voice: whole.value, marks: cue.marks.filter((mark) => mark !== whole) };
}

/** The cue with a voice for all of it; with `was` only what that person speaks in it gets the new name. */
export function voiced(cue, name, was) {
  if (was === null) {
    const marks = cue.marks.map((mark) => (mark.tag === "v" ? { ...mark, tag: "c", value: "" } : mark));
    return { ...cue, voice: name, marks: marks.filter((mark) => mark.tag !== "c" || mark.classes?.length) };
  }
  const marks = cue.marks.map((mark) => (mark.tag === "v" && mark.value === was ? { ...mark, value: name } : mark));
  const kept = marks.filter((mark) => mark.tag !== "v" || mark.value);
  return settled({ ...cue, voice: cue.voice === was ? name : cue.voice, marks: kept });
}
