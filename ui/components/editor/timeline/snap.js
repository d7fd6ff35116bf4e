// Where the edge of a caption may go, and what it is drawn to. Pure.

const LEAST_MS = 100; // shorter is a slip of the hand
const FAR = 64; // so many captions back one may still last into this one

/** How far a cue may go without touching what it does not touch now: {earliest, latest}. With `free` the video's ends alone. */
export function limitsOf(model, cue, { free = false } = {}) {
  const last = Math.max(model.duration ?? Infinity, cue.end);
  if (free) return { earliest: 0, latest: last };
  const { before, after } = neighboursOf(model, cue);
  return { earliest: before?.end ?? 0, latest: Math.min(after?.start ?? last, last) };
}

/** The cues that end before a cue and begin after it, the nearest of each; null where there is none. */
export function neighboursOf(model, cue) {
  const place = model.place(cue.key);
  let before = null;
  for (let at = place - 1; at >= Math.max(0, place - FAR); at -= 1) {
    const one = model.cues[at];
    if (one.end <= cue.start && (!before || one.end > before.end)) before = one;
  }
  let at = place + 1;
  while (model.cues[at] && model.cues[at].start < cue.end) at += 1;
  return { before, after: model.cues[at] ?? null };
}

/** The free room around a moment, with the newsroom's gap to the captions beside it: {earliest, latest}. */
export function roomAt(model, ms) {
  const gap = model.rules?.min_gap_ms ?? 0;
  const next = model.cues[model.lastBefore(ms) + 1];
  const before = model.cues.slice(Math.max(0, model.lastBefore(ms) - FAR), model.lastBefore(ms) + 1).reduce((most, cue) => Math.max(most, cue.end), -Infinity);
  return { earliest: Math.max(0, before + gap), latest: Math.min(next ? next.start - gap : Infinity, model.duration ?? Infinity) };
}

/** {start, end} of a cue of which `part` ("start", "end" or "both") is moved to a moment, kept within the limits. */
export function moved(cue, part, to, { earliest, latest }) {
  const { start, end } = cue;
  const length = end - start;
  const least = Math.min(LEAST_MS, length);
  const within = (ms, low, high) => Math.round(Math.max(low, Math.min(ms, high)));
  if (part === "start") return { start: within(to, earliest, end - least), end };
  if (part === "end") return { start, end: within(to, start + least, latest) };
  const from = within(to, earliest, latest - length);
  return { start: from, end: from + length };
}

/** What an edge is drawn to from `from` to `to` (ms): [{ms, what}]. `edge` is "start" or "end". */
export function pointsFor(model, cue, edge, { from, to, playhead = null }) {
  const found = [];
  const add = (ms, what) => ms >= from && ms <= to && found.push({ ms, what });
  const { before, after } = neighboursOf(model, cue);
  const gap = model.rules?.min_gap_ms ?? 0;
  if (edge === "start" && before) add(before.end + gap, "next to the caption before");
  if (edge === "end" && after) add(after.start - gap, "next to the caption after");
  const speech = model.speech ?? [];
  for (let at = firstFrom(speech, from, ([, end]) => end); at < speech.length && speech[at][0] <= to; at += 1) {
    add(speech[at][0], "speech begins");
    add(speech[at][1], "speech ends");
  }
  const shots = model.shots ?? [];
  for (let at = firstFrom(shots, from); at < shots.length && shots[at] <= to; at += 1) add(shots[at], "shot change");
  if (playhead !== null) add(Math.round(playhead), "playhead");
  return found;
}

/** Where in an ordered list the first entry stands that is not before a moment. */
export function firstFrom(list, ms, momentOf = (one) => one) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (momentOf(list[middle]) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The moment `to` for `part` of a cue, drawn to what is within `reach` (ms) of its edges: {to, point or null}. */
export function drawn(model, cue, part, to, { reach, playhead }) {
  const length = cue.end - cue.start;
  const edges = { start: [["start", 0]], end: [["end", 0]], both: [["start", 0], ["end", length]] }[part];
  let best = null;
  for (const [edge, offset] of edges) {
    const at = to + offset;
    for (const point of pointsFor(model, cue, edge, { from: at - reach, to: at + reach, playhead })) {
      const away = Math.abs(point.ms - at);
      if (!best || away < best.away) best = { away, to: point.ms - offset, point };
    }
  }
  return best ?? { to, point: null };
}
